"""What each run measured: the nights that a new one is compared with."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from ledger import words
from ledger.shapes.runs import Resultaat, RunMaat
from ledger.tables import run as runs

#: Weekdays are compared with those of so long before.
WEKEN = timedelta(weeks=12)


def maten(conn: Connection, gemeente: str, sinds: date) -> list[RunMaat]:
    """Give the measures of every run since a day but manual ones, oldest first."""
    wanted = select(runs).where(
        runs.c.gemeente == gemeente, runs.c.dag >= sinds, runs.c.slotnaam != "hand"
    )
    return [_maat(row) for row in conn.execute(wanted.order_by(runs.c.dag, runs.c.id))]


def soortgelijk(conn: Connection, row: Row[Any]) -> tuple[RunMaat, ...]:
    """Give what runs like this one measured before it: its month, or its kind of slot."""
    name = words.batchnaam(row.slot)
    same = runs.c.slot == row.slot if ":" in name else runs.c.slotnaam == row.slotnaam
    wanted = select(runs).where(
        runs.c.gemeente == row.gemeente,
        runs.c.bronset == row.bronset,
        same,
        runs.c.dag >= row.dag - WEKEN,
        runs.c.id != row.id,
    )
    return tuple(_maat(one) for one in conn.execute(wanted.order_by(runs.c.dag, runs.c.id)))


def _maat(row: Row[Any]) -> RunMaat:
    telling, proof = words.load(row.telling) or {}, words.load(row.proof) or {}
    file = proof.get("bestand")
    return RunMaat(
        bronset=row.bronset,
        slotnaam=row.slotnaam,
        slot=row.slot,
        dag=row.dag,
        resultaat=None if row.resultaat is None else Resultaat(row.resultaat),
        begonnen=row.begonnen,
        geeindigd=row.geeindigd,
        gelezen=row.gelezen,
        j=telling.get("j"),
        bestand_van=datetime.fromtimestamp(file["mtime"], UTC) if file else None,
        codes=frozenset(one["code"] for one in words.load(row.problemen) or ()),
    )
