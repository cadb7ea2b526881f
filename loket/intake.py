"""One delivery: known or new, opened, checked, put in its case; all in one transaction."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from loket import aandacht, zaken
from loket.database import (
    Archief,
    geschiedenis,
    melding,
    terugkoppeling,
    zaak,
    zaak_van_bewijs,
)
from loket.datasleutel import Datasleutel
from loket.envelop import Opener
from loket.inhoud import Uittreksel, bekijk
from loket.kop import Zending
from loket.merken import Merker
from loket.problems import Weigering
from loket.settings import Gemeente, LoketSettings
from regres import Receipt, SoortMelding
from regres.dag import lokale_dag
from regres.melding import Kop
from regres.verwerking import Betrokkene


@dataclass(frozen=True, slots=True)
class Ontvangen:
    """Taken in, now or before: the receipt that belongs to this version for ever.

    wie  whom it is about: by the pseudonym in the envelope; by the referentie when that has none,
         or when it was known already and not opened again
    """

    receipt: Receipt
    nieuw: bool
    wie: Betrokkene


@dataclass(frozen=True, slots=True)
class Botsing:
    """Known with another merk, or below the latest version."""

    laatsteVersie: int
    inhoudsmerk: str


class Intake:
    """Takes deliveries in."""

    def __init__(self, settings: LoketSettings, archief: Archief) -> None:
        self._archief = archief
        self._opener = Opener(settings.sleutels)
        self._data = Datasleutel(settings.datasleutel)
        self._merker = Merker.van(settings.datasleutel)

    def neem_aan(
        self, gemeente: Gemeente, zending: Zending, lichaam_sha256: str, now: datetime
    ) -> Ontvangen | Botsing:
        """Judge one delivery of a municipality and keep what follows from it.

        A known version is never opened again: its stored receipt is the answer, whatever the
        ciphertext. Raises Weigering, and then nothing was kept.
        """
        kop = zending.kop
        if kop.gemeenteCode not in gemeente.codes:
            raise Weigering("andere-gemeente")
        with self._archief.schrijven() as tx:
            answer = self._answer(tx, gemeente, zending, now)
            _remember(tx, kop, lichaam_sha256, answer, now)
        return answer

    def _answer(
        self, tx: Connection, gemeente: Gemeente, zending: Zending, now: datetime
    ) -> Ontvangen | Botsing:
        known = _versions(tx, zending.kop.referentie)
        if known and known[0]["gemeente"] not in gemeente.codes:
            raise Weigering("andere-gemeente")
        earlier = _from_known(known, zending.kop)
        if earlier:
            return earlier
        inhoud = self._opener.open(zending, lokale_dag(now))
        uittreksel = bekijk(inhoud, zending.kop.soortMelding)
        columns = self._columns(zending, inhoud, lokale_dag(now))
        groups = aandacht.groepen(inhoud)
        receipt = self._keep(tx, gemeente, zending, uittreksel, groups, columns, now)
        return Ontvangen(receipt, nieuw=True, wie=_wie(inhoud, zending.kop))

    def _columns(
        self, zending: Zending, inhoud: Mapping[str, Any], vandaag: date
    ) -> dict[str, Any]:
        kop = zending.kop
        # Plain ASCII JSON: a canonical writer names in its errors the number it cannot write.
        plain = json.dumps(inhoud, separators=(",", ":")).encode()
        sealed = self._data.sluit(plain, kop.referentie, kop.versie)
        return {"inhoud": sealed, **self._merker.kolommen(inhoud, vandaag)}

    def _keep(
        self,
        tx: Connection,
        gemeente: Gemeente,
        zending: Zending,
        uittreksel: Uittreksel,
        groepen: Collection[str],
        columns: Mapping[str, Any],
        now: datetime,
    ) -> Receipt:
        kop = zending.kop
        moment = now.replace(microsecond=0)
        case = zaken.vind_of_open(tx, gemeente, kop, moment)
        tx.execute(
            insert(melding).values(
                referentie=kop.referentie,
                versie=kop.versie,
                soort=kop.soortMelding.value,
                inhoudsmerk=kop.inhoudsmerk,
                gemeente=kop.gemeenteCode,
                zaak_id=case.id,
                aangemaakt_op=_naive(kop.aangemaaktOp),
                ontvangen_op=_naive(moment),
                kid=self._opener.kid(zending),
                categorie=uittreksel.categorie,
                uitkomst=uittreksel.uitkomst,
                redencodes=" ".join(uittreksel.redencodes),
                uiterlijke_datum=uittreksel.uiterlijke_datum,
                bedragklasse=uittreksel.bedragklasse,
                **columns,
            )
        )
        before, after = zaken.werk_bij(tx, case.id)
        aandacht.merk_op(tx, case.id, kop.soortMelding, before, after, groepen)
        _tell_back(tx, kop, case.zaaknummer, moment)
        return Receipt(kop.referentie, kop.versie, case.zaaknummer, moment)


def _wie(inhoud: Mapping[str, Any], kop: Kop) -> Betrokkene:
    client = inhoud.get("client")
    found = client.get("pseudoniem") if isinstance(client, dict) else None
    if isinstance(found, dict):
        return Betrokkene(str(found["waarde"]), f"clientmerk-{found['sleutelVersie']}")
    return Betrokkene(kop.referentie, "referentie")


def _versions(tx: Connection, referentie: str) -> list[RowMapping]:
    chosen = (
        select(melding.c.versie, melding.c.inhoudsmerk, melding.c.gemeente)
        .add_columns(melding.c.ontvangen_op, zaak.c.zaaknummer)
        .join(zaak, zaak.c.id == zaak_van_bewijs)
        .where(melding.c.referentie == referentie)
        .order_by(melding.c.versie.desc())
    )
    return list(tx.execute(chosen).mappings())


def _from_known(known: list[RowMapping], kop: Kop) -> Ontvangen | Botsing | None:
    for row in known:
        if (row["versie"], row["inhoudsmerk"]) == (kop.versie, kop.inhoudsmerk):
            moment = row["ontvangen_op"].replace(tzinfo=UTC)
            receipt = Receipt(kop.referentie, kop.versie, row["zaaknummer"], moment)
            return Ontvangen(receipt, nieuw=False, wie=Betrokkene(kop.referentie, "referentie"))
    if known and kop.versie <= known[0]["versie"]:
        return Botsing(known[0]["versie"], known[0]["inhoudsmerk"])
    return None


def _tell_back(tx: Connection, kop: Kop, zaaknummer: str, moment: datetime) -> None:
    withdrawn = kop.soortMelding is SoortMelding.INTREKKING
    tx.execute(
        insert(terugkoppeling).values(
            gemeente=kop.gemeenteCode,
            referentie=kop.referentie,
            versie=kop.versie,
            zaaknummer=zaaknummer,
            stap="ingetrokken" if withdrawn else "ontvangen",
            datum=lokale_dag(moment),
        )
    )


def _remember(
    tx: Connection, kop: Kop, lichaam: str, answer: Ontvangen | Botsing, now: datetime
) -> None:
    taken = answer if isinstance(answer, Ontvangen) else None
    verdict = "botsing" if taken is None else "ontvangen" if taken.nieuw else "herhaald"
    tx.execute(
        insert(geschiedenis).values(
            tijdstip=_naive(now),
            gemeente=kop.gemeenteCode,
            referentie=kop.referentie,
            versie=kop.versie,
            inhoudsmerk=kop.inhoudsmerk,
            lichaam_sha256=lichaam,
            uitslag=verdict,
            zaaknummer=taken.receipt.zaaknummer if taken else None,
        )
    )


def _naive(moment: datetime) -> datetime:
    """SQLite knows no time zones: everything in it is UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None)
