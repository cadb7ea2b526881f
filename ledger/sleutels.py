"""Which root keys this ledger was written with, what still leans on each, and retiring one.

A key is known by its proof, which tells nothing of it. The proof of the first run is believed; from
then on another key under the same number stops a run before anything is read.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    and_,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from ledger import audit, binding, blokkades, leases, marks, problems
from ledger.shapes.runs import Lease
from ledger.shapes.sleutels import Gedragen, Sleutelrij
from ledger.shapes.standen import StandStaat
from ledger.tables import WAITING, blokkade, outbox, sleutel, staand_besluit, stand, stub
from regres import Handelend

#: Why a stub was closed that no key leads to any more.
SLEUTEL_WEG = "sleutel_gestopt"
#: A stand of which no mark can be compared any more.
_GEEN_MERK = {"inhoudsmerk": "", "groepmerken": "{}", "bronmerk": None}


def bekend(conn: Connection, gemeente: str) -> list[Sleutelrij]:
    """Give the keys that this ledger knows, oldest first; the blijvende sleutel before all."""
    wanted = select(sleutel).where(sleutel.c.gemeente == gemeente).order_by(sleutel.c.versie)
    return [_row(row) for row in conn.execute(wanted)]


def herken(
    conn: Connection, lease: Lease, proeven: Mapping[int, str], now: datetime
) -> tuple[int, ...]:
    """Give the versions that are another key than before; when there are none, keep new ones."""
    leases.check(conn, lease)
    kept = {row.versie: row.proef for row in bekend(conn, lease.gemeente)}
    wrong = sorted(v for v, proof in proeven.items() if kept.get(v, proof) != proof)
    if wrong:
        return tuple(wrong)
    origin = f"gemeente:{lease.gemeente}"
    for versie in sorted(proeven.keys() - kept.keys()):
        conn.execute(
            insert(sleutel).values(
                gemeente=lease.gemeente,
                versie=versie,
                proef=proeven[versie],
                sinds=now,
                kopie_kid="",
            )
        )
        audit.note(conn, "sleutel_in_gebruik", f"versie {versie}", now, oorsprong=origin)
    return ()


def gedragen(conn: Connection, gemeente: str) -> dict[int, Gedragen]:
    """Give, per version that anything leans on, how much does."""
    every = (
        select(column).where(of.c.gemeente == gemeente, only).distinct()
        for of, column, only in (
            (stand, stand.c.merkversie, true()),
            (stand, stand.c.clientversie, true()),
            (stub, stub.c.zoekversie, true()),
            (stub, stub.c.merkversie, true()),
            (stub, stub.c.clientversie, true()),
            (staand_besluit, staand_besluit.c.zoekversie, true()),
            (staand_besluit, staand_besluit.c.merkversie, true()),
            # Most of the outbox is history: only by this condition may its index be used.
            (outbox, outbox.c.zoekversie, WAITING),
            (outbox, outbox.c.merkversie, WAITING),
            (blokkade, blokkade.c.clientversie, true()),
        )
    )
    versions = {number for wanted in every for number in conn.scalars(wanted)} - {0}
    found = {versie: van(conn, gemeente, versie) for versie in sorted(versions)}
    return {versie: leans for versie, leans in found.items() if not leans.leeg}


def van(conn: Connection, gemeente: str, versie: int) -> Gedragen:
    """Give how much leans on one version."""
    clients = [
        _count(conn, stand, _client_of(stand, gemeente, versie)),
        _count(conn, stub, and_(_client_of(stub, gemeente, versie), stub.c.gesloten_op.is_(None))),
    ]
    return Gedragen(
        meldingen=_count(conn, stand, _facts(gemeente, versie)),
        clienten=sum(clients),
        wachtend=_count(conn, stub, _waits(gemeente, versie)),
        besluiten=_count(conn, staand_besluit, _decided(gemeente, versie)),
        bezwaren=blokkades.only_under(conn, gemeente, versie),
        onderweg=_count(conn, outbox, _under_way(gemeente, versie)),
    )


def stop(
    conn: Connection,
    lease: Lease,
    versie: int,
    door: Handelend,
    now: datetime,
    *,
    toch: bool,
) -> Gedragen:
    """Retire a version; with `toch` what leans on it lets go of it. Gives how much did.

    Standing meldingen are sealed once more at the next read, waiting records come back as new
    ones, decisions about them are forgotten, and their clients can no longer be looked up.

    Raises UsageProblem: rows are under way (L-0702), an objection is known by it alone (L-0703),
    or something else leans on it and not `toch` (L-0701).
    """
    leases.check(conn, lease)
    gemeente = lease.gemeente
    leans = van(conn, gemeente, versie)
    if leans.onderweg:
        raise problems.key_under_way(versie, leans.onderweg)
    if leans.bezwaren:
        raise problems.key_of_objections(versie, leans.bezwaren)
    if not leans.leeg and not toch:
        raise problems.key_in_use(versie)
    gone = _let_go(conn, gemeente, versie, now)
    which = and_(sleutel.c.gemeente == gemeente, sleutel.c.versie == versie)
    conn.execute(update(sleutel).where(which).values(gestopt=now))
    what = {"versie": versie, "toch": toch}
    number = marks.note_decision(conn, gemeente, "sleutel_gestopt", door, now, what)
    binding.ontkoppel(conn, gone, now, oorsprong=f"besluit:{number}", actor=door.wie)
    return leans


def kopie(
    conn: Connection,
    gemeente: str,
    versies: Sequence[int],
    kid: str,
    door: Handelend,
    now: datetime,
) -> None:
    """Note that a backup of these versions was made, for whom and by whom."""
    which = and_(sleutel.c.gemeente == gemeente, sleutel.c.versie.in_(list(versies)))
    conn.execute(update(sleutel).where(which).values(kopie_op=now, kopie_kid=kid))
    what = {"versies": list(versies), "kid": kid}
    marks.note_decision(conn, gemeente, "sleutelkopie", door, now, what)


def _let_go(conn: Connection, gemeente: str, versie: int, now: datetime) -> dict[str, int]:
    """Take every hash of a version out of what is compared or looked up.

    Gives how many rows went that the audit trail answered for.
    """
    marks_of = and_(stand.c.gemeente == gemeente, stand.c.merkversie == versie)
    conn.execute(update(stand).where(marks_of).values(_GEEN_MERK))
    sent = and_(outbox.c.gemeente == gemeente, outbox.c.merkversie == versie)
    conn.execute(update(outbox).where(sent).values(bronmerk=None))
    gone: dict[str, Any] = {"gesloten_op": now, "gesloten_reden": SLEUTEL_WEG}
    gone |= {"herkenning": None, "merk": "", "bronmerk": None}
    conn.execute(update(stub).where(_waits(gemeente, versie)).values(gone))
    decided = binding.weg(conn, binding.STAAND, _decided(gemeente, versie))
    for table in (stand, stub, outbox):
        of = _client_of(table, gemeente, versie)
        conn.execute(update(table).where(of).values(clientmerk="", clientversie=0))
    forgotten = blokkades.forget(conn, gemeente, versie)
    return {binding.STAAND.naam: decided, binding.BLOKKADE.naam: forgotten}


def _facts(gemeente: str, versie: int) -> ColumnElement[bool]:
    """Find what stands and would otherwise be sent once more; a withdrawal compares nothing."""
    standing = and_(stand.c.staat == StandStaat.STAAND.value, stand.c.inhoudsmerk != "")
    return and_(stand.c.gemeente == gemeente, stand.c.merkversie == versie, standing)


def _client_of(table: Table, gemeente: str, versie: int) -> ColumnElement[bool]:
    marked = and_(table.c.clientmerk != "", table.c.clientversie == versie)
    return and_(table.c.gemeente == gemeente, marked)


def _waits(gemeente: str, versie: int) -> ColumnElement[bool]:
    marked = and_(stub.c.merk != "", stub.c.merkversie == versie)
    named = or_(stub.c.zoekversie == versie, marked)
    return and_(stub.c.gemeente == gemeente, stub.c.gesloten_op.is_(None), named)


def _decided(gemeente: str, versie: int) -> ColumnElement[bool]:
    named = or_(staand_besluit.c.zoekversie == versie, staand_besluit.c.merkversie == versie)
    return and_(staand_besluit.c.gemeente == gemeente, named)


def _under_way(gemeente: str, versie: int) -> ColumnElement[bool]:
    named = or_(outbox.c.zoekversie == versie, outbox.c.merkversie == versie)
    return and_(outbox.c.gemeente == gemeente, WAITING, named)


def _count(conn: Connection, table: Table, which: ColumnElement[bool]) -> int:
    return conn.scalar(select(func.count()).select_from(table).where(which)) or 0


def _row(row: Row[Any]) -> Sleutelrij:
    return Sleutelrij(row.versie, row.proef, row.sinds, row.gestopt, row.kopie_op, row.kopie_kid)
