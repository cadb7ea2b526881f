"""How the nights went, of every municipality at once: what a page of all of them needs."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, func, select

from ledger import words
from ledger.shapes.runs import Nachtrij, Resultaat
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
    columns = (
        *(runs.c.id, runs.c.gemeente, runs.c.bronset, runs.c.dag, runs.c.resultaat),
        *(runs.c.begonnen, runs.c.geeindigd, runs.c.gelezen, runs.c.nieuw),
    )
    found = conn.execute(select(*columns).where(*mine).order_by(runs.c.dag, runs.c.id))
    return [
        Nachtrij(
            run=row.id,
            gemeente=row.gemeente,
            bronset=row.bronset,
            dag=row.dag,
            resultaat=None if row.resultaat is None else Resultaat(row.resultaat),
            begonnen=row.begonnen,
            geeindigd=row.geeindigd,
            gelezen=row.gelezen,
            nieuw=row.nieuw,
            telling=Telling.from_json(told) if (told := tellingen.get(row.id)) else None,
        )
        for row in found
    ]
