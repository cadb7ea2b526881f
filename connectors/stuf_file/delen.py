"""Which files belong together: a set is one file, or parts named <name>_<nr>[_laatste].

StUF protocol bindings, chapter 2: the parts of a set share at least eight characters, are numbered
from 1 and the last one says so. Until all are there nobody can tell what the set holds.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from connectors.picking import Bestand
from regres import SourceRefused
from regres.berichten import bericht

#: Four digits: a day or a moment at the end of a name is no number of a part.
_DEEL = re.compile(r"\A(?P<naam>.{8,})_(?P<nr>[0-9]{1,4})(?P<laatste>_laatste)?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bestandset:
    """The files of one delivery, in order.

    ontbreekt  the number of the first part that is not there; 0 = all are
    """

    naam: str
    delen: tuple[Bestand, ...]
    ontbreekt: int = 0

    @property
    def eerste(self) -> Bestand | None:
        """Give the file that holds the first message, when it is there."""
        return None if self.ontbreekt == 1 else self.delen[0]


@dataclass(frozen=True, slots=True)
class _Deel:
    nr: int
    laatste: bool
    bestand: Bestand


def sets(bestanden: Iterable[Bestand]) -> list[Bestandset]:
    """Put files together, by name.

    Raises SourceRefused (B-0602) when two files claim the same place in a set.
    """
    found: dict[str, list[_Deel]] = {}
    whole: list[Bestandset] = []
    for bestand in bestanden:
        stem = bestand.naam.rpartition(".")[0] or bestand.naam
        match = _DEEL.match(stem)
        if match is None:
            whole.append(Bestandset(bestand.naam, (bestand,)))
            continue
        deel = _Deel(int(match["nr"]), bool(match["laatste"]), bestand)
        found.setdefault(match["naam"], []).append(deel)
    whole += [_set(naam, sorted(delen, key=_nummer)) for naam, delen in found.items()]
    return sorted(whole, key=lambda one: one.naam)


def _nummer(deel: _Deel) -> tuple[int, str]:
    return deel.nr, deel.bestand.naam


def _set(naam: str, delen: Sequence[_Deel]) -> Bestandset:
    numbers = [deel.nr for deel in delen]
    last = [deel.nr for deel in delen if deel.laatste]
    if len(set(numbers)) < len(numbers) or last[1:] or (last and last[0] != numbers[-1]):
        raise SourceRefused(bericht("B-0602", waar=naam))
    there = set(numbers)
    # Without `_laatste` the part after the highest is the one that lacks.
    lacks = next((nr for nr in range(1, numbers[-1] + 2) if nr not in there), 0)
    complete = bool(last) and lacks == numbers[-1] + 1 and 0 not in there
    return Bestandset(naam, tuple(d.bestand for d in delen), 0 if complete else lacks or 1)
