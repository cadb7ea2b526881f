"""An export in CSV: bytes in, SourceRecords out, one row in memory at a time."""

import csv
import re
from codecs import lookup
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice, takewhile
from operator import itemgetter
from typing import Any, Final

from connectors.base import ReadRequest
from connectors.csv_header import Index, column_index, header_line
from connectors.csv_lines import CODERINGEN, Lines
from connectors.csv_ongelezen import Ongelezen, ongelezen
from connectors.csv_place import bij_cel, einde
from connectors.csv_rename import PROEFRIJEN
from connectors.csv_rows import Rijen, Stapel
from connectors.file_reading import FileReading, Place, gevonden
from connectors.once import Once
from connectors.picking import Bestand
from connectors.steps import Attempt
from regres import ConfigProblem, CsvLayout, Problem, Rijblok, SourceRecord, SourceRefused, Vlak
from regres.berichten import bericht

#: Characters in one cell. The csv module keeps one such bound for the whole process.
LONGEST_CELL: Final = 1024 * 1024

#: Rows that are handed over together.
BLOK: Final = 250

#: Lines before the header.
LONGEST_LEAD: Final = 100

#: What `Lines` tells of one character, and so of one cell.
_IN_CEL: Final = frozenset({"B-0106", "B-0108"})
_COUNT = re.compile(r"\A[0-9]{1,12}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class CsvExport:
    """Reads exports of one layout, wherever their bytes come from.

    Raises ConfigProblem (B-0101) when nothing can be read by this layout.
    """

    gemeentecode: str
    layout: CsvLayout

    def __post_init__(self) -> None:
        """Refuse what the csv module would refuse later, or would read by guess."""
        found = list(_mistakes(self.layout))
        if found:
            raise ConfigProblem(*found)

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of `check` that look at a file."""
        return ("bestand", "codering", "kopregel", "eerste rij")

    def lees(self, place: Place, request: ReadRequest) -> Once:
        """Give one read of the file that is to be read now."""
        return FileReading(place, self, request)

    def proeven(self, place: Place, found: list[Bestand], patroon: str) -> Iterator[Attempt]:
        """Look for a file, then try its encoding, header and one row."""
        yield gevonden(place, found, patroon)
        yield from self.probe(found[0].naam, place.chunks(found[0]))

    def records(
        self,
        naam: str,
        chunks: Iterable[bytes],
        meld: Callable[[Ongelezen], None] = lambda left: None,
    ) -> Iterator[SourceRecord]:
        """Yield the data rows in file order, as `blokken` does."""
        for blok in self.blokken(naam, chunks, meld):
            yield from blok

    def blokken(
        self,
        naam: str,
        chunks: Iterable[bytes],
        meld: Callable[[Ongelezen], None] = lambda left: None,
    ) -> Iterator[Rijblok]:
        """Yield the data rows in blocks; `naam` is the file's name as places show it.

        Blank lines are passed over at the very end only. No rows under a header is no mistake.
        meld is told which columns nobody reads, before the first row.

        Raises:
            SourceRefused: B-0102 to B-0118, with file:line; what was yielded before is void too.

        """
        table = _Table(naam, chunks, self.layout)
        index, stapels = table.index(), table.stapels()
        first = next(stapels, None)
        meld(table.ongelezen(first))
        for one in chain([first] if first else [], stapels):
            yield Rijblok(self.gemeentecode, naam, one.regels[:-1], one.cellen, index)

    def probe(self, naam: str, chunks: Iterable[bytes]) -> Iterator[Attempt]:
        """Give the steps that try encoding, header and one row, in this order."""
        table = _Table(naam, chunks, self.layout)

        def encoding() -> str:
            table.header()
            return self.layout.codering

        def header() -> str:
            return f"{len(table.index())} kolommen"

        def row() -> str:
            first = next(table.stapels(), None)
            told = "gelezen" if first else "het bestand heeft geen rijen"
            left = str(table.ongelezen(first))
            return f"{told}; kolommen die niemand leest: {left}" if left else told

        yield from (("codering", encoding), ("kopregel", header), ("eerste rij", row))


class _Table:
    """One file being cut into its header, its data rows and its trailer; read once."""

    def __init__(self, naam: str, chunks: Iterable[bytes], layout: CsvLayout) -> None:
        self._naam = naam
        self._layout = layout
        self._all = _cut(naam, Lines(naam, chunks, layout.codering), layout)
        self._first: tuple[int, Sequence[str]] | None = None

    def header(self) -> Sequence[str]:
        """Give the cells of the header; none when the file is empty."""
        return self._begin()[1]

    def _begin(self) -> tuple[int, Sequence[str]]:
        if self._first is None:
            self._first = next(self._verder(), (1, []))
        return self._first

    def _verder(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield the rows that follow, one by one."""
        return chain.from_iterable(map(_rijen, self._all))

    def index(self) -> Index:
        """Give the position of every column; raises SourceRefused when one is missing."""
        regel, header = self._begin()
        return column_index(header, self._layout, f"{self._naam}:{regel}", self._proef)

    def ongelezen(self, first: Stapel | None) -> Ongelezen:
        """Tell which columns nobody reads, after the first rows were seen."""
        row = first.cellen[0] if first else ()
        return ongelezen(self.header(), self.index(), self._layout, row)

    def _proef(self) -> list[Sequence[str]]:
        """Give the first rows of a file that is refused already, as far as they can be cut."""
        rows: list[Sequence[str]] = []
        with suppress(SourceRefused):
            rows.extend(cells for _, cells in islice(self._verder(), PROEFRIJEN))
        return rows

    def stapels(self) -> Iterator[Stapel]:
        """Yield the data rows, many at a time; the trailer is proven."""
        (regel, header), trailer = self._begin(), self._layout.trailer
        width, label, told = len(header), *self._trailer_cells()
        count = 0
        for stapel in self._all:
            regels, cells = stapel.regels, stapel.cellen
            good = _gewone(cells, width, trailer, label)
            count += good
            if good == len(cells):
                yield stapel
                regel = regels[-2]
                continue
            if good:
                yield Stapel(regels[: good + 1], cells[:good])
            regel, odd = regels[good], cells[good]
            after = chain(_rijen(Stapel(regels[good + 1 :], cells[good + 1 :])), self._verder())
            if _is_trailer(odd, trailer, label):
                self._prove(regel, odd, told, count, after)
                return
            self._odd(regel, odd, after)
            break
        if trailer:
            raise self._refused("B-0115", regel)

    def _odd(
        self, regel: int, cells: Sequence[str], after: Iterable[tuple[int, Sequence[str]]]
    ) -> None:
        """Accept blank lines when nothing but blank lines follows."""
        if cells:
            raise self._refused("B-0113", regel, cellen=len(cells), kolommen=len(self.header()))
        if any(more for _, more in after):
            raise self._refused("B-0114", regel)

    def _trailer_cells(self) -> tuple[int, int | None]:
        """Give the positions of the word and of the number; None = the last line tells none."""
        layout = self._layout
        names = self.index() if layout.trailer_kolom or layout.trailer_aantal else {}
        label = names[layout.trailer_kolom] if layout.trailer_kolom else 0
        if layout.trailer_aantal is None:
            return label or 0, None
        return label or 0, names[layout.trailer_aantal] if layout.trailer_aantal else 1

    def _prove(
        self,
        regel: int,
        cells: Sequence[str],
        place: int | None,
        count: int,
        after: Iterable[tuple[int, Sequence[str]]],
    ) -> None:
        if place is not None:
            told = cells[place].strip(" ") if place < len(cells) else ""
            case, words = "geen_aantal", {"cel": place + 1}
            if _COUNT.match(told):
                case, words = "aantal", {"genoemd": int(told), "gelezen": count}
            if words.get("genoemd") != count:
                raise self._refused("B-0116", regel, case, place + 1, **words)
        for line, more in after:
            if more:
                raise self._refused("B-0117", line)

    def _refused(
        self, code: str, regel: int, geval: str = "", nummer: int = 0, **words: Any
    ) -> SourceRefused:
        problem = bericht(code, geval, waar=f"{self._naam}:{regel}", **words)
        told = bij_cel(problem, nummer, self.header(), self._layout) if nummer else problem
        return SourceRefused(told)


def _rijen(stapel: Stapel) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield rows one by one, each with its line."""
    return zip(stapel.regels, stapel.cellen, strict=False)


def _gewone(rows: Sequence[Sequence[str]], width: int, trailer: str, label: int) -> int:
    """Tell how many rows come before the first that is the trailer, or not as wide as the header.

    trailer  the word by which it is known, "" when there is none; label: the cell it stands in
    """
    if isinstance(rows, Vlak) or {width}.issuperset(map(len, rows)):
        some = rows.kolom(label) if isinstance(rows, Vlak) else map(itemgetter(label), rows)
        cells = list(map(str.strip, some))
        return cells.index(trailer) if trailer and trailer in cells else len(rows)
    plain = (len(row) == width and not _is_trailer(row, trailer, label) for row in rows)
    return sum(takewhile(bool, plain))


def _is_trailer(row: Sequence[str], trailer: str, label: int) -> bool:
    return bool(trailer) and label < len(row) and row[label].strip() == trailer


def _cut(naam: str, lines: Lines, layout: CsvLayout) -> Iterator[Stapel]:
    """Yield the header, then the rows; blank lines as no cells. What is before a mistake comes."""
    csv.field_size_limit(LONGEST_CELL)
    rest = _from_header(naam, lines, layout)
    rijen = Rijen(lines, rest, layout, LONGEST_CELL)
    header: Sequence[str] | None = None
    wrong: SourceRefused | None = None
    while wrong is None:
        stapel = Stapel([lines.einde + 1])
        try:
            rijen.vul(stapel, 1 if header is None else BLOK)
        except csv.Error as found:
            cel = einde(lines.rij(rijen.gelezen), layout, LONGEST_CELL)
            told = _told(str(found), f"{naam}:{stapel.regels[-1] + cel.regel}")
            wrong = SourceRefused(bij_cel(told, cel.nummer, header or (), layout))
        except SourceRefused as found:
            wrong = _in_cel(found, lines.rij(), header, layout)
        if stapel.cellen:
            if header is None:
                header = stapel.cellen[0]
                rijen.breed(len(header))
            yield stapel
        elif wrong is None:
            return
    raise wrong


def _in_cel(
    wrong: SourceRefused, text: str, header: Sequence[str] | None, layout: CsvLayout
) -> SourceRefused:
    """Say in which cell a character is that may not be there; its line is known already."""
    (problem,) = wrong.problems
    if problem.code not in _IN_CEL:
        return wrong
    return SourceRefused(
        bij_cel(problem, einde(text, layout, LONGEST_CELL).nummer, header or (), layout)
    )


def _from_header(naam: str, lines: Lines, layout: CsvLayout) -> Iterator[str]:
    """Pass over the lines before the header; gives the rest."""
    rest = iter(lines)
    first = [*_each(lines, islice(rest, layout.aanloop + layout.aanloop_zoeken))]
    if not layout.aanloop_zoeken:
        return rest
    found = header_line(first, layout) if first else 0
    if found is None:
        raise SourceRefused(bericht("B-0118", waar=f"{naam}:1", regels=len(first)))
    lines.opnieuw(first[found:])
    return chain(first[found:], rest)


def _each(lines: Lines, some: Iterable[str]) -> Iterator[str]:
    """Yield lines that are no rows, each measured by itself."""
    for line in some:
        lines.einde += 1
        yield line


def _told(wrong: str, waar: str) -> Problem:
    """Translate what the csv module says; an open quote is told where its cell begins."""
    if wrong.startswith("field larger"):
        return bericht("B-0111", waar=waar, grens=LONGEST_CELL)
    return bericht("B-0110" if wrong.startswith("unexpected end") else "B-0109", waar=waar)


def _mistakes(layout: CsvLayout) -> Iterator[Problem]:
    if _codec(layout.codering) not in CODERINGEN:
        yield bericht("B-0101", "codering", bekend=", ".join(sorted(CODERINGEN)))
    signs = (layout.scheidingsteken, layout.aanhalingsteken, layout.escapeteken)
    if len(signs[0]) != 1 or any(len(sign) > 1 for sign in signs):
        yield bericht("B-0101", "teken")
    used = [sign for sign in signs if sign]
    if len(set(used)) < len(used) or any(sign in "\r\n \0" for sign in used):
        yield bericht("B-0101", "verschil")
    if not 0 <= layout.aanloop <= LONGEST_LEAD:
        yield bericht("B-0101", "aanloop", hoogstens=LONGEST_LEAD)
    if not layout.kolommen:
        yield bericht("B-0101", "kolommen")


def _codec(codering: str) -> str:
    try:
        return lookup(codering).name
    except LookupError:
        return ""
