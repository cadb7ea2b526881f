"""What pages ask of runs: the nights of many municipalities, and what became of one run."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from ledger import outbox as outboxes
from ledger import words
from ledger.shapes.runs import Leesstand, Nachtrij, Resultaat, Runloop, RunRow
from ledger.shapes.standen import OutboxStatus
from ledger.tables import checkpoint as checkpoints
from ledger.tables import outbox
from ledger.tables import run as runs
from regres import Telling

#: Slots that come every night; a rondgang and a run by hand are no night.
NACHTELIJK = ("venster", "nacht")


def nachten(conn: Connection, gemeenten: Collection[str], sinds: date) -> list[Nachtrij]:
    """Give the nightly runs since a day, oldest first.

    The telling comes only with the last run of each source that read something.
    """
    mine = (
        runs.c.gemeente.in_(gemeenten),
        runs.c.dag >= sinds,
        runs.c.slotnaam.in_(NACHTELIJK),
    )
    read = (*mine, runs.c.gelezen > 0)
    last = select(func.max(runs.c.id)).where(*read).group_by(runs.c.gemeente, runs.c.bronset)
    tellingen = {
        row.id: words.load(row.telling)
        for row in conn.execute(select(runs.c.id, runs.c.telling).where(runs.c.id.in_(last)))
    }
    found = conn.execute(_kolommen().where(*mine).order_by(runs.c.dag, runs.c.id))
    return [_nacht(row, tellingen.get(row.id)) for row in found]


def reeks(conn: Connection, row: RunRow, sinds: date) -> list[Nachtrij]:
    """Give the runs of the same source and kind of slot up to the day of this one, oldest first.

    Each with its telling, so meant for weeks and not for years.
    """
    same = (
        runs.c.gemeente == row.gemeente,
        runs.c.bronset == row.bronset,
        runs.c.slotnaam == words.slotnaam(row.slot),
        runs.c.dag.between(sinds, row.dag),
    )
    wanted = _kolommen().add_columns(runs.c.telling).where(*same)
    found = conn.execute(wanted.order_by(runs.c.dag, runs.c.id))
    return [_nacht(one, words.load(one.telling)) for one in found]


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
    return select(
        *(runs.c.id, runs.c.gemeente, runs.c.bronset, runs.c.dag, runs.c.resultaat),
        *(runs.c.begonnen, runs.c.geeindigd, runs.c.gelezen, runs.c.nieuw),
    )


def _nacht(row: Row[Any], told: Mapping[str, Any] | None) -> Nachtrij:
    return Nachtrij(
        run=row.id,
        gemeente=row.gemeente,
        bronset=row.bronset,
        dag=row.dag,
        resultaat=None if row.resultaat is None else Resultaat(row.resultaat),
        begonnen=row.begonnen,
        geeindigd=row.geeindigd,
        gelezen=row.gelezen,
        nieuw=row.nieuw,
        telling=Telling.from_json(dict(told)) if told else None,
    )
