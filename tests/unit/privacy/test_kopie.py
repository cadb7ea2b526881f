"""A backup of root keys: only for whom it was sealed, and it gives exactly what went in."""

import json
from datetime import date
from pathlib import Path

import pytest

from privacy import Inzagesleutel, Keys, Kopie, publieke_sleutel, seal_for_inzage
from privacy.seal import seal_kopie
from regres import KeyProblem
from tests.unit.privacy.recipient import opened, private_jwk, public_half

ROOTS = {1: bytes(range(32)), 2: bytes(range(100, 132))}
KOPIE = Kopie("9901", date(2026, 11, 22), Keys(ROOTS))


@pytest.fixture
def officer(tmp_path: Path) -> tuple[dict[str, str], Inzagesleutel]:
    private = private_jwk(kid="fg-2026")
    path = tmp_path / "fg.jwk"
    path.write_text(json.dumps(private))
    path.chmod(0o600)
    return private, Inzagesleutel.lees(path)


def sealed(private: dict[str, str], kopie: Kopie = KOPIE) -> str:
    return kopie.verzegel(publieke_sleutel(public_half(private), "fg.jwk"))


def test_what_went_in_comes_out(officer: tuple[dict[str, str], Inzagesleutel]) -> None:
    private, key = officer
    found = Kopie.lees(sealed(private), key, "kopie.jwe")

    assert (found.identiteit, found.gemaakt) == ("9901", date(2026, 11, 22))
    assert found.keys.proeven == KOPIE.keys.proeven
    assert {v: found.keys.root(v) for v in found.keys.versies} == ROOTS
    assert "Keys" not in repr(found)


def test_what_stays_of_a_retired_key_is_in_it(
    officer: tuple[dict[str, str], Inzagesleutel],
) -> None:
    private, key = officer
    later = Kopie("9901", date(2026, 11, 22), Keys({2: ROOTS[2]}, KOPIE.keys.blijvend))

    found = Kopie.lees(sealed(private, later), key, "kopie.jwe")

    assert found.keys.versies == (2,)
    assert found.keys.blijvend == KOPIE.keys.blijvend


def test_its_length_does_not_tell_how_many_keys_there_are(
    officer: tuple[dict[str, str], Inzagesleutel],
) -> None:
    private, _ = officer
    one = Kopie("9901", date(2026, 11, 22), Keys({1: ROOTS[1]}))

    assert len(sealed(private, one)) == len(sealed(private))
    header, plain = opened(sealed(private), private)
    assert header["typ"] == "regressleutels+jwe"
    assert json.loads(plain)["schema"] == "regresbrug/sleutelkopie/1"


def test_a_backup_under_the_rules_of_another_version_is_not_guessed_at(
    officer: tuple[dict[str, str], Inzagesleutel],
) -> None:
    private, key = officer
    _, plain = opened(sealed(private), private)
    whole = json.loads(plain) | {"schema": "regresbrug/sleutelkopie/2"}
    envelope = seal_kopie(publieke_sleutel(public_half(private), "x"), json.dumps(whole).encode())

    with pytest.raises(KeyProblem, match="K-0714"):
        Kopie.lees(envelope, key, "kopie.jwe")


def test_another_key_does_not_open_it(officer: tuple[dict[str, str], Inzagesleutel]) -> None:
    with pytest.raises(KeyProblem, match="K-0602"):
        Kopie.lees(sealed(private_jwk(kid="fg-2026")), officer[1], "kopie.jwe")


def test_an_envelope_of_a_waiting_record_is_no_backup(
    officer: tuple[dict[str, str], Inzagesleutel],
) -> None:
    private, key = officer
    for_a_consulent = seal_for_inzage(public_half(private), b"{}")

    with pytest.raises(KeyProblem, match="K-0602"):
        Kopie.lees(for_a_consulent, key, "kopie.jwe")
    with pytest.raises(KeyProblem, match="K-0602"):
        key.open(sealed(private))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"schema": "regresbrug/sleutelkopie/2"}',
        b'{"schema": "regresbrug/sleutelkopie/1", "sleutels": [], "blijvend": "00"}',
        b'{"schema": "regresbrug/sleutelkopie/1", "sleutels": {"1": "kanarie"}, "blijvend": ""}',
    ],
)
def test_a_content_that_is_no_backup_is_refused_without_a_word_of_it(
    officer: tuple[dict[str, str], Inzagesleutel], content: bytes
) -> None:
    private, key = officer
    envelope = seal_kopie(publieke_sleutel(public_half(private), "fg.jwk"), content)

    with pytest.raises(KeyProblem, match="K-0714") as wrong:
        Kopie.lees(envelope, key, "kopie.jwe")

    assert "kanarie" not in str(wrong.value)
    assert wrong.value.__cause__ is None
