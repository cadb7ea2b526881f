"""Reading again on request: who asked it for which stubs, and what became of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, func, select, update

from ledger import marks, words
from ledger.shapes.stubs import StubSoort
from ledger.tables import stub
from regres import Handelend
from regres.waarde import dataclass

#: What the log of decisions calls it.
SOORT = "replay"


@dataclass(frozen=True, slots=True)
class Afloop:
    """How a stub stands.

    soort     why it waits; None when it is closed
    reden     why it was closed; "" while it is open
    pogingen  how often a person let its source be read again
    """

    soort: StubSoort | None
    codes: tuple[str, ...]
    reden: str
    laatst_gezien: datetime
    pogingen: int


def note(
    conn: Connection,
    gemeente: str,
    zoeksleutels: Sequence[str],
    door: Handelend,
    now: datetime,
) -> None:
    """Count an attempt for each stub and note who asked it; a decision each, so it can be erased.

    Before the source is read: an attempt that is cut off was one.
    """
    for zoeksleutel in zoeksleutels:
        which = and_(stub.c.gemeente == gemeente, stub.c.zoeksleutel == zoeksleutel)
        more = func.coalesce(stub.c.pogingen, 0) + 1
        conn.execute(update(stub).where(which).values(pogingen=more))
        what = {"zoeksleutel": zoeksleutel}
        marks.note_decision(conn, gemeente, SOORT, door, now, what)


def aflopen(conn: Connection, gemeente: str, zoeksleutels: Sequence[str]) -> dict[str, Afloop]:
    """Give how each of these stubs stands; what has another lookup key by now is left out."""
    wanted = set(zoeksleutels)
    rows = conn.execute(select(stub).where(stub.c.gemeente == gemeente))
    return {
        row.zoeksleutel: Afloop(
            None if row.gesloten_op else StubSoort(row.soort),
            tuple(words.load(row.codes)),
            row.gesloten_reden,
            row.laatst_gezien,
            row.pogingen or 0,
        )
        for row in rows
        if row.zoeksleutel in wanted
    }
