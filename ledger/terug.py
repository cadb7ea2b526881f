"""Feedback of the backend: each step is kept once, under its number, and told once.

What comes twice (a cursor that was repeated, a ledger that was put back) is known by its number. A
backend that was put back gives numbers out again: another step under a known number is a new one.
Of a melding that is not known here nothing is kept: it was erased, or was never ours.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from ledger import dialect, standen
from ledger.shapes.terug import Opgehaald
from ledger.tables import outbox, overname, stand, terugkoppeling, terugweg
from regres.terug import AFGESLOTEN, Terugblad, Terugkoppeling

_SOME = 500


def cursor(conn: Connection, gemeente: str) -> str:
    """Give where reading goes on; "" = from the first step there is."""
    way = weg(conn, gemeente)
    return str(way.cursor) if way else ""


def weg(conn: Connection, gemeente: str) -> Row[Any] | None:
    """Give how reading went last; None when it was never tried."""
    return conn.execute(select(terugweg).where(terugweg.c.gemeente == gemeente)).one_or_none()


def neem(conn: Connection, gemeente: str, blad: Terugblad, now: datetime) -> Opgehaald:
    """Keep what is new of a page, and go on behind it from now on."""
    mine = _known(conn, gemeente, {one.referentie for one in blad.regels})
    seen = _seen(conn, gemeente, [one.volgnummer for one in blad.regels])
    fresh = {one.volgnummer: one for one in blad.regels if not _zelfde(one, seen)}
    ours = [one for one in fresh.values() if one.referentie in mine]
    # A backend that was put back gives its numbers out again: what it says now is what happened.
    _vergeet(conn, gemeente, [one.volgnummer for one in ours if one.volgnummer in seen])
    if ours:
        conn.execute(insert(terugkoppeling), [_values(gemeente, one, now) for one in ours])
    for one in ours:
        if one.stap == AFGESLOTEN:
            standen.closed(conn, gemeente, one.referentie, one.datum)
    _note(conn, gemeente, cursor=blad.cursor, gelezen_op=now, code="", sinds=None)
    return Opgehaald(len(ours), len(fresh) - len(ours))


def mislukt(conn: Connection, gemeente: str, code: str, now: datetime) -> None:
    """Note that reading failed; since when is kept."""
    way = weg(conn, gemeente)
    since = way.sinds if way is not None else None
    _note(conn, gemeente, code=code, sinds=since or now)


def van_voren(conn: Connection, gemeente: str) -> None:
    """Read every step again at the next opportunity: what is known already stays as it is."""
    _note(conn, gemeente, cursor="", code="")


def ongemeld(conn: Connection, gemeente: str, bronset: str, voor: datetime) -> list[Terugkoppeling]:
    """Give the steps that no return file told, in order, of meldingen of one source.

    voor  what was read before this moment is given whatever its source is: that one may be gone
    """
    wanted = (
        select(terugkoppeling, stand.c.bronset)
        .outerjoin(
            stand,
            (stand.c.gemeente == terugkoppeling.c.gemeente)
            & (stand.c.referentie == terugkoppeling.c.referentie),
        )
        .where(terugkoppeling.c.gemeente == gemeente, terugkoppeling.c.bestand.is_(None))
        .order_by(terugkoppeling.c.volgnummer)
    )
    return [
        _step(row)
        for row in conn.execute(wanted)
        if row.bronset in (None, bronset) or row.gelezen_op < voor
    ]


def nummers(conn: Connection, gemeente: str, naam: str) -> list[int]:
    """Give the steps that a file tells."""
    mine = (terugkoppeling.c.gemeente == gemeente, terugkoppeling.c.bestand == naam)
    return list(conn.scalars(select(terugkoppeling.c.volgnummer).where(*mine)))


def laatste(conn: Connection, gemeente: str) -> dict[str, int]:
    """Count the meldingen by the step they stand at now."""
    newest = (
        select(func.max(terugkoppeling.c.volgnummer))
        .where(terugkoppeling.c.gemeente == gemeente)
        .group_by(terugkoppeling.c.referentie)
    )
    mine = (terugkoppeling.c.gemeente == gemeente, terugkoppeling.c.volgnummer.in_(newest))
    found = Counter(conn.scalars(select(terugkoppeling.c.stap).where(*mine)))
    return dict(sorted(found.items()))


def afgesloten_op(conn: Connection, gemeente: str, referentie: str) -> Any:
    """Give the day on which its case was closed last; None when it never was."""
    mine = (terugkoppeling.c.gemeente == gemeente, terugkoppeling.c.referentie == referentie)
    closed = (*mine, terugkoppeling.c.stap == AFGESLOTEN)
    return conn.scalar(select(func.max(terugkoppeling.c.datum)).where(*closed))


def _known(conn: Connection, gemeente: str, names: Collection[str]) -> set[str]:
    found: set[str] = set()
    for some in _batches(sorted(names)):
        for table in (stand, outbox, overname):
            mine = (table.c.gemeente == gemeente, table.c.referentie.in_(some))
            found |= set(conn.scalars(select(table.c.referentie).where(*mine).distinct()))
    return found


def _seen(conn: Connection, gemeente: str, numbers: Sequence[int]) -> dict[int, Terugkoppeling]:
    found: dict[int, Terugkoppeling] = {}
    for some in _batches(numbers):
        mine = (terugkoppeling.c.gemeente == gemeente, terugkoppeling.c.volgnummer.in_(some))
        rows = conn.execute(select(terugkoppeling).where(*mine))
        found |= {row.volgnummer: _step(row) for row in rows}
    return found


def _zelfde(one: Terugkoppeling, seen: Mapping[int, Terugkoppeling]) -> bool:
    """Tell whether a step is known; its case may have got another number since."""
    known = seen.get(one.volgnummer)
    return known is not None and replace(one, zaaknummer=known.zaaknummer) == known


def _vergeet(conn: Connection, gemeente: str, numbers: Sequence[int]) -> None:
    for some in _batches(numbers):
        mine = (terugkoppeling.c.gemeente == gemeente, terugkoppeling.c.volgnummer.in_(some))
        conn.execute(delete(terugkoppeling).where(*mine))


def _batches(items: Sequence[Any]) -> list[Sequence[Any]]:
    return [items[start : start + _SOME] for start in range(0, len(items), _SOME)]


def _values(gemeente: str, one: Terugkoppeling, now: datetime) -> dict[str, Any]:
    names = ("volgnummer", "referentie", "versie", "zaaknummer", "stap", "advies", "redencode")
    kept = {name: getattr(one, name) for name in names}
    return kept | {"gemeente": gemeente, "datum": one.datum, "gelezen_op": now, "bestand": None}


def _note(conn: Connection, gemeente: str, **values: Any) -> None:
    first = {"cursor": "", "code": ""} | values
    made = dialect.upsert(conn, terugweg).values(gemeente=gemeente, **first)
    conn.execute(made.on_conflict_do_update(index_elements=[terugweg.c.gemeente], set_=values))


def _step(row: Row[Any]) -> Terugkoppeling:
    return Terugkoppeling(
        volgnummer=row.volgnummer,
        referentie=row.referentie,
        versie=row.versie,
        zaaknummer=row.zaaknummer,
        stap=row.stap,
        datum=row.datum,
        advies=row.advies,
        redencode=row.redencode,
    )
