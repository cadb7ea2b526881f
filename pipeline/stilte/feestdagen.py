"""Dutch public holidays: on them, and in the night after, a source is as quiet as on a Sunday."""

from datetime import date, timedelta
from functools import cache

#: Days from Easter Sunday: Easter, Easter Monday, Ascension Day, Whitsun, Whit Monday.
_MET_PASEN = (0, 1, 39, 49, 50)
#: Month and day: New Year, Liberation Day (many employers close it), Christmas twice.
_VAST = ((1, 1), (5, 5), (12, 25), (12, 26))


def rustig(dag: date) -> bool:
    """Tell whether the read of this day is about a holiday: its own, or that of the day before."""
    return any(each in feestdagen(each.year) for each in (dag, dag - timedelta(days=1)))


@cache
def feestdagen(jaar: int) -> frozenset[date]:
    """Give the public holidays of a year."""
    easter = pasen(jaar)
    moving = (easter + timedelta(days=days) for days in _MET_PASEN)
    return frozenset((*moving, *(date(jaar, *day) for day in _VAST), _koningsdag(jaar)))


def pasen(jaar: int) -> date:
    """Give Easter Sunday (the anonymous Gregorian algorithm of 1876)."""
    a, b, c = jaar % 19, jaar // 100, jaar % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    m = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    rest = h + m - 7 * ((a + 11 * h + 22 * m) // 451) + 114
    return date(jaar, rest // 31, rest % 31 + 1)


def _koningsdag(jaar: int) -> date:
    day = date(jaar, 4, 27)
    return day - timedelta(days=1) if day.weekday() == 6 else day
