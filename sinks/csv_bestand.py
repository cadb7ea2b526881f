"""Tables that a person opens in a spreadsheet."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

_ONZICHTBAAR = frozenset({"Cc", "Cf", "Zl", "Zp"})
_FORMULE = ("=", "+", "-", "@", "|", "%")


def schrijf(kop: Sequence[str], rijen: Iterable[Sequence[str]]) -> bytes:
    """Give a table as a Dutch spreadsheet opens it: UTF-8 with BOM, `;`, CRLF, all quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for cells in (kop, *rijen):
        writer.writerow([veilig(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig", "replace")


def veilig(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula: an apostrophe goes before one.

    Signs that cannot be seen become spaces, for some programs begin a new cell or line at them.
    """
    flat = "".join(" " if unicodedata.category(sign) in _ONZICHTBAAR else sign for sign in cell)
    # Full-width signs too: some programs read them as the plain ones.
    begin = unicodedata.normalize("NFKC", flat).lstrip(" '\"")
    return f"'{flat}" if begin.startswith(_FORMULE) else flat
