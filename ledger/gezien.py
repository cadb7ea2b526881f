"""When a provision or a decided record was last met by a read, and which reads were complete.

A term ends only for what the source no longer shows. To keep a night's closing small it is written
at most once in SPELING; whoever compares allows for that.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, literal, select, update

from ledger.shapes.runs import DELTA, INHALEN, Closing, Resultaat
from ledger.shapes.standen import SPELING
from ledger.tables import checkpoint, staand_besluit, stand
from ledger.tables import run as runs

#: A source of which nothing was freed for so long is read no more: nothing of it is seen.
GESTOPT = timedelta(days=365)
_HELE_RONDES = 2
_NODIG = ("gemeente", "bronset", "slotnaam", "slot", "dag", "begonnen")


def note(conn: Connection, run: Row[Any], closing: Closing) -> None:
    """Write what a read met."""
    if closing.gezien:
        same = (stand.c.gemeente == run.gemeente, stand.c.referentie == bindparam("key"))
        begun = literal(run.begonnen, stand.c.bron_gezien.type)
        own = case((stand.c.bronset == run.bronset, begun), else_=stand.c.bron_gezien)
        seen = update(stand).where(*same).values(laatst_gezien=run.begonnen, bron_gezien=own)
        conn.execute(seen, [{"key": key} for key in closing.gezien])
    if closing.overgenomen:
        same = (stand.c.gemeente == run.gemeente, stand.c.referentie == bindparam("key"))
        by = {"bronset": run.bronset, "bron_gezien": run.begonnen}
        taken = update(stand).where(*same).values(by)
        conn.execute(taken, [{"key": key} for key in closing.overgenomen])
    if closing.besluiten_gezien:
        mine = staand_besluit.c.gemeente == run.gemeente
        which = (mine, staand_besluit.c.zoeksleutel == bindparam("key"))
        met = update(staand_besluit).where(*which).values(laatst_gezien=run.begonnen)
        conn.execute(met, [{"key": key} for key in closing.besluiten_gezien])


def grenzen(
    conn: Connection, now: datetime, gemeente: str | None = None
) -> dict[tuple[str, str], datetime]:
    """Give per (gemeente, bronset) since when something must be unseen to be gone from the source.

    That is the begin of the last complete read but one. A source with fewer has no limit, unless it
    is read no more; nor has one that gives each change once.
    """
    found: dict[tuple[str, str], list[Row[Any]]] = {}
    wanted = (
        select(*(runs.c[name] for name in _NODIG))
        .where(runs.c.resultaat == Resultaat.VRIJ.value, runs.c.slotnaam != INHALEN)
        .order_by(runs.c.id)
    )
    if gemeente is not None:
        wanted = wanted.where(runs.c.gemeente == gemeente)
    for row in conn.execute(wanted):
        found.setdefault((row.gemeente, row.bronset), []).append(row)
    named = select(checkpoint.c.gemeente, checkpoint.c.bronset).where(
        checkpoint.c.snede == "bestand"
    )
    files = {(row.gemeente, row.bronset) for row in conn.execute(named)}
    limits: dict[tuple[str, str], datetime] = {}
    for source, rows in found.items():
        if rows[-1].begonnen < now - GESTOPT:
            limits[source] = now
            continue
        whole = _files(rows) if source in files else _walks(rows)
        if len(whole) >= _HELE_RONDES:
            limits[source] = whole[-_HELE_RONDES] - SPELING
    return limits


def delta(conn: Connection) -> set[tuple[str, str]]:
    """Give the sources that give each change once: no read of them shows what is gone."""
    named = select(checkpoint.c.gemeente, checkpoint.c.bronset).where(checkpoint.c.snede == DELTA)
    return {(row.gemeente, row.bronset) for row in conn.execute(named)}


def _files(rows: Iterable[Row[Any]]) -> list[datetime]:
    """Give when each complete read of a file began: every one that was freed is."""
    return [row.begonnen for row in rows]


def _walks(rows: Sequence[Row[Any]]) -> list[datetime]:
    """Give when each complete rondgang began: all months, from the first there ever was to its own.

    A month that failed or waits is not among the freed ones, and then the walk is not complete.
    """
    days: dict[date, list[Row[Any]]] = {}
    for row in rows:
        if row.slotnaam == "rondgang":
            days.setdefault(row.dag, []).append(row)
    months = {day: {row.slot.partition(":")[2] for row in of} for day, of in days.items()}
    first = min((min(of) for of in months.values()), default="")
    return [
        min(row.begonnen for row in days[day])
        for day in sorted(days)
        if months[day] >= _since(first, day)
    ]


def _since(first: str, last: date) -> set[str]:
    year, month = map(int, first.split("-"))
    found = set()
    while (year, month) <= (last.year, last.month):
        found.add(f"{year:04}-{month:02}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found
