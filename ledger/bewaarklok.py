"""Whether the clock may be believed when terms are counted.

A clock that jumps twenty years ahead makes everything old. So the ledger keeps the moment it last
believed, and moves it only by small steps; a bigger one waits for a person who says that it is
right. The first time only sets it.
"""

from datetime import datetime, timedelta
from enum import Enum, auto

from sqlalchemy import Connection, select

from ledger import dialect
from ledger.tables import meta, moment_text, text_moment

#: A service that ran at all in this time has told us what time it is.
STAP = timedelta(days=35)
_TERUG = timedelta(hours=1)
_NAAM = "bewaarklok"


class Klokstand(Enum):
    """What the ledger thinks of the clock of this moment."""

    GOED = auto()
    EERSTE = auto()
    VOORUIT = auto()
    TERUG = auto()


def stand(conn: Connection, now: datetime) -> Klokstand:
    """Compare the clock with what was believed last."""
    last = _last(conn)
    if last is None:
        return Klokstand.EERSTE
    if now < last - _TERUG:
        return Klokstand.TERUG
    return Klokstand.VOORUIT if now > last + STAP else Klokstand.GOED


def geloof(conn: Connection, now: datetime) -> None:
    """Believe the clock from here on."""
    value = moment_text(now)
    made = dialect.upsert(conn, meta).values(naam=_NAAM, waarde=value)
    conn.execute(made.on_conflict_do_update(index_elements=[meta.c.naam], set_={"waarde": value}))


def _last(conn: Connection) -> datetime | None:
    text = conn.scalar(select(meta.c.waarde).where(meta.c.naam == _NAAM))
    return None if text is None else text_moment(text)
