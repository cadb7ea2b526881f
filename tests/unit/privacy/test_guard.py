"""No opening key may lie where the adapter can read, and no secret be open to others."""

import base64
import json
import os
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa, x25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from privacy import check_modes, guard, refuse_private_key
from regres import KeyProblem
from tests.unit.privacy.recipient import ontvanger, private_jwk, public_half

JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=50),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["d", "kty", "keys"]), inner, max_size=3)
    ),
)
OKP, EC = private_jwk(), private_jwk("P-256", "loket-p256")
OURS = [ontvanger(OKP).sleutel, ontvanger(EC).sleutel]


def number(jwk: dict[str, Any]) -> bytes:
    return base64.urlsafe_b64decode(jwk["d"] + "=")


X25519 = x25519.X25519PrivateKey.from_private_bytes(number(OKP))
P256 = ec.derive_private_key(int.from_bytes(number(EC), "big"), ec.SECP256R1())


def pem(
    key: x25519.X25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    form: PrivateFormat = PrivateFormat.PKCS8,
    encoding: Encoding = Encoding.PEM,
    lock: KeySerializationEncryption | None = None,
) -> bytes:
    return key.private_bytes(encoding, form, lock or NoEncryption())


CERTIFICATE = b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
HIDING: dict[str, bytes] = {
    "jwk": json.dumps(OKP).encode(),
    "jwk of P-256": json.dumps(EC, indent=2).encode(),
    "jwk without its public half": json.dumps({"kty": "OKP", "d": OKP["d"]}).encode(),
    "jwk set": json.dumps({"keys": [public_half(OKP), EC]}).encode(),
    "jwk in an export": json.dumps([{"export": {"sleutel": OKP}}]).encode(),
    "pem pkcs8": pem(X25519),
    "pem pkcs8 of P-256": pem(P256),
    "pem of the older kind": pem(P256, PrivateFormat.TraditionalOpenSSL),
    "pem of OpenSSH": pem(P256, PrivateFormat.OpenSSH),
    "pem in a bundle": CERTIFICATE + pem(X25519) + CERTIFICATE,
    "pem with Windows line ends": pem(X25519).replace(b"\n", b"\r\n"),
    "pem indented in YAML": b"sleutel: |\n  " + pem(P256).replace(b"\n", b"\n  "),
    "pem escaped in JSON": json.dumps({"tls": pem(P256).decode()}).encode(),
    "der": pem(X25519, encoding=Encoding.DER),
    "bare bytes": number(OKP),
    "bare bytes of P-256": number(EC),
    "bare hex": number(OKP).hex().encode() + b"\n",
    "bare base64": base64.b64encode(number(EC)),
    "bare base64url": OKP["d"].encode(),
}
HARMLESS: dict[str, bytes] = {
    "public jwk": json.dumps(public_half(OKP)).encode(),
    "someone else's jwk": json.dumps(private_jwk(kid="loket-2026-01")).encode(),
    "our own TLS key": pem(ec.generate_private_key(ec.SECP256R1())),
    "an RSA key": pem(rsa.generate_private_key(65537, 2048)),
    "a root key": bytes(range(32)),
    "a locked key": pem(X25519, lock=BestAvailableEncryption(b"wachtwoordzin")),
    "broken pem": b"-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n",
    "broken json": b'{"d": ',
    "deep json": b"[" * 50_000,
    "text": b"niets",
    "nothing": b"",
    "a bare zero": bytes(32),
}


@pytest.mark.parametrize("kind", HIDING)
def test_the_recipients_private_half_is_found_however_it_is_written(
    tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "diep" / "weg" / "notitie.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(HIDING[kind])

    with pytest.raises(KeyProblem) as refused:
        refuse_private_key([tmp_path], OURS)

    [problem] = refused.value.problems
    assert (problem.code, problem.waar) == ("K-0401", str(path))
    assert "loket-" in problem.wat
    assert OKP["d"] not in str(refused.value)
    assert refused.value.exit_code == 6


@pytest.mark.parametrize("kind", HARMLESS)
def test_other_keys_and_other_files_are_no_trouble(tmp_path: Path, kind: str) -> None:
    (tmp_path / "bestand").write_bytes(HARMLESS[kind])

    refuse_private_key([tmp_path], OURS)


def test_every_place_is_told_at_once_and_a_folder_may_be_missing(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.jwk").write_bytes(HIDING["jwk"])

    with pytest.raises(KeyProblem) as refused:
        refuse_private_key([tmp_path / "a", tmp_path / "b" / "x.jwk", tmp_path / "c"], OURS)

    assert len(refused.value.problems) == 2


def test_the_environment_is_looked_at_too() -> None:
    refuse_private_key([], OURS, {"PATH": "/usr/bin", "X": HARMLESS["our own TLS key"].decode()})
    with pytest.raises(KeyProblem) as refused:
        refuse_private_key([], OURS, {"LOKET_KEY": pem(X25519).decode().replace("\n", "\\n")})

    assert refused.value.problems[0].waar == "omgevingsvariabele LOKET_KEY"


def test_links_are_followed_and_loops_are_not(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elders"
    elsewhere.mkdir()
    (elsewhere / "x").write_bytes(HIDING["jwk"])
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "kringel").symlink_to(folder)
    (folder / "naar").symlink_to(elsewhere)
    (folder / "dood").symlink_to(tmp_path / "bestaat-niet")

    with pytest.raises(KeyProblem) as refused:
        refuse_private_key([folder], OURS)

    assert len(refused.value.problems) == 1


def test_large_files_and_pipes_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "groot").write_bytes(HIDING["jwk"] + b" " * guard.LARGEST)
    os.mkfifo(tmp_path / "pijp")

    refuse_private_key([tmp_path], OURS)


def test_too_many_files_to_look_through_is_said_and_not_passed_over(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / str(number)).write_text("x")

    refuse_private_key([tmp_path], OURS, hoogstens=7)
    with pytest.raises(KeyProblem, match="K-0402"):
        refuse_private_key([tmp_path], OURS, hoogstens=6)


@given(st.binary(max_size=120))
def test_looking_into_any_bytes_never_fails(data: bytes) -> None:
    assert all(isinstance(half, bytes) for half in guard.private_halves(data))


@given(JSON)
def test_looking_into_any_json_never_fails(value: object) -> None:
    assert all(isinstance(half, bytes) for half in guard.private_halves(json.dumps(value).encode()))


def secret_file(folder: Path, mode: int, name: str = "geheim") -> Path:
    path = folder / name
    path.write_text("x")
    path.chmod(mode)
    return path


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_secret_of_its_owner_alone_is_fine(tmp_path: Path, mode: int) -> None:
    check_modes([(secret_file(tmp_path, mode), ""), (tmp_path / "bestaat-niet", "")])


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644, 0o660])
def test_a_secret_open_to_others_is_a_key_problem_with_the_command_to_mend_it(
    tmp_path: Path, mode: int
) -> None:
    path = secret_file(tmp_path, mode)

    with pytest.raises(KeyProblem) as refused:
        check_modes([(path, "regresbrug.yaml:4:9"), (secret_file(tmp_path, mode, "tweede"), "")])

    assert [problem.code for problem in refused.value.problems] == ["K-0505", "K-0505"]
    assert refused.value.problems[0].doe == f"Voer uit: `chmod 600 {path}`."
    assert refused.value.problems[0].waar == "regresbrug.yaml:4:9"
    assert f"{mode:04o}" in refused.value.problems[0].wat
