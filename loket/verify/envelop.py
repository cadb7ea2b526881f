"""The fictional melding of the contract suite, sealed the way an adapter does it."""

import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from joserfc.jwe import JWERegistry, encrypt_compact
from joserfc.jwk import ECKey, OKPKey
from joserfc.registry import HeaderParameter

from loket.kop import OPEN_VELDEN
from regres import Feiten, Indicatie, Intrekking, Kop, Melding, SoortMelding, Uitkomst
from regres.canonical import canonical_bytes, intrekking_json, kop_json, melding_json
from regres.envelop import ALG, ENC, GROOTSTE_HEADER, STAP_MELDING, TYP_MELDING
from regres.melding import (
    Client,
    Contactpersoon,
    Kosten,
    Ongeval,
    UiterlijkeDatum,
    Verhaalbaarheid,
    Verwerking,
    Voorziening,
)
from regres.words import (
    Besluitstatus,
    DatumSoort,
    IndicatieBron,
    IntrekkingReden,
    KostenSoort,
    Leveringsvorm,
    Wet,
)

#: The name of the person who does not exist; no answer may hold it.
VERZONNEN = "Proefpersoon-Bestaatniet"


def seal(kop: Kop, jwk: Mapping[str, Any], header: Mapping[str, Any] | None = None) -> str:
    """Seal the fictional melding of a head, as an adapter does; *header* spoils it for a test."""
    content = _intrekking(kop) if kop.soortMelding is SoortMelding.INTREKKING else _melding(kop)
    filled = content + b" " * (-len(content) % STAP_MELDING)
    protected = {"alg": ALG, "enc": ENC, "typ": TYP_MELDING, "kid": jwk["kid"], **kop_json(kop)}
    registry = JWERegistry(
        header_registry={name: HeaderParameter("open veld", _any) for name in OPEN_VELDEN},
        algorithms=[ALG, ENC, "DEF"],
    )
    registry.max_protected_header_length = GROOTSTE_HEADER
    return encrypt_compact(
        protected | dict(header or {}), filled, public_key(jwk), registry=registry
    )


def _any(_: object) -> None:
    """Accept: what stands in these fields is made here."""


def public_key(jwk: Mapping[str, Any]) -> OKPKey | ECKey:
    """Read a public key; raises what joserfc raises."""
    wanted = ("kty", "crv", "x", "y")
    public = {name: str(jwk[name]) for name in wanted if name in jwk}
    if public.get("kty") == "EC":
        return ECKey.import_key(public)  # type: ignore[arg-type]  # joserfc's TypedDict of a JWK
    return OKPKey.import_key(public)  # type: ignore[arg-type]  # joserfc's TypedDict of a JWK


def make_kop(gemeentecode: str, now: datetime) -> Kop:
    """Make the head of a melding that no backend can know yet."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return Kop(
        referentie=secrets.token_hex(32),
        dossiersleutel=secrets.token_hex(32),
        versie=1,
        soortMelding=SoortMelding.NIEUW,
        gemeenteCode=gemeentecode,
        inhoudsmerk=secrets.token_hex(32),
        aangemaaktOp=hour,
    )


def _melding(kop: Kop) -> bytes:
    made = Melding(
        kop=kop,
        contactpersoon=Contactpersoon(naam="Contracttoets Regresbrug"),
        feiten=Feiten(
            client=Client(geslachtsnaam=VERZONNEN),
            ongeval=Ongeval(indicatie=Indicatie.J, indicatieBron=IndicatieBron.EXPLICIET),
            voorziening=Voorziening(
                wet=Wet.WMO,
                besluitstatus=Besluitstatus.TOEGEKEND,
                datumToekenning=date(2026, 1, 5),
                productcategorie="05",
                omschrijving="Proefmelding",
                leveringsvorm=Leveringsvorm.ZIN,
                kosten=(Kosten(soort=KostenSoort.EENMALIG, bedrag=Decimal("100.00")),),
            ),
        ),
        verhaalbaarheid=Verhaalbaarheid(
            uitkomst=Uitkomst.ONDERZOEK,
            redencodes=("V18",),
            uiterlijkeDatum=(_DEADLINE,),
            regelversie="contracttoets",
            peildatum=date(2026, 1, 5),
        ),
        verwerking=Verwerking(
            doel="contracttoets",
            grondslag="geen: verzonnen gegevens",
            verwerkingsactiviteitId="urn:regresbrug:contracttoets",
        ),
    )
    return canonical_bytes(melding_json(made))


def _intrekking(kop: Kop) -> bytes:
    taken_back = Intrekking(kop=kop, reden=IntrekkingReden.VLAG_N, datum=date(2026, 1, 6))
    return canonical_bytes(intrekking_json(taken_back))


_DEADLINE = UiterlijkeDatum(
    soort=DatumSoort.RELATIEF5,
    datum=date(2030, 12, 31),
    basis="aanvraag",
    begin=date(2025, 12, 31),
)
