"""What pages ask of runs: the nights of many municipalities, and what became of one run."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache, reduce
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    cast,
    func,
    select,
    type_coerce,
)

from ledger import outbox as outboxes
from ledger import words
from ledger.shapes.runs import (
    RIJTEKEN,
    VELDTEKEN,
    Leesstand,
    Nachtreeks,
    Nachtrij,
    Resultaat,
    Runloop,
    RunRow,
)
from ledger.shapes.standen import OutboxStatus
from ledger.tables import checkpoint as checkpoints
from ledger.tables import outbox, text_moment
from ledger.tables import pauze as pauzes
from ledger.tables import run as runs

#: Slots that come every night; a rondgang and a run by hand are no night.
NACHTELIJK = ("venster", "nacht")
#: More nights than there will ever be.
_NOOIT = 1_000_000_000


def nachten(conn: Connection, gemeenten: Collection[str], sinds: date) -> list[Nachtreeks]:
    """Give the nightly runs since a day, of each municipality that had one."""
    mine = (runs.c.dag >= sinds, runs.c.slotnaam.in_(NACHTELIJK))
    lines = select(runs.c.gemeente, _regel().label("regel")).where(*mine)
    # A bound that is never met keeps SQLite from grouping by an index of all runs there ever were.
    few = lines.order_by(runs.c.dag).limit(_NOOIT).subquery()
    whole = func.aggregate_strings(few.c.regel, RIJTEKEN)
    found = conn.execute(select(few.c.gemeente, whole).group_by(few.c.gemeente))
    # Here and not in the question: with hundreds of codes in it each is looked up by itself.
    return [Nachtreeks(code, text) for code, text in found if code in gemeenten]


def _regel() -> ColumnElement[str]:
    """Write a run as Nachtreeks reads it."""
    columns = (
        *(runs.c.id, runs.c.bronset, runs.c.dag, runs.c.resultaat, runs.c.begonnen),
        *(runs.c.gelezen, runs.c.aangewezen, runs.c.quarantaine),
    )
    parts = [func.coalesce(cast(type_coerce(one, String), String), "") for one in columns]
    return reduce(lambda line, part: line + VELDTEKEN + part, parts)


def gelezen_op(
    conn: Connection, gemeenten: Collection[str], dagen: Collection[date]
) -> list[tuple[str, str, date, int]]:
    """Give what the nightly runs of these days read: municipality, source, day, records."""
    found = conn.execute(
        select(runs.c.gemeente, runs.c.bronset, runs.c.dag, runs.c.gelezen).where(
            runs.c.gemeente.in_(gemeenten),
            runs.c.dag.in_(dagen),
            runs.c.slotnaam.in_(NACHTELIJK),
            runs.c.gelezen > 0,
        )
    )
    return [(row.gemeente, row.bronset, row.dag, row.gelezen) for row in found]


def laatste_run(conn: Connection) -> int:
    """Give the highest number of a run; 0 = there is none."""
    return conn.scalar(select(func.max(runs.c.id))) or 0


def gepauzeerd(conn: Connection) -> frozenset[str]:
    """Give the municipalities that a person let stand still."""
    return frozenset(conn.scalars(select(pauzes.c.gemeente)))


def reeks(conn: Connection, row: RunRow, sinds: date) -> list[Nachtrij]:
    """Give the runs of the same source and kind of slot up to the day of this one, oldest first."""
    same = (
        runs.c.gemeente == row.gemeente,
        runs.c.bronset == row.bronset,
        runs.c.slotnaam == words.slotnaam(row.slot),
        runs.c.dag.between(sinds, row.dag),
    )
    found = conn.execute(_kolommen().where(*same).order_by(runs.c.dag, runs.c.id))
    return [_nacht(one) for one in found]


def runloop(conn: Connection, run: int) -> Runloop:
    """Tell what became of the rows of one run."""
    freed, ended = conn.execute(
        select(runs.c.vrij_op, runs.c.resultaat).where(runs.c.id == run)
    ).one()
    offered = outbox.c.pogingen > 0
    found = conn.execute(
        select(
            outbox.c.status,
            offered.label("aangeboden"),
            func.count().label("aantal"),
            func.max(outbox.c.pogingen).label("pogingen"),
            func.min(outbox.c.ontvangen_op).label("eerst"),
            func.max(outbox.c.ontvangen_op).label("laatst"),
            func.min(outbox.c.volgende_poging).label("volgende"),
        )
        .where(outbox.c.run == run)
        .group_by(outbox.c.status, offered)
    ).all()
    told = [(outboxes.status_van(row.status, ended, int(row.aangeboden)), row) for row in found]
    counts: Counter[OutboxStatus] = Counter()
    for status, row in told:
        counts[status] += row.aantal
    waits = [row for status, row in told if status in outboxes.ONDERWEG]
    return Runloop(
        vrij_op=freed,
        statussen=counts,
        eerste_ontvangst=min((row.eerst for row in found if row.eerst), default=None),
        laatste_ontvangst=max((row.laatst for row in found if row.laatst), default=None),
        pogingen=max((row.pogingen for row in found), default=0),
        volgende=min((row.volgende for row in waits), default=None),
    )


def leesstanden(conn: Connection, gemeente: str) -> list[Leesstand]:
    """Give how far each slice of a municipality's sources was read."""
    wanted = select(checkpoints).where(checkpoints.c.gemeente == gemeente)
    found = conn.execute(wanted.order_by(checkpoints.c.bronset, checkpoints.c.snede))
    return [_leesstand(row) for row in found]


def _leesstand(row: Row[Any]) -> Leesstand:
    value = words.load(row.waarde)
    file = (value or {}).get("bestand")
    written = datetime.fromtimestamp(file["mtime"], UTC) if file else None
    return Leesstand(row.bronset, row.snede, row.gelezen_op, value is None, written)


def _kolommen() -> Select[Any]:
    """Ask for days and moments as they are stored: a page reads thousands of them."""
    return select(
        *(runs.c.id, runs.c.gemeente, runs.c.bronset),
        *(type_coerce(runs.c.dag, String), runs.c.resultaat, type_coerce(runs.c.begonnen, String)),
        *(runs.c.gelezen, runs.c.aangewezen, runs.c.quarantaine),
    )


def _nacht(row: Row[Any]) -> Nachtrij:
    number, gemeente, bronset, day, ended, begun, read, j, held = tuple(row)
    return Nachtrij(
        *(number, gemeente, bronset, _dag(day), _EINDE[ended], text_moment(begun)),
        *(read, j, held),
    )


_EINDE: Mapping[str | None, Resultaat | None] = {None: None} | {one.value: one for one in Resultaat}
_dag = lru_cache(maxsize=512)(date.fromisoformat)
