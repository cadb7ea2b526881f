"""Pausing a municipality and the order to catch up: one row while it holds, a decision for each.

The decision is kept in the log and the audit trail; the row only says that it still holds, so that
asking before every delivery is one look at one row. What the configuration decides (`actief`) is
noted when a run meets it.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, bindparam, delete, insert, select

from ledger import audit, dialect, leases, marks, words
from ledger.shapes.regie import ACTIEF, PROEF, Inhaalopdracht, Pauze, Standbesluit
from ledger.shapes.runs import Lease
from ledger.tables import besluit, inhaalopdracht, text_moment
from ledger.tables import pauze as pauzes
from regres import Handelend

#: Kinds of decision in the log: the configuration said actief, or proef again.
STANDEN = (ACTIEF, PROEF)


def pauze(conn: Connection, gemeente: str) -> Pauze | None:
    """Give the pause of a municipality; None while it goes on."""
    row = _PAUZE.ask(conn, van=gemeente).one_or_none()
    if row is None:
        return None
    return Pauze(gemeente, text_moment(row.sinds), row.wie, row.rol, row.reden)


def pauzeer(conn: Connection, gemeente: str, door: Handelend, now: datetime) -> int | None:
    """Let a municipality stand still; gives the decision's number, None when it already did."""
    if _standing(conn, pauzes, gemeente) is not None:
        return None
    number = marks.note_decision(conn, gemeente, "pauze", door, now, {})
    conn.execute(insert(pauzes).values(gemeente=gemeente, besluit=number, sinds=now))
    return number


def hervat(conn: Connection, gemeente: str, door: Handelend, now: datetime) -> int | None:
    """Let it go on; gives the decision's number, None when it did not stand still."""
    if _standing(conn, pauzes, gemeente) is None:
        return None
    conn.execute(delete(pauzes).where(pauzes.c.gemeente == gemeente))
    return marks.note_decision(conn, gemeente, "hervat", door, now, {})


def noteer_stand(
    conn: Connection, lease: Lease, besluit_actief: Standbesluit | None, now: datetime
) -> None:
    """Keep what the configuration says about sending, when that is other than was kept last.

    The file decides; this only lets nobody change it unseen. None = the stand is proef, which for
    a municipality that never sent is nothing that anybody decided.
    """
    leases.check(conn, lease)
    last = _laatste_stand(conn, lease.gemeente)
    if besluit_actief is None:
        if last is not None and last.soort == ACTIEF:
            door = Handelend(audit.SELF, "", "stand: proef in de configuratie")
            marks.note_decision(conn, lease.gemeente, PROEF, door, now, {})
        return
    door = Handelend(besluit_actief.wie, besluit_actief.rol, besluit_actief.waarom)
    what = {"sinds": besluit_actief.sinds.isoformat()}
    known = last is not None and last.soort == ACTIEF and _besluiter(last) == door
    if last is None or not known or words.load(last.gegevens) != what:
        marks.note_decision(conn, lease.gemeente, ACTIEF, door, now, what)


def _besluiter(row: Row[Any]) -> Handelend:
    return Handelend(row.wie, row.rol, row.reden)


def _laatste_stand(conn: Connection, gemeente: str) -> Row[Any] | None:
    wanted = select(besluit).where(besluit.c.gemeente == gemeente, besluit.c.soort.in_(STANDEN))
    return conn.execute(wanted.order_by(besluit.c.id.desc()).limit(1)).one_or_none()


def opdracht(conn: Connection, gemeente: str) -> Inhaalopdracht | None:
    """Give the order to catch up that stands; None when there is none."""
    row = _standing(conn, inhaalopdracht, gemeente)
    if row is None:
        return None
    who = (row.wie, row.rol, row.reden)
    return Inhaalopdracht(gemeente, row.vanaf, row.per_nacht, row.sinds, *who)


def haal_in(
    conn: Connection,
    gemeente: str,
    vanaf: date,
    per_nacht: int,
    door: Handelend,
    now: datetime,
) -> int:
    """Order catching up, in the place of an earlier order; gives the decision's number.

    Every source is read in full once more: what was held before may not say since when it is.
    """
    if per_nacht < 1:
        raise ValueError("catching up by less than one")
    what = {"vanaf": vanaf.isoformat(), "per_nacht": per_nacht}
    number = marks.note_decision(conn, gemeente, "inhalen", door, now, what)
    values = {"vanaf": vanaf, "per_nacht": per_nacht, "besluit": number, "sinds": now}
    marks.read_again(conn, gemeente, now)
    made = dialect.upsert(conn, inhaalopdracht).values(gemeente=gemeente, **values)
    key = inhaalopdracht.primary_key.columns.values()
    conn.execute(made.on_conflict_do_update(index_elements=key, set_=values))
    return number


def stop_inhalen(conn: Connection, gemeente: str, door: Handelend, now: datetime) -> int | None:
    """Take the order back; what was freed goes on. None when there was none."""
    if _standing(conn, inhaalopdracht, gemeente) is None:
        return None
    conn.execute(delete(inhaalopdracht).where(inhaalopdracht.c.gemeente == gemeente))
    return marks.note_decision(conn, gemeente, "inhalen_gestopt", door, now, {})


def _wie_en_waarom(table: Table) -> Select[Any]:
    return (
        select(table, *(besluit.c[name] for name in ("wie", "rol", "reden")))
        .join(besluit, besluit.c.id == table.c.besluit)
        .where(table.c.gemeente == bindparam("van"))
    )


# Asked before every page and every delivery: to build a question takes as long as to ask it.
_PAUZE = dialect.Vast(_wie_en_waarom(pauzes))


def _standing(conn: Connection, table: Table, gemeente: str) -> Row[Any] | None:
    return conn.execute(_wie_en_waarom(table), {"van": gemeente}).one_or_none()
