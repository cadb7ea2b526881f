"""Delivering: freed rows go out in order per referentie, and answers are written down at once."""

import random
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ledger import Doorgang, OutboxStatus, Outgoing, houders
from ledger.shapes.regie import PROEF
from pipeline.aanbieden import Aanbod, Handen
from pipeline.afgestemd import eis_afgestemd
from pipeline.doorgang import Lijn, Toeval, code_van, ligt_aan_de_rij, wachttijd
from pipeline.pauze import staat_stil
from pipeline.report import Bezorging, Exit
from pipeline.route import Klok, Uitgang
from pipeline.verzending import verzender
from regres import LeaseLost, Problem, ProtectionStop, Receipt, SinkDown, SinkStopped
from regres.berichten import bericht
from sinks.base import Conflict, KeyUnknown, Refused

if TYPE_CHECKING:
    from ledger import Ledger

#: Whole groups (aanbieden.GROEP).
BATCH = 96
#: With less than half of a claim left, the rest is claimed anew. Those of a worker that died on
#: another machine are free when they end: with the time between two looks, within a minute.
CLAIM_SECONDS = 45
#: So many seconds after it was seen that a municipality does not stand still, it is asked again.
_OVER = 0.25


def deliver(
    uitgang: Uitgang,
    ledger: "Ledger",
    klok: Klok,
    *,
    toeval: Toeval = random.random,
    voortgang: Callable[[Bezorging], None] = lambda done: None,
    meteen: bool = False,
) -> Bezorging:
    """Offer every freed row of one municipality once, as long as its destination answers.

    Stops too when a person lets the municipality stand still: no row leaves when that was decided a
    moment (`_OVER`) before. In the stand proef nothing is offered.

    meteen  a person asked for it: no row waits for its next attempt, and one is tried also when the
            destination did not answer lately
    """
    done = Bezorging()
    gemeente = uitgang.gemeente.identiteit
    if uitgang.gemeente.stand == PROEF:
        return _proef(ledger, gemeente, done)
    try:
        eis_afgestemd(uitgang.gemeente, ledger)
        uitgang.logboek.proef()
    except ProtectionStop as closed:
        _stop(done, closed.problems, Exit(closed.exit_code))
        return _counted(ledger, gemeente, done)
    if meteen:
        ledger.wacht_niet_langer(gemeente, klok())
    lijn = Lijn(ledger, uitgang, klok, toeval, meteen)
    while rows := _claim(lijn, ledger, gemeente, klok, done):
        if not _offer_all(lijn, rows, done, voortgang):
            break
    return _counted(ledger, gemeente, done)


def _proef(ledger: "Ledger", gemeente: str, done: Bezorging) -> Bezorging:
    """Send nothing: what was freed while the stand was actief waits until it is so again."""
    counted = _counted(ledger, gemeente, done)
    if counted.wacht:
        counted.problemen.append(bericht("R-0105", waar=gemeente, aantal=counted.wacht))
        counted.exit_code = Exit.MENS_NODIG
    return counted


def _claim(
    lijn: Lijn, ledger: "Ledger", gemeente: str, klok: Klok, done: Bezorging
) -> list[Outgoing]:
    """Claim what may be offered now: a batch, one row as a trial, or nothing."""
    match lijn.doorgang():
        case Doorgang.DICHT:
            done.opnieuw_op = lijn.open_tot()
            if ledger.te_bezorgen(klok(), gemeente):
                _stop(done, (lijn.dicht(),), uitgesteld=0)
            return []
        case Doorgang.PROEF:
            return ledger.due(gemeente, klok(), 1, houders.naam(), CLAIM_SECONDS)
        case Doorgang.VRIJ:
            return ledger.due(gemeente, klok(), BATCH, houders.naam(), CLAIM_SECONDS)


def _offer_all(
    lijn: Lijn, rows: list[Outgoing], done: Bezorging, voortgang: Callable[[Bezorging], None]
) -> bool:
    """Offer claimed rows; False when going on now is of no use."""
    until, left = lijn.klok() + timedelta(seconds=CLAIM_SECONDS / 2), deque(rows)
    sink, stilstand = lijn.uitgang.sink, _Stilstand(lijn, done)
    with Handen(verzender(lijn.uitgang, lijn.klok), sink.tegelijk) as handen:
        try:
            while left or handen.bezig:
                # Each time anew: to find room for a row may have taken a minute of waiting.
                if left and handen.vrij(breed=lijn.loopt):
                    if lijn.klok() > until:
                        return True
                    if stilstand.geldt():
                        return False
                    if handen.begin(left[0], breed=lijn.loopt):
                        left.popleft()
                    continue
                if not _take_down(lijn, handen.klaar(), done):
                    return False
                voortgang(done)
                stilstand.opnieuw()
            return True
        finally:
            _leg_neer(lijn, handen, left, done)


def _leg_neer(lijn: Lijn, handen: Handen, left: Sequence[Outgoing], done: Bezorging) -> None:
    """Write down what is on its way, and give back what was not offered: its claim must not last.

    All of it, also when some of it breaks; the last that broke is raised.
    """

    def take() -> None:
        if handen.bezig:
            _take_down(lijn, handen.klaar(), done)

    with ExitStack() as last:
        if left:
            last.callback(lijn.ledger.give_back, *left)
        for _ in range(handen.onderweg):
            last.callback(take)


class _Stilstand:
    """Whether the municipality stands still: asked after each group, and a few times a second."""

    def __init__(self, lijn: Lijn, done: Bezorging) -> None:
        self._lijn, self._done, self._tot = lijn, done, 0.0

    def opnieuw(self) -> None:
        """Ask before the next row."""
        self._tot = 0.0

    def geldt(self) -> bool:
        """Tell whether it stands still, and say so."""
        now = time.monotonic()
        if now < self._tot:
            return False
        self._tot = now + _OVER
        why = staat_stil(self._lijn.ledger, self._lijn.uitgang.gemeente.identiteit)
        if why is None:
            return False
        _note(self._done, (why,))
        self._done.exit_code = Exit.MENS_NODIG
        return True


def _take_down(lijn: Lijn, ready: list[Aanbod], done: Bezorging) -> bool:
    """Write down what came of rows; False when going on now is of no use.

    First the lines that account for them: without those no row is marked.
    """
    try:
        lijn.uitgang.logboek.schrijf([one.regel for one in ready])
    except ProtectionStop as closed:
        for one in ready:
            _stopped(lijn, one.rij, closed, done)
        return False
    match [(one.rij, one.uitslag) for one in ready]:
        case [(row, SinkDown() as down)]:
            return _no_answer(lijn, row, down, done)
        case [(row, (SinkStopped() | ProtectionStop()) as stopped)]:
            return _stopped(lijn, row, stopped, done)
        case [(row, (Conflict() | KeyUnknown() | Refused()) as outcome)]:
            lijn.gelukt()
            # Whoever took the claim over offers the same row under the same key, and marks it.
            with suppress(LeaseLost):
                _write_down(lijn.ledger, row, outcome, lijn.klok(), done)
        case arrived:
            lijn.gelukt()
            receipts = [(row, got) for row, got in arrived if isinstance(got, Receipt)]
            kept = lijn.ledger.all_delivered(receipts, lijn.klok())
            done.ontvangen += len(kept)
            done.zaken.update(one.zaaknummer for one in kept)
    return True


def _stopped(
    lijn: Lijn, row: Outgoing, stopped: SinkStopped | ProtectionStop, done: Bezorging
) -> bool:
    """Let a row wait for a person. No waiting time: once it is mended, the next delivery goes."""
    lijn.buitengesloten(stopped.problems)
    with suppress(LeaseLost):
        lijn.ledger.retry_later(row, lijn.klok(), code_van(stopped.problems), lijn.klok())
    return _stop(done, stopped.problems, Exit(stopped.exit_code))


def _no_answer(lijn: Lijn, row: Outgoing, down: SinkDown, done: Bezorging) -> bool:
    """Put a row off that got no usable answer, or ask a person about it; False = stop here."""
    door = lijn.mislukt(down)
    now = lijn.klok()
    own = door.mislukt == 1 and door.laatst_gelukt is not None
    with suppress(LeaseLost):
        if own and ligt_aan_de_rij(row, now):
            lijn.ledger.refused(row, "S-0041", now)
            done.geweigerd += 1
            _note(done, (bericht("S-0041", waar=lijn.uitgang.bestemming),))
            return True
        wait = wachttijd(row.pogingen, down.retry_after, lijn.toeval)
        lijn.ledger.retry_later(row, now + wait, code_van(down.problems), now, eigen=own)
    done.opnieuw_op = door.open_tot
    _stop(done, down.problems)
    return door.open_tot is None


def _write_down(
    ledger: "Ledger",
    row: Outgoing,
    outcome: Conflict | KeyUnknown | Refused,
    now: datetime,
    done: Bezorging,
) -> None:
    match outcome:
        case Conflict(laatsteVersie=latest):
            ledger.voided(row, now, latest, "S-0409")
            _void(done, bericht("S-0409", waar="Regresloket"))
        case KeyUnknown():
            ledger.voided(row, now, None, "S-0422")
            _void(done, bericht("S-0422", waar="ontvanger/"))
        case Refused(problem=problem):
            ledger.refused(row, problem.code, now)
            done.geweigerd += 1
            _note(done, (problem,))


def _void(done: Bezorging, why: Problem) -> None:
    """Count a version that is not offered again, and say why."""
    done.vervallen += 1
    _note(done, (why,))


def _note(done: Bezorging, why: tuple[Problem, ...]) -> None:
    """Say each thing once, however many rows it befell."""
    done.problemen.extend(one for one in why if one not in done.problemen)


def _stop(
    done: Bezorging,
    problems: tuple[Problem, ...],
    exit_code: Exit = Exit.BESTEMMING,
    uitgesteld: int = 1,
) -> bool:
    done.uitgesteld += uitgesteld
    _note(done, problems)
    done.exit_code = exit_code
    return False


def _counted(ledger: "Ledger", gemeente: str, done: Bezorging) -> Bezorging:
    counts = ledger.outbox_counts(gemeente)
    done.wacht = counts.get(OutboxStatus.VRIJ, 0) + counts.get(OutboxStatus.VERSTUURD, 0)
    if (done.geweigerd or done.vervallen) and done.exit_code == Exit.GOED:
        done.exit_code = Exit.MENS_NODIG
    return done
