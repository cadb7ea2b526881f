"""The text of a mapping as it is read: its lines with a mark, and coloured where a problem stands.

Colours only help: the mark beside a line is a sign and a word, and each problem is told below it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.werkbank import Ernst
from web.werkbank.bevinding import Bevinding, Toetsmerk

_DEEL = re.compile(
    r"(?P<opmerking>(?:^|(?<=\s))\#.*)"
    r"|(?P<tekst>\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')"
    r"|(?P<sleutel>[^\s\[\]{},:#\"'&*!|>-][^\[\]{},:#\"']{0,80}(?=:(?:\s|$)))"
)
#: Lines shown around a problem.
_ROND = 1
#: A line that is longer is cut off in the mirror; the editor has it whole.
_LANGST = 300


@dataclass(frozen=True, slots=True)
class Spiegelregel:
    """One line of the mirror; delen = kind ("", sleutel, tekst, opmerking) and text.

    nummer  0 = here lines are left out
    """

    nummer: int
    staat: str = ""
    delen: tuple[tuple[str, str], ...] = ()
    bevindingen: tuple[Bevinding, ...] = ()


def goot(
    tekst: str, found: Sequence[Bevinding], toetsen: Sequence[Toetsmerk]
) -> list[tuple[int, str, str]]:
    """Give for every line of a text its number, its state, and the sign beside it."""
    marks = _staten(found, toetsen)
    count = tekst.count("\n") + 1
    return [(nr, *_TEKEN[marks.get(nr, "")]) for nr in range(1, count + 1)]


#: State of a line -> class, and sign beside its number.
_TEKEN = {
    "": ("", ""),
    "fout": ("fout", "✗"),
    "let op": ("let", "!"),
    "geslaagd": ("geslaagd", "✓"),
}


def _staten(found: Sequence[Bevinding], toetsen: Sequence[Toetsmerk]) -> dict[int, str]:
    marks = {one.regel: "geslaagd" if one.geslaagd else "fout" for one in toetsen}
    for ernst in (Ernst.LET_OP, Ernst.FOUT):
        marks |= {one.regel: ernst.value for one in found if one.ernst is ernst}
    return marks


def spiegel(
    tekst: str, found: Sequence[Bevinding], toetsen: Sequence[Toetsmerk]
) -> list[Spiegelregel]:
    """Give the lines at which something is wrong, with those around them."""
    lines, marks = tekst.split("\n"), _staten(found, toetsen)
    wrong = {one.regel for one in found if 1 <= one.regel <= len(lines)}
    near = sorted({nr + by for nr in wrong for by in range(-_ROND, _ROND + 1)})
    shown = [nr for nr in near if 1 <= nr <= len(lines)]
    rows: list[Spiegelregel] = []
    for nr in shown:
        if rows and nr != rows[-1].nummer + 1:
            rows.append(Spiegelregel(0))
        here = tuple(one for one in found if one.regel == nr)
        state = _TEKEN[marks.get(nr, "")][0]
        rows.append(Spiegelregel(nr, state, tuple(delen(lines[nr - 1])), here))
    return rows


def delen(line: str) -> Iterator[tuple[str, str]]:
    """Cut a line into its parts, each with its kind; joined they are the line."""
    text, at = line[:_LANGST], 0
    for found in _DEEL.finditer(text):
        if found.start() > at:
            yield "", text[at : found.start()]
        yield found.lastgroup or "", found[0]
        at = found.end()
    if at < len(text):
        yield "", text[at:]
    if len(line) > _LANGST:
        yield "opmerking", "…"
