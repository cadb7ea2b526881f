"""The service behind `serve`: takes every turn when it is due, and catches up what it missed."""

import signal
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import FrameType

import structlog
from apscheduler.schedulers.blocking import BlockingScheduler

import scheduler
from ledger import Ledger
from regres import RegresbrugError
from settings import Settings

log = structlog.get_logger()


class Nachtdienst:
    """Runs until it is told to stop; a failing municipality delays no other night."""

    def __init__(self, settings: Settings, ledger: Ledger) -> None:
        self._settings = settings
        self._ledger = ledger
        self._turns = list(scheduler.beurten(settings))
        self._clock = BlockingScheduler(timezone=scheduler.AMSTERDAM)
        scheduler.plan(self._turns, self.neem, self.bezorg, self._clock)

    def komende(self) -> Iterator[str]:
        """Say when each turn comes next, as the scheduler itself computes it."""
        now = scheduler.utc_now()
        for turn in self._turns:
            after = scheduler.trigger(turn).get_next_fire_time(None, now)
            yield f"{turn.id:<40} {after:%a %d-%m-%Y %H:%M}" if after else turn.id

    def start(self) -> None:
        """Catch up, then wait for turns; returns after SIGTERM or SIGINT."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for turn in self.gemist(scheduler.utc_now()):
            self._clock.add_job(self.neem, args=(turn,), id=f"inhalen/{turn.id}")
        self._clock.start()

    def gemist(self, now: datetime) -> Iterator[scheduler.Beurt]:
        """Give the turns of the last day that did not come: only the newest of each."""
        for turn in self._turns:
            due = scheduler.trigger(turn).get_next_fire_time(None, now - timedelta(days=1))
            if due is None or due > now:
                continue
            last = self._ledger.last_run_per_slot(turn.gemeente).get((turn.bron, str(turn.soort)))
            if last is None or last.dag < due.date():
                yield turn

    def neem(self, turn: scheduler.Beurt) -> None:
        """Take one turn; what goes wrong is logged with its codes, and the service goes on."""
        try:
            done = scheduler.werk(self._settings, self._ledger, turn, scheduler.utc_now)
        except RegresbrugError as wrong:
            codes = [problem.code for problem in wrong.problems]
            log.error("beurt_mislukt", beurt=turn.id, codes=codes, exit=wrong.exit_code)
            return
        for verslag in done.runs:
            log.info(
                "run_klaar",
                beurt=turn.id,
                run=verslag.run,
                resultaat=verslag.resultaat.value,
                telling=verslag.telling.as_json(),
            )

    def bezorg(self) -> None:
        """Deliver what waits, municipality by municipality."""
        for een in self._settings.gemeenten:
            try:
                done = scheduler.bezorg(self._settings, self._ledger, een, scheduler.utc_now)
            except RegresbrugError as wrong:
                codes = [problem.code for problem in wrong.problems]
                log.error("bezorgen_mislukt", gemeente=een.identiteit, codes=codes)
                continue
            if done.ontvangen or done.wacht:
                log.info("bezorgd", gemeente=een.identiteit, **_counts(done.as_json()))

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._clock.shutdown(wait=False)


def _counts(done: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in done.items() if isinstance(value, int)}
