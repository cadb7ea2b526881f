"""When things run: every source at its own slots, in Dutch time; the ledger decides what happens.

The jobs live in memory and are made from config at every start: two processes on one job store run
slots twice (APScheduler's own maintainer says so), and a pickled job outlives the config it came
from. This module only triggers. Which slot is due, whether it already ran and who may run it stands
in the ledger, so a trigger that comes twice, late or after a restart does no harm.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
#: A trigger that could not fire (machine asleep, process down) may still fire this much later.
MISFIRE_GRACE_SECONDS = 6 * 3600
#: Minutes over which municipalities with the same time are spread.
SPREIDING = 20


@dataclass(frozen=True, slots=True)
class Beurt:
    """One recurring turn: whose, of which source, what kind of slot, and when.

    dag   day of the week in APScheduler's words ("sun"), or None for every day
    """

    gemeente: str
    bron: str
    soort: str
    tijd: time
    dag: str | None = None

    @property
    def id(self) -> str:
        """Name the job; one per municipality, source and kind of slot."""
        return f"{self.gemeente}/{self.bron}/{self.soort}"


def minuut(beurt: Beurt) -> int:
    """Give the minutes to add to a turn: the same every night, spread over municipalities."""
    return int(beurt.gemeente) * 7 % SPREIDING


def trigger(beurt: Beurt) -> CronTrigger:
    """Give the trigger of a turn, in Amsterdam time, its stagger included.

    In the hour that summer time skips the turn comes right after it; in the hour that comes twice
    the ledger's slot key lets it happen once.
    """
    total = beurt.tijd.hour * 60 + beurt.tijd.minute + minuut(beurt)
    return CronTrigger(
        day_of_week=beurt.dag or "*",
        hour=total // 60 % 24,
        minute=total % 60,
        timezone=AMSTERDAM,
    )


def plan(
    beurten: Iterable[Beurt],
    work: Callable[[Beurt], None],
    clock: BaseScheduler | None = None,
) -> BaseScheduler:
    """Give every turn its job; starting the scheduler is the caller's."""
    scheduler = clock or BlockingScheduler(timezone=AMSTERDAM)
    for beurt in beurten:
        scheduler.add_job(
            work,
            trigger(beurt),
            args=(beurt,),
            id=beurt.id,
            misfire_grace_time=MISFIRE_GRACE_SECONDS,
            coalesce=True,
            max_instances=1,
        )
    return scheduler
