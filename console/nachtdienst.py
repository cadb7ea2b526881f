"""The service behind `serve`: takes every turn when it is due, and catches up what it missed.

The clock only says when; turns and deliveries are done by workers (`console/werkers.py`), by the
rules of `console/werkrij.py`.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

import scheduler
from console.hartslag import TUSSEN, Hartslag
from console.stopsein import Stopsein
from console.terugvraag import Terugvraag
from console.toezichtdienst import Toezichtdienst
from console.werkers import Alleen, Werkers
from console.werkrij import Gang, Werk
from ledger import Ledger, Resultaat, RunExists, RunRow
from pipeline import Exit, Slot, SlotSoort
from pipeline.pauze import ga_door
from regres import AlreadyRunning, ConfigProblem, LedgerError, Paused, RegresbrugError
from regres.dag import NEDERLAND
from regres.telling import klein
from settings import GemeenteInstelling, Settings
from settings.plug import bestemming_van
from settings.verse_sleutels import VerseSleutels

log = structlog.get_logger()

#: After being told to end, this long for turns to notice; then the process goes all the same.
UITLOOP_SECONDS = 5.0
#: A municipality that another process holds is tried again after this, twice as long each time and
#: at most the other; its lease may have ended.
OPNIEUW, OPNIEUW_HOOGSTENS = timedelta(minutes=3), timedelta(minutes=15)
#: Seconds between two looks at everything, each with the mail that is due.
KIJKEN = 900
#: The first look after a start: what was missed is being caught up, and a service that keeps
#: stopping must look too.
EERST_KIJKEN = timedelta(minutes=5)
#: A turn of a municipality that stands still looks this often whether it may go on.
STIL = timedelta(minutes=10)
ALLEEN = Alleen()
#: What may be over by itself in the window of a turn: with a source, a full disk, a locked ledger.
_GAAT_OVER = (Exit.BRON, Exit.INTERN)


class Nachtdienst:
    """Runs until it is told to stop; a failing or hanging municipality delays no other night.

    The turns of one municipality go one after the other, for the ledger lets one run per
    municipality write; so do its deliveries.

    leestijd  how long one read of a source may take
    """

    def __init__(
        self, settings: Settings, ledger: Ledger, leestijd: timedelta = scheduler.LEESTIJD
    ) -> None:
        self._settings = settings
        self._ledger = ledger
        self._sleutels = VerseSleutels(settings)
        self._turns = list(scheduler.beurten(settings))
        self.hart = Hartslag()
        self.ergste: int = Exit.GOED
        # Without these a job that comes a second late is dropped: keeping terms, for a day.
        late = {"misfire_grace_time": scheduler.MISFIRE_GRACE_SECONDS, "coalesce": True}
        self._clock = BackgroundScheduler(timezone=NEDERLAND, job_defaults=late)
        self._einde = threading.Event()
        self._leestijd = leestijd
        self._slot = threading.Lock()
        self._bezet: dict[str, int] = {}
        self._mislukt: dict[str, int] = {}
        #: Per walk that gave way: the months it was at.
        self._gehad: dict[str, frozenset[Slot]] = {}
        self._haal = Terugvraag()
        self._werkers = Werkers(scheduler.utc_now)
        self._toezicht = Toezichtdienst(settings, ledger, scheduler.utc_now)
        scheduler.plan(self._turns, self._aan_de_beurt, self.bezorg, self._clock)
        at = scheduler.elke_dag(scheduler.BEWAREN)
        self._clock.add_job(self.bewaar, at, id="bewaren", coalesce=True)
        self._clock.add_job(
            self._toezicht.ronde,
            IntervalTrigger(seconds=KIJKEN),
            id="toezicht",
            next_run_time=scheduler.utc_now() + EERST_KIJKEN,
        )
        self._clock.add_job(self.hart.sla, IntervalTrigger(seconds=TUSSEN), id="hartslag")

    def komende(self) -> Iterator[str]:
        """Say when each turn comes next, as the scheduler itself computes it."""
        now = scheduler.utc_now()
        for turn in self._turns:
            after = scheduler.trigger(turn).get_next_fire_time(None, now)
            yield f"{turn.id:<40} {after:%d-%m-%Y %H:%M}" if after else turn.id

    def start(self) -> bool:
        """Catch up, then wait for turns; returns after SIGTERM or SIGINT.

        Gives whether every turn had ended: False when one did not notice in time.
        """
        with Stopsein() as sein:
            # What a process that was killed left waiting goes at once, before any turn.
            self._clock.add_job(self.bezorg, id="bezorgen/begin")
            for turn in self.gemist(scheduler.utc_now()):
                self._te_halen(turn, self.niet_voor(turn))
            self._werkers.begin()
            self._clock.start()
            log.info("dienst_begint", beurten=len(self._turns))
            sein.wacht()
        self._einde.set()
        self._stil()
        return self._uitgelopen()

    def eenmaal(self) -> bool:
        """Take every turn that is due or was missed, deliver, keep terms, and end.

        For a timer that starts the process time and again; the ledger knows what was run. Gives
        whether all had ended, as `start` does; `ergste` is then the exit code.
        """
        with Stopsein() as sein:
            threading.Thread(target=self._alles, args=(sein.geef,), daemon=True).start()
            sein.wacht()
        self._einde.set()
        return self._uitgelopen()

    def _alles(self, klaar: Callable[[], None]) -> None:
        whole = False
        try:
            for turn in list(self.gemist(scheduler.utc_now())):
                self._te_halen(turn, self.niet_voor(turn))
            self._werkers.begin()
            self._werkers.wacht_leeg()
            self.bezorg()
            self._werkers.wacht_leeg()
            if not self._einde.is_set():
                self.bewaar()
                self._toezicht.ronde()
            whole = not self._werkers.afgebroken
        finally:
            # A fault in our program is in the log; the timer must hear of it too.
            self._onthoud(Exit.GOED if whole else Exit.INTERN)
            klaar()

    def gemist(self, now: datetime) -> Iterator[scheduler.Beurt]:
        """Give the turns that did not come; a source that never ran only when due in a day.

        A municipality whose runs cannot be read is passed over and logged: the others have turns.
        """
        for turn in self._turns:
            try:
                missed = self._is_gemist(turn, now)
            except LedgerError as wrong:
                log.error("beurt_mislukt", beurt=turn.id, codes=_codes(wrong))
                self._onthoud(wrong.exit_code)
                continue
            if missed:
                yield turn

    def _is_gemist(self, turn: scheduler.Beurt, now: datetime) -> bool:
        due = scheduler.laatste(turn, now)
        last = self._laatste_run(turn)
        if due is None or (last is None and due < now - timedelta(days=1)):
            return False
        # A day that is still to come was read while the clock was wrong; it is no turn of now.
        ahead = last is not None and last.dag > scheduler.vandaag(lambda: now)
        return last is None or ahead or last.dag < due.date() or _te_herhalen(turn, last, now)

    def _laatste_run(self, turn: scheduler.Beurt) -> RunRow | None:
        return self._ledger.last_run_per_slot(turn.gemeente).get((turn.bron, str(turn.soort)))

    def niet_voor(self, turn: scheduler.Beurt) -> datetime | None:
        """Give when a turn that failed may be tried again: a restart asks no server sooner."""
        last = self._laatste_run(turn)
        if last is None or last.resultaat is not Resultaat.MISLUKT or last.geeindigd is None:
            return None
        times: int = 2 ** min(last.pogingen - 1, 3)
        return last.geeindigd + scheduler.KIJK_WEER * times

    # -- into the queue ----------------------------------------------------------------------------

    def _aan_de_beurt(self, turn: scheduler.Beurt, op: datetime | None = None) -> None:
        self._zet(turn, turn.id, self.neem, op)

    def _te_halen(self, turn: scheduler.Beurt, op: datetime | None = None) -> None:
        self._zet(turn, f"inhalen/{turn.id}", self.haal_in, op)

    def _zet(
        self,
        turn: scheduler.Beurt,
        ident: str,
        doe: Callable[[scheduler.Beurt, Gang], None],
        op: datetime | None,
    ) -> None:
        source = f"{turn.gemeente}/{turn.bron}"
        self._werkers.zet(Werk(ident, turn.gemeente, source, lambda gang: doe(turn, gang)), op)

    def bezorg(self) -> None:
        """Let what waits be delivered, each municipality by itself."""
        for een in self._te_bezorgen():
            self._werkers.zet_tenzij_loopt(self._bezorging(een))

    def _bezorging(self, een: GemeenteInstelling) -> Werk:
        ident = f"bezorgen/{een.identiteit}"
        whom = bestemming_van(self._settings)
        return Werk(ident, ident, whom, lambda gang: self.bezorg_een(een, gang), bezorgt=True)

    def wacht_op(self, ident: str) -> datetime | None:
        """Give the moment that a turn waits for; None when it does not wait."""
        return self._werkers.wacht_op(ident)

    # -- what a worker does ------------------------------------------------------------------------

    def haal_in(self, turn: scheduler.Beurt, gang: Gang = ALLEEN) -> None:
        """Write down what will not be caught up, then take the newest turn."""
        if not self._einde.is_set():
            self._noteer_gemist(turn)
        self.neem(turn, gang)

    def _noteer_gemist(self, turn: scheduler.Beurt) -> None:
        try:
            settings = self._nu(turn.gemeente)
            noted = scheduler.noteer_gemist(settings, self._ledger, turn, scheduler.utc_now)
        except RegresbrugError as wrong:
            log.error("gemist_niet_genoteerd", beurt=turn.id, codes=_codes(wrong))
        else:
            log.info("beurt_inhalen", beurt=turn.id, gemist=noted)

    def neem(self, turn: scheduler.Beurt, gang: Gang = ALLEEN) -> None:
        """Take one turn and let its deliveries wait for a worker of their own.

        What goes wrong is logged with its codes, and the service goes on.
        """
        try:
            done = self._lees(turn, gang)
        except scheduler.Gestopt:
            log.info("beurt_gestopt", beurt=turn.id)
        except RunExists as ran:
            log.info("beurt_al_gedraaid", beurt=turn.id, run=ran.run)
        except AlreadyRunning:
            self._later(turn)
        except Paused:
            self._na_hervat(turn)
        except RegresbrugError as wrong:
            self._onthoud(wrong.exit_code)
            log.error("beurt_mislukt", beurt=turn.id, codes=_codes(wrong), exit=wrong.exit_code)
            self._kijk(turn, wrong)
            if wrong.exit_code in _GAAT_OVER:
                self._na_mislukt(turn)
        else:
            self._gelezen(turn, done)
        self._veranker()

    def _lees(self, turn: scheduler.Beurt, gang: Gang) -> scheduler.Ronde:
        self._mag_door()
        ga_door(self._ledger, turn.gemeente)
        return scheduler.werk(
            self._nu(turn.gemeente),
            self._ledger,
            turn,
            scheduler.utc_now,
            self._mag_door,
            gang.moet_wijken,
            antwoord=gang.antwoordde,
            hoogstens=self._leestijd,
            haal=self._haal,
            bezorgen=False,
            gehad=self._gehad.get(turn.id, frozenset()),
        )

    def _gelezen(self, turn: scheduler.Beurt, done: scheduler.Ronde) -> None:
        with self._slot:
            self._bezet.pop(turn.id, None)
            self._gehad.pop(turn.id, None)
            if done.gewijkt:
                self._gehad[turn.id] = done.gehad
        self._onthoud(*(verslag.exit_code for verslag in done.runs))
        _tell(turn, done)
        self._bezorg_na(turn.gemeente)
        self._kijk_weer(turn, done)
        self._kijk(turn)
        self._herinner(turn.gemeente)
        if any(verslag.resultaat is Resultaat.AFGEBROKEN for verslag in done.runs):
            self._na_hervat(turn)
        elif done.gewijkt:
            self._aan_de_beurt(turn)

    def _kijk(self, turn: scheduler.Beurt, wrong: RegresbrugError | None = None) -> None:
        """Let what this turn brought, or what kept it from running, be seen at once."""
        (een,) = self._settings.kies([turn.gemeente])
        self._toezicht.na_beurt(een, turn.bron, wrong)

    def _bezorg_na(self, gemeente: str) -> None:
        """Let what a turn freed be delivered at once; nothing is plugged in for nothing."""
        if self._ledger.te_bezorgen(scheduler.utc_now(), gemeente):
            (een,) = self._settings.kies([gemeente])
            self._werkers.zet_tenzij_loopt(self._bezorging(een))

    def bezorg_een(self, een: GemeenteInstelling, gang: Gang = ALLEEN) -> None:
        """Deliver what waits of one municipality; the rest comes later when others wait."""
        try:
            self._bezorg(een, gang)
        except scheduler.Voorrang:
            self._werkers.zet(self._bezorging(een))
        except scheduler.Gestopt:
            return
        except RegresbrugError as wrong:
            self._onthoud(wrong.exit_code)
            log.error("bezorgen_mislukt", gemeente=een.identiteit, codes=_codes(wrong))

    def _te_bezorgen(self) -> list[GemeenteInstelling]:
        """Give the municipalities of which something waits: the others need not be plugged in."""
        try:
            due = self._ledger.te_bezorgen(scheduler.utc_now())
            waits = {code for code in due if self._ledger.pauze(code) is None}
        except RegresbrugError as wrong:
            log.error("bezorgen_mislukt", codes=_codes(wrong))
            return []
        return [een for een in self._settings.gemeenten if een.identiteit in waits]

    def bewaar(self) -> None:
        """Erase what is past its term; a clock that jumped waits for a person."""
        try:
            done = self._ledger.bewaar(self._settings.termijnen, scheduler.utc_now())
        except RegresbrugError as wrong:
            self._onthoud(wrong.exit_code)
            log.error("bewaren_mislukt", codes=_codes(wrong))
        else:
            log.info("bewaard", eerste=done.eerste, verdicht=done.verdicht, **_klein(done.gewist))

    def _onthoud(self, *codes: int) -> None:
        with self._slot:
            self.ergste = max(self.ergste, *codes)

    def _veranker(self) -> None:
        """Note the end of the audit trail outside the ledger: the service may run for months."""
        try:
            self._ledger.veranker()
        except RegresbrugError as wrong:
            log.error("anker_niet_bewaard", codes=_codes(wrong))

    def _bezorg(self, een: GemeenteInstelling, gang: Gang) -> None:
        self._mag_door()
        if self._ledger.pauze(een.identiteit) is not None:
            return
        settings = self._nu(een.identiteit)
        (now,) = settings.kies([een.identiteit])

        def after_each() -> None:
            gang.antwoordde()
            self._mag_door()
            if gang.moet_wijken():
                raise scheduler.Voorrang

        done = scheduler.bezorg(settings, self._ledger, now, scheduler.utc_now, after_each)
        self._onthoud(done.exit_code)
        if done.exit_code != Exit.GOED:
            self._toezicht.na_bezorging(een)
        if done.ontvangen or done.wacht:
            log.info("bezorgd", gemeente=een.identiteit, **_counts(done.as_json()))
        if done.opnieuw_op is not None:
            self._werkers.zet(self._bezorging(een), done.opnieuw_op)

    def _nu(self, gemeente: str) -> Settings:
        """Give the configuration of the start, with the root keys that a municipality has now.

        A file that someone is writing in keeps no night from coming: the keys of before are tried,
        and the ledger knows whether they still fit.
        """
        try:
            return self._sleutels.van(gemeente)
        except ConfigProblem as wrong:
            log.warning("sleutels_niet_gelezen", gemeente=gemeente, codes=_codes(wrong))
            return self._settings

    def _herinner(self, gemeente: str) -> None:
        """Say how many records wait for a judgement for 14 days or more, and how many just did."""
        try:
            found = self._ledger.herinneringen(gemeente, scheduler.vandaag(scheduler.utc_now))
        except RegresbrugError as wrong:
            log.error("herinnering_mislukt", gemeente=gemeente, codes=_codes(wrong))
            return
        if found.wachten:
            log.warning("herinnering_beoordelen", gemeente=gemeente, **_klein(asdict(found)))

    def _later(self, turn: scheduler.Beurt) -> None:
        log.warning("beurt_wacht_op_ander_proces", beurt=turn.id)
        with self._slot:
            times = self._bezet[turn.id] = self._bezet.get(turn.id, 0) + 1
        # Not doubled any further: the longest is reached long before.
        wait = min(OPNIEUW * 2 ** min(times - 1, 8), OPNIEUW_HOOGSTENS)
        self._aan_de_beurt(turn, scheduler.utc_now() + wait)

    def _kijk_weer(self, turn: scheduler.Beurt, done: scheduler.Ronde) -> None:
        """Look again for a delivery that was not there, or after a failure, in its window.

        Not for a month of a rondgang: the walk goes on, and comes again in a week.
        """
        if _mislukt(done) and turn.soort is not SlotSoort.RONDGANG:
            self._na_mislukt(turn)
            return
        with self._slot:
            self._mislukt.pop(turn.id, None)
        if not any(one.resultaat is Resultaat.GEEN_LEVERING for one in done.runs):
            return
        when = scheduler.kijk_weer(turn, scheduler.utc_now())
        log.info("geen_levering", beurt=turn.id, kijkt_weer=when and when.isoformat())
        if when is not None:
            self._aan_de_beurt(turn, when)

    def _na_mislukt(self, turn: scheduler.Beurt) -> None:
        """Try a turn that failed once more, later each time: three times in an hour at most.

        More often a server would lock us out for a password that it refuses.
        """
        with self._slot:
            times = self._mislukt[turn.id] = self._mislukt.get(turn.id, 0) + 1
        when = scheduler.kijk_weer(turn, scheduler.utc_now(), times - 1)
        log.info("beurt_opnieuw", beurt=turn.id, opnieuw=when and when.isoformat())
        if when is not None:
            self._aan_de_beurt(turn, when)

    def _na_hervat(self, turn: scheduler.Beurt) -> None:
        """Try again once a person lets the municipality go on; what was missed by then is noted."""
        log.info("beurt_wacht_op_hervat", beurt=turn.id)
        self._te_halen(turn, scheduler.utc_now() + STIL)

    def _mag_door(self) -> None:
        if self._einde.is_set():
            raise scheduler.Gestopt

    def _stil(self) -> None:
        """Stop the clock, its jobs first: it stumbles when stopped while it hands one out."""
        self._clock.pause()
        self._clock.remove_all_jobs()
        self._clock.shutdown(wait=False)

    def _uitgelopen(self) -> bool:
        """Tell whether every turn ended in time; one that was handed out late stops by itself."""
        until = time.monotonic() + UITLOOP_SECONDS
        if not self._werkers.stop(UITLOOP_SECONDS):
            return False
        return self._toezicht.rustig(max(0.0, until - time.monotonic()))


def _mislukt(done: scheduler.Ronde) -> bool:
    return any(
        one.resultaat is Resultaat.MISLUKT and one.fout_exit in _GAAT_OVER for one in done.runs
    )


def _te_herhalen(turn: scheduler.Beurt, last: RunRow, now: datetime) -> bool:
    """Tell whether the turn of today was cut off, failed, or still waits for its delivery."""
    failed = last.resultaat is Resultaat.MISLUKT and turn.soort is not SlotSoort.RONDGANG
    if failed or last.resultaat is Resultaat.GEEN_LEVERING:
        return scheduler.kijk_weer(turn, now) is not None
    return last.resultaat in (None, Resultaat.AFGEBROKEN)


def _tell(turn: scheduler.Beurt, done: scheduler.Ronde) -> None:
    for verslag in done.runs:
        say = log.info if verslag.exit_code <= Exit.MENS_NODIG else log.error
        say(
            "run_klaar",
            beurt=turn.id,
            run=verslag.run,
            resultaat=verslag.resultaat.value,
            telling=verslag.telling.naar_buiten(),
            codes=[problem.code for problem in verslag.oorzaken],
        )


def _codes(wrong: RegresbrugError) -> list[str]:
    return [problem.code for problem in wrong.problems]


def _counts(done: dict[str, object]) -> dict[str, object]:
    return _klein({name: value for name, value in done.items() if isinstance(value, int)})


def _klein(counts: Mapping[str, object]) -> dict[str, object]:
    """Give counts of records as a log may hold them: logs are read outside the municipality too."""
    return {
        name: klein(count) if isinstance(count, int) else count for name, count in counts.items()
    }
