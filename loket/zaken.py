"""Cases: one per dossier, with a number, a handler, and what its meldingen add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from loket.database import melding, zaak
from loket.inhoud import BEDRAGKLASSEN
from loket.problems import Weigering
from loket.settings import Gemeente
from loket.verjaring import vijf_jaar
from regres import SoortMelding, Uitkomst
from regres.dag import lokale_dag
from regres.melding import Kop
from regres.terug import AFGESLOTEN

OPEN = "open"
INGETROKKEN = "ingetrokken"

#: The best outlook of a case's meldingen is shown; earlier here is better.
_BEST = (
    Uitkomst.KANSRIJK,
    Uitkomst.ONDERZOEK,
    Uitkomst.MOGELIJK_VERJAARD,
    Uitkomst.WAARSCHIJNLIJK_NIET,
)


@dataclass(frozen=True, slots=True)
class Zaak:
    """A case as far as intake needs it."""

    id: int
    zaaknummer: str


def vind_of_open(tx: Connection, gemeente: Gemeente, kop: Kop, now: datetime) -> Zaak:
    """Give the case of a melding; opens and assigns one when there is none.

    A melding stays in the case of its first version, also when a later version names another
    dossier: only a handler moves it.
    """
    found = _of_referentie(tx, kop.referentie) or _of_dossier(tx, kop.dossiersleutel)
    while found is not None and found["samengevoegd_in"] is not None:
        found = een(tx, found["samengevoegd_in"])
    if found is None:
        return _open(tx, gemeente, kop, now)
    if found["gemeente"] not in gemeente.codes:
        raise Weigering("andere-gemeente")
    return Zaak(found["id"], found["zaaknummer"])


def werk_bij(tx: Connection, zaak_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Add up again what the list of cases shows: the latest version of each melding counts.

    Gives the case as it was and as it is.
    """
    before = een(tx, zaak_id)
    standing = staande(tx, zaak_id)
    outcomes = {row["uitkomst"] for row in standing}
    days: list[date] = [row["uiterlijke_datum"] for row in standing if row["uiterlijke_datum"]]
    bands = [BEDRAGKLASSEN.index(row["bedragklasse"]) for row in standing]
    first, sure = _termijn(standing, before["begin_op"])
    tx.execute(
        update(zaak)
        .where(zaak.c.id == zaak_id)
        .values(
            aantal=len(standing),
            status=_status(before["status"], standing),
            termijn_op=first,
            termijn_zeker=sure,
            inhaalslag=bool(standing) and all(row["inhaalslag"] for row in standing),
            categorieen=" ".join(sorted({row["categorie"] for row in standing} - {""})),
            uitkomst=next((word.value for word in _BEST if word.value in outcomes), ""),
            uiterlijke_datum=min(days, default=None),
            bedragklasse=BEDRAGKLASSEN[max(bands, default=0)],
        )
    )
    return before, een(tx, zaak_id)


def _status(was: str, standing: Sequence[RowMapping]) -> str:
    """A closed case stays closed: only what matters opens it again (aandacht.py)."""
    if not standing:
        return INGETROKKEN
    return AFGESLOTEN if was == AFGESLOTEN else OPEN


def een(tx: Connection, zaak_id: int) -> dict[str, Any]:
    """Give one case."""
    return dict(tx.execute(select(zaak).where(zaak.c.id == zaak_id)).mappings().one())


def _termijn(standing: Sequence[RowMapping], begin_op: date | None) -> tuple[date | None, bool]:
    """Give the first deadline of a case, and whether its beginning is certain.

    A day that a handler gave stands for those of the meldingen; what an interruption adds to it is
    counted when the case is shown.
    """
    five = [vijf_jaar(begin_op)] if begin_op else [r["bekend_op"] for r in standing]
    known = [day for day in five if day]
    proposed = [] if known else [row["voorstel_op"] for row in standing if row["voorstel_op"]]
    others = [] if begin_op else [r["uiterlijke_datum"] for r in standing if r["uiterlijke_datum"]]
    return min([*known, *proposed, *others], default=None), bool(known)


def lijst(tx: Connection, na: int, hooguit: int) -> Sequence[RowMapping]:
    """Give cases with an id above *na*, in order of arrival."""
    chosen = select(zaak).where(zaak.c.id > na).order_by(zaak.c.id).limit(hooguit)
    return list(tx.execute(chosen).mappings())


def _open(tx: Connection, gemeente: Gemeente, kop: Kop, now: datetime) -> Zaak:
    number = volgend_nummer(tx, lokale_dag(now).year)
    result = tx.execute(
        insert(zaak).values(
            zaaknummer=number,
            dossiersleutel=kop.dossiersleutel,
            gemeente=kop.gemeenteCode,
            behandelaar=gemeente.wie(lokale_dag(now)),
            status=OPEN,
            geopend_op=now.astimezone(UTC).replace(tzinfo=None),
        )
    )
    key = result.inserted_primary_key
    assert key is not None  # noqa: S101 - a single-row insert always has one
    return Zaak(int(key[0]), number)


def volgend_nummer(tx: Connection, jaar: int) -> str:
    """Give "RL-2026-000123": numbers rise within a year and none is given twice."""
    start = f"RL-{jaar}-"
    # By id, not by the highest text: after 999999 a number gets a seventh digit.
    given = select(zaak.c.zaaknummer).where(zaak.c.zaaknummer.startswith(start))
    latest = tx.scalar(given.order_by(zaak.c.id.desc()).limit(1))
    return f"{start}{int(latest.removeprefix(start)) + 1 if latest else 1:06}"


def _of_referentie(tx: Connection, referentie: str) -> dict[str, Any] | None:
    chosen = (
        select(zaak.c.id, zaak.c.zaaknummer, zaak.c.gemeente, zaak.c.samengevoegd_in)
        .join(melding, melding.c.zaak_id == zaak.c.id)
        .where(melding.c.referentie == referentie)
    )
    row = tx.execute(chosen).mappings().first()
    return dict(row) if row else None


def _of_dossier(tx: Connection, dossiersleutel: str) -> dict[str, Any] | None:
    chosen = select(zaak.c.id, zaak.c.zaaknummer, zaak.c.gemeente, zaak.c.samengevoegd_in).where(
        zaak.c.dossiersleutel == dossiersleutel
    )
    row = tx.execute(chosen).mappings().first()
    return dict(row) if row else None


def staande(tx: Connection, zaak_id: int) -> list[RowMapping]:
    """Give the latest version of each melding of a case, withdrawn ones left out."""
    latest = (
        select(melding.c.referentie, func.max(melding.c.versie).label("versie"))
        .where(melding.c.zaak_id == zaak_id)
        .group_by(melding.c.referentie)
        .subquery()
    )
    chosen = (
        select(melding)
        .join(
            latest,
            (melding.c.referentie == latest.c.referentie) & (melding.c.versie == latest.c.versie),
        )
        .where(melding.c.soort != SoortMelding.INTREKKING.value)
    )
    return list(tx.execute(chosen).mappings())
