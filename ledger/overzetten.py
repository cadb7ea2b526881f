"""Moves what was written under an old root key to the present one, wherever it stands.

Neutral: nothing is released, sent or judged by it, so it needs no closing transaction. What was
moved stays moved when the run that found it fails or is killed; the next one goes on.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from ledger import besluiten, leases, outbox, standen, stubs, words
from ledger.shapes.runs import Lease, Resultaat
from ledger.shapes.sleutels import Hermerk, Rekey, Signaalmerk
from ledger.tables import run, stub_klaar


def zet_over(
    conn: Connection,
    lease: Lease,
    keys: Sequence[Rekey],
    merken: Sequence[Hermerk],
    signalen: Sequence[Signaalmerk],
    now: datetime,
) -> None:
    """Write lookup keys and marks anew."""
    leases.check(conn, lease)
    if keys:
        standen.rekey(conn, lease.gemeente, keys)
        stubs.rekey(conn, lease.gemeente, keys)
        besluiten.rekey(conn, lease.gemeente, keys, now)
        outbox.rekey(conn, lease.gemeente, keys)
        _waiting_runs(conn, lease.gemeente, keys)
    if merken:
        standen.hermerk(conn, lease.gemeente, merken)
        stubs.hermerk_refused(conn, lease.gemeente, merken)
    if signalen:
        stubs.hermerk(conn, lease.gemeente, signalen)
        besluiten.hermerk(conn, lease.gemeente, signalen, now)


def _waiting_runs(conn: Connection, gemeente: str, keys: Sequence[Rekey]) -> None:
    """Let runs that wait for a person speak of the same records when they are released."""
    waits = run.c.resultaat == Resultaat.WACHT_OP_VRIJGAVE.value
    found = conn.execute(
        select(run.c.id, run.c.nog_te_doen).where(run.c.gemeente == gemeente, waits)
    ).all()
    for row in found:
        _stubs_of(conn, row.id, keys)
        _todo_of(conn, row.id, row.nog_te_doen, {key.oud: key.nieuw for key in keys})


def _stubs_of(conn: Connection, number: int, keys: Sequence[Rekey]) -> None:
    which = (stub_klaar.c.run == number, stub_klaar.c.zoeksleutel == bindparam("old"))
    conn.execute(
        update(stub_klaar)
        .where(*which)
        .values(zoeksleutel=bindparam("new"), zoekversie=bindparam("version")),
        [{"old": key.oud, "new": key.nieuw, "version": key.zoekversie} for key in keys],
    )


def _todo_of(conn: Connection, number: int, text: str | None, new: Mapping[str, str]) -> None:
    todo = words.load(text)
    if not todo:
        return
    todo["gesloten_stubs"] = [[new.get(key, key), why] for key, why in todo["gesloten_stubs"]]
    for one in todo.get("besluitlezingen", ()):
        one["zoeksleutel"] = new.get(one["zoeksleutel"], one["zoeksleutel"])
    conn.execute(update(run).where(run.c.id == number).values(nog_te_doen=words.dump(todo)))
