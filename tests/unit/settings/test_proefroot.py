"""A root for trials proves nothing: anybody gets a certificate below it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.name import _ASN1Type as Schrift
from cryptography.x509.oid import NameOID

from regres import ConfigProblem
from settings import load
from settings.proefroot import proefroot
from tests.unit.settings.map import DIENSTBESTAND, GEMEENTEBESTAND, Map

TRIAL = "TRIAL PKIoverheid Private Root CA - G1"
ECHT = "Staat der Nederlanden Private Root CA - G1"


def root(path: Path, name: str, schrift: Schrift | None = None) -> None:
    """Write a root of this name, behind one that is for production."""
    key = ec.generate_private_key(ec.SECP256R1())
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name, schrift)])
    made = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(own)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=9))
        .sign(key, hashes.SHA256())
    )
    first = trustme.CA(organization_name="Echt").cert_pem.bytes()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(first + made.public_bytes(serialization.Encoding.PEM))


@pytest.mark.parametrize(
    ("file", "where"), [("tls/zaken-ca.pem", GEMEENTEBESTAND), ("tls/ca.pem", DIENSTBESTAND)]
)
def test_in_the_stand_actief_a_trial_root_is_refused_at_its_place(
    config: Map, file: str, where: str
) -> None:
    config.vervang(GEMEENTEBESTAND, "ca: tls/ca.pem", "ca: tls/zaken-ca.pem")
    config.schrijf()
    root(config.pad / file, ECHT)
    load(config.pad)
    root(config.pad / file, TRIAL)

    with pytest.raises(ConfigProblem) as refused:
        load(config.pad)

    (problem,) = refused.value.problems
    assert (problem.code, problem.waar) == ("C-0223", config.plek(where, file))


def test_in_the_stand_proef_a_trial_root_is_what_one_tries_with(config: Map) -> None:
    config.vervang(GEMEENTEBESTAND, "stand: actief", "stand: proef")
    config.schrijf()
    root(config.pad / "tls" / "ca.pem", TRIAL)

    assert load(config.pad).gemeenten[0].blok.stand == "proef"


@pytest.mark.parametrize("data", [b"", b"TRIAL", b"-----BEGIN CERTIFICATE-----\nVFJJQUw=\n", None])
def test_what_is_no_certificate_is_no_trial_root(tmp_path: Path, data: bytes | None) -> None:
    file = tmp_path / "ca.pem"
    if data is not None:
        file.write_bytes(data)

    assert not proefroot(file)


@pytest.mark.parametrize(
    "schrift", [Schrift.UTF8String, Schrift.PrintableString, Schrift.BMPString]
)
@pytest.mark.parametrize("name", [TRIAL, "a trial root", "Een tr\u0131al hier", "proef met Trial"])
def test_a_trial_root_is_known_in_any_case_and_script(
    tmp_path: Path, name: str, schrift: Schrift
) -> None:
    file = tmp_path / "map" / "ca.pem"
    if schrift is Schrift.PrintableString and not name.isascii():
        schrift = Schrift.UTF8String
    root(file, name, schrift)
    bag = b"Bag Attributes\n    friendlyName: x\n" + file.read_bytes().replace(b"\n", b"\r\n")
    (tmp_path / "tas.pem").write_bytes(bag)

    assert proefroot(file)
    assert proefroot(tmp_path / "tas.pem")


@pytest.mark.parametrize("name", [ECHT, "TRIALPROEF Root", "Industrial Root", "Tribal Root"])
def test_another_root_is_none_whatever_its_name_looks_like(tmp_path: Path, name: str) -> None:
    file = tmp_path / "map" / "ca.pem"
    root(file, name)

    assert not proefroot(file)
