"""The day in the Netherlands: moments are kept in UTC, people and deadlines count in its days."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

NEDERLAND: Final = ZoneInfo("Europe/Amsterdam")


def lokale_dag(moment: datetime) -> date:
    """Give the day of a moment; by UTC it would be the day before for an hour or two."""
    return moment.astimezone(NEDERLAND).date()
