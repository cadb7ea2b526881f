"""What was sealed for the municipality itself is opened with its own private key, and only so."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from privacy import Inzagesleutel, Sealer, seal_for_inzage
from regres import KeyProblem
from tests.unit.privacy.recipient import kop, ontvanger, private_jwk, public_half

KEY = "B000001\x1f13B02\x1f01-06-2025"


def written(folder: Path, jwk: Any, mode: int = 0o600) -> Path:
    """Put a private key down as its owner would."""
    path = folder / "inzage.jwk"
    path.write_text(json.dumps(jwk))
    path.chmod(mode)
    return path


def codes(wrong: pytest.ExceptionInfo[KeyProblem]) -> set[str]:
    return {problem.code for problem in wrong.value.problems}


@pytest.mark.parametrize("crv", ["X25519", "P-256"])
def test_what_was_sealed_for_the_municipality_opens(tmp_path: Path, crv: str) -> None:
    private = private_jwk(crv, "inzage-9901")
    envelope = seal_for_inzage(public_half(private), KEY.encode())

    sleutel = Inzagesleutel.lees(written(tmp_path, private))

    assert sleutel.open(envelope) == KEY
    assert repr(sleutel) == "Inzagesleutel('inzage-9901')"


@pytest.mark.parametrize("envelope", ["", "x", "a.b.c.d.e", "ééé.b.c.d.e", "bnVsbA.a.b.c.d"])
def test_what_is_no_envelope_does_not_open(tmp_path: Path, envelope: str) -> None:
    sleutel = Inzagesleutel.lees(written(tmp_path, private_jwk()))

    with pytest.raises(KeyProblem) as wrong:
        sleutel.open(envelope)
    assert codes(wrong) == {"K-0602"}


def test_another_key_does_not_open_it(tmp_path: Path) -> None:
    envelope = seal_for_inzage(public_half(private_jwk()), KEY.encode())

    with pytest.raises(KeyProblem) as wrong:
        Inzagesleutel.lees(written(tmp_path, private_jwk())).open(envelope)
    assert codes(wrong) == {"K-0602"}


def test_a_melding_is_not_opened_here(tmp_path: Path) -> None:
    private = private_jwk()
    moment = datetime(2026, 6, 15, 4, tzinfo=UTC)
    sealed = Sealer(ontvanger(private)).seal(kop(aangemaaktOp=moment), b"{}")

    with pytest.raises(KeyProblem) as wrong:
        Inzagesleutel.lees(written(tmp_path, private)).open(sealed.inhoud)
    assert codes(wrong) == {"K-0602"}


def test_a_public_key_opens_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem) as wrong:
        Inzagesleutel.lees(written(tmp_path, public_half(private_jwk())))
    assert codes(wrong) == {"K-0601"}


def test_a_private_number_that_is_none_is_refused_without_being_repeated(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem) as wrong:
        Inzagesleutel.lees(written(tmp_path, private_jwk() | {"d": "kanarie"}))
    assert codes(wrong) == {"K-0601"}
    assert "kanarie" not in str(wrong.value)


@pytest.mark.skipif(os.name != "posix", reason="modes are a thing of POSIX")
def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem):
        Inzagesleutel.lees(written(tmp_path, private_jwk(), 0o640))


def test_a_key_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem) as wrong:
        Inzagesleutel.lees(tmp_path / "weg.jwk")
    assert codes(wrong) == {"K-0504"}
