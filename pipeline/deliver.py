"""Delivering: freed rows go out in order per referentie, each answer written down at once."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ledger import OutboxStatus, Outgoing
from ledger.shapes.regie import PROEF
from pipeline.pauze import staat_stil
from pipeline.report import Bezorging, Exit
from pipeline.route import Klok, Uitgang
from pipeline.run import holder
from pipeline.verantwoording import VERZENDEN
from privacy import betrokkene
from regres import Problem, ProtectionStop, Receipt, SinkDown, SinkStopped
from regres.berichten import bericht
from regres.verwerking import Status
from sinks.base import Conflict, Delivery, KeyUnknown, Refused

if TYPE_CHECKING:
    from ledger import Ledger

BATCH = 20
#: Waiting between attempts: full jitter, 1 second doubling up to 15 minutes.
EERSTE, LANGSTE = 1.0, 900.0

Toeval = Callable[[], float]


def wachttijd(pogingen: int, gevraagd: float | None, toeval: Toeval) -> timedelta:
    """Give how long to wait after the n-th attempt.

    Formula: toeval * min(900 s, 2 ** (n - 1) s), and never sooner than the backend asked.
    """
    ceiling = min(LANGSTE, EERSTE * 2 ** min(pogingen - 1, 20))
    return timedelta(seconds=max(ceiling * toeval(), gevraagd or 0.0))


def deliver(
    uitgang: Uitgang,
    ledger: "Ledger",
    klok: Klok,
    *,
    toeval: Toeval = random.random,
    voortgang: Callable[[Bezorging], None] = lambda done: None,
) -> Bezorging:
    """Offer every freed row of one municipality once; stop at the first sign of an outage.

    Stops too, before the next row, when a person lets the municipality stand still; in the stand
    proef nothing is offered.
    """
    done = Bezorging()
    gemeente = uitgang.gemeente.identiteit
    if uitgang.gemeente.stand == PROEF:
        return _proef(ledger, gemeente, done)
    try:
        uitgang.logboek.proef()
    except ProtectionStop as closed:
        _stop(done, closed.problems, Exit(closed.exit_code))
        return _counted(ledger, gemeente, done)
    while rows := ledger.due(gemeente, klok(), BATCH, holder()):
        for position, row in enumerate(rows):
            if _stil(ledger, gemeente, done):
                _put_back(ledger, rows[position:])
                return _counted(ledger, gemeente, done)
            if not _offer(uitgang, ledger, row, klok, toeval, done):
                _put_back(ledger, rows[position + 1 :])
                return _counted(ledger, gemeente, done)
            voortgang(done)
    return _counted(ledger, gemeente, done)


def _proef(ledger: "Ledger", gemeente: str, done: Bezorging) -> Bezorging:
    """Send nothing: what was freed while the stand was actief waits until it is so again."""
    counted = _counted(ledger, gemeente, done)
    if counted.wacht:
        counted.problemen.append(bericht("R-0105", waar=gemeente, aantal=counted.wacht))
        counted.exit_code = Exit.MENS_NODIG
    return counted


def _stil(ledger: "Ledger", gemeente: str, done: Bezorging) -> bool:
    """Tell whether a person let the municipality stand still, and say so."""
    why = staat_stil(ledger, gemeente)
    if why is None:
        return False
    done.problemen.append(why)
    done.exit_code = Exit.MENS_NODIG
    return True


def _offer(
    uitgang: Uitgang,
    ledger: "Ledger",
    row: Outgoing,
    klok: Klok,
    toeval: Toeval,
    done: Bezorging,
) -> bool:
    """Offer one row; False when going on now is of no use."""
    try:
        outcome = _send(uitgang, row, klok)
    except SinkDown as down:
        wait = wachttijd(row.pogingen, down.retry_after, toeval)
        ledger.retry_later(row, klok() + wait, _code(down.problems), klok())
        return _stop(done, down.problems)
    except (SinkStopped, ProtectionStop) as stopped:
        # No waiting time: once someone has mended it, the very next delivery must go through. Until
        # then each delivery asks once and stops here.
        ledger.retry_later(row, klok(), _code(stopped.problems), klok())
        return _stop(done, stopped.problems, Exit(stopped.exit_code))
    _write_down(ledger, row, outcome, klok(), done)
    return True


def _send(uitgang: Uitgang, row: Outgoing, klok: Klok) -> Delivery:
    """Offer a row and account for it, whatever came of it: it may have arrived all the same."""
    who = betrokkene(row.clientmerk, row.clientversie, row.sealed.kop.referentie)
    sending = uitgang.logboek.begin(VERZENDEN, klok(), who, uitgang.naar)
    status = Status.ERROR
    try:
        outcome = uitgang.sink.deliver(row.sealed, sending.spoor.traceparent)
        status = Status.UNSET
        return outcome
    finally:
        uitgang.logboek.schrijf([sending.klaar(klok(), status)])


def _write_down(
    ledger: "Ledger",
    row: Outgoing,
    outcome: Receipt | Conflict | KeyUnknown | Refused,
    now: datetime,
    done: Bezorging,
) -> None:
    match outcome:
        case Receipt():
            ledger.delivered(row, outcome, now)
            done.ontvangen += 1
            done.zaken.add(outcome.zaaknummer)
        case Conflict(laatsteVersie=latest):
            ledger.voided(row, now, latest, "S-0409")
            _void(done, bericht("S-0409", waar="Regresloket"))
        case KeyUnknown():
            ledger.voided(row, now, None, "S-0422")
            _void(done, bericht("S-0422", waar="ontvanger/"))
        case Refused(problem=problem):
            ledger.refused(row, problem.code, now)
            done.geweigerd += 1
            done.problemen.append(problem)


def _void(done: Bezorging, why: Problem) -> None:
    """Count a version that is not offered again, and say once why."""
    done.vervallen += 1
    if why not in done.problemen:
        done.problemen.append(why)


def _stop(
    done: Bezorging, problems: tuple[Problem, ...], exit_code: Exit = Exit.BESTEMMING
) -> bool:
    done.uitgesteld += 1
    done.problemen.extend(problems)
    done.exit_code = exit_code
    return False


def _put_back(ledger: "Ledger", rows: list[Outgoing]) -> None:
    """Give claimed rows back untried: what was not offered must not wait for its claim to end."""
    for row in rows:
        ledger.give_back(row)


def _counted(ledger: "Ledger", gemeente: str, done: Bezorging) -> Bezorging:
    counts = ledger.outbox_counts(gemeente)
    done.wacht = counts.get(OutboxStatus.VRIJ, 0) + counts.get(OutboxStatus.VERSTUURD, 0)
    if (done.geweigerd or done.vervallen) and done.exit_code == Exit.GOED:
        done.exit_code = Exit.MENS_NODIG
    return done


def _code(problems: tuple[Problem, ...]) -> str:
    return problems[0].code if problems else ""
