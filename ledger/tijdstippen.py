"""The moments that stand in messages of StUF: each later than every one before it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from ledger import dialect
from ledger.tables import tijdstip as tijdstippen
from regres.dag import NEDERLAND

_MILLISECOND = timedelta(milliseconds=1)
#: Who reads many pages keeps so much time to itself at once: a page asks for a moment, and to keep
#: one costs a write and a wait for the disk.
_VOORUIT = timedelta(seconds=5)


def volgende(
    conn: Connection, gemeente: str, bron: str, now: datetime, vooruit: timedelta = timedelta()
) -> tuple[str, str]:
    """Give StUF's EEJJMMDDuummssddd in Dutch local time, later than every one before it.

    StUF names no zone, so the hour that comes twice in October must not be told twice: then, and
    when a clock was set back, it goes on by milliseconds from the last one. Beside it the last one
    that is kept for whoever asks, up to `vooruit` from now: all between are theirs.
    """
    last = conn.scalar(
        select(tijdstippen.c.laatste)
        .where(tijdstippen.c.gemeente == gemeente, tijdstippen.c.bron == bron)
        .with_for_update()
    )
    found = _na(last or "", now)
    until = max(found, _tijdstip(now + vooruit))
    made = dialect.upsert(conn, tijdstippen).values(gemeente=gemeente, bron=bron, laatste=until)
    conn.execute(
        made.on_conflict_do_update(
            index_elements=[tijdstippen.c.gemeente, tijdstippen.c.bron], set_={"laatste": until}
        )
    )
    return found, until


class Tijdstippen:
    """Gives them to one reader, out of the time that the ledger keeps for it."""

    def __init__(
        self,
        houd: Callable[[datetime, timedelta], tuple[str, str]],
        klok: Callable[[], datetime],
    ) -> None:
        self._houd, self._klok = houd, klok
        self._laatste = self._tot = ""

    def __call__(self) -> str:
        """Give the next one."""
        now = self._klok()
        found = _na(self._laatste, now)
        if not self._laatste or found > self._tot:
            found, self._tot = self._houd(now, _VOORUIT)
        self._laatste = found
        return found


def _na(last: str, now: datetime) -> str:
    found = _tijdstip(now)
    return found if found > last else _tijdstip_van(_read_tijdstip(last) + _MILLISECOND)


def _tijdstip(now: datetime) -> str:
    return _tijdstip_van(now.astimezone(NEDERLAND))


def _tijdstip_van(local: datetime) -> str:
    return local.strftime("%Y%m%d%H%M%S") + f"{local.microsecond // 1000:03}"


def _read_tijdstip(text: str) -> datetime:
    # A wall clock reading, not a moment: it is only counted up and written again.
    naive = datetime.strptime(text[:14], "%Y%m%d%H%M%S")  # noqa: DTZ007 - StUF names no zone
    return naive + int(text[14:]) * _MILLISECOND
