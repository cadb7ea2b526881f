"""What is left of records that wait for a person."""

from dataclasses import field
from datetime import date, datetime, timedelta
from enum import StrEnum

from regres.dag import lokale_dag
from regres.melding import Reden
from regres.waarde import dataclass

#: How long a record waits for a decision before the list reminds of it, and reminds again.
HERINNERING = timedelta(days=14)


class StubSoort(StrEnum):
    """Why a record waits; the same words as the buckets of the accounting."""

    BEOORDELEN = "beoordelen"
    VASTGEHOUDEN = "vastgehouden"
    QUARANTAINE = "quarantaine"


@dataclass(frozen=True, slots=True, kw_only=True)
class StubNote:
    """A record that waits, as one read saw it.

    codes       reason codes, most important first
    plaats      str(Plaats): file and line, or message and xpath; no value
    merk        HMAC of the deciding fields; merkversie its key version
    herkenning  the key fields sealed for the inzagesleutel, or None
    uiterlijk   the nearest deadline, when one is known
    redenen     why it waits; terms are words of the lexicon or of closed value tables. Of
                quarantine the code, the canonical field, and as term the place in the mapping
    record      of a delta source the record itself, sealed for the inzagesleutel; else None
    toekenning  of what waits for catching up the day it was granted; else None
    bronmerk    of the record as it came, and of all that decides about it; "" = none
    """

    zoeksleutel: str
    zoekversie: int
    soort: StubSoort
    codes: tuple[str, ...]
    plaats: str
    snede: str = ""
    merk: str = ""
    merkversie: int = 0
    clientmerk: str = ""
    clientversie: int = 0
    herkenning: str | None = field(default=None, repr=False)
    uiterlijk: date | None = None
    redenen: tuple[Reden, ...] = ()
    record: str | None = field(default=None, repr=False)
    toekenning: date | None = None
    bronmerk: str = ""


@dataclass(frozen=True, slots=True)
class StubKort:
    """What a run needs to know of an open stub; bronset is the source it was read from.

    redenen  as they are kept: few runs look at them, and of few stubs
    """

    soort: StubSoort
    bronset: str
    merk: str
    merkversie: int
    codes: tuple[str, ...]
    clientversie: int = 0
    bronmerk: str = ""
    redenen: str = ""
    uiterlijk: date | None = None


@dataclass(frozen=True, slots=True)
class StubRow:
    """An open stub, for lists and pages.

    bronset        "" for a stub that came from the backend's refusal
    uit_aflevering the backend refused it; reading alone never closes such a stub
    wacht_sinds    first seen, or put off for the last time: from here reminders are counted
    redenen        () for what was noted before reasons were kept, until the next read
    pogingen       how often a person let its source be read again
    """

    zoeksleutel: str
    soort: StubSoort
    codes: tuple[str, ...]
    plaats: str
    bronset: str
    snede: str
    merk: str
    merkversie: int
    eerst_gezien: datetime
    laatst_gezien: datetime
    gemist: int
    uit_aflevering: bool
    uiterlijk: date | None
    wacht_sinds: datetime
    redenen: tuple[Reden, ...]
    clientmerk: str
    clientversie: int
    herkenning: str | None = field(repr=False)
    pogingen: int = 0

    @property
    def sinds(self) -> date:
        """Give the day it was first seen, in the Netherlands."""
        return lokale_dag(self.eerst_gezien)

    def dagen(self, vandaag: date) -> int:
        """Give how many days ago it was first seen."""
        return max(0, (vandaag - self.sinds).days)

    def herinnering(self, vandaag: date) -> int:
        """Give which reminder is due: 0 in the first 14 days, then 1, and one more every 14.

        By days, not hours: a night that is a minute quicker, or an hour longer by the clock, must
        remind all the same.
        """
        return max(0, (vandaag - lokale_dag(self.wacht_sinds)) // HERINNERING)


@dataclass(frozen=True, slots=True)
class Herinneringen:
    """Records to judge that wait for 14 days or more; vandaag: whose turn came today."""

    wachten: int
    vandaag: int
