"""What a municipality may read back: receipts and feedback, page by page."""

import base64
import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select

from loket.database import melding, terugkoppeling, zaak, zaak_van_bewijs
from loket.problems import Weigering
from loket.settings import Gemeente
from regres.canonical import timestamp

_CURSOR = re.compile(r"\A(meldingen|terug):([0-9]{1,18})\Z", re.ASCII)
_HEX64 = re.compile(r"\A[0-9a-f]{64}\Z", re.ASCII)


def een(tx: Connection, gemeente: Gemeente, referentie: str) -> dict[str, Any]:
    """Give the receipt of the latest version; Weigering `niet-gevonden` for another's too."""
    if not _HEX64.match(referentie):
        raise Weigering("niet-gevonden")
    chosen = _meldingen(gemeente).where(melding.c.referentie == referentie)
    row = tx.execute(chosen.order_by(melding.c.versie.desc()).limit(1)).mappings().first()
    if row is None:
        raise Weigering("niet-gevonden")
    return _melding(row)


def meldingen(tx: Connection, gemeente: Gemeente, cursor: str, hooguit: int) -> dict[str, Any]:
    """Give a page of all versions in order of arrival, for reconciliation."""
    start = _after("meldingen", cursor)
    _bestaat(tx, start, melding.c.id)
    chosen = _meldingen(gemeente).where(melding.c.id > start).order_by(melding.c.id)
    rows = list(tx.execute(chosen.limit(hooguit + 1)).mappings())
    page = rows[:hooguit]
    last = page[-1]["id"] if page else start
    return {
        "regresmeldingen": [_melding(row) for row in page],
        "cursor": _cursor("meldingen", last),
        "meer": len(rows) > hooguit,
    }


def terugkoppelingen(
    tx: Connection, gemeente: Gemeente, cursor: str, hooguit: int
) -> dict[str, Any]:
    """Give a page of feedback: codes only, in order."""
    start = _after("terug", cursor)
    _bestaat(tx, start, terugkoppeling.c.volgnummer)
    chosen = (
        select(terugkoppeling)
        .where(terugkoppeling.c.gemeente.in_(gemeente.codes))
        .where(terugkoppeling.c.volgnummer > start)
        .order_by(terugkoppeling.c.volgnummer)
        .limit(hooguit + 1)
    )
    rows = list(tx.execute(chosen).mappings())
    page = rows[:hooguit]
    last = page[-1]["volgnummer"] if page else start
    return {
        "terugkoppelingen": [_terug(row) for row in page],
        "cursor": _cursor("terug", last),
        "meer": len(rows) > hooguit,
    }


def receipt_json(referentie: str, versie: int, zaaknummer: str, moment: datetime) -> dict[str, Any]:
    """Write a receipt as the wire contract has it."""
    return {
        "referentie": referentie,
        "versie": versie,
        "zaaknummer": zaaknummer,
        "ontvangenOp": timestamp(moment),
    }


def _meldingen(gemeente: Gemeente) -> Select[Any]:
    return (
        select(melding.c.id, melding.c.referentie, melding.c.versie, melding.c.inhoudsmerk)
        .add_columns(melding.c.soort, melding.c.ontvangen_op, zaak.c.zaaknummer)
        .join(zaak, zaak.c.id == zaak_van_bewijs)
        .where(melding.c.gemeente.in_(gemeente.codes))
    )


def _melding(row: RowMapping) -> dict[str, Any]:
    moment = row["ontvangen_op"].replace(tzinfo=UTC)
    receipt = receipt_json(row["referentie"], row["versie"], row["zaaknummer"], moment)
    return receipt | {"inhoudsmerk": row["inhoudsmerk"], "soortMelding": row["soort"]}


def _terug(row: RowMapping) -> dict[str, Any]:
    names = ("volgnummer", "referentie", "versie", "zaaknummer", "stap", "advies", "redencode")
    return {name: row[name] for name in names} | {"datum": row["datum"].isoformat()}


def _cursor(soort: str, last: int) -> str:
    return base64.urlsafe_b64encode(f"{soort}:{last}".encode()).decode().rstrip("=")


def _bestaat(tx: Connection, start: int, nummer: ColumnElement[Any]) -> None:
    """Refuse a cursor from a time that this database does not know: it was put back since.

    Read on from there, and what now comes under the numbers before it would never be told.
    """
    if start and start > (tx.scalar(select(func.max(nummer))) or 0):
        raise Weigering("cursor-ongeldig")


def _after(soort: str, cursor: str) -> int:
    """Give the number behind a cursor; it says where to go on, and shows nothing of others."""
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except ValueError:
        raise Weigering("cursor-ongeldig") from None
    found = _CURSOR.match(text)
    if found is None or found[1] != soort:
        raise Weigering("cursor-ongeldig")
    return int(found[2])
