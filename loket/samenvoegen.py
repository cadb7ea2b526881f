"""Merging and splitting cases, and which cases may be of one person: a handler decides.

What two cases have in common is looked for by marks (merken.py): the same pseudonym, or the same
birth date and folded surname; and accidents at most 31 days apart, as far as both are known.
"""

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, func, insert, or_, select, update

from loket import zaken
from loket.database import aangifte, melding, niet_dezelfde, zaak
from loket.datasleutel import Datasleutel
from loket.lezing import dag
from loket.zaken import OPEN

SAMENGEVOEGD: Final = "samengevoegd"
_DAGEN: Final = 31


@dataclass(frozen=True, slots=True)
class Gelijke:
    """A case that may be of the same person and accident; waarom in words."""

    id: int
    zaaknummer: str
    status: str
    aantal: int
    waarom: str


def gelijken(
    tx: Connection, data: Datasleutel, codes: Collection[str], zaak_id: int
) -> list[Gelijke]:
    """Give the cases of these municipalities that may be the same as one, and were not denied."""
    own = [
        *_meldingen(tx, melding.c.zaak_id == zaak_id),
        *_aangiften(tx, aangifte.c.zaak_id == zaak_id),
    ]
    marks = {name: {r[name] for r in own} - {""} for name in ("persoonmerk", "clientmerk")}
    if not any(marks.values()):
        return []
    same = or_(*(melding.c[name].in_(found) for name, found in marks.items() if found))
    others = [
        *_meldingen(tx, same, melding.c.zaak_id != zaak_id, melding.c.gemeente.in_(codes)),
        *_aangiften(
            tx,
            aangifte.c.persoonmerk.in_(marks["persoonmerk"]),
            aangifte.c.zaak_id != zaak_id,
            zaak.c.gemeente.in_(codes),
        ),
    ]
    mine = _ongevallen(data, own)
    near = [row for row in others if _dichtbij(mine, _ongevallen(data, [row]))]
    ids = {row["zaak_id"] for row in near} - _ontkend(tx, zaak_id)
    why = {row["zaak_id"]: _waarom(row, marks) for row in near}
    chosen = select(zaak).where(zaak.c.id.in_(ids), zaak.c.samengevoegd_in.is_(None))
    return [
        Gelijke(row.id, row.zaaknummer, row.status, row.aantal, why[row.id])
        for row in tx.execute(chosen.order_by(zaak.c.id))
    ]


def voeg_samen(tx: Connection, doel: int, bron: int) -> int:
    """Move the meldingen of one case into another; gives how many. Receipts stay what they were."""
    moved = _verplaats(tx, melding.c.zaak_id == bron, doel)
    before = zaken.een(tx, doel)
    zaken.werk_bij(tx, bron)
    zaken.werk_bij(tx, doel)
    gone = {"status": SAMENGEVOEGD, "samengevoegd_in": doel, "aandacht": ""}
    tx.execute(update(zaak).where(zaak.c.id == bron).values(gone))
    if before["advies"] and moved:
        again = {"aandacht": "nieuwe_melding", "status": OPEN}
        tx.execute(update(zaak).where(zaak.c.id == doel).values(again))
    return moved


def splits(tx: Connection, case: Mapping[str, Any], referenties: Collection[str], now: Any) -> str:
    """Move some meldingen of a case into a new one; gives its number."""
    number = zaken.volgend_nummer(tx, now.year)
    new = {
        "zaaknummer": number,
        # What comes later under the dossiersleutel stays with the old case; these follow their own.
        "dossiersleutel": secrets.token_hex(32),
        "gemeente": case["gemeente"],
        "behandelaar": case["behandelaar"],
        "status": OPEN,
        "geopend_op": now.replace(tzinfo=None, microsecond=0),
    }
    tx.execute(insert(zaak).values(new))
    made = tx.execute(select(zaak.c.id).where(zaak.c.zaaknummer == number)).scalar_one()
    own = (melding.c.zaak_id == case["id"]) & melding.c.referentie.in_(referenties)
    _verplaats(tx, own, made)
    zaken.werk_bij(tx, case["id"])
    zaken.werk_bij(tx, made)
    return number


def ontken(tx: Connection, een: int, ander: int) -> None:
    """Note that two cases are not of one person; they are no longer proposed."""
    if ander not in _ontkend(tx, een):
        low, high = sorted((een, ander))
        tx.execute(insert(niet_dezelfde).values(een=low, ander=high))


def verdeeld(rows: Sequence[Any]) -> bool:
    """Tell whether the meldingen of one case seem to be of more than one person."""
    return any(len({row[name] for row in rows} - {""}) > 1 for name in _MERKEN)


_MERKEN: Final = ("persoonmerk", "clientmerk")


def merken(tx: Connection, zaak_id: int) -> list[dict[str, Any]]:
    """Give the latest version of each melding of a case that stands, with its marks."""
    return [dict(row) for row in zaken.staande(tx, zaak_id)]


def _verplaats(tx: Connection, which: Any, doel: int) -> int:
    receipt = func.coalesce(melding.c.zaak_bij_ontvangst, melding.c.zaak_id)
    count = tx.scalar(select(func.count(melding.c.referentie.distinct())).where(which))
    tx.execute(update(melding).where(which).values(zaak_bij_ontvangst=receipt, zaak_id=doel))
    return int(count or 0)


def _meldingen(tx: Connection, *rules: Any) -> list[dict[str, Any]]:
    names = ("referentie", "versie", "zaak_id", "inhoud", *_MERKEN)
    chosen = select(*(melding.c[name] for name in names)).where(*rules)
    return [dict(row) for row in tx.execute(chosen.order_by(melding.c.id)).mappings()]


def _aangiften(tx: Connection, *rules: Any) -> list[dict[str, Any]]:
    """Give what was reported to the loket itself, in the shape of a melding."""
    chosen = select(aangifte).join(zaak, zaak.c.id == aangifte.c.zaak_id).where(*rules)
    return [
        {
            "referentie": "aangifte",
            "versie": row.zaak_id,
            "zaak_id": row.zaak_id,
            "inhoud": row.inhoud,
            "persoonmerk": row.persoonmerk,
            "clientmerk": "",
        }
        for row in tx.execute(chosen)
    ]


def _ongevallen(data: Datasleutel, rows: Sequence[Mapping[str, Any]]) -> set[date]:
    opened = (json.loads(data.open(r["inhoud"], r["referentie"], r["versie"])) for r in rows)
    return {day for one in opened if (day := dag(one, "ongeval.datum"))}


def _dichtbij(mine: set[date], other: set[date]) -> bool:
    if not mine or not other:
        return True
    return any(abs((one - two).days) <= _DAGEN for one in mine for two in other)


def _waarom(row: Mapping[str, Any], marks: Mapping[str, set[str]]) -> str:
    if row["clientmerk"] and row["clientmerk"] in marks["clientmerk"]:
        return "zelfde cliënt volgens de gemeente"
    return "zelfde geboortedatum en achternaam"


def _ontkend(tx: Connection, zaak_id: int) -> set[int]:
    pairs = tx.execute(
        select(niet_dezelfde).where(
            (niet_dezelfde.c.een == zaak_id) | (niet_dezelfde.c.ander == zaak_id)
        )
    )
    return {row.ander if row.een == zaak_id else row.een for row in pairs}
