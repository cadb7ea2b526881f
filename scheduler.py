"""When things run: every source at its own slots, in Dutch time; the ledger decides what happens.

The jobs live in memory and are made from config at every start: two processes on one job store run
slots twice (APScheduler's own maintainer says so), and a pickled job outlives the config it came
from. This module only triggers. Which slot is due, whether it already ran and who may run it stands
in the ledger, so a trigger that comes twice, late or after a restart does no harm.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from ledger import Ledger
from pipeline import Bezorging, Klok, Opdracht, RunVerslag, SlotSoort, deliver, run
from settings import Aansluiting, GemeenteInstelling, Settings, aansluiten
from settings.shapes import DAGEN, StufBron

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
#: A trigger that could not fire (machine asleep, process down) may still fire this much later.
MISFIRE_GRACE_SECONDS = 6 * 3600
#: Minutes over which municipalities with the same time are spread.
SPREIDING = 20
#: Minutes between attempts to deliver what still waits.
BEZORGEN = 5


@dataclass(frozen=True, slots=True)
class Beurt:
    """One recurring turn: whose, of which source, what kind of slot, and when.

    dag   day of the week in APScheduler's words ("sun"), or None for every day
    """

    gemeente: str
    bron: str
    soort: SlotSoort
    tijd: time
    dag: str | None = None

    @property
    def id(self) -> str:
        """Name the job; one per municipality, source and kind of slot."""
        return f"{self.gemeente}/{self.bron}/{self.soort}"


@dataclass(slots=True)
class Ronde:
    """What one turn did: its runs, and the delivery after them."""

    runs: list[RunVerslag]
    bezorging: Bezorging


def vandaag(klok: Klok) -> date:
    """Give the local date in the Netherlands."""
    return klok().astimezone(AMSTERDAM).date()


def utc_now() -> datetime:
    """Give the present moment; the clock of the service."""
    return datetime.now(UTC)


# -- which turns ----------------------------------------------------------------------------------


def beurten(settings: Settings) -> Iterator[Beurt]:
    """Give every turn that the configuration asks for."""
    for een in settings.gemeenten:
        for naam, bron in een.blok.bronnen.items():
            if isinstance(bron, StufBron):
                day = _WEEK[DAGEN.index(bron.rondgang.dag)]
                yield Beurt(een.identiteit, naam, SlotSoort.VENSTER, bron.venster.tijd)
                yield Beurt(een.identiteit, naam, SlotSoort.RONDGANG, bron.rondgang.tijd, day)
            else:
                yield Beurt(een.identiteit, naam, SlotSoort.NACHT, bron.tijd)


_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def trigger(beurt: Beurt) -> CronTrigger:
    """Give the trigger of a turn, in Amsterdam time, its stagger included.

    In the hour that summer time skips the turn comes right after it; in the hour that comes twice
    the ledger's slot key lets it happen once.
    """
    total = (beurt.tijd.hour * 60 + beurt.tijd.minute + _stagger(beurt)) % (24 * 60)
    return CronTrigger(
        day_of_week=beurt.dag or "*", hour=total // 60, minute=total % 60, timezone=AMSTERDAM
    )


def _stagger(beurt: Beurt) -> int:
    """Give the minutes to add: the same every night, spread over municipalities."""
    return int(beurt.gemeente) * 7 % SPREIDING


def plan(
    turns: Iterable[Beurt],
    work: Callable[[Beurt], None],
    push: Callable[[], None],
    clock: BaseScheduler | None = None,
) -> BaseScheduler:
    """Give every turn its job, and delivering one of its own; starting is the caller's."""
    scheduler = clock or BlockingScheduler(timezone=AMSTERDAM)
    kept = {"misfire_grace_time": MISFIRE_GRACE_SECONDS, "coalesce": True, "max_instances": 1}
    for beurt in turns:
        scheduler.add_job(work, trigger(beurt), args=(beurt,), id=beurt.id, **kept)
    scheduler.add_job(push, IntervalTrigger(minutes=BEZORGEN), id="bezorgen", **kept)
    return scheduler


# -- what a turn does -----------------------------------------------------------------------------


def werk(settings: Settings, ledger: Ledger, beurt: Beurt, klok: Klok) -> Ronde:
    """Take one turn: plug the municipality in, run its slots, deliver."""
    (een,) = settings.kies([beurt.gemeente])
    line = aansluiten(settings, een, klok)
    try:
        return ronde(line, ledger, [(beurt.bron, beurt.soort)], klok)
    finally:
        line.close()


def ronde(
    line: Aansluiting,
    ledger: Ledger,
    bronnen: Iterable[tuple[str, SlotSoort]],
    klok: Klok,
    opdracht: Callable[[Opdracht], Opdracht] = lambda given: given,
) -> Ronde:
    """Run the slots of these sources one after the other, and deliver what was freed."""
    runs = []
    for naam, soort in bronnen:
        bron, today = line.bronnen[naam], vandaag(klok)
        for slot in bron.slots(today, soort):
            task = opdracht(Opdracht(slot=slot, vandaag=today))
            runs.append(run(bron.route, ledger, task, klok))
    return Ronde(runs, deliver(line.uitgang, ledger, klok))


def bezorg(settings: Settings, ledger: Ledger, een: GemeenteInstelling, klok: Klok) -> Bezorging:
    """Deliver what waits of one municipality."""
    line = aansluiten(settings, een, klok)
    try:
        return deliver(line.uitgang, ledger, klok)
    finally:
        line.close()
