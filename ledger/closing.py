"""The end of a run: one transaction that checks the counts, asks the brake, and frees or keeps.

What it frees is applied at once; what must wait keeps its rows and a note of what is still to do,
and `release` applies exactly that later.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from ledger import (
    audit,
    freeing,
    gezien,
    leases,
    marks,
    maten,
    problems,
    runs,
    staging,
    stubs,
    words,
)
from ledger.freeing import Todo
from ledger.shapes.regie import PROEF
from ledger.shapes.runs import Closing, History, Lease, Resultaat, RunResult, Verdict
from ledger.tables import run as run_table
from regres import Bucket, Handelend, Problem, SoortMelding, Telling

Decide = Callable[[History], Verdict]

_RUNS_LOOKED_AT = 30
_MAY_DECIDE = (
    Resultaat.VRIJ,
    Resultaat.WACHT_OP_VRIJGAVE,
    Resultaat.PROEF,
    Resultaat.MISLUKT,
)
_MAY_DECIDE_IN_PROEF = (Resultaat.PROEF, Resultaat.MISLUKT)


def close(
    conn: Connection, lease: Lease, run: int, closing: Closing, decide: Decide, now: datetime
) -> RunResult:
    """End a run: see the module."""
    row = leases.open_run(conn, lease, run)
    waiting = _replaced_by(conn, row, closing)
    since = min((old.wacht_sinds for old in waiting), default=None)
    verdict = _verdict(conn, row, closing, decide, since)
    telling = _with_new(closing.telling, stubs.count_new(conn, row))
    told = (*verdict.redenen, *closing.problems)
    if verdict.resultaat in (Resultaat.VRIJ, Resultaat.WACHT_OP_VRIJGAVE):
        for old in waiting:
            ended = {"geeindigd": old.geeindigd, "nog_te_doen": None}
            runs.give_up(conn, old.id, Resultaat.VERVANGEN, now, **ended)
    since = (since or now) if verdict.resultaat is Resultaat.WACHT_OP_VRIJGAVE else None
    kept = _ended(telling, closing, told, since, now)
    if verdict.resultaat is not Resultaat.MISLUKT:
        gezien.note(conn, row, closing)
    _carry_out(conn, row, verdict.resultaat, Todo.of(closing, now), kept, now)
    return RunResult(run, verdict.resultaat, telling, told, since)


def release(conn: Connection, run: int, door: Handelend, now: datetime) -> RunResult:
    """Free a waiting run by the name of a person."""
    row = _waiting(conn, run)
    who = {"besloten_door": door.wie}
    what = {"run": run, "gezien": _seen(row)}
    marks.note_decision(conn, row.gemeente, "vrijgave", door, now, what)
    _carry_out(conn, row, Resultaat.VRIJ, Todo.load(row.nog_te_doen), who, now, actor=door.wie)
    found = runs.get(conn, run)
    return RunResult(run, Resultaat.VRIJ, found.telling or Telling(), found.problems)


def reject(conn: Connection, run: int, door: Handelend, now: datetime) -> None:
    """Throw a waiting run away by the name of a person; the next read starts from what stood."""
    row = _waiting(conn, run)
    what = {"run": run, "gezien": _seen(row)}
    marks.note_decision(conn, row.gemeente, "verwerping", door, now, what)
    staging.drop(conn, run)
    ended = {"geeindigd": row.geeindigd, "nog_te_doen": None, "besloten_door": door.wie}
    runs.finish(conn, run, Resultaat.VERWORPEN, now, **ended)
    audit.note_run(conn, run, Resultaat.VERWORPEN, now, actor=door.wie)


def accounting(
    telling: Telling, staged: dict[SoortMelding, int], *, proef: bool = False
) -> list[Problem]:
    """Compare the counts with each other and with the rows that really stand there.

    proef  nothing may stand there, whatever was counted
    """
    found = []
    if not telling.klopt:
        counted = sum(telling.buckets.values())
        found.append(problems.read_and_counted(telling.gelezen, counted))
    for soort in SoortMelding:
        said, stands = 0 if proef else telling.soorten[soort], staged.get(soort, 0)
        if said != stands:
            found.append(problems.counted_and_staged(soort.value, said, stands))
    return found


def _waiting(conn: Connection, run: int) -> Row[Any]:
    found = conn.execute(select(run_table).where(run_table.c.id == run)).one_or_none()
    if found is None:
        raise problems.run_unknown(run)
    if found.resultaat != Resultaat.WACHT_OP_VRIJGAVE.value:
        raise problems.run_not_waiting(run, found.resultaat or "")
    return found


def _seen(row: Row[Any]) -> dict[str, Any]:
    """Give the counts on which a person decided, as the decision keeps them."""
    counts = words.load(row.telling) or {}
    return {name: counts.get(name) for name in ("gelezen", "soorten", "codes", "j")}


def _verdict(
    conn: Connection, row: Row[Any], closing: Closing, decide: Decide, since: datetime | None
) -> Verdict:
    proef = row.stand == PROEF
    wrong = accounting(closing.telling, staging.counts(conn, row.id), proef=proef)
    if wrong:
        return Verdict(Resultaat.MISLUKT, tuple(wrong))
    verdict = decide(_history(conn, row, since))
    if verdict.resultaat not in (_MAY_DECIDE_IN_PROEF if proef else _MAY_DECIDE):
        raise ValueError(f"a run cannot be closed as {verdict.resultaat}")
    return verdict


def _history(conn: Connection, row: Row[Any], since: datetime | None) -> History:
    found = conn.execute(
        select(run_table.c.nieuw, run_table.c.mapping_merk)
        .where(
            run_table.c.gemeente == row.gemeente,
            run_table.c.bronset == row.bronset,
            run_table.c.slotnaam == row.slotnaam,
            run_table.c.resultaat == Resultaat.VRIJ.value,
        )
        .order_by(run_table.c.geeindigd.desc(), run_table.c.id.desc())
        .limit(_RUNS_LOOKED_AT)
    ).all()
    return History(
        nieuw=tuple(past.nieuw for past in found),
        mapping_merk=found[0].mapping_merk if found else None,
        wacht_sinds=since,
        maten=maten.soortgelijk(conn, row),
    )


def _replaced_by(conn: Connection, row: Row[Any], closing: Closing) -> list[Row[Any]]:
    """Give the waiting runs whose slice this run has read again."""
    found = conn.execute(
        select(run_table).where(
            run_table.c.gemeente == row.gemeente,
            run_table.c.bronset == row.bronset,
            run_table.c.resultaat == Resultaat.WACHT_OP_VRIJGAVE.value,
        )
    )
    return [old for old in found if _covers(row.slot, closing.sneden, old)]


def _covers(slot: str, sneden: tuple[str, ...], old: Row[Any]) -> bool:
    """Tell whether a read of these slices holds all of an older one.

    Without slices on both sides only the slot can tell: last night's `venster` and tonight's.
    """
    theirs = Todo.load(old.nog_te_doen).sneden
    if sneden and theirs:
        return set(theirs) <= set(sneden)
    return words.batchnaam(slot) == words.batchnaam(old.slot)


def _with_new(telling: Telling, new: dict[Bucket, int]) -> Telling:
    counted = Telling.from_json(telling.as_json())
    counted.nieuw.clear()
    counted.nieuw.update(new)
    return counted


def _ended(
    telling: Telling,
    closing: Closing,
    told: tuple[Problem, ...],
    since: datetime | None,
    now: datetime,
) -> dict[str, Any]:
    return {
        "gelezen": telling.gelezen,
        "nieuw": telling.soorten[SoortMelding.NIEUW],
        "aangewezen": telling.j,
        "quarantaine": telling.buckets[Bucket.QUARANTAINE],
        "telling": words.dump(telling.as_json()),
        "proof": words.dump_map(closing.proof),
        "problemen": words.dump_problems(told),
        "wacht_sinds": since,
        "geeindigd": now,
    }


def _carry_out(
    conn: Connection,
    row: Row[Any],
    resultaat: Resultaat,
    todo: Todo,
    kept: dict[str, Any],
    now: datetime,
    actor: str = audit.SELF,
) -> None:
    also = {"nog_te_doen": None, "geeindigd": row.geeindigd} | kept
    if resultaat is Resultaat.WACHT_OP_VRIJGAVE:
        also["nog_te_doen"] = todo.dump()
    elif resultaat is Resultaat.VRIJ:
        also["vrij_op"] = now
        freeing.free(conn, row, todo, now, actor)
    else:
        staging.drop(conn, row.id)
    runs.finish(conn, row.id, resultaat, now, **also)
    audit.note_run(conn, row.id, resultaat, now, actor)
