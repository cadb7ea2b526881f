"""How far the clock of the zaaksysteem is from ours, by what its answer says of the time."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from regres.berichten import Zin, zin
from regres.dag import NEDERLAND

_TIJDSTIP = re.compile(r"\A[0-9]{8}(?:[0-9]{6})", re.ASCII)
# StUF times carry no zone; everyone writes Dutch wall-clock time.


def verschil(nu: datetime, date: str, tijdstip: str) -> float | None:
    """Give the seconds that the server is ahead of us; None when it says nothing usable.

    date      the header of the HTTP answer, which may be a proxy's
    tijdstip  tijdstipBericht of the answer, by which a zaaksysteem judges ours
    Of the two the one that is further off counts: either may come from a machine of its own.
    """
    found = [(moment - nu).total_seconds() for moment in _momenten(date, tijdstip)]
    return max(found, key=abs, default=None)


def _momenten(date: str, tijdstip: str) -> Iterator[datetime]:
    try:
        moment = parsedate_to_datetime(date)
        yield moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    if found := _TIJDSTIP.match(tijdstip):
        try:
            yield datetime.strptime(found[0], "%Y%m%d%H%M%S").replace(tzinfo=NEDERLAND)
        except ValueError:
            return


def in_woorden(seconden: float) -> str:
    """Give a difference as a person says it; without a sign."""
    aantal, maat = _maat(seconden)
    return f"{aantal} {maat}"


def als_zin(seconden: float) -> Zin:
    """Give the same as a word of a problem."""
    aantal, maat = _maat(seconden)
    return zin(maat, aantal=aantal)


def _maat(seconden: float) -> tuple[int, str]:
    whole = round(abs(seconden))
    if whole < 120:
        return whole, "seconden"
    return (whole // 60, "minuten") if whole < 7200 else (whole // 3600, "uur")
