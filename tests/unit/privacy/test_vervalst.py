"""What a person opens here (a waiting record, a backup) opens in one form only."""

import json
from pathlib import Path
from typing import Any

import pytest
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from privacy import Inzagesleutel, seal_for_inzage
from regres import KeyProblem
from regres.envelop import ALG, ENC, TYP_INZAGE
from tests.tools.vervalst import nagemaakt, vervalsingen
from tests.unit.privacy.recipient import private_jwk, public_half

PRIVATE = private_jwk(kid="inzage-9901")
HEADER: dict[str, Any] = {"alg": ALG, "enc": ENC, "typ": TYP_INZAGE, "kid": "inzage-9901"}
KEY = b"B000001\x1f13B02"
VALS = vervalsingen(PRIVATE, HEADER, KEY)


@pytest.fixture(scope="module")
def sleutel(tmp_path_factory: pytest.TempPathFactory) -> Inzagesleutel:
    return written(tmp_path_factory.mktemp("inzage"), PRIVATE)


def written(folder: Path, jwk: dict[str, str]) -> Inzagesleutel:
    path = folder / "inzage.jwk"
    path.write_text(json.dumps(jwk))
    path.chmod(0o600)
    return Inzagesleutel.lees(path)


def test_an_envelope_made_by_hand_opens(sleutel: Inzagesleutel) -> None:
    """Else the rest of this page would prove nothing."""
    assert sleutel.open(nagemaakt(PRIVATE, HEADER, KEY)) == KEY.decode()


@pytest.mark.parametrize("how", VALS)
def test_anything_else_does_not(sleutel: Inzagesleutel, how: str) -> None:
    with pytest.raises(KeyProblem) as wrong:
        sleutel.open(VALS[how])

    assert [problem.code for problem in wrong.value.problems] == ["K-0602"]
    assert wrong.value.__cause__ is None


@pytest.mark.parametrize("size", [0, 8, 11, 13, 16, 32])
def test_a_nonce_of_another_length_is_refused(sleutel: Inzagesleutel, size: int) -> None:
    made = nagemaakt(PRIVATE, HEADER, KEY, iv=bytes(range(size)) if size else None)
    if not size:
        parts = made.split(".")
        made = ".".join([*parts[:2], "", *parts[3:]])

    with pytest.raises(KeyProblem, match="K-0602"):
        sleutel.open(made)


@pytest.mark.parametrize("size", [16, 24])
def test_a_content_key_of_another_length_is_refused(sleutel: Inzagesleutel, size: int) -> None:
    with pytest.raises(KeyProblem, match="K-0602"):
        sleutel.open(nagemaakt(PRIVATE, HEADER, KEY, cek=bytes(range(size))))


@pytest.mark.parametrize("crv", ["X25519", "P-256"])
def test_what_another_library_sealed_opens_and_the_other_way_round(
    tmp_path: Path, crv: str
) -> None:
    private = private_jwk(crv, "inzage-9901")
    other = JWE(KEY, protected=json.dumps(HEADER), algs=[ALG, ENC])
    other.add_recipient(JWK(**public_half(private)))

    assert written(tmp_path, private).open(other.serialize(compact=True)) == KEY.decode()
    back = JWE(algs=[ALG, ENC])
    back.deserialize(seal_for_inzage(public_half(private), KEY), JWK(**private))
    assert back.payload.rstrip(b" ") == KEY
