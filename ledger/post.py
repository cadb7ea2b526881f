"""How each kind of mail went: when it was tried, when it got through, and since when it does not.

Kept in the ledger, so that a restart neither mails again nor tries again at once.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from ledger.dialect import upsert
from ledger.shapes.openstaand import PostSoort, Poststand
from ledger.tables import post


def stand(conn: Connection, soort: PostSoort, aan: str) -> Poststand:
    """Give how this mail went so far."""
    wanted = select(post).where(post.c.soort == soort.value, post.c.aan == aan)
    row = conn.execute(wanted).one_or_none()
    return Poststand(soort, aan) if row is None else _stand(row)


def standen(conn: Connection) -> list[Poststand]:
    """Give how every kind of mail went."""
    return [_stand(row) for row in conn.execute(select(post).order_by(post.c.soort, post.c.aan))]


def noteer(conn: Connection, soort: PostSoort, aan: str, now: datetime, *, gelukt: bool) -> None:
    """Note a try."""
    before = stand(conn, soort, aan)
    went: dict[str, Any] = {"geprobeerd": now, "mislukt": before.mislukt or now}
    went |= {"pogingen": before.pogingen + 1}
    if gelukt:
        went |= {"gelukt": now, "mislukt": None, "pogingen": 0}
    new = upsert(conn, post).values({"soort": soort.value, "aan": aan} | went)
    conn.execute(new.on_conflict_do_update(index_elements=["soort", "aan"], set_=went))


def _stand(row: Row[Any]) -> Poststand:
    return Poststand(
        *(PostSoort(row.soort), row.aan, row.geprobeerd, row.gelukt, row.mislukt, row.pogingen)
    )
