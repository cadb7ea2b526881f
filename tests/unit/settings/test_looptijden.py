"""What runs out is told in time, once per stage, and by what follows from it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger import Resultaat, RunRow, Sleutelrij
from regres.berichten import Taal, vertaal
from settings import Settings, load
from settings.looptijden import (
    Looptijd,
    ca_tot,
    certificaat_tot,
    crl_tijden,
    gemeld,
    van_de_dienst,
    van_de_gemeente,
)
from tests.unit.settings.map import DIENSTBESTAND, GEMEENTEBESTAND, Map

VANDAAG = date(2026, 11, 21)
NU = datetime(2026, 11, 21, 12, tzinfo=UTC)
SOORTEN = ("clientcertificaat", "servercertificaat", "ca", "crl", "geheim", "wortelsleutel")


def over(dagen: int, soort: str = "geheim") -> list[str]:
    """Give the codes for something of which so many days are left."""
    last = VANDAAG + timedelta(days=dagen)
    return [one.problem.code for one in gemeld([Looptijd(soort, "bron", "x", last, "y")], VANDAAG)]


@pytest.mark.parametrize(
    ("days", "code"),
    [
        *((61, []), (60, ["K-0231"]), (31, ["K-0231"]), (30, ["K-0232"]), (8, ["K-0232"])),
        *((7, ["K-0233"]), (0, ["K-0233"]), (-1, ["K-0234"]), (-400, ["K-0234"])),
    ],
)
def test_each_stage_has_a_code_of_its_own(days: int, code: list[str]) -> None:
    assert over(days) == code


@pytest.mark.parametrize(("days", "told"), [(7, "over 7 dagen"), (1, "morgen"), (0, "vandaag")])
def test_the_last_days_are_told_in_words(days: int, told: str) -> None:
    item = Looptijd("ca", "loket", "tls/ca.pem", VANDAAG + timedelta(days=days), "x")
    (found,) = gemeld([item], VANDAAG)

    assert found.problem.wat == (
        "De CA waaraan wij de server van het Regresloket herkennen (tls/ca.pem) loopt "
        f"{told} af, op {item.laatste:%d-%m-%Y}."
    )
    assert found.onderwerp == "ca tls/ca.pem"


@pytest.mark.parametrize("soort", SOORTEN)
@pytest.mark.parametrize("deur", ["bron", "loket", "mail", ""])
@pytest.mark.parametrize("days", [60, 30, 1, -1])
def test_everything_can_be_told_in_both_languages(soort: str, deur: str, days: int) -> None:
    item = Looptijd(soort, deur, "n", VANDAAG + timedelta(days=days), "x", bron="export")
    (found,) = gemeld([item], VANDAAG)
    english = vertaal(found.problem, Taal.EN)

    assert english.wat != found.problem.wat
    assert "{" not in "".join((found.problem.wat, found.problem.gevolg, english.doe))


@given(st.integers(-500, 500))
def test_what_is_told_gets_worse_as_time_goes(days: int) -> None:
    order = [[], ["K-0231"], ["K-0232"], ["K-0233"], ["K-0234"]]

    assert order.index(over(days)) >= order.index(over(days + 1))


# -- files ----------------------------------------------------------------------------------------


def authority() -> trustme.CA:
    return trustme.CA(organization_name="Proef-CA")


def leaf(ends: datetime) -> bytes:
    """Give a certificate that ends then."""
    return authority().issue_cert("wij.example", not_after=ends).cert_chain_pems[0].bytes()


def crl(made: datetime, ends: datetime) -> bytes:
    ca = authority()
    key = serialization.load_pem_private_key(ca.private_key_pem.bytes(), None)
    assert isinstance(key, EllipticCurvePrivateKey)
    issuer = x509.load_pem_x509_certificate(ca.cert_pem.bytes())
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.subject)
    signed = builder.last_update(made).next_update(ends).sign(key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM)


def root(ends: datetime) -> bytes:
    """Give a self-signed authority that ends then."""
    ca = authority()
    key = serialization.load_pem_private_key(ca.private_key_pem.bytes(), None)
    assert isinstance(key, EllipticCurvePrivateKey)
    was = x509.load_pem_x509_certificate(ca.cert_pem.bytes())
    made = (
        x509.CertificateBuilder()
        .subject_name(was.subject)
        .issuer_name(was.subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NU - timedelta(days=400))
        .not_valid_after(ends)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


def in_(days: int) -> datetime:
    return NU + timedelta(days=days)


def test_a_bundle_of_roots_ends_with_its_last_one(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_bytes(root(in_(5)) + root(in_(500)) + root(in_(50)))

    assert ca_tot(tmp_path / "ca.pem") == in_(500)


def test_of_several_revocation_lists_the_first_to_end_counts(tmp_path: Path) -> None:
    (tmp_path / "x.crl").write_bytes(crl(in_(-3), in_(30)) + crl(in_(-2), in_(4)))

    assert crl_tijden(tmp_path / "x.crl") == (in_(-2), in_(4))


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff" * 40, b"-----END X509 CRL-----", b"-----BEGIN CERTIFICATE-----\nAA==\n"],
)
def test_a_file_that_holds_something_else_says_nothing(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x"
    file.write_bytes(data)

    assert (ca_tot(file), certificaat_tot(file), crl_tijden(file)) == (None, None, None)


@pytest.fixture
def settings(config: Map) -> Settings:
    """Give a configuration of which the files are there."""
    config.vervang(
        GEMEENTEBESTAND, "    sleutel: secret", "    verloopt: 2026-12-01\n    sleutel: secret"
    )
    config.vervang(
        GEMEENTEBESTAND,
        "  client: gemeente-9901",
        "  client: gemeente-9901\n  verloopt: 2026-12-21",
    )
    config.vervang(
        GEMEENTEBESTAND, "    ca: tls/ca.pem", "    ca: tls/ca.pem\n    crl: tls/zaken.crl"
    )
    config.schrijf()
    tls = config.pad / "tls"
    tls.mkdir()
    (tls / "ca.pem").write_bytes(root(in_(1000)))
    (tls / "wij.pem").write_bytes(leaf(in_(20)))
    (tls / "zaken.crl").write_bytes(crl(in_(-3), in_(4)))
    return load(config.pad)


def told(settings: Settings, sleutels: Sequence[Sleutelrij] = (), *runs: RunRow) -> dict[str, str]:
    (een,) = settings.gemeenten
    found = gemeld(van_de_gemeente(settings, een, sleutels, runs), VANDAAG)
    return {one.onderwerp: one.problem.code for one in found}


def test_a_municipality_is_told_of_its_certificates_and_passwords(settings: Settings) -> None:
    assert told(settings) == {
        "clientcertificaat tls/wij.pem": "K-0232",
        "geheim gemeente-9901": "K-0232",
        "geheim regresbrug": "K-0232",
    }
    (een,) = settings.gemeenten
    places = {one.waar for one in van_de_gemeente(settings, een, (), ())}
    assert all(one.startswith("gemeenten/9901-duinrand.yaml:") for one in places)
    assert next(iter(van_de_dienst(settings))).naam == "tls/ca.pem"


def test_what_a_source_signs_and_logs_in_with_is_told_too(config: Map) -> None:
    own = (
        "    vanaf: 2019-01-01\n    beveiliging:\n"
        "      basic: {gebruiker: wij, wachtwoord: secret://env/W, verloopt: 2026-11-25}\n"
        "      usernametoken: {gebruiker: ook, wachtwoord: secret://env/W, verloopt: 2026-12-10}\n"
        "      handtekening:\n        certificaat: tls/teken.pem\n"
        "        sleutel: geheim/teken.key\n        vertrouwd: tls/zij.pem\n"
    )
    config.vervang(GEMEENTEBESTAND, "    vanaf: 2019-01-01\n", own)
    config.schrijf()
    (config.pad / "tls").mkdir()
    (config.pad / "tls" / "teken.pem").write_bytes(leaf(in_(50)))

    assert told(load(config.pad)) == {
        "geheim wij": "K-0233",
        "geheim ook": "K-0232",
        "clientcertificaat tls/teken.pem": "K-0231",
    }


def test_a_list_of_a_week_is_told_when_its_successor_is_overdue(settings: Settings) -> None:
    file = settings.pad("tls/zaken.crl")
    assert "crl tls/zaken.crl" not in told(settings)

    file.write_bytes(crl(in_(-5), in_(2)))
    assert told(settings)["crl tls/zaken.crl"] == "K-0233"
    file.write_bytes(crl(in_(-9), in_(-2)))
    assert told(settings)["crl tls/zaken.crl"] == "K-0234"
    file.write_bytes(crl(in_(-160), in_(20)))
    assert told(settings)["crl tls/zaken.crl"] == "K-0232"


def test_a_root_key_has_a_year_or_what_the_configuration_says(
    settings: Settings, config: Map
) -> None:
    key = Sleutelrij(1, "p", NU - timedelta(days=340), None, None, "")
    old = replace(key, versie=0, sinds=NU - timedelta(days=4000))

    assert told(settings, [old, key])["wortelsleutel 1"] == "K-0232"
    config.vervang(DIENSTBESTAND, "log: INFO", "log: INFO\nwortelsleutel_jaren: 2")
    config.schrijf()
    assert "wortelsleutel 1" not in told(load(config.pad), [old, key])


def test_the_certificate_that_a_server_showed_is_counted_down(
    settings: Settings, a_run: RunRow
) -> None:
    day = (VANDAAG + timedelta(days=5)).isoformat()
    shown = replace(a_run, proof={"details": {"servercertificaat_tot": day}})

    assert told(settings, (), shown)["servercertificaat zaaksysteem"] == "K-0233"
    renewed = {"details": {"servercertificaat_tot": "2028-01-01"}}
    later = replace(a_run, id=a_run.id + 1, proof=renewed)
    assert "servercertificaat zaaksysteem" not in told(settings, (), shown, later)


@pytest.fixture
def a_run() -> RunRow:
    """Give a run of the source zaaksysteem."""
    return RunRow(
        *(7, "9901", "zaaksysteem", VANDAAG, "venster", 1, "actief", "m", "1", NU, NU),
        *(Resultaat.VRIJ, None, {}, (), None, ""),
    )


def test_a_file_that_is_gone_is_for_check_to_tell(settings: Settings) -> None:
    settings.pad("tls/wij.pem").unlink()
    settings.pad("tls/zaken.crl").write_text("geen lijst")

    assert "clientcertificaat tls/wij.pem" not in told(settings)
