"""Which lines the municipality was told, outside the database: a ledger that is put back lacks it.

A line per file of the return place, added once the ledger has promised the file and before it gets
its name. It holds numbers of steps and runs; nothing of anyone.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from ledger import problems
from ledger.bewijs import Bewijsmap
from ledger.shapes.terug import Retourbestand, Retoursoort
from ledger.tables import moment_text, text_moment
from regres.waarde import dataclass

JOURNAAL = "retour.jsonl"
#: Longer than any backup that may be put back.
BEWAARD = timedelta(days=2 * 365)


@dataclass(frozen=True, slots=True)
class Regel:
    """One file that was given back; nummers are those of its steps."""

    gemeente: str
    bestand: Retourbestand
    nummers: tuple[int, ...]
    tijd: datetime


def schrijf(
    folder: Bewijsmap, gemeente: str, bestand: Retourbestand, nummers: Sequence[int], now: datetime
) -> None:
    """Add a line; it is on the disk when this returns."""
    line = {
        "gemeente": gemeente,
        "naam": bestand.naam,
        "soort": bestand.soort.value,
        "run": bestand.run,
        "regels": bestand.regels,
        "nummers": [list(pair) for pair in _reeksen(nummers)],
        "tijd": moment_text(now),
    }
    folder.schrijf(JOURNAAL, line)


def lees(folder: Bewijsmap) -> list[Regel]:
    """Give every line; LedgerError (L-0605) when one cannot be read."""
    return [_regel(line, number) for number, line in folder.regels(JOURNAAL)]


def ruim_op(folder: Bewijsmap, grens: datetime) -> None:
    """Drop lines of before this moment."""
    lines = list(folder.regels(JOURNAAL))
    kept = [line for number, line in lines if _regel(line, number).tijd >= grens]
    if len(kept) < len(lines):
        folder.herschrijf(JOURNAAL, kept)


def _regel(line: Any, number: int) -> Regel:
    try:
        told = Retourbestand(
            str(line["naam"]), Retoursoort(line["soort"]), int(line["run"]), int(line["regels"])
        )
        numbers = tuple(_nummers(line["nummers"]))
        return Regel(str(line["gemeente"]), told, numbers, text_moment(line["tijd"]))
    except (KeyError, TypeError, ValueError):
        raise problems.proof_unusable(f"{JOURNAAL}:{number}", "geen retourregel") from None


def _reeksen(nummers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Write numbers as first and last of each unbroken row."""
    for _, row in groupby(enumerate(sorted(nummers)), lambda pair: pair[1] - pair[0]):
        values = [number for _, number in row]
        yield values[0], values[-1]


def _nummers(reeksen: Any) -> Iterator[int]:
    for first, last in reeksen:
        yield from range(int(first), int(last) + 1)
