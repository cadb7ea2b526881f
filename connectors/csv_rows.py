"""From lines to rows: by `str.split` where that is sure to cut as csv.reader does, else by that."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from time import monotonic
from typing import Final

from connectors.csv_header import dialect
from connectors.csv_lines import LONGEST_ROW, Lines
from connectors.csv_snede import Snijder
from regres import CsvLayout

#: Seconds after which rows are handed over with fewer than were asked for.
_GEDULD: Final = 1.0
#: One of so many rows may need csv.reader before all are left to it.
_ONEVEN: Final = 4
#: What a text that cannot be cut costs, in rows that need csv.reader; and how much may go wrong.
_MISLUKT: Final = 32
_VRIJ: Final = 64
#: So many more characters are waited for than a row seems to have.
_RUIM: Final = 20


@dataclass(slots=True)
class Stapel:
    """Rows that follow each other.

    regels  the first physical line of each, and of the row that comes next
    """

    regels: list[int]
    cellen: Sequence[Sequence[str]] = ()


class Rijen:
    """The rows of one file, read once; raises csv.Error, and SourceRefused as its lines do.

    Of a file in which all cells are quoted most rows are cut many at a time (csv_snede.py).
    """

    def __init__(self, lines: Lines, rest: Iterator[str], layout: CsvLayout, langst: int) -> None:
        self._lines, self._rest = lines, rest
        self._signs = dialect(layout)
        self._snijder = Snijder(layout, langst)
        self._geciteerd = bool(layout.aanhalingsteken) and not layout.escapeteken
        # What is read before the first row goes is one chunk: nobody knows yet how long rows are.
        self._breed = self._mis = self._gemiddeld = 0
        self._begin()

    def _begin(self) -> None:
        self._voor = self._lines.einde
        self._reader = csv.reader(self._rest, **self._signs)

    @property
    def gelezen(self) -> int:
        """Tell how many lines of the file were read, those of a row that is wrong included."""
        return self._voor + self._reader.line_num

    def breed(self, cellen: int) -> None:
        """Say how many cells a row has."""
        self._breed = cellen if self._geciteerd else 0

    def vul(self, stapel: Stapel, hoogstens: int) -> None:
        """Put the next rows together.

        A file that drips in gives fewer: whoever takes them in has a lease to keep meanwhile. So
        does one of enormous rows: together they are no more than two of the longest.
        """
        los = self._snijd(stapel, hoogstens) if self._breed else hoogstens
        if los:
            self._lees(stapel, los)

    def _lees(self, stapel: Stapel, hoogstens: int) -> None:
        lines, regels, cellen = self._lines, stapel.regels, list[list[str]]()
        until, most = monotonic() + _GEDULD, lines.komen + LONGEST_ROW
        stapel.cellen = cellen
        for row in islice(self._reader, hoogstens):
            cellen.append(row)
            lines.einde = end = self._voor + self._reader.line_num
            regels.append(end + 1)
            if lines.tijd > until or lines.komen > most:
                return

    def _snijd(self, stapel: Stapel, hoogstens: int) -> int:
        """Cut rows out of a text; else tell how many are to be read by their lines."""
        lines, regels = self._lines, stapel.regels
        until, genoeg = monotonic() + _GEDULD, hoogstens * self._gemiddeld
        while (text := lines.tekst(genoeg, until)) is not None:
            snede = self._snijder.snijd(text, self._breed, hoogstens)
            aantal = len(snede.cellen)
            rest = text[snede.tekens :]
            if snede.verder and aantal < hoogstens:
                lines.bewaar(rest)
            else:
                lines.terug(rest)
            if aantal:
                stapel.cellen = snede.cellen
                regels[:] = accumulate(snede.regels, initial=regels[0])
                lines.voorbij(snede.tekens, regels[-1] - regels[0])
                self._gemiddeld = snede.tekens // aantal + _RUIM
                self._tel(snede.oneven - aantal // _ONEVEN)
                return 0
            if not snede.verder:
                self._tel(_MISLUKT)
                self._begin()
                return 1 if self._breed else hoogstens
        self._begin()
        return hoogstens

    def _tel(self, oneven: int) -> None:
        """Leave all to csv.reader when too much has to be read by it anyway."""
        self._mis = max(0, self._mis + oneven)
        if self._mis > _VRIJ:
            self._breed = 0
            self._begin()
