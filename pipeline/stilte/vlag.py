"""Did the flags fall silent? A night without accident is ordinary where accidents are rare."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise, takewhile
from statistics import fmean
from typing import Final

from ledger import RunMaat
from pipeline.stilte.maat import heel
from regres.waarde import dataclass

#: So many flags were to be expected by now, and there are none: by chance once in 1,100 (e^-7).
VERWACHT: Final = 7.0
#: And this many times the longest silence there was before.
LANGER: Final = 2.0
#: Without so many nights and flags before it nothing is said.
NACHTEN, VLAGGEN = 14, 10
#: A stock of flags that never fell so far in a night: from so many flags, over so many nights.
VAL_VANAF, VAL_NACHTEN, VAL_DEEL = 3, 28, 0.5


@dataclass(frozen=True, slots=True)
class Vlagnacht:
    """What was read on a day, and how many of it had an accident."""

    dag: date
    gelezen: int
    j: int


@dataclass(frozen=True, slots=True)
class Stilgevallen:
    """Flags that stay away: for so many reads, in which so many were to be expected."""

    nachten: int
    verwacht: int


def vlagnachten(maten: Iterable[RunMaat]) -> list[Vlagnacht]:
    """Give each day its sums, for a rondgang is a run per month; oldest first."""
    found: dict[date, Vlagnacht] = {}
    for one in maten:
        if one.gelezen is not None and one.j is not None and heel(one):
            sum_ = found.get(one.dag, Vlagnacht(one.dag, 0, 0))
            found[one.dag] = Vlagnacht(one.dag, sum_.gelezen + one.gelezen, sum_.j + one.j)
    return [found[day] for day in sorted(found)]


def stilgevallen(nights: Sequence[Vlagnacht]) -> Stilgevallen | None:
    """Say since when flags stay away that should have come; None when that may be chance.

    Two ways, for sources are of two kinds. One that gives new records each night: too many flags
    were to be expected. One that gives the same stock each night: it never fell like this.
    """
    silent = len(list(takewhile(lambda one: one.j == 0, reversed(nights))))
    before = nights[: len(nights) - silent]
    flags = sum(one.j for one in before)
    if not silent or flags < 1:
        return None
    share = flags / sum(one.gelezen for one in before)
    expected = share * _onafhankelijk(nights[-silent:], before)
    chance = len(before) >= NACHTEN and flags >= VLAGGEN and expected >= VERWACHT
    if (chance and expected >= LANGER * share * _langste_stilte(before)) or _val(before):
        return Stilgevallen(silent, max(1, round(expected)))
    return None


def _onafhankelijk(stil: Sequence[Vlagnacht], before: Sequence[Vlagnacht]) -> float:
    """Give how many records were read anew: a window that slides shows the same ones each night.

    By the correlation of a night with the one before it, as for a mean of correlated numbers.
    """
    again = _samenhang([one.j for one in before])
    nights = 1 + (len(stil) - 1) * (1 - again) / (1 + again)
    return nights * fmean(one.gelezen for one in stil)


def _samenhang(numbers: Sequence[int]) -> float:
    """Give the correlation of a night with the next; Kendall's correction for a short series."""
    middle = fmean(numbers)
    square = sum((one - middle) ** 2 for one in numbers)
    if not square:
        return 1.0
    side = sum((one - middle) * (next_ - middle) for one, next_ in pairwise(numbers))
    found = side / square
    return min(1.0, max(0.0, found + (1 + 3 * found) / len(numbers)))


def _langste_stilte(before: Sequence[Vlagnacht]) -> float:
    """Give how many records the longest earlier silence had."""
    longest = running = 0
    for one in before:
        running = 0 if one.j else running + one.gelezen
        longest = max(longest, running)
    return longest


def _val(before: Sequence[Vlagnacht]) -> bool:
    """Tell whether the flags fell to none from a height from which they never fell so far."""
    if len(before) < VAL_NACHTEN or before[-1].j < VAL_VANAF:
        return False
    falls = [earlier.j - later.j for earlier, later in pairwise(before)]
    return max(falls) <= VAL_DEEL * before[-1].j
