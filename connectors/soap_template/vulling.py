"""What is filled in for each name of a template, for one question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import uuid4

from connectors.soap_template.sjabloon import FORMATEN


@dataclass(frozen=True, slots=True)
class Vulling:
    """One question; put again after a passing fault it is the same, number and moment included.

    sleutel  may say who somebody is: it goes into the message and nowhere else
    """

    gemeentecode: str
    nu: datetime
    van: date | None = None
    tot: date | None = None
    sleutel: str = field(default="", repr=False)
    pagina: int = 1
    per_pagina: int = 0
    vervolg: str = field(default="", repr=False)
    berichtnummer: str = field(default_factory=lambda: str(uuid4()))

    def tekst(self, naam: str, vorm: str) -> str:
        """Give the text for a name of the template."""
        days: Mapping[str, date | None] = {
            "van": self.van,
            "tot": self.tot,
            "nu": self.nu.astimezone(UTC),
        }
        if naam in days:
            day = days[naam]
            return "" if day is None else _geschreven(day, vorm)
        return str(getattr(self, naam))


def _geschreven(day: date, vorm: str) -> str:
    """Write a day in one of the forms; not by strftime, which drops the zeros of an early year."""
    time = f"{day:%H:%M:%S}" if isinstance(day, datetime) else "00:00:00"
    return FORMATEN[vorm].format(j=day.year, m=day.month, d=day.day, tijd=time)
