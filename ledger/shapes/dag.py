"""The calendar of the ledger."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

#: Lists and reminders count in days of the municipality; moments are kept in UTC.
NEDERLAND = ZoneInfo("Europe/Amsterdam")


def dag(moment: datetime) -> date:
    """Give the day of a moment, in the Netherlands."""
    return moment.astimezone(NEDERLAND).date()
