"""One case as it is read: its meldingen opened, and everything that handlers did in it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from loket import spoorboek
from loket.database import aangifte, melding, oordeel, verband, zaak
from loket.datasleutel import Datasleutel
from loket.lezing import Inhoud
from regres import SoortMelding


@dataclass(frozen=True, slots=True)
class Versie:
    """One version of a melding, opened."""

    id: int
    referentie: str
    versie: int
    soort: str
    gemeente: str
    ontvangen_op: datetime
    inhoud: Inhoud = field(repr=False)


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case and what is in it, oldest first everywhere.

    langs, aangifte  how it was reported to the loket itself, and what was told; "" and {} else
    verbanden   referentie -> what a handler said of its link with the accident
    """

    zaak: Mapping[str, Any]
    versies: Sequence[Versie]
    verbanden: Mapping[str, str]
    oordelen: Sequence[RowMapping]
    spoor: Sequence[RowMapping]
    langs: str = ""
    aangifte: Inhoud = field(default_factory=dict, repr=False)

    @property
    def staand(self) -> list[Versie]:
        """Give the latest version of each melding, withdrawn ones left out."""
        latest = {one.referentie: one for one in sorted(self.versies, key=lambda v: v.versie)}
        kept = [one for one in latest.values() if one.soort != SoortMelding.INTREKKING]
        return sorted(kept, key=lambda one: one.id)

    @property
    def inhouden(self) -> list[Inhoud]:
        """Give what stands."""
        return [one.inhoud for one in self.staand]


def lees(
    tx: Connection, data: Datasleutel, codes: frozenset[str], zaaknummer: str
) -> Dossier | None:
    """Read a case of these municipalities; None when there is none. Raises KeyProblem."""
    rule = (zaak.c.zaaknummer == zaaknummer) & zaak.c.gemeente.in_(codes)
    case = tx.execute(select(zaak).where(rule)).mappings().first()
    if case is None:
        return None
    rows = tx.execute(
        select(melding).where(melding.c.zaak_id == case["id"]).order_by(melding.c.id)
    ).mappings()
    versions = [_versie(data, row) for row in rows]
    names = {one.referentie for one in versions}
    links = tx.execute(select(verband).where(verband.c.referentie.in_(names)))
    said = {str(row.referentie): str(row.waarde) for row in links}
    verdicts = select(oordeel).where(oordeel.c.zaak_id == case["id"]).order_by(oordeel.c.id)
    own = tx.execute(select(aangifte).where(aangifte.c.zaak_id == case["id"])).first()
    return Dossier(
        langs=own.langs if own else "",
        aangifte=json.loads(data.open(own.inhoud, "aangifte", case["id"])) if own else {},
        zaak=dict(case),
        versies=versions,
        verbanden=said,
        oordelen=list(tx.execute(verdicts).mappings()),
        spoor=spoorboek.van_zaak(tx, zaaknummer),
    )


def _versie(data: Datasleutel, row: RowMapping) -> Versie:
    plain = data.open(row["inhoud"], row["referentie"], row["versie"])
    return Versie(
        id=row["id"],
        referentie=row["referentie"],
        versie=row["versie"],
        soort=row["soort"],
        gemeente=row["gemeente"],
        ontvangen_op=row["ontvangen_op"],
        inhoud=json.loads(plain),
    )
