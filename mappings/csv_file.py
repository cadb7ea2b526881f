"""`bestand:`: the dialect of a CSV export."""

import csv

from mappings.document import Blok, Lijst, Node
from mappings.workbench import Werkbank
from regres import CsvLayout

#: Encodings a mapping may name; nothing is ever guessed.
CODERINGEN = ("utf-8", "cp1252", "cp850", "iso8859-1", "iso8859-15")
BESTAND = (
    "codering",
    "scheidingsteken",
    "aanhalingsteken",
    "escapeteken",
    "trailer",
    "kolommen",
    "kopregel",
)
KOLOMMEN = ("streng", "los")
_WOORDEN = {"tab": "\t", "geen": ""}


def compile_csv(blok: Blok, werk: Werkbank) -> CsvLayout:
    """Compile `bestand:`; the columns in use are added at the end."""
    node = blok.delen.get("bestand")
    own = werk.blok(node, "`bestand:`") if node else None
    if own is None:
        if node is None:
            werk.meld("M-0006", blok.plek, "In de mapping ontbreekt `bestand:`")
        return CsvLayout(())
    werk.bekend(own, BESTAND, "`bestand:`")
    werk.verplicht(own, ("codering", "scheidingsteken"), "`bestand:`")
    codering = _keuze(own, "codering", CODERINGEN, "utf-8", werk)
    separator = _teken(own, "scheidingsteken", ";", werk)
    quote = _teken(own, "aanhalingsteken", '"', werk)
    if not separator:
        werk.meld("M-0022", own.plek, "Een scheidingsteken is precies een teken")
    # Without its separator the header is one long name, and every column would seem unknown.
    header = own.delen.get("kopregel") if "scheidingsteken" in own.delen and separator else None
    werk.kopregel = _kopregel(header, separator, quote, werk)
    strict = _keuze(own, "kolommen", KOLOMMEN, "los", werk) == "streng"
    if strict and "kopregel" not in own.delen:
        doe = "Neem de eerste regel van het bestand over achter `kopregel:`"
        werk.meld("M-0006", own.plek, "Bij `kolommen: streng` hoort `kopregel:`", doe)
    trailer = werk.tekst(own.delen["trailer"], "`trailer:`") if "trailer" in own.delen else ""
    return CsvLayout(
        (),
        alle_kolommen=werk.kopregel if strict else (),
        codering=codering,
        scheidingsteken=separator,
        aanhalingsteken=quote,
        escapeteken=_teken(own, "escapeteken", "", werk),
        trailer=trailer or "",
    )


def _keuze(own: Blok, key: str, words: tuple[str, ...], default: str, werk: Werkbank) -> str:
    if key not in own.delen:
        return default
    return werk.keuze(own.delen[key], f"`{key}:`", words) or default


def _teken(own: Blok, key: str, default: str, werk: Werkbank) -> str:
    if key not in own.delen:
        return default
    text = werk.tekst(own.delen[key], f"`{key}:`")
    sign = default if text is None else _WOORDEN.get(text, text)
    if len(sign) > 1:
        doe = "Schrijf een teken tussen aanhalingstekens, of `tab` of `geen`"
        werk.meld("M-0022", own.delen[key].plek, f"`{key}:` is meer dan een teken", doe)
    return sign[:1]


def _kopregel(node: Node | None, separator: str, quote: str, werk: Werkbank) -> tuple[str, ...]:
    """Read the header: a list of names, or the first line of the file as it is."""
    if node is None:
        return ()
    if isinstance(node, Lijst):
        return tuple(text for text, _ in werk.teksten(node, "`kopregel:`"))
    line = werk.tekst(node, "`kopregel:`")
    if line is None:
        return ()
    if not quote:
        return tuple(line.split(separator))
    try:
        return tuple(next(csv.reader([line], delimiter=separator, quotechar=quote, strict=True)))
    except (csv.Error, StopIteration):
        werk.meld("M-0022", node.plek, "De kopregel is niet te lezen met deze tekens")
        return ()
