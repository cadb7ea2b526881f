"""When to go on delivering: the pace of the breaker, of a row's own retries, and when to ask.

Two things look alike from one row: the destination is down, or it chokes on just this row. What
tells them apart is the answer before: usable, and it may be the row; not usable, and it is the
destination. Only the first kind ever brings a row to a person, so that no outage, however long,
sends good records to quarantine.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ledger import Doorgang, Outgoing, Zekering
from pipeline.route import Klok, Uitgang
from regres import Problem, SinkDown
from regres.berichten import bericht

if TYPE_CHECKING:
    from ledger import Ledger

#: Waiting between attempts at one row: full jitter, 1 second doubling up to 15 minutes.
EERSTE, LANGSTE = 1.0, 900.0
#: So many attempts in a row without a usable answer, of whichever rows, and the breaker is out.
DREMPEL = 3
#: A breaker that is out tries again after at most so many seconds: a backlog must not wait long for
#: a destination that is back, and one row a minute is no burden to one that is not.
LANGST_UIT = 60.0
#: The longest that a backend can ask us to stay away (sinks: Retry-After, at most an hour).
LANGST_GEVRAAGD = timedelta(hours=1)
#: Whom a backend shuts out does not ask again sooner: three times an hour locks no account.
AANMELDEN_NA = timedelta(minutes=20)
_AANMELDEN = ("S-0008", "S-0020", "S-0021")
#: A row that keeps failing while others get through is a matter for a person after this.
GEDULD = timedelta(days=7)
MINSTENS = 5
#: Nothing arrived for so long: someone must know.
STIL_NA = timedelta(hours=1)
#: How long a usable answer is not written down again.
_FRIS = timedelta(minutes=1)

Toeval = Callable[[], float]


def wachttijd(pogingen: int, gevraagd: float | None, toeval: Toeval) -> timedelta:
    """Give how long to wait after the n-th attempt.

    Formula: toeval * min(900 s, 2 ** (n - 1) s), and never sooner than the backend asked.
    """
    ceiling = min(LANGSTE, EERSTE * 2 ** min(pogingen - 1, 20))
    return timedelta(seconds=max(ceiling * toeval(), gevraagd or 0.0))


def uit(mislukt: int, gevraagd: float | None, toeval: Toeval) -> timedelta | None:
    """Give how long the breaker is out after so many failures in a row; None = it stays in.

    A backend that asks us to come back later (Retry-After) puts it out at once.
    """
    if gevraagd is None and mislukt < DREMPEL:
        return None
    ceiling = min(LANGST_UIT, EERSTE * 2 ** min(max(mislukt - DREMPEL, 0), 20))
    return timedelta(seconds=max(ceiling * toeval(), gevraagd or 0.0))


@dataclass(slots=True)
class Lijn:
    """The way to one destination, for one municipality that delivers.

    meteen  a person waits: the first answer of `doorgang` is never DICHT
    """

    ledger: "Ledger"
    uitgang: Uitgang
    klok: Klok
    toeval: Toeval = random.random
    meteen: bool = False
    _genoteerd: datetime | None = field(default=None, init=False)

    def doorgang(self) -> Doorgang:
        """Tell what may be offered now."""
        asked, self.meteen = self.meteen, False
        return self.ledger.doorgang(*self._wie, self.klok(), meteen=asked)

    @property
    def loopt(self) -> bool:
        """Tell whether the attempt before this one brought a usable answer."""
        return self._genoteerd is not None

    def gelukt(self) -> None:
        """Note a usable answer, at most once a minute as long as all goes well."""
        now = self.klok()
        if self._genoteerd is None or now - self._genoteerd >= _FRIS:
            self.ledger.zekering_gelukt(*self._wie, now)
            self._genoteerd = now

    def mislukt(self, down: SinkDown) -> Zekering:
        """Count a failure of the destination as a whole."""
        self._genoteerd = None
        return self.ledger.zekering_mislukt(
            self._wie[0],
            "",
            self.klok(),
            code_van(down.problems),
            lambda count: uit(count, down.retry_after, self.toeval),
        )

    def buitengesloten(self, problems: tuple[Problem, ...]) -> None:
        """Let a municipality that is not let in wait; what stops on this side waits for nothing."""
        self._genoteerd = None
        code = code_van(problems)
        if code in _AANMELDEN:
            self.ledger.zekering_mislukt(*self._wie, self.klok(), code, lambda _: AANMELDEN_NA)

    def open_tot(self) -> datetime | None:
        """Give when a destination that is out may be tried again."""
        found = [self.ledger.zekering(self._wie[0], who).open_tot for who in ("", self._wie[1])]
        return max((moment for moment in found if moment is not None), default=None)

    def met_rust(self) -> bool:
        """Tell whether it is to be left alone now, also by who offers nothing.

        A moment further off than any wait was noted by a clock that was wrong.
        """
        until, now = self.open_tot(), self.klok()
        return until is not None and now < until <= now + LANGST_GEVRAAGD

    def dicht(self) -> Problem:
        """Say that nothing is offered yet."""
        return bericht("S-0061", waar=self._wie[0])

    @property
    def _wie(self) -> tuple[str, str]:
        return self.uitgang.bestemming, self.uitgang.gemeente.identiteit


def ligt_aan_de_rij(row: Outgoing, now: datetime) -> bool:
    """Tell whether a row that failed once more, after a usable answer, is a matter for a person."""
    return (
        row.vergeefs + 1 >= MINSTENS
        and row.vergeefs_sinds is not None
        and now - row.vergeefs_sinds >= GEDULD
    )


def code_van(problems: tuple[Problem, ...]) -> str:
    """Give the code that is kept of what went wrong."""
    return problems[0].code if problems else ""


def bezorgvragen(
    ledger: "Ledger", bestemming: str, gemeente: str, now: datetime
) -> tuple[Problem, ...]:
    """Say what someone must know about delivering, from the ledger alone.

    S-0062: something waits for an hour or more and nothing arrived in that time. S-0063: the same
    for 7 days; by then a person must see to it that the way out is mended.
    """
    stand = ledger.bezorgstand(bestemming, gemeente)
    if stand.oudste is None:
        return ()
    arrived = stand.laatst_gelukt
    # One that is still to come was noted by a clock that was wrong: it says nothing of now.
    since = stand.oudste if arrived is None or arrived > now else max(stand.oudste, arrived)
    quiet = now - since
    if quiet < STIL_NA:
        return ()
    counted, cause = stand.wacht, stand.code or "-"
    if quiet >= GEDULD:
        days = quiet.days
        return (bericht("S-0063", waar=bestemming, dagen=days, aantal=counted, oorzaak=cause),)
    hours = int(quiet / timedelta(hours=1))
    return (bericht("S-0062", waar=bestemming, uren=hours, aantal=counted, oorzaak=cause),)
