"""Runs: beginning, giving up, cleaning up after a process that died, and looking back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, select, update

from ledger import audit, leases, problems, staging, words
from ledger.shapes.runs import INHALEN, Lease, Resultaat, RunRow, RunStart
from ledger.tables import run as runs
from regres import LedgerError, Problem, Telling
from regres.berichten import bericht

#: After these the same slot may be tried again (polled until its window ends); it keeps its row.
AGAIN = (Resultaat.AFGEBROKEN, Resultaat.GEEN_LEVERING, Resultaat.MISLUKT)
#: What `fail` may say.
GIVEN_UP = (*AGAIN, Resultaat.ONGEWIJZIGD)


def begin(conn: Connection, lease: Lease, start: RunStart, now: datetime) -> int:
    """Begin the run of a slot and give its number.

    Raises:
        RunExists: the slot was run, is waiting for release, or was not cleaned up (`recover`).

    """
    leases.check(conn, lease)
    earlier = _of_slot(conn, lease.gemeente, start)
    if earlier is None:
        return _insert(conn, lease, start, now)
    if earlier.resultaat not in AGAIN:
        raise problems.run_exists(earlier.id, start.slot, start.dag.isoformat())
    fresh = dict.fromkeys(_UNSET) | _started(lease, start, now)
    conn.execute(
        update(runs)
        .where(runs.c.id == earlier.id)
        .values(fresh | {"pogingen": earlier.pogingen + 1, "besloten_door": ""})
    )
    return int(earlier.id)


def note_missed(conn: Connection, lease: Lease, start: RunStart, now: datetime) -> int | None:
    """Write down that a slot was never run; None when it was."""
    leases.check(conn, lease)
    if _of_slot(conn, lease.gemeente, start) is not None:
        return None
    run = _insert(conn, lease, start, now)
    finish(conn, run, Resultaat.GEMIST, now)
    audit.note_run(conn, run, Resultaat.GEMIST, now)
    return run


def next_hand(conn: Connection, gemeente: str, bronset: str, dag: date) -> str:
    """Give the first free "hand-<n>" of a day."""
    slots = conn.scalars(
        select(runs.c.slot).where(
            runs.c.gemeente == gemeente, runs.c.bronset == bronset, runs.c.dag == dag
        )
    )
    taken = [int(slot[5:]) for slot in slots if slot.startswith("hand-") and slot[5:].isdecimal()]
    return f"hand-{max(taken, default=0) + 1}"


def recover(conn: Connection, lease: Lease, now: datetime) -> int:
    """Clean up after runs that never ended, and give how many: their rows go."""
    leases.check(conn, lease)
    cut_off = list(
        conn.scalars(
            select(runs.c.id).where(runs.c.gemeente == lease.gemeente, runs.c.resultaat.is_(None))
        )
    )
    for run in cut_off:
        give_up(conn, run, Resultaat.AFGEBROKEN, now)
    return len(cut_off)


def fail(
    conn: Connection,
    lease: Lease,
    run: int,
    resultaat: Resultaat,
    found: Sequence[Problem],
    proof: Mapping[str, Any],
    now: datetime,
) -> None:
    """End a run that brings nothing; its rows go."""
    if resultaat not in GIVEN_UP:
        raise ValueError(f"a run is not given up as {resultaat}")
    leases.open_run(conn, lease, run)
    give_up(
        conn,
        run,
        resultaat,
        now,
        problemen=words.dump_problems(found),
        proof=words.dump_map(proof),
    )


def give_up(conn: Connection, run: int, resultaat: Resultaat, now: datetime, **also: Any) -> None:
    """Drop a run's rows and end it."""
    staging.drop(conn, run)
    finish(conn, run, resultaat, now, **also)
    audit.note_run(conn, run, resultaat, now)


def finish(conn: Connection, run: int, resultaat: Resultaat, now: datetime, **also: Any) -> None:
    """Write how a run ended."""
    conn.execute(
        update(runs)
        .where(runs.c.id == run)
        .values({"resultaat": resultaat.value, "geeindigd": now} | also)
    )


def note_problems(conn: Connection, lease: Lease, run: int, found: Sequence[Problem]) -> None:
    """Add problems to those that a run was ended with; nothing else of it changes."""
    leases.check(conn, lease)
    kept = conn.scalar(select(runs.c.problemen).where(runs.c.id == run))
    told = words.dump_problems((*words.load_problems(kept), *found))
    conn.execute(update(runs).where(runs.c.id == run).values(problemen=told))


def get(conn: Connection, run: int) -> RunRow:
    """Give one run; UsageProblem when there is none."""
    found = conn.execute(select(runs).where(runs.c.id == run)).one_or_none()
    if found is None:
        raise problems.run_unknown(run)
    return _row(found)


def newest(conn: Connection, gemeente: str | None, limit: int) -> list[RunRow]:
    """Give runs, newest first."""
    wanted = select(runs).order_by(runs.c.id.desc()).limit(limit)
    if gemeente is not None:
        wanted = wanted.where(runs.c.gemeente == gemeente)
    return [_row(found) for found in conn.execute(wanted)]


def waiting(conn: Connection, gemeente: str, bronset: str | None = None) -> list[RunRow]:
    """Give the runs that wait for release, longest waiting first."""
    waits = runs.c.resultaat == Resultaat.WACHT_OP_VRIJGAVE.value
    wanted = select(runs).where(runs.c.gemeente == gemeente, waits).order_by(runs.c.wacht_sinds)
    if bronset is not None:
        wanted = wanted.where(runs.c.bronset == bronset)
    return [_row(found) for found in conn.execute(wanted)]


def since(conn: Connection, gemeente: str, dag: date) -> list[RunRow]:
    """Give the runs of the slots since a day, oldest first."""
    wanted = select(runs).where(runs.c.gemeente == gemeente, runs.c.dag >= dag)
    return [_row(found) for found in conn.execute(wanted.order_by(runs.c.dag, runs.c.id))]


def last_per_slot(conn: Connection, gemeente: str) -> dict[tuple[str, str], RunRow]:
    """Give the newest run of each (bronset, slotnaam)."""
    last = (
        select(func.max(runs.c.id))
        .where(runs.c.gemeente == gemeente)
        .group_by(runs.c.bronset, runs.c.slotnaam)
    )
    found = conn.execute(select(runs).where(runs.c.id.in_(last)))
    return {(row.bronset, row.slotnaam): _row(row) for row in found}


def last_free(conn: Connection, gemeente: str, bronset: str) -> RunRow | None:
    """Give the newest run of a source that was freed and did more than catch up."""
    ordinary = runs.c.slotnaam != INHALEN
    return _newest_of(conn, gemeente, bronset, ordinary, (Resultaat.VRIJ,))


def last_good(conn: Connection, gemeente: str, bronset: str, slot: str) -> RunRow | None:
    """Give the newest run of this kind of slot that was read whole and freed, or only tried."""
    same = runs.c.slotnaam == words.slotnaam(slot)
    return _newest_of(conn, gemeente, bronset, same, (Resultaat.VRIJ, Resultaat.PROEF))


def good_before(conn: Connection, run: RunRow) -> RunRow | None:
    """Give the last good run of the same source and kind of slot before this one."""
    earlier = and_(runs.c.slotnaam == words.slotnaam(run.slot), runs.c.id < run.id)
    good = (Resultaat.VRIJ, Resultaat.PROEF)
    return _newest_of(conn, run.gemeente, run.bronset, earlier, good)


def _newest_of(
    conn: Connection,
    gemeente: str,
    bronset: str,
    which: ColumnElement[bool],
    ended: Sequence[Resultaat],
) -> RunRow | None:
    found = conn.execute(
        select(runs)
        .where(
            runs.c.gemeente == gemeente,
            runs.c.bronset == bronset,
            which,
            runs.c.resultaat.in_([one.value for one in ended]),
        )
        .order_by(runs.c.geeindigd.desc(), runs.c.id.desc())
        .limit(1)
    ).one_or_none()
    return None if found is None else _row(found)


_UNSET = (
    "geeindigd",
    "resultaat",
    "vrij_op",
    "wacht_sinds",
    "gelezen",
    "nieuw",
    "aangewezen",
    "quarantaine",
    "telling",
    "proof",
    "problemen",
    "nog_te_doen",
)


def _of_slot(conn: Connection, gemeente: str, start: RunStart) -> Row[Any] | None:
    return conn.execute(
        select(runs).where(
            runs.c.gemeente == gemeente,
            runs.c.bronset == start.bronset,
            runs.c.dag == start.dag,
            runs.c.slot == start.slot,
        )
    ).one_or_none()


def _insert(conn: Connection, lease: Lease, start: RunStart, now: datetime) -> int:
    key = {
        "gemeente": lease.gemeente,
        "bronset": start.bronset,
        "dag": start.dag,
        "slot": start.slot,
        "slotnaam": words.slotnaam(start.slot),
        "pogingen": 1,
        "besloten_door": "",
    }
    new = insert(runs).values(key | _started(lease, start, now)).returning(runs.c.id)
    return int(conn.execute(new).scalar_one())


def _started(lease: Lease, start: RunStart, now: datetime) -> dict[str, Any]:
    return {
        "token": lease.token,
        "stand": start.stand,
        "mapping_merk": start.mapping_merk,
        "regelversie": start.regelversie,
        "begonnen": now,
    }


def _row(found: Row[Any]) -> RunRow:
    """Raises LedgerError (L-0617) for a row whose stored words cannot be read any more."""
    try:
        return _read(found)
    except (ValueError, KeyError, TypeError) as wrong:
        # Only what it was, never its words: they come from outside by then.
        kind = type(wrong).__name__
        told = bericht("L-0617", run=found.id, gemeente=found.gemeente, soort=kind)
        raise LedgerError(told) from None


def _read(found: Row[Any]) -> RunRow:
    telling = words.load(found.telling)
    return RunRow(
        id=found.id,
        gemeente=found.gemeente,
        bronset=found.bronset,
        dag=found.dag,
        slot=found.slot,
        pogingen=found.pogingen,
        stand=found.stand,
        mapping_merk=found.mapping_merk,
        regelversie=found.regelversie,
        begonnen=found.begonnen,
        geeindigd=found.geeindigd,
        resultaat=None if found.resultaat is None else Resultaat(found.resultaat),
        telling=None if telling is None else Telling.from_json(telling),
        proof=words.load(found.proof) or {},
        problems=words.load_problems(found.problemen),
        wacht_sinds=found.wacht_sinds,
        besloten_door=found.besloten_door,
    )
