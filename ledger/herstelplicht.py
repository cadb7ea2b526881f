"""A ledger that was put back: which municipalities were compared with the backend since.

Two notes in `meta`: the entry of the trail that tells of the restore, and per municipality the one
up to which it was compared. So a kill halfway leaves the duty where it is.
"""

from sqlalchemy import Connection, select

from ledger import dialect
from ledger.tables import meta

_HERSTELD, _AFGESTEMD = "hersteld", "afgestemd:"


def leg_op(conn: Connection, volgnummer: int) -> None:
    """Let every municipality wait until it was compared."""
    _keep(conn, _HERSTELD, str(volgnummer))


def geldt(conn: Connection, gemeente: str) -> bool:
    """Tell whether a municipality was not compared since the last restore."""
    return int(_kept(conn, _HERSTELD)) > int(_kept(conn, f"{_AFGESTEMD}{gemeente}"))


def vervul(conn: Connection, gemeente: str) -> None:
    """Note that it was."""
    _keep(conn, f"{_AFGESTEMD}{gemeente}", _kept(conn, _HERSTELD))


def _kept(conn: Connection, naam: str) -> str:
    return str(conn.scalar(select(meta.c.waarde).where(meta.c.naam == naam)) or "0")


def _keep(conn: Connection, naam: str, waarde: str) -> None:
    made = dialect.upsert(conn, meta).values(naam=naam, waarde=waarde)
    conn.execute(made.on_conflict_do_update(index_elements=[meta.c.naam], set_={"waarde": waarde}))
