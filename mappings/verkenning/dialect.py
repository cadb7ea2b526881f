"""How an unknown export is written: encoding, signs, header; each proposed with its reason.

Only the first part of a file is looked at, and its very end. What comes out is a proposal: a person
sees it before anything is read by it, and reading itself never guesses.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from mappings.verkenning.codering import raad_codering
from mappings.verkenning.kopregel import is_kopregel, kop_score
from mappings.verkenning.oordeel import Oordeel, Zekerheid
from regres import CsvLayout, UsageProblem
from regres.berichten import bericht
from regres.layouts import kolomnaam

#: Bytes of a file by which its dialect is proposed.
HOOFD: Final = 512 * 1024
#: Characters in one cell, as in reading.
LANGSTE_CEL: Final = 1024 * 1024
_RIJEN: Final = 400
_AANLOOP: Final = 30
_SCHEIDERS: Final = (";", ",", "\t", "|")
_WOORD: Final = {"\t": "tab", "": "geen"}
_NAAM: Final = {";": "een puntkomma", ",": "een komma", "\t": "een tab", "|": "een streep"}
_SLOT: Final = re.compile(
    r"\A(?:totaal|totalen|total|trailer|slot|slotregel|einde|eof|eind)\Z", re.I
)
_AANTAL: Final = re.compile(r"\A[0-9]{1,12}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is proposed for `bestand:`, key by key, and the header as it stands.

    trailer  the word at the start of the last line; None = there is no such line
    geteld   the second cell of that line is a number
    """

    codering: Oordeel
    scheidingsteken: Oordeel
    aanhalingsteken: Oordeel
    escapeteken: Oordeel
    aanloop: Oordeel
    kopregel: tuple[str, ...]
    trailer: Oordeel | None = None
    geteld: bool = False

    def layout(self) -> CsvLayout:
        """Give the layout that reads every column; a name that comes twice gets its number."""
        names = adressen(self.kopregel)
        signs = {word: sign for sign, word in _WOORD.items()}
        return CsvLayout(
            kolommen=names,
            nummers={
                adres: (name, int(adres[len(name) + 2 : -1]))
                for adres, name in zip(names, self.kopregel, strict=True)
                if adres != name
            },
            aanloop=int(self.aanloop.waarde),
            codering=self.codering.waarde,
            scheidingsteken=signs.get(self.scheidingsteken.waarde, self.scheidingsteken.waarde),
            aanhalingsteken=signs.get(self.aanhalingsteken.waarde, self.aanhalingsteken.waarde),
            escapeteken=signs.get(self.escapeteken.waarde, self.escapeteken.waarde),
            trailer=self.trailer.waarde if self.trailer else "",
            trailer_aantal="" if self.geteld else None,
        )

    def delen(self) -> dict[str, Oordeel]:
        """Give every proposal by its key in `bestand:`; what is absent there is left out."""
        found = {
            "codering": self.codering,
            "scheidingsteken": self.scheidingsteken,
            "aanhalingsteken": self.aanhalingsteken,
        }
        if self.escapeteken.waarde != "geen":
            found["escapeteken"] = self.escapeteken
        if self.aanloop.waarde != "0":
            found["aanloop"] = self.aanloop
        if self.trailer:
            found["trailer"] = self.trailer
        return found


@dataclass(slots=True)
class _Poging:
    """One way of cutting the text into cells."""

    scheider: str
    aanhaling: str
    escape: str
    rijen: list[list[str]] = field(default_factory=list, repr=False)
    regels: list[int] = field(default_factory=list)

    @property
    def breedte(self) -> int:
        """Give how many cells most rows have."""
        counts = Counter(len(row) for row in self.rijen if row)
        return counts.most_common(1)[0][0] if counts else 0

    @property
    def score(self) -> tuple[float, int]:
        """Give the share of rows as wide as most of them, and that width; one cell is no table."""
        width = self.breedte
        if width < 2:
            return 0.0, 0
        filled = [row for row in self.rijen if row]
        return sum(len(row) == width for row in filled) / len(filled), width


def verken(hoofd: bytes, *, heel: bool, staart: bytes = b"") -> Dialect:
    """Propose how a file is written.

    hoofd   its first bytes, at most HOOFD of them
    heel    these are all of them
    staart  its last bytes, when they are not

    Raises UsageProblem: M-0042 no encoding that can be declared, M-0043 no table, M-0044 no header.
    """
    # One bound for the whole process: what was read before must not change what is seen here.
    csv.field_size_limit(LANGSTE_CEL)
    codering = raad_codering(hoofd, heel=heel)
    text = _tekst(hoofd, codering.waarde, heel=heel)
    tried = _pogingen(text, heel=heel)
    best = max(tried, key=lambda one: one.score, default=None)
    if best is None or best.breedte < 2:
        raise UsageProblem(bericht("M-0043"))
    place, header = _kop(best)
    tail = staart.decode(codering.waarde, "replace") if staart else text
    last = _laatste(tail, best)
    return Dialect(
        codering=codering,
        scheidingsteken=_scheider(best, tried),
        aanhalingsteken=_aanhaling(best, text),
        escapeteken=_escape(best),
        aanloop=_aanloop(best.regels[place]),
        kopregel=header,
        trailer=_trailer(last),
        geteld=len(last) > 1 and bool(_AANTAL.match(last[1].strip())),
    )


def adressen(kopregel: Sequence[str]) -> tuple[str, ...]:
    """Give each column its own address: a name that comes again is numbered from the left."""
    counts, seen = Counter(kopregel), Counter[str]()
    found = []
    for name in kopregel:
        seen[name] += 1
        found.append(f"{name} ({seen[name]})" if counts[name] > 1 else name)
    return tuple(found)


def _tekst(hoofd: bytes, codering: str, *, heel: bool) -> str:
    text = hoofd.decode(codering, "replace").removeprefix("\ufeff")
    return text if heel else text[: text.rfind("\n") + 1]


def _pogingen(text: str, *, heel: bool) -> list[_Poging]:
    escapes = ("\\", "") if '\\"' in text else ("",)
    ways = [
        _Poging(sign, quote, escape)
        for sign in _SCHEIDERS
        if sign in text
        for quote, escape in (('"', one) for one in escapes)
    ]
    found = [way for way in ways if _lees(text, way, heel=heel)]
    if not found:
        found = [way for sign in _SCHEIDERS if _lees(text, way := _Poging(sign, "", ""), heel=heel)]
    return found


def _lees(text: str, poging: _Poging, *, heel: bool) -> bool:
    """Cut the text this way; False when the signs contradict each other."""
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=poging.scheider,
        quotechar=poging.aanhaling or None,
        quoting=csv.QUOTE_MINIMAL if poging.aanhaling else csv.QUOTE_NONE,
        escapechar=poging.escape or None,
        strict=True,
    )
    before = 0
    try:
        for row in islice(reader, _RIJEN):
            poging.rijen.append(row)
            poging.regels.append(before)
            before = reader.line_num
    except csv.Error as wrong:
        # A quoted cell that goes on after the part that was read is no contradiction.
        return not heel and str(wrong).startswith("unexpected end") and bool(poging.rijen)
    return bool(poging.rijen)


def _kop(poging: _Poging) -> tuple[int, tuple[str, ...]]:
    """Find the header: of the first rows as wide as most, the one that looks most like names."""
    width = poging.breedte
    rows = [
        (place, tuple(map(kolomnaam, row)))
        for place, row in enumerate(poging.rijen[:_AANLOOP])
        if len(row) == width and is_kopregel(row)
    ]
    if not rows:
        raise UsageProblem(bericht("M-0044"))
    return max(rows, key=lambda found: (kop_score(found[1]), -found[0]))


def _scheider(best: _Poging, tried: Sequence[_Poging]) -> Oordeel:
    share, width = best.score
    word, name = _WOORD.get(best.scheider, best.scheider), _NAAM[best.scheider]
    rivals = [one for one in tried if one.scheider != best.scheider and one.score[0] >= share]
    if share < 1 or rivals:
        reden = f"met {name} hebben de meeste rijen {width} cellen, maar niet alle"
        return Oordeel(word, Zekerheid.NAKIJKEN, reden)
    return Oordeel(word, Zekerheid.ZEKER, f"met {name} heeft elke rij {width} cellen")


def _aanhaling(best: _Poging, text: str) -> Oordeel:
    if not best.aanhaling:
        reden = "met aanhalingstekens zijn de rijen niet te lezen"
        return Oordeel("geen", Zekerheid.NAKIJKEN, reden)
    edges = (f'{best.scheider}"', f'"{best.scheider}', '\n"', '"\n', '"\r')
    if any(edge in text for edge in edges) or text.startswith('"'):
        return Oordeel('"', Zekerheid.ZEKER, "er staan teksten tussen aanhalingstekens")
    reden = "niet gezien in dit deel; komt het er, dan is dit het gewone teken"
    return Oordeel('"', Zekerheid.NAKIJKEN, reden)


def _escape(best: _Poging) -> Oordeel:
    if not best.escape:
        return Oordeel("geen", Zekerheid.ZEKER, 'er staat nergens een schuine streep voor een "')
    return Oordeel("\\", Zekerheid.ZEKER, "er staat een schuine streep voor een aanhalingsteken")


def _aanloop(lines: int) -> Oordeel:
    if not lines:
        return Oordeel("0", Zekerheid.ZEKER, "de kopregel is de eerste regel")
    reden = f"de kopregel staat op regel {lines + 1}; is dat in elk bestand zo?"
    return Oordeel(str(lines), Zekerheid.NAKIJKEN, reden)


def _laatste(text: str, best: _Poging) -> list[str]:
    """Give the cells of the last line that is not blank."""
    lines = [line for line in text.splitlines() if line.strip()]
    row = next(csv.reader(lines[-1:], delimiter=best.scheider), [])
    return [cell.strip() for cell in row]


def _trailer(last: Sequence[str]) -> Oordeel | None:
    if not last or not _SLOT.match(last[0]):
        return None
    reden = "de laatste regel begint met dit woord; staat hij in elk bestand?"
    return Oordeel(last[0], Zekerheid.NAKIJKEN, reden)
