"""When things run: every source at its own slots, in Dutch time; the ledger decides what happens.

The jobs live in memory and are made from config at every start: two processes on one job store run
slots twice (APScheduler's own maintainer says so), and a pickled job outlives the config it came
from. This module only triggers. Which slot is due, whether it already ran and who may run it stands
in the ledger, so a trigger that comes twice, late or after a restart does no harm.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from ledger import RunExists
from pipeline import (
    Bezorging,
    Klok,
    Opdracht,
    RunVerslag,
    Slot,
    SlotSoort,
    deliver,
    gemist,
    haal_op,
    run,
)
from pipeline.inhalen import haal_in
from pipeline.leesgrens import Leesgrens
from pipeline.route import Uitgang
from regres.dag import NEDERLAND, lokale_dag
from regres.waarde import dataclass
from settings import Aansluiting, GemeenteInstelling, Settings, aansluiten, uitgang_van
from settings.shapes import DAGEN, NachtBron

if TYPE_CHECKING:
    from apscheduler.schedulers.base import BaseScheduler
    from apscheduler.triggers.cron import CronTrigger

    from ledger import Ledger

#: Reads feedback; `pipeline.haal_op`, or one that knows that asking is of no use now.
Terugvraag = Callable[[Uitgang, "Ledger", Klok], object]
#: A trigger that could not fire (machine asleep, process stopped) still fires this much later: a
#: machine that wakes at noon takes the turn of its night all the same.
MISFIRE_GRACE_SECONDS = 7 * 24 * 3600
#: How far is looked back for a turn that did not come: the longest time between two, and a bit.
WEEK = timedelta(days=8)
#: Minutes over which municipalities with the same time are spread.
SPREIDING = 20
#: Seconds between looks at what still waits for delivery; a look asks the ledger alone.
BEZORGEN = 15
#: Between looks for a delivery that was not there.
KIJK_WEER = timedelta(minutes=15)
#: How long one read of a source may take: a window, a month, a file. A million rows take minutes;
#: a source that still drips after this is not well, and its municipality has other sources.
LEESTIJD = timedelta(hours=3)
#: When terms are kept: by day, when the night's runs are done.
BEWAREN = time(11, 30)


@dataclass(frozen=True, slots=True)
class Beurt:
    """One recurring turn: whose, of which source, what kind of slot, and when.

    dag   day of the week in APScheduler's words ("sun"), or None for every day
    wacht how long a delivery that is not there yet is waited for
    """

    gemeente: str
    bron: str
    soort: SlotSoort
    tijd: time
    dag: str | None = None
    wacht: timedelta = timedelta(hours=4)

    @property
    def id(self) -> str:
        """Name the job; one per municipality, source and kind of slot."""
        return f"{self.gemeente}/{self.bron}/{self.soort}"


@dataclass(slots=True)
class Ronde:
    """What one turn did: its runs, and the delivery after them.

    gewijkt  others went first: the rest of its slots is still to come
    gehad    the slots this turn was at, those of an earlier piece of it included
    """

    runs: list[RunVerslag]
    bezorging: Bezorging
    gewijkt: bool = False
    gehad: frozenset[Slot] = frozenset()


def vandaag(klok: Klok) -> date:
    """Give the local date in the Netherlands."""
    return lokale_dag(klok())


def utc_now() -> datetime:
    """Give the present moment; the clock of the service."""
    return datetime.now(UTC)


# -- which turns ----------------------------------------------------------------------------------


def beurten(settings: Settings) -> Iterator[Beurt]:
    """Give every turn that the configuration asks for."""
    for een in settings.gemeenten:
        for naam, bron in een.blok.bronnen.items():
            rondes = bron.rondes
            if rondes is not None:
                day = _WEEK[DAGEN.index(rondes.rondgang.dag)]
                yield Beurt(een.identiteit, naam, SlotSoort.VENSTER, rondes.venster.tijd)
                yield Beurt(een.identiteit, naam, SlotSoort.RONDGANG, rondes.rondgang.tijd, day)
            elif isinstance(bron, NachtBron):
                waits = timedelta(hours=bron.wacht_uren)
                yield Beurt(een.identiteit, naam, SlotSoort.NACHT, bron.tijd, wacht=waits)


_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def trigger(beurt: Beurt) -> "CronTrigger":
    """Give the trigger of a turn, in Amsterdam time, its stagger included.

    In the hour that summer time skips the turn comes right after it; in the hour that comes twice
    the ledger's slot key lets it happen once.
    """
    return elke_dag(tijd(beurt), beurt.dag or "*")


def elke_dag(at: time, dag: str = "*") -> "CronTrigger":
    """Give the trigger of a time of day in Amsterdam, on every day or on one of the week."""
    # Only what serves needs APScheduler; a run by hand starts without it.
    from apscheduler.triggers.cron import CronTrigger

    return CronTrigger(day_of_week=dag, hour=at.hour, minute=at.minute, timezone=NEDERLAND)


def tijd(beurt: Beurt) -> time:
    """Give the time of a turn with its stagger, on a day whose clock is not set."""
    total = (beurt.tijd.hour * 60 + beurt.tijd.minute + _stagger(beurt)) % (24 * 60)
    return time(total // 60, total % 60)


def _stagger(beurt: Beurt) -> int:
    """Give the minutes to add: the same every night, spread over municipalities."""
    return int(beurt.gemeente) * 7 % SPREIDING


def plan(
    turns: Iterable[Beurt],
    work: Callable[[Beurt], None],
    push: Callable[[], None],
    clock: "BaseScheduler | None" = None,
) -> "BaseScheduler":
    """Give every turn its job, and delivering one of its own; starting is the caller's."""
    from apscheduler.schedulers.blocking import BlockingScheduler
    from apscheduler.triggers.interval import IntervalTrigger

    scheduler = clock or BlockingScheduler(timezone=NEDERLAND)
    kept = {"misfire_grace_time": MISFIRE_GRACE_SECONDS, "coalesce": True, "max_instances": 1}
    for beurt in turns:
        scheduler.add_job(work, trigger(beurt), args=(beurt,), id=beurt.id, **kept)
    scheduler.add_job(push, IntervalTrigger(seconds=BEZORGEN), id="bezorgen", **kept)
    return scheduler


def kijk_weer(beurt: Beurt, now: datetime, keer: int = 0) -> datetime | None:
    """Give when to look again for a delivery that was not there; None when its window has ended.

    keer  how often a source failed already: each time it is left alone twice as long
    """
    due = laatste(beurt, now)
    again = now + KIJK_WEER * 2 ** min(keer, 8)
    return None if due is None or again > due + beurt.wacht else again


def laatste(beurt: Beurt, now: datetime) -> datetime | None:
    """Give when a turn was last due; None when that is more than a week ago."""
    return next(iter(vorige(beurt, now - WEEK, now)), None)


def vorige(beurt: Beurt, since: datetime, now: datetime) -> list[datetime]:
    """Give every moment from `since` on at which a turn was due, newest first and one a day.

    In the hour that comes twice a trigger fires twice; the first time is the turn.
    """
    when = trigger(beurt)
    found: dict[date, datetime] = {}
    due = when.get_next_fire_time(None, since)
    while due is not None and due <= now:
        found.setdefault(due.date(), due)
        # In UTC: on a Dutch clock a second later may be an hour back.
        due = when.get_next_fire_time(None, due.astimezone(UTC) + timedelta(seconds=1))
    return list(found.values())[::-1]


@dataclass(frozen=True, slots=True)
class Komend:
    """A turn to come: when, and what is odd about the clock that day; "" when nothing is."""

    op: datetime
    opmerking: str = ""


def komende(beurt: Beurt, now: datetime, aantal: int = 5) -> list[Komend]:
    """Give the next moments at which a turn is due, one a day, by the trigger that fires it."""
    when = trigger(beurt)
    found: dict[date, Komend] = {}
    due = when.get_next_fire_time(None, now)
    while due is not None and len(found) < aantal:
        found.setdefault(due.date(), Komend(due, _klok(due.date())))
        due = when.get_next_fire_time(None, due.astimezone(UTC) + timedelta(seconds=1))
    return list(found.values())


def _klok(dag: date) -> str:
    """Say that the Dutch clock is set that day."""
    begin, end = (datetime.combine(one, time(), NEDERLAND) for one in (dag, dag + _DAG))
    shift = (end.utcoffset() or timedelta()) - (begin.utcoffset() or timedelta())
    if not shift:
        return ""
    return "klok gaat vooruit" if shift > timedelta() else "klok gaat achteruit"


_DAG = timedelta(days=1)


# -- what a turn does -----------------------------------------------------------------------------


class Gestopt(Exception):
    """The service was told to end; what was being read is dropped and will be read again."""


class Voorrang(Gestopt):
    """Others go first; what is left of this is done after them."""


def doorgaan() -> None:
    """Go on: what a turn asks when nobody can stop it."""


def ga_verder() -> bool:
    """Let nobody go first: what a turn asks when nobody waits for it."""
    return False


def werk(
    settings: Settings,
    ledger: "Ledger",
    beurt: Beurt,
    klok: Klok,
    mag_door: Callable[[], None] = doorgaan,
    tussen: Callable[[], bool] = ga_verder,
    *,
    antwoord: Callable[[], None] = doorgaan,
    hoogstens: timedelta = LEESTIJD,
    haal: Terugvraag = haal_op,
    bezorgen: bool = True,
    gehad: frozenset[Slot] = frozenset(),
) -> Ronde:
    """Take one turn: plug the municipality in, run its slots, catch up, deliver.

    The slot is that of the day on which the turn was due: what comes late, after midnight or after
    a restart, does not use up the turn of the next night.

    mag_door   raises Gestopt to end it
    tussen     called between two slots, when nothing is held; True = others go first
    antwoord   called when the source gives its first answer
    hoogstens  how long one read may take
    bezorgen   False: whoever asked delivers by itself
    gehad      what an earlier piece of this turn gave, when others went first
    """
    (een,) = settings.kies([beurt.gemeente])
    due = laatste(beurt, klok())
    line = aansluiten(settings, een, klok)
    try:
        return ronde(
            line,
            ledger,
            [(beurt.bron, beurt.soort)],
            klok,
            _begrensd(beurt, klok, mag_door, antwoord, hoogstens),
            due.date() if due else None,
            tussen=tussen,
            mag_door=mag_door,
            inhalen=beurt.soort is not SlotSoort.RONDGANG,
            haal=haal,
            bezorgen=bezorgen,
            gehad=gehad,
        )
    finally:
        line.close()


def _begrensd(
    beurt: Beurt,
    klok: Klok,
    mag_door: Callable[[], None],
    antwoord: Callable[[], None],
    hoogstens: timedelta,
) -> Callable[[Opdracht], Opdracht]:
    """Give what completes the task of each read, with a time of its own."""

    def complete(given: Opdracht) -> Opdracht:
        where = f"{beurt.gemeente}/{beurt.bron}"
        grens = Leesgrens(where, klok, mag_door, antwoord, hoogstens)
        return replace(given, doorgaan=grens.doorgaan, antwoord=antwoord)

    return complete


def ronde(
    line: Aansluiting,
    ledger: "Ledger",
    bronnen: Iterable[tuple[str, SlotSoort]],
    klok: Klok,
    opdracht: Callable[[Opdracht], Opdracht] = lambda given: given,
    dag: date | None = None,
    *,
    tussen: Callable[[], bool] = ga_verder,
    mag_door: Callable[[], None] = doorgaan,
    meteen: bool = False,
    inhalen: bool = False,
    haal: Terugvraag = haal_op,
    bezorgen: bool = True,
    gehad: frozenset[Slot] = frozenset(),
) -> Ronde:
    """Read feedback, run the slots of these sources one after the other, and deliver.

    dag       whose slots; today's when None
    tussen    called between two slots of one source, once one was run; True = leave the others
    mag_door  called after each delivery; raises to end it
    inhalen   then take what the municipality may catch up on that day, of all its sources
    meteen    a person waits: deliver also to a destination that did not answer lately
    haal      reads feedback
    bezorgen  deliver too
    gehad     slots that are passed by: a month that failed is not tried again by the same walk
    """
    # First, so that the return files of these runs tell what is new.
    haal(line.uitgang, ledger, klok)
    runs, gehad, gewijkt = _lees(line, ledger, bronnen, klok, opdracht, dag, tussen, gehad)
    if gewijkt:
        return Ronde(runs, Bezorging(), gewijkt=True, gehad=gehad)
    if inhalen:
        code = line.gemeente.identiteit
        runs += haal_in(line.bronnen, ledger, code, dag or vandaag(klok), klok, opdracht)
    if not bezorgen:
        return Ronde(runs, Bezorging())
    done = deliver(line.uitgang, ledger, klok, voortgang=lambda _: mag_door(), meteen=meteen)
    return Ronde(runs, done)


def _lees(
    line: Aansluiting,
    ledger: "Ledger",
    bronnen: Iterable[tuple[str, SlotSoort]],
    klok: Klok,
    opdracht: Callable[[Opdracht], Opdracht],
    dag: date | None,
    tussen: Callable[[], bool],
    gehad: frozenset[Slot],
) -> tuple[list[RunVerslag], frozenset[Slot], bool]:
    """Run the slots; gives the runs, the slots that were had, and whether it gave way."""
    runs: list[RunVerslag] = []
    for naam, soort in bronnen:
        bron, today = line.bronnen[naam], vandaag(klok)
        slots = bron.slots(dag or today, soort)
        for number, slot in enumerate(slots):
            if slot in gehad:
                continue
            if runs and number and tussen():
                return runs, gehad, True
            gehad |= {slot}
            task = opdracht(Opdracht(slot=slot, vandaag=today))
            try:
                runs.append(run(bron.route, ledger, task, klok))
            except RunExists:
                # Of a walk over many months the rest must still come.
                if len(slots) == 1:
                    raise
    return runs, gehad, False


def bezorg(
    settings: Settings,
    ledger: "Ledger",
    een: GemeenteInstelling,
    klok: Klok,
    mag_door: Callable[[], None] = doorgaan,
    *,
    meteen: bool = False,
) -> Bezorging:
    """Deliver what waits of one municipality; with `meteen` also when the breaker is out."""
    uit = uitgang_van(settings, een, klok)
    try:
        return deliver(uit, ledger, klok, voortgang=lambda done: mag_door(), meteen=meteen)
    finally:
        uit.sink.close()


def noteer_gemist(settings: Settings, ledger: "Ledger", beurt: Beurt, klok: Klok) -> int:
    """Write the turns of the last week that will not be caught up down as gemist; gives how many.

    Only the newest is caught up: it reads all that the older ones would have read.
    """
    (een,) = settings.kies([beurt.gemeente])
    slots = list(_missed(ledger, beurt, klok()))
    if not slots:
        return 0
    line = aansluiten(settings, een, klok)
    line.close()
    return gemist(line.bronnen[beurt.bron].route, ledger, slots, klok)


def _missed(ledger: "Ledger", beurt: Beurt, now: datetime) -> Iterator[Slot]:
    last = ledger.last_run_per_slot(beurt.gemeente).get((beurt.bron, str(beurt.soort)))
    for due in vorige(beurt, now - WEEK, now)[:0:-1]:
        if last is not None and due.date() > last.dag:
            yield Slot(beurt.soort, due.date(), str(beurt.soort))


def volgende_lezing(
    settings: Settings, een: GemeenteInstelling, bron: str, now: datetime
) -> list[str]:
    """Say when a source is read next, one line a turn; [] for one that is no longer there."""
    return [
        f"{_WAT[turn.soort]}: {when.astimezone(NEDERLAND):%d-%m-%Y %H:%M}"
        for turn in beurten(settings)
        if (turn.gemeente, turn.bron) == (een.identiteit, bron)
        and (when := trigger(turn).get_next_fire_time(None, now))
    ]


_WAT = {
    SlotSoort.NACHT: "de volgende nachtrun",
    SlotSoort.VENSTER: "het nachtelijke venster, als het record daarin valt",
    SlotSoort.RONDGANG: "de rondgang",
}
