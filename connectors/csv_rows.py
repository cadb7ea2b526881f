"""From lines to rows: by `str.split` where that is sure to cut as csv.reader does, else by that."""

import csv
from collections.abc import Iterator
from itertools import chain, islice
from time import monotonic
from typing import Final

from connectors.csv_header import dialect
from connectors.csv_lines import LONGEST_ROW, Lines
from regres import CsvLayout

#: Rows that follow each other: the first physical line of each, and its cells.
Stapel = tuple[list[int], list[list[str]]]

#: Seconds after which rows are handed over with fewer than were asked for.
_GEDULD: Final = 1.0
#: One of so many rows may need csv.reader before all are left to it.
_ONEVEN: Final = 4


class Rijen:
    """The rows of one file, read once; raises csv.Error, and SourceRefused as its lines do.

    A line that begins and ends with a quote, and has `";"` between its cells, holds two quotes for
    each cell. If it has no more than those, there is none inside a cell, and nothing else to cut.
    """

    def __init__(self, lines: Lines, rest: Iterator[str], layout: CsvLayout, langst: int) -> None:
        self._lines, self._rest, self._langst = lines, rest, langst
        self._signs = dialect(layout)
        self._sign = "" if layout.escapeteken else layout.aanhalingsteken
        self._glue = f"{self._sign}{layout.scheidingsteken}{self._sign}"
        self._breed = 0
        self._begin()

    def _begin(self, *first: str) -> None:
        self._voor = self._lines.einde
        self._reader = csv.reader(chain(first, self._rest), **self._signs)

    @property
    def gelezen(self) -> int:
        """Tell how many lines of the file were read, those of a row that is wrong included."""
        return self._voor + self._reader.line_num

    def breed(self, cellen: int) -> None:
        """Say how many cells a row has."""
        self._breed = cellen if self._sign else 0

    def vul(self, stapel: Stapel, hoogstens: int) -> None:
        """Put the next rows together, and behind the lines they begin at the one that is next.

        A file that drips in gives fewer: whoever takes them in has a lease to keep meanwhile. So
        does one of enormous rows: together they are no more than two of the longest.
        """
        bound = monotonic() + _GEDULD, self._lines.komen + LONGEST_ROW
        if self._breed:
            self._splits(stapel, hoogstens, *bound)
        else:
            self._lees(stapel, hoogstens, *bound)

    def _lees(self, stapel: Stapel, hoogstens: int, until: float, most: int) -> None:
        lines, (regels, cellen) = self._lines, stapel
        for row in islice(self._reader, hoogstens):
            cellen.append(row)
            lines.einde = end = self._voor + self._reader.line_num
            regels.append(end + 1)
            if lines.tijd > until or lines.komen > most:
                return

    def _splits(self, stapel: Stapel, hoogstens: int, until: float, most: int) -> None:
        lines, (regels, cellen), oneven = self._lines, stapel, 0
        sign, glue, breed = self._sign, self._glue, self._breed
        crlf, lf, quotes = f"{sign}\r\n", f"{sign}\n", 2 * breed
        for line in self._rest:
            stop = -3 if line.endswith(crlf) else -2
            row = line[1:stop].split(glue)
            whole = len(row) == breed and line.count(sign) == quotes and line.startswith(sign)
            if whole and (stop == -3 or line.endswith(lf)) and len(line) <= self._langst:
                lines.einde = end = lines.einde + 1
            else:
                self._begin(line)
                row = next(self._reader)
                lines.einde = end = self.gelezen
                oneven += 1
            cellen.append(row)
            regels.append(end + 1)
            if len(cellen) == hoogstens or lines.tijd > until or lines.komen > most:
                break
        if oneven * _ONEVEN > len(cellen):
            self._breed = 0
            self._begin()
