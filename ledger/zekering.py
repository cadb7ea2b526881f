"""The circuit breaker of the way out, one per destination and one per municipality at it.

It counts attempts in a row that brought no usable answer. From a number on, which the caller
decides, it is out: nothing is offered until a moment, and then one row as a trial. It stands in the
ledger so that a restart does not begin anew, and so that all who deliver see the same.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select, update

from ledger import dialect
from ledger.shapes.bezorgen import Doorgang, Zekering
from ledger.tables import NOOIT_LATER, WAITING, outbox
from ledger.tables import zekering as zekeringen

#: Stands for every municipality at a destination.
ALLE = ""

Wacht = Callable[[int], timedelta | None]


def stand(conn: Connection, bestemming: str, gemeente: str = ALLE) -> Zekering:
    """Give how it stands; as new when nothing was ever offered there."""
    found = conn.execute(select(zekeringen).where(_of(bestemming, gemeente))).one_or_none()
    if found is None:
        return Zekering()
    return Zekering(
        mislukt=found.mislukt,
        sinds=found.sinds,
        laatst_gelukt=found.laatst_gelukt,
        open_tot=found.open_tot,
        code=found.code,
    )


def doorgang(
    conn: Connection, bestemming: str, gemeente: str, now: datetime, seconds: int, *, meteen: bool
) -> Doorgang:
    """Tell what may be offered now; PROEF is given to one asker per `seconds`.

    meteen  a person stands there and waits: a trial is given at once
    """
    doors = [(ALLE, stand(conn, bestemming)), (gemeente, stand(conn, bestemming, gemeente))]
    out = [(who, one.open_tot) for who, one in doors if one.open_tot is not None]
    if not out:
        return Doorgang.VRIJ
    if not meteen and any(now < until <= now + NOOIT_LATER for _, until in out):
        return Doorgang.DICHT
    for who, _ in out:
        until = now + timedelta(seconds=seconds)
        conn.execute(update(zekeringen).where(_of(bestemming, who)).values(open_tot=until))
    return Doorgang.PROEF


def is_open(conn: Connection, bestemming: str, gemeente: str) -> bool:
    """Tell whether the destination, or this municipality at it, is out."""
    return _UIT.ask(conn, bij=bestemming, van=gemeente).first() is not None


def gelukt(conn: Connection, bestemming: str, gemeente: str, now: datetime) -> None:
    """Note a usable answer; what waited because of an outage may go at once."""
    was_out = is_open(conn, bestemming, gemeente)
    for who in (ALLE, gemeente):
        well = {"mislukt": 0, "sinds": None, "laatst_gelukt": now, "open_tot": None, "code": ""}
        _write(conn, bestemming, who, well)
    if was_out:
        wacht_niet_langer(conn, now)


def wacht_niet_langer(conn: Connection, now: datetime, gemeente: str | None = None) -> None:
    """Let rows that wait for a next attempt be due now, of one municipality or of all."""
    later = and_(WAITING, outbox.c.volgende_poging > now, outbox.c.claim_tot.is_(None))
    if gemeente is not None:
        later = and_(later, outbox.c.gemeente == gemeente)
    conn.execute(update(outbox).where(later).values(volgende_poging=now))


def mislukt(
    conn: Connection, bestemming: str, gemeente: str, now: datetime, code: str, wacht: Wacht
) -> Zekering:
    """Count an attempt without a usable answer, and give how it stands now.

    wacht  how long to stay out after so many in a row; None = go on. Quick, and touches nothing:
           it is asked inside the transaction.
    """
    was = stand(conn, bestemming, gemeente)
    pause = wacht(was.mislukt + 1)
    found = Zekering(
        mislukt=was.mislukt + 1,
        sinds=was.sinds or now,
        laatst_gelukt=was.laatst_gelukt,
        open_tot=None if pause is None else now + pause,
        code=code,
    )
    _write(conn, bestemming, gemeente, asdict(found))
    return found


def _write(conn: Connection, bestemming: str, gemeente: str, values: dict[str, Any]) -> None:
    key = {"bestemming": bestemming, "gemeente": gemeente}
    made = dialect.upsert(conn, zekeringen).values(key | values)
    conn.execute(
        made.on_conflict_do_update(
            index_elements=[zekeringen.c.bestemming, zekeringen.c.gemeente], set_=values
        )
    )


def _of(bestemming: str, gemeente: str) -> ColumnElement[bool]:
    return and_(zekeringen.c.bestemming == bestemming, zekeringen.c.gemeente == gemeente)


# Asked for every batch: to build a question takes longer than to ask it.
_UIT = dialect.Vast(
    select(zekeringen.c.gemeente).where(
        zekeringen.c.bestemming == bindparam("bij"),
        or_(zekeringen.c.gemeente == ALLE, zekeringen.c.gemeente == bindparam("van")),
        zekeringen.c.open_tot.is_not(None),
    )
)
