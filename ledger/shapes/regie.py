"""What a person let a municipality do as a whole: stand still, catch up on its past, begin."""

from dataclasses import dataclass
from datetime import date, datetime

#: The stand of a municipality, in its file and in its runs; nothing is staged in PROEF.
ACTIEF, PROEF = "actief", "proef"


@dataclass(frozen=True, slots=True)
class Pauze:
    """A municipality stands still: nothing of it is read or delivered; who said so, and why."""

    gemeente: str
    sinds: datetime
    wie: str
    rol: str
    reden: str


@dataclass(frozen=True, slots=True)
class Standbesluit:
    """The decision to send, as it stands in the municipality's file.

    sinds   grants from before this day wait for catching up
    rol     "consulent" or "fg": the administrator alone decides this nowhere
    """

    sinds: date
    wie: str
    rol: str
    waarom: str


@dataclass(frozen=True, slots=True)
class Inhaalopdracht:
    """The order to catch up on grants from before the day of `actief`.

    vanaf      grants before this day stay where they are
    per_nacht  how many meldingen of a municipality go in one night
    """

    gemeente: str
    vanaf: date
    per_nacht: int
    sinds: datetime
    wie: str
    rol: str
    reden: str
