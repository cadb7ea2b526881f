"""Objections: clients of whom nothing is sent any more, and of whom what was sent is withdrawn.

A client is known by marks, one under each key version there was when the objection was made. A
lifted objection keeps its row for a while: reads compare the numbers of decisions to see whether
there was one they have not heard of.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from ledger import audit, binding, dialect, marks, stubs
from ledger.shapes.dossier import Blokkades, Merk, Vernieuwd
from ledger.shapes.standen import OutboxStatus
from ledger.tables import WAITING, besluit, blokkade, envelop, outbox, stand, stub, stub_klaar
from regres import Handelend, SoortMelding

#: Why a row was not sent, or a stub closed.
CODE = "bezwaar"
BEZWAAR, OPGEHEVEN = "subject_bezwaar", "subject_bezwaar_opgeheven"


def standing(conn: Connection, gemeente: str) -> Blokkades:
    """Give whom a run must pass by, and the newest decision about it, lifting included."""
    mine = blokkade.c.gemeente == gemeente
    found = conn.scalars(select(blokkade.c.clientmerk).where(mine, blokkade.c.opgeheven.is_(None)))
    newest = select(func.max(blokkade.c.besluit), func.max(blokkade.c.opgeheven)).where(mine)
    numbers = conn.execute(newest).one()
    return Blokkades(frozenset(found), max(number or 0 for number in numbers))


def place(
    conn: Connection,
    gemeente: str,
    merken: Sequence[Merk],
    door: Handelend,
    now: datetime,
) -> int:
    """Note an objection and stop what had not arrived yet; gives the number of the decision.

    What was offered without an answer is stopped too: the withdrawal that follows undoes it.
    """
    number = marks.note_decision(conn, gemeente, BEZWAAR, door, now, {})
    for merk in merken:
        values = {"clientversie": merk.versie, "besluit": number, "sinds": now, "opgeheven": None}
        made = dialect.upsert(conn, blokkade).values(
            gemeente=gemeente, clientmerk=merk.waarde, **values
        )
        key = blokkade.primary_key.columns.values()
        conn.execute(made.on_conflict_do_update(index_elements=key, set_=values))
    waarden = [merk.waarde for merk in merken]
    _leg_vast(conn, gemeente, waarden, door.wie, now)
    _stop(conn, and_(outbox.c.gemeente == gemeente, outbox.c.clientmerk.in_(waarden)))
    waits = and_(stub.c.gemeente == gemeente, stub.c.clientmerk.in_(waarden))
    stubs.close_for(conn, waits, CODE, now)
    _audit(conn, gemeente, waarden, number, "geblokkeerd", door.wie, now)
    return number


def lift(
    conn: Connection,
    gemeente: str,
    merken: Sequence[Merk],
    door: Handelend,
    now: datetime,
) -> int | None:
    """Lift an objection; None when there is none."""
    waarden = [merk.waarde for merk in merken]
    which = and_(
        blokkade.c.gemeente == gemeente,
        blokkade.c.clientmerk.in_(waarden),
        blokkade.c.opgeheven.is_(None),
    )
    numbers = list(conn.scalars(select(blokkade.c.besluit).where(which)))
    if not numbers:
        return None
    number = marks.note_decision(conn, gemeente, OPGEHEVEN, door, now, {})
    same = and_(blokkade.c.gemeente == gemeente, blokkade.c.besluit.in_(numbers))
    conn.execute(update(blokkade).where(or_(which, same)).values(opgeheven=number))
    binding.leg_vast(conn, binding.BLOKKADE, blokkade.c.opgeheven == number, now, door.wie)
    _audit(conn, gemeente, waarden, number, "opgeheven", door.wie, now)
    return number


def bezwaren(conn: Connection) -> Iterator[tuple[str, list[Merk], Handelend]]:
    """Give every objection that stands: municipality, marks, and who noted it in which role."""
    wanted = (
        select(blokkade, besluit.c.wie, besluit.c.rol)
        .join(besluit, besluit.c.id == blokkade.c.besluit)
        .where(blokkade.c.opgeheven.is_(None))
        .order_by(blokkade.c.besluit, blokkade.c.clientmerk)
    )
    rows = conn.execute(wanted).all()
    for _, group in groupby(rows, key=lambda row: row.besluit):
        mine = list(group)
        marks_ = [Merk(row.clientmerk, row.clientversie) for row in mine]
        yield mine[0].gemeente, marks_, Handelend(mine[0].wie, mine[0].rol)


def renew(conn: Connection, gemeente: str, renewed: Sequence[Vernieuwd], now: datetime) -> None:
    """Let an objection that was met under an old key version be known under the present one too."""
    for one in renewed:
        which = and_(blokkade.c.gemeente == gemeente, blokkade.c.clientmerk == one.oud)
        for row in conn.execute(select(blokkade).where(which)).all():
            values = row._asdict() | {"clientmerk": one.nieuw, "clientversie": one.versie}
            del values["zout"]
            made = dialect.upsert(conn, blokkade).values(values)
            conn.execute(made.on_conflict_do_nothing())
    _leg_vast(conn, gemeente, [one.nieuw for one in renewed], audit.SELF, now)


def forget(conn: Connection, gemeente: str, versie: int) -> int:
    """Take the marks of a retired key version out of objections that are known otherwise too.

    Gives how many there were.
    """
    other = blokkade.alias("other")
    again = exists().where(
        other.c.gemeente == gemeente,
        other.c.besluit == blokkade.c.besluit,
        other.c.clientversie != versie,
    )
    old = and_(blokkade.c.gemeente == gemeente, blokkade.c.clientversie == versie)
    return binding.weg(conn, binding.BLOKKADE, and_(old, again))


def only_under(conn: Connection, gemeente: str, versie: int) -> int:
    """Count the objections that can only be recognised with this version of the root key."""
    other = blokkade.alias("other")
    known_otherwise = exists().where(
        other.c.gemeente == gemeente,
        other.c.besluit == blokkade.c.besluit,
        other.c.clientversie != versie,
    )
    which = and_(
        blokkade.c.gemeente == gemeente,
        blokkade.c.clientversie == versie,
        blokkade.c.opgeheven.is_(None),
    )
    wanted = select(func.count()).select_from(blokkade).where(which, ~known_otherwise)
    return conn.scalar(wanted) or 0


def hold_back(conn: Connection, run: Row[Any]) -> list[Row[Any]]:
    """Give the rows of a run whose client objected after they were read; drop stubs of such.

    The withdrawal of what stands is for the next read, which knows of the objection.
    """
    gone = and_(stub_klaar.c.run == run.id, _blocked(run.gemeente, stub_klaar.c.clientmerk))
    conn.execute(delete(stub_klaar).where(gone))
    unwanted = and_(
        outbox.c.run == run.id,
        WAITING,
        outbox.c.soort != SoortMelding.INTREKKING.value,
        _blocked(run.gemeente, outbox.c.clientmerk),
    )
    names = (outbox.c.id, outbox.c.referentie, outbox.c.soort, outbox.c.status)
    return list(conn.execute(select(*names).where(unwanted).order_by(outbox.c.id)))


def blocked_stand() -> ColumnElement[bool]:
    """Tell of a stand whether its client objects."""
    return _blocked(stand.c.gemeente, stand.c.clientmerk)


def _blocked(
    gemeente: ColumnElement[str] | str, clientmerk: ColumnElement[str]
) -> ColumnElement[bool]:
    return exists().where(
        blokkade.c.gemeente == gemeente,
        blokkade.c.clientmerk == clientmerk,
        blokkade.c.opgeheven.is_(None),
    )


def _leg_vast(
    conn: Connection, gemeente: str, waarden: Sequence[str], actor: str, now: datetime
) -> None:
    which = and_(blokkade.c.gemeente == gemeente, blokkade.c.clientmerk.in_(waarden))
    binding.leg_vast(conn, binding.BLOKKADE, which, now, actor)


def _stop(conn: Connection, whose: ColumnElement[bool]) -> None:
    unsent = and_(whose, WAITING, outbox.c.soort != SoortMelding.INTREKKING.value)
    rows = list(conn.scalars(select(outbox.c.id).where(unsent)))
    if not rows:
        return
    let_go = {"houder": None, "claim_tot": None}
    ended = {"status": OutboxStatus.VERVALLEN.value, "code": CODE, **let_go}
    for start in range(0, len(rows), 500):
        some = rows[start : start + 500]
        conn.execute(update(outbox).where(outbox.c.id.in_(some)).values(ended))
        conn.execute(delete(envelop).where(envelop.c.outbox.in_(some)))


def _audit(
    conn: Connection,
    gemeente: str,
    waarden: Sequence[str],
    number: int,
    resultaat: str,
    wie: str,
    now: datetime,
) -> None:
    """Say of each melding of the client that it is blocked, or no longer."""
    mine = and_(stand.c.gemeente == gemeente, stand.c.clientmerk.in_(waarden))
    names = list(conn.scalars(select(stand.c.referentie).where(mine).order_by(stand.c.referentie)))
    for hidden in audit.objects(conn, names):
        origin = f"besluit:{number}"
        audit.note(conn, CODE, resultaat, now, object_=hidden, oorsprong=origin, actor=wie)
