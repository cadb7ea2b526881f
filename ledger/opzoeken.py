"""What is remembered of one provision, asked for by its referentie; and who asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from ledger import audit, outbox
from ledger.shapes.standen import OutboxStatus, StandStaat
from ledger.tables import outbox as rows
from ledger.tables import run as runs
from ledger.tables import stand
from regres import Handelend
from regres.waarde import dataclass

#: What the audit trail calls looking at an explanation.
ACTIE = "uitleg"


@dataclass(frozen=True, slots=True)
class Bekend:
    """What was released about one provision.

    versie            the highest version ever given out
    status            of the newest version; None when its row is gone
    laatst_ontvangen  when the backend last received a version; None when it never did
    bronset           the source that gave the newest version
    """

    referentie: str
    versie: int
    staat: StandStaat
    zaaknummer: str
    status: OutboxStatus | None
    laatst_ontvangen: datetime | None
    bronset: str
    clientmerk: str = ""
    clientversie: int = 0


def find(conn: Connection, gemeente: str, begin: str) -> list[Bekend]:
    """Give what was released under each referentie that begins so, by referentie."""
    which = (stand.c.gemeente == gemeente, stand.c.referentie.startswith(begin, autoescape=True))
    names = ("referentie", "versie", "staat", "zaaknummer", "clientmerk", "clientversie")
    query = select(*(stand.c[name] for name in names))
    found = conn.execute(query.where(*which).order_by(stand.c.referentie)).all()
    return [_bekend(conn, gemeente, row) for row in found]


def note_seen(
    conn: Connection, referentie: str, resultaat: str, door: Handelend, now: datetime
) -> None:
    """Note that someone looked; of what was never sent only that, not at whom."""
    known = conn.scalar(select(stand.c.referentie).where(stand.c.referentie == referentie))
    # A salt is kept with its referentie: what was never sent gets none by being looked at.
    (hidden,) = audit.objects(conn, [referentie]) if known else ("",)
    audit.note(
        conn, ACTIE, resultaat, now, object_=hidden, oorsprong=f"rol:{door.rol}", actor=door.wie
    )


def _bekend(conn: Connection, gemeente: str, known: Row[Any]) -> Bekend:
    which = (rows.c.gemeente == gemeente, rows.c.referentie == known.referentie)
    newest = conn.execute(
        select(rows, runs.c.resultaat, runs.c.bronset)
        .join(runs, runs.c.id == rows.c.run)
        .where(*which)
        .order_by(rows.c.id.desc())
    ).all()
    received = next((row.ontvangen_op for row in newest if row.ontvangen_op), None)
    return Bekend(
        referentie=known.referentie,
        versie=known.versie,
        staat=StandStaat(known.staat),
        zaaknummer=known.zaaknummer,
        status=outbox.status_of(newest[0]) if newest else None,
        laatst_ontvangen=received,
        bronset=newest[0].bronset if newest else "",
        clientmerk=known.clientmerk,
        clientversie=known.clientversie,
    )
