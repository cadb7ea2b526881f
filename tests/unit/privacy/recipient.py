"""Key pairs of an invented recipient, and envelopes opened by an independent library."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from joserfc.jwk import ECKey, OKPKey
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from privacy import Ontvanger, publieke_sleutel
from regres import Kop, SoortMelding
from regres.envelop import ALG, ENC

VANDAAG = date(2026, 6, 15)


def private_jwk(crv: str = "X25519", kid: str = "loket-2026-01") -> dict[str, Any]:
    """Make a private JWK of the recipient."""
    key = OKPKey.generate_key("X25519") if crv == "X25519" else ECKey.generate_key("P-256")
    return {**key.as_dict(private=True), "use": "enc", "alg": ALG, "kid": kid}


def public_half(private: dict[str, Any]) -> dict[str, Any]:
    """Leave out the private number."""
    return {name: value for name, value in private.items() if name != "d"}


def ontvanger(private: dict[str, Any]) -> Ontvanger:
    """Make the recipient that belongs to a private JWK, valid all year."""
    return Ontvanger(
        sleutel=publieke_sleutel(public_half(private), "test.jwk"),
        geldig_van=date(2026, 1, 1),
        geldig_tot=date(2026, 12, 31),
        bestand="test.jwk",
    )


def write_jwk(folder: Path, name: str, jwk: dict[str, Any], van: str, tot: str) -> Path:
    """Put a public JWK with its days in a folder."""
    path = folder / f"{name}.jwk"
    path.write_text(json.dumps(jwk | {"geldig_van": van, "geldig_tot": tot}), encoding="utf-8")
    return path


def opened(envelope: str, private: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Open an envelope as the recipient would, with jwcrypto; gives header and plaintext."""
    jwe = JWE(algs=[ALG, ENC])
    jwe.deserialize(envelope, key=JWK(**private))
    header: dict[str, Any] = jwe.jose_header
    plain: bytes = jwe.payload
    return header, plain


def kop(**changed: Any) -> Kop:
    """Make clear fields of an invented melding."""
    given: dict[str, Any] = {
        "referentie": "a" * 64,
        "dossiersleutel": "b" * 64,
        "versie": 1,
        "soortMelding": SoortMelding.NIEUW,
        "gemeenteCode": "9901",
        "inhoudsmerk": "c" * 64,
        "aangemaaktOp": datetime(2026, 6, 15, 4, tzinfo=UTC),
    }
    return Kop(**(given | changed))
