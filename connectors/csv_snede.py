"""Many rows out of one text by `str.split`, as far as that is sure to cut as csv.reader does.

A text in which a quote begins and ends each row, and `";"` stands between its cells, holds two
quotes for each cell. If a row has no more than those, there is none inside a cell, and nothing else
to cut. So a line end inside a cell is seen as such too.
"""

import csv
from collections.abc import Sequence
from itertools import chain
from typing import Final, NamedTuple

from connectors.csv_header import dialect
from connectors.csv_lines import in_regels
from regres import CsvLayout, Vlak

#: Stands between rows whose cells are cut together; no door lets it through inside one.
_TUSSEN: Final = "\0"
#: Characters of which no row may be whole before its lines are looked at.
_WACHT: Final = 64 * 1024


class Snede(NamedTuple):
    """The first rows of a text.

    regels   per row how many physical lines it takes
    tekens   so long are these rows
    oneven   how many of them csv.reader was asked for
    verder   what comes behind them can be cut so too, as soon as there is enough of it
    """

    cellen: Vlak
    regels: Sequence[int] = ()
    tekens: int = 0
    oneven: int = 0
    verder: bool = True


class Snijder:
    """Cuts texts that begin where a row begins.

    langst  characters in one cell
    """

    def __init__(self, layout: CsvLayout, langst: int) -> None:
        self._sign, self._langst = layout.aanhalingsteken, langst
        self._glue = f"{self._sign}{layout.scheidingsteken}{self._sign}"
        self._signs = dialect(layout)

    def snijd(self, text: str, breed: int, hoogstens: int) -> Snede:
        """Cut rows of so many cells off a text."""
        sign = self._sign
        end = f"{sign}\r\n" if f"{sign}\r\n" in text else f"{sign}\n"
        *rows, last = text.split(f"{end}{sign}", hoogstens)
        if len(rows) < hoogstens and last.endswith(end):
            rows.append(last.removesuffix(end))
        if not rows or not rows[0].startswith(sign):
            begun = not text or text.startswith(sign)
            short = len(text) <= min(self._langst, _WACHT)
            return Snede(Vlak([], breed), verder=not rows and begun and short)
        rows[0] = rows[0].removeprefix(sign)
        size = _lengte(rows, end)
        cells = self._vlak(rows, breed)
        quotes = text.count(sign, 0, size)
        if cells is None or quotes != 2 * breed * len(rows) or size > self._langst:
            return self._oneven(rows, breed, end)
        return Snede(cells, _regels(rows), size)

    def _vlak(self, rows: Sequence[str], breed: int) -> Vlak | None:
        """Cut the cells of rows together; None when one of them has more or fewer than `breed`."""
        found = f"{self._glue}{_TUSSEN}{self._glue}".join(rows).split(self._glue)
        between = found[breed :: breed + 1]
        if len(found) != len(rows) * (breed + 1) - 1 or between.count(_TUSSEN) != len(between):
            return None
        return Vlak(found, breed)

    def _oneven(self, rows: list[str], breed: int, end: str) -> Snede:
        """Let csv.reader read odd rows, up to the first that it would end elsewhere."""
        asked, found = 0, list[list[str]]()
        for row in rows:
            cells = row.split(self._glue)
            if not self._recht(row, cells, breed):
                cells = self._lees(f"{self._sign}{row}{end}")
                asked += 1
            if len(cells) != breed:
                break
            found.append(cells)
        done = rows[: len(found)]
        flat = [*chain.from_iterable((*cells, _TUSSEN) for cells in found)][:-1]
        return Snede(
            Vlak(flat, breed), _regels(done), _lengte(done, end), asked, len(done) == len(rows)
        )

    def _recht(self, row: str, cells: Sequence[str], breed: int) -> bool:
        """Tell whether these are sure to be the cells of a row."""
        quotes = row.count(self._sign) == 2 * (breed - 1)
        return quotes and len(cells) == breed and len(row) <= self._langst

    def _lees(self, text: str) -> list[str]:
        """Read what should be one row; no cells when it is not, or when it is too long to tell."""
        if len(text) > self._langst:
            return []
        try:
            rows = list(csv.reader(in_regels(text), **self._signs))
        except csv.Error:
            return []
        return rows[0] if len(rows) == 1 else []


def _lengte(rows: Sequence[str], end: str) -> int:
    """Tell how long rows are with the quote before and the end behind each."""
    return sum(map(len, rows)) + len(rows) * (len(end) + 1)


def _regels(rows: Sequence[str]) -> Sequence[int]:
    """Tell how many physical lines each of these rows takes."""
    found = [1] * len(rows)
    for place, row in enumerate(rows):
        if "\n" in row or "\r" in row:
            found[place] = len(in_regels(f"{row}."))
    return found
