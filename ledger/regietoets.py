"""Whether a pause and an order to catch up are what was decided last.

Their rows say nothing but that a decision still holds. Decisions are answered for by the audit
trail (binding.py), so the newest one about each municipality tells what must stand.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select

from ledger import problems, words
from ledger.tables import besluit, inhaalopdracht, pauze
from regres import Problem

#: Row -> the decision that puts it there, and the one that takes it away.
_PAREN: tuple[tuple[Table, str, str], ...] = (
    (pauze, "pauze", "hervat"),
    (inhaalopdracht, "inhalen", "inhalen_gestopt"),
)


def toets(conn: Connection) -> Iterator[Problem]:
    """Tell of each municipality where what stands is not what was decided."""
    for tabel, begint, eindigt in _PAREN:
        said = dict(_besloten(conn, begint, eindigt))
        stands = {row.gemeente: _stand(row) for row in conn.execute(select(tabel))}
        for gemeente in sorted(said.keys() | stands.keys()):
            if said.get(gemeente) != stands.get(gemeente):
                yield problems.order_other(begint, gemeente)


def _besloten(conn: Connection, begint: str, eindigt: str) -> Iterator[tuple[str, Any]]:
    """Give what was decided last about each municipality, where that still holds."""
    newest = select(func.max(besluit.c.id)).where(besluit.c.soort.in_([begint, eindigt]))
    wanted = select(besluit).where(besluit.c.id.in_(newest.group_by(besluit.c.gemeente)))
    for row in conn.execute(wanted.where(besluit.c.soort == begint)):
        yield row.gemeente, (row.id, row.tijd, words.load(row.gegevens))


def _stand(row: Row[Any]) -> tuple[int, datetime, dict[str, Any]]:
    told = row._mapping
    what = {"vanaf": row.vanaf.isoformat(), "per_nacht": row.per_nacht} if "vanaf" in told else {}
    return row.besluit, row.sinds, what
