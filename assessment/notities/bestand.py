"""A CSV file with notes in one column; read strictly, row by row."""

import csv
from collections.abc import Iterator
from pathlib import Path

from regres import Problem, UsageProblem
from regres.berichten import bericht

_TEKENS = (";", ",", "\t", "|")
# A note may be longer than the 128 KiB that csv allows by itself.
_LANGSTE_CEL = 10_000_000


def read_column(pad: Path, kolom: str, encoding: str = "utf-8-sig") -> Iterator[tuple[int, str]]:
    """Give (first line of the row, from 1; text) of every row.

    The separator is the one with which the first line has this column.

    Raises:
        UsageProblem: the file cannot be read (A-0111), has no such column (A-0112), or a row
            differs from the header or breaks off inside a quoted cell (A-0113).

    """
    csv.field_size_limit(_LANGSTE_CEL)
    try:
        with pad.open(encoding=encoding, newline="") as bestand:
            yield from _rijen(bestand, pad, kolom)
    except OSError:
        raise UsageProblem(_onleesbaar(pad, encoding, "weg")) from None
    except LookupError:
        raise UsageProblem(_onleesbaar(pad, encoding, "tekenset")) from None
    except UnicodeError:
        # Not "from": a decoding error holds the bytes that it stumbled over.
        raise UsageProblem(_onleesbaar(pad, encoding)) from None


def _rijen(bestand: Iterator[str], pad: Path, kolom: str) -> Iterator[tuple[int, str]]:
    kop = next(bestand, "")
    teken, plek, breedte = _kolom(kop, pad, kolom)
    lezer = csv.reader(bestand, delimiter=teken, strict=True)
    regel = 2
    while True:
        try:
            rij = next(lezer, None)
        except csv.Error:
            raise UsageProblem(_krom(pad, regel)) from None
        if rij is None:
            return
        if rij and len(rij) != breedte:
            raise UsageProblem(_krom(pad, regel))
        if rij:
            yield regel, rij[plek]
        regel = lezer.line_num + 2


def _kolom(kop: str, pad: Path, kolom: str) -> tuple[str, int, int]:
    for teken in _TEKENS:
        try:
            namen = next(csv.reader([kop], delimiter=teken), [])
        except csv.Error:
            continue
        if kolom in namen:
            return teken, namen.index(kolom), len(namen)
    raise UsageProblem(bericht("A-0112", waar=pad.name, kolom=kolom))


def _onleesbaar(pad: Path, encoding: str, geval: str = "") -> Problem:
    return bericht("A-0111", geval, waar=pad.name, encoding=encoding)


def _krom(pad: Path, regel: int) -> Problem:
    return bericht("A-0113", waar=f"{pad.name}:{regel}")
