"""Delivering, seen as a whole: the breaker of a destination, and what waits behind it."""

from datetime import datetime
from enum import StrEnum

from regres.waarde import dataclass


class Doorgang(StrEnum):
    """What may be offered: anything, one row as a trial, or nothing yet."""

    VRIJ = "vrij"
    PROEF = "proef"
    DICHT = "dicht"


@dataclass(frozen=True, slots=True)
class Zekering:
    """How the breaker of a destination stands.

    mislukt   attempts in a row without a usable answer
    sinds     when the first of those was
    open_tot  nothing is offered before this moment; None = it is not out
    code      of the last of those attempts
    """

    mislukt: int = 0
    sinds: datetime | None = None
    laatst_gelukt: datetime | None = None
    open_tot: datetime | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Bezorgstand:
    """What waits for delivery of one municipality, and since when nothing arrives.

    wacht           freed rows that were not delivered
    oudste          when the oldest of those was freed
    laatst_gelukt   the last usable answer to this municipality
    code            of the last attempt, when that brought no usable answer
    """

    wacht: int = 0
    oudste: datetime | None = None
    laatst_gelukt: datetime | None = None
    code: str = ""
