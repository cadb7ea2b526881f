"""Meldingen that were sent, as a consulent follows them; codes and dates of steps only."""

from collections.abc import Collection
from datetime import date, datetime

from ledger.shapes.standen import OutboxStatus, StandStaat
from regres.waarde import dataclass


@dataclass(frozen=True, slots=True)
class Stap:
    """One step of the Regresloket, as it was fed back; "" where it has none."""

    naam: str
    datum: date
    advies: str = ""
    redencode: str = ""


@dataclass(frozen=True, slots=True)
class Melding:
    """One melding: its newest version, and every step in order.

    status     of the newest version; None when its row is gone
    verstuurd  when that version was made; ontvangen, when the backend received it
    """

    gemeente: str
    referentie: str
    zaaknummer: str
    versie: int
    staat: StandStaat
    status: OutboxStatus | None
    verstuurd: datetime | None
    ontvangen: datetime | None
    stappen: tuple[Stap, ...]


@dataclass(frozen=True, slots=True)
class Meldingvraag:
    """What is asked for: zoek, the beginning of a referentie or zaaknummer; stap, the last one."""

    gemeenten: Collection[str]
    zoek: str = ""
    stap: str = ""
    hoogstens: int = 100
