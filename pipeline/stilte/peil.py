"""What is usual, and how odd a number is: the statistics of the silence alarm.

Why these stands in docs/decisions/0011-silence-alarm.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import pi, sqrt
from statistics import median
from typing import Final

from regres.waarde import dataclass

#: So many nights of the same weekday are looked at, and without this many nothing is said.
HOOGSTENS: Final = 12
MINSTENS: Final = 3
#: The median absolute deviation of a normal distribution, times this, is its standard deviation.
_MAD: Final = 1.4826
#: What Anscombe adds to a count before its root, so that the root has the same spread at any count.
_ANSCOMBE: Final = 3 / 8

#: A weekday (0 = Monday), or None for what is compared whatever the day.
Soort = int | None


@dataclass(frozen=True, slots=True)
class Punt:
    """One number of one night."""

    dag: date
    waarde: float


@dataclass(frozen=True, slots=True)
class Peil:
    """What is usual: the median of so many nights."""

    nachten: int
    mediaan: float

    @property
    def genoeg(self) -> bool:
        """Tell whether these nights say anything."""
        return self.nachten >= MINSTENS


def per_weekdag(eerder: Iterable[Punt]) -> dict[int, list[float]]:
    """Give the newest numbers of each weekday; `eerder` is oldest first."""
    found: defaultdict[int, list[float]] = defaultdict(list)
    for punt in eerder:
        found[punt.dag.weekday()].append(punt.waarde)
    return {day: values[-HOOGSTENS:] for day, values in found.items()}


def peil(values: Sequence[float]) -> Peil:
    """Give what is usual among these."""
    return Peil(len(values), median(values) if values else 0.0)


def rustigste(groups: Mapping[int, Sequence[float]]) -> Peil:
    """Give what is usual on the quietest weekday that says anything."""
    known = [one for one in map(peil, groups.values()) if one.genoeg]
    return min(known, key=lambda one: one.mediaan, default=Peil(0, 0.0))


def spreiding(groups: Iterable[Sequence[float]]) -> float:
    """Give how much more counts vary than chance alone makes them; at least 1.

    Over all weekdays together, each compared with its own median: twelve numbers of one weekday
    say little of their spread.
    """
    rest = [
        (_wortel(value) - _wortel(median(group))) * sqrt(len(group) / (len(group) - 1))
        for group in groups
        if len(group) >= MINSTENS
        for value in group
    ]
    return max(1.0, _MAD * median(map(abs, rest))) if rest else 1.0


def afwijking(nu: float, gewoon: Peil, spread: float) -> float:
    """Give how many standard deviations a count lies above (or, negative, below) what is usual.

    The root of a count has nearly the same spread at 5 as at 5,000, so small numbers need no rule
    of their own: they cannot lie far below. The median of n nights is itself uncertain by pi/2n.
    """
    unsure = spread * sqrt(1 + pi / (2 * gewoon.nachten))
    return (_wortel(nu) - _wortel(gewoon.mediaan)) / unsure


def marge(values: Sequence[float]) -> float:
    """Give how far these lie round their median, as a standard deviation that outliers spare."""
    middle = median(values)
    return _MAD * median(abs(value - middle) for value in values)


def _wortel(count: float) -> float:
    return 2 * sqrt(count + _ANSCOMBE)
