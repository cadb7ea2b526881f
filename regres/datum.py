"""Dates as registrations know them: to the day, the month, the year, or not at all."""

import calendar
import re
from datetime import date
from enum import StrEnum
from typing import Self

from regres.waarde import dataclass

# Anchored and ASCII: int() and \d also take full-width digits, strptime takes '2024111'.
_ISO = re.compile(r"\A([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z", re.ASCII)


class Precisie(StrEnum):
    """How much of a date is known."""

    DAG = "dag"
    MAAND = "maand"
    JAAR = "jaar"
    ONBEKEND = "onbekend"


@dataclass(frozen=True, slots=True, repr=False)
class Datum:
    """A date of which the day, or the month too, or everything, may be unknown.

    Raises ValueError for a date that does not exist; the message never holds the date.
    """

    jaar: int | None = None
    maand: int | None = None
    dag: int | None = None

    def __post_init__(self) -> None:
        year, month, day = self.jaar, self.maand, self.dag
        if year is None or month is None or day is None:
            known = [part is not None for part in (year, month, day)]
            if known != sorted(known, reverse=True):
                raise ValueError("a finer part of a date is known than a coarser one")
        if year is not None:
            _check(year, month, day)

    @classmethod
    def van(cls, day: date) -> Self:
        """Make a fully known date."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def lees(cls, iso: str | None) -> Self:
        """Read "2023-10-14", "2023-10", "2023" or None (unknown)."""
        if not iso:
            return cls()
        found = _ISO.match(iso)
        if found is None:
            raise ValueError("not an ISO date, month or year")
        year, month, day = (int(part) if part else None for part in found.groups())
        return cls(year, month, day)

    @property
    def precisie(self) -> Precisie:
        """Tell how much is known."""
        if self.jaar is None:
            return Precisie.ONBEKEND
        if self.maand is None:
            return Precisie.JAAR
        return Precisie.MAAND if self.dag is None else Precisie.DAG

    @property
    def eerste(self) -> date | None:
        """Give the first day it may be; None when unknown."""
        if self.jaar is None:
            return None
        return date(self.jaar, self.maand or 1, self.dag or 1)

    @property
    def laatste(self) -> date | None:
        """Give the last day it may be; None when unknown."""
        if self.jaar is None:
            return None
        month = self.maand or 12
        return date(self.jaar, month, self.dag or calendar.monthrange(self.jaar, month)[1])

    def iso(self) -> str | None:
        """Give "2023-10-14", "2023-10", "2023" or None."""
        if self.jaar is None:
            return None
        if self.maand is None:
            return f"{self.jaar:04}"
        if self.dag is None:
            return f"{self.jaar:04}-{self.maand:02}"
        return f"{self.jaar:04}-{self.maand:02}-{self.dag:02}"

    def zeker_na(self, other: "Datum") -> bool:
        """Tell whether this lies after the other on the coarser of the two units (law D8).

        An accident known to the month is not after a grant in that same month.
        """
        for mine, theirs in (
            (self.jaar, other.jaar),
            (self.maand, other.maand),
            (self.dag, other.dag),
        ):
            if mine is None or theirs is None:
                return False
            if mine != theirs:
                return mine > theirs
        return False


def _check(year: int, month: int | None, day: int | None) -> None:
    # Not `month or 1`: some systems write an unknown part as 00, and 0 must not pass for known.
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ValueError("this date does not exist") from None
