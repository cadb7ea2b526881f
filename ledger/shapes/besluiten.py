"""What people decided, and what reads made of it."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ledger.shapes.stubs import StubSoort
from regres.dag import lokale_dag
from regres.melding import Reden
from regres.waarde import dataclass


class Keuze(StrEnum):
    """What a person can decide.

    Of what waits: the first three about beoordelen, laat_los about vastgehouden. Of a melding that
    was sent: toch_geen_ongeval.
    """

    JA = "ja"
    NEE = "nee"
    LATER = "later"
    LAAT_LOS = "laat_los"
    TOCH_GEEN_ONGEVAL = "toch_geen_ongeval"


class Uitwerking(StrEnum):
    """What the newest released read made of a decision.

    wacht_op_lezing  none has met the record since
    heropend         the signals, or the reasons to hold it, are others than were decided on
    achterhaald      its fields say yes or no by themselves now, so there is nothing to decide
    """

    WACHT = "wacht_op_lezing"
    TOEGEPAST = "toegepast"
    HEROPEND = "heropend"
    ACHTERHAALD = "achterhaald"


@dataclass(frozen=True, slots=True)
class StaandBesluit:
    """A decision that reads of one source act on, bound to what the record said when it was made.

    soort             what the record waited for
    merk, merkversie  HMAC of the signal fields it speaks of, and its key version; merk "" = of
                      those that the next read meets, for no stub kept them
    codes             the codes it waited with; a held melding is let go for exactly these
    nummer            of the decision in the log: a later one has a higher number
    """

    zoeksleutel: str
    zoekversie: int
    soort: StubSoort
    bronset: str
    keuze: Keuze
    merk: str
    merkversie: int
    codes: tuple[str, ...]
    nummer: int
    tijd: datetime
    uitwerking: Uitwerking
    laatst_gezien: datetime | None = None


@dataclass(frozen=True, slots=True)
class Besluitlezing:
    """What one read made of a decision; merk and merkversie as they are to be stored from now."""

    zoeksleutel: str
    soort: StubSoort
    nummer: int
    uitwerking: Uitwerking
    merk: str
    merkversie: int


@dataclass(frozen=True, slots=True)
class BeslotenRow:
    """A decided record, for lists and pages.

    in_bron  False: two complete reads did not show it, so the decision may never take effect
    """

    besluit: StaandBesluit
    wie: str
    rol: str
    reden: str
    plaats: str
    bronset: str
    uiterlijk: date | None
    redenen: tuple[Reden, ...]
    in_bron: bool
    clientmerk: str
    clientversie: int

    @property
    def op(self) -> date:
        """Give the day of the decision, in the Netherlands."""
        return lokale_dag(self.besluit.tijd)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a named person decided, and why."""

    id: int
    gemeente: str
    soort: str
    wie: str
    rol: str
    reden: str
    tijd: datetime
    gegevens: Mapping[str, Any]
