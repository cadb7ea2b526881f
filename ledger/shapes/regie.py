"""What a person let a municipality do as a whole: stand still, catch up on its past, begin."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from regres.waarde import dataclass

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


class Inhaaltermijn(StrEnum):
    """How near the deadline is of what waits for catching up."""

    MAAND = "binnen_een_maand"
    KWARTAAL = "binnen_drie_maanden"
    JAAR = "binnen_een_jaar"
    LATER = "later"
    ONBEKEND = "onbekend"
    VERSTREKEN = "verstreken"


@dataclass(frozen=True, slots=True)
class Inhaalkandidaat:
    """One record that may be caught up on: where it is met, and by when it must go."""

    zoeksleutel: str
    bronset: str
    snede: str
    uiterlijk: date | None


@dataclass(frozen=True, slots=True)
class Inhaalstand:
    """How far catching up is.

    wacht              what is to come, by `termijnen`
    wacht_op_rondgang  of those: seen in a window only, so not before the next rondgang
    voor_vanaf         held too, but granted before the day from which is caught up
    ingehaald          meldingen that catch-up freed, ever; die_nacht: on `laatste_nacht`
    """

    wacht: int
    wacht_op_rondgang: int
    voor_vanaf: int
    termijnen: Mapping[Inhaaltermijn, int]
    ingehaald: int
    laatste_nacht: date | None
    die_nacht: int
