"""Records of a delta source that wait: kept themselves, sealed, for as long as they may be.

Such a source gives a change once, so what waits cannot be read again. The record hangs on its stub,
sealed for the municipality's inzagesleutel, and goes with it: a stub that closes keeps nothing.
Days are counted from the last delivery, which is when the stub was last seen.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, and_, select, update

from ledger import audit, words
from ledger.tables import stub
from regres.dag import lokale_dag
from regres.waarde import dataclass

#: How long a record is kept, and how many days before its end people are told, latest last.
TERMIJN = timedelta(days=30)
ALARMEN = (14, 3)
#: What the stub says afterwards: it stays open, and the source must give the record again.
VERLOPEN = "verlopen"

_KEPT = and_(stub.c.record.is_not(None), stub.c.gesloten_op.is_(None))


@dataclass(frozen=True, slots=True)
class DeltaRow:
    """A kept record, without what is in it.

    tot     the last day on which it is there
    dagen   days until then; 0 on that day
    alarm   0, 14 or 3: the last of the alarms whose day has come
    """

    zoeksleutel: str
    bronset: str
    tot: date
    dagen: int
    alarm: int


def listed(conn: Connection, gemeente: str, vandaag: date) -> list[DeltaRow]:
    """Give what is kept, nearest end first."""
    rows = conn.execute(
        select(stub).where(_KEPT, stub.c.gemeente == gemeente).order_by(stub.c.laatst_gezien)
    )
    return [_row(row.zoeksleutel, row.bronset, row.laatst_gezien, vandaag) for row in rows]


def record(conn: Connection, gemeente: str, zoeksleutel: str) -> str | None:
    """Give the sealed record of an open stub; None when none is kept."""
    which = and_(_KEPT, stub.c.gemeente == gemeente, stub.c.zoeksleutel == zoeksleutel)
    found: str | None = conn.scalar(select(stub.c.record).where(which))
    return found


def due(conn: Connection, before: datetime) -> list[tuple[str, str]]:
    """Give (gemeente, zoeksleutel) of what was delivered before this moment."""
    which = and_(_KEPT, stub.c.laatst_gezien < before)
    wanted = select(stub.c.gemeente, stub.c.zoeksleutel).where(which)
    return [(row.gemeente, row.zoeksleutel) for row in conn.execute(wanted)]


def kept(conn: Connection) -> int:
    """Count what is kept, of all municipalities."""
    return len(conn.execute(select(stub.c.zoeksleutel).where(_KEPT)).all())


def expire(conn: Connection, before: datetime, now: datetime) -> int:
    """Drop what was delivered before this moment; its stub stays open and says so; gives how many.

    A backup that is put back needs no journal of this: the days are counted anew and it goes again.
    """
    gone = due(conn, before)
    for gemeente, zoeksleutel in gone:
        which = and_(stub.c.gemeente == gemeente, stub.c.zoeksleutel == zoeksleutel)
        codes = words.load(conn.scalar(select(stub.c.codes).where(which)))
        said = words.dump([VERLOPEN, *(code for code in codes if code != VERLOPEN)])
        conn.execute(update(stub).where(which).values(record=None, codes=said))
    for gemeente, count in _per(gone):
        told = f"{VERLOPEN} {count}"
        audit.note(conn, "aanlevering", told, now, oorsprong=f"gemeente:{gemeente}")
    return len(gone)


def _per(gone: list[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    for gemeente in sorted({one for one, _ in gone}):
        yield gemeente, sum(one == gemeente for one, _ in gone)


def _row(zoeksleutel: str, bronset: str, delivered: datetime, vandaag: date) -> DeltaRow:
    last = lokale_dag(delivered + TERMIJN)
    left = max(0, (last - vandaag).days)
    alarm = next((days for days in reversed(ALARMEN) if left <= days), 0)
    return DeltaRow(zoeksleutel, bronset, last, left, alarm)
