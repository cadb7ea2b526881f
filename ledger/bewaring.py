"""One time of keeping to the terms: is the clock right, what is due, journal, erase."""

from dataclasses import field
from datetime import datetime

from sqlalchemy import Connection

from ledger import audit, bewaarklok, delta, problems, termijnen, wisjournaal
from ledger.bewaarklok import Klokstand
from ledger.bewijs import Bewijsmap
from ledger.termijnen import Termijnen
from regres import Handelend
from regres.waarde import dataclass

_REDEN = "bewaartermijn"


@dataclass(frozen=True, slots=True)
class Bewaring:
    """What was done.

    eerste    the clock was only set: nothing is erased the first time
    gewist    how many of each kind
    verdicht  nothing of it is left in the file and its WAL; False when another process was reading
    """

    eerste: bool
    gewist: dict[str, int] = field(default_factory=dict)
    verdicht: bool = True


def apply(
    conn: Connection,
    context: tuple[str, Bewijsmap | None],
    terms: Termijnen,
    now: datetime,
    klok: Handelend | None,
) -> Bewaring:
    """Erase what is past its term, in one transaction; the journal is written before."""
    ledger_id, folder = context
    stand = bewaarklok.stand(conn, now)
    if klok is not None:
        told = f"{stand.name.lower()} rol:{klok.rol}"
        audit.note(conn, "klok_bevestigd", told, now, oorsprong="bewaren", actor=klok.wie)
    elif stand in (Klokstand.VOORUIT, Klokstand.TERUG):
        raise problems.clock_jumped(stand is Klokstand.VOORUIT)
    bewaarklok.geloof(conn, now)
    if stand is Klokstand.EERSTE and klok is None:
        return Bewaring(eerste=True)
    expired = delta.expire(conn, now - terms.aanleveringen, now)
    records = {"aanleveringen": expired} if expired else {}
    what = termijnen.plan(conn, ledger_id, terms, now).wissing
    if not what:
        return Bewaring(False, records)
    line = wisjournaal.wissing(what, _REDEN)
    number = wisjournaal.schrijf(conn, folder, ledger_id, line, now)
    return Bewaring(False, records | wisjournaal.wis(conn, ledger_id, what, _REDEN, number, now))
