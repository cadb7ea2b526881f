"""A revoked certificate is refused, and so is one of which nobody can tell: a stale list stops."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from connectors.stuf_zkn import StufSource, Tls
from demo.certificaten import Certificaten, maak
from demo.stuf_server import StufServer
from regres import SourceRefused
from tests.tools import stuf

NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Authority:
    """The authority behind a running server, able to revoke."""

    ca: trustme.CA
    files: Certificaten
    url: str

    def crl(self, folder: Path, *, revoked: bool, until: datetime) -> Path:
        key = serialization.load_pem_private_key(self.ca.private_key_pem.bytes(), None)
        assert isinstance(key, EllipticCurvePrivateKey)
        issuer = x509.load_pem_x509_certificate(self.ca.cert_pem.bytes())
        server = x509.load_pem_x509_certificate(self.files.server.read_bytes())
        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.subject)
            .last_update(NOW - timedelta(days=9))
            .next_update(until)
        )
        if revoked:
            made = made.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(server.serial_number)
                .revocation_date(NOW - timedelta(days=2))
                .build()
            )
        file = folder / "authority.crl"
        file.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        return file

    def source(self, crl: Path) -> StufSource:
        tls = Tls(self.files.ca, self.files.client, self.files.client_sleutel)
        return stuf.bron(self.url, tls=replace(tls, crl=crl))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    ca = trustme.CA()
    files = maak(tmp_path_factory.mktemp("ca"), ca=ca)
    with StufServer(stuf.zaken(2), files) as server:
        yield Authority(ca, files, server.url)


def refusal(source: StufSource) -> str:
    with pytest.raises(SourceRefused) as caught:
        stuf.lees(source)
    return caught.value.problems[0].code


def test_a_certificate_that_is_not_revoked_is_believed(
    authority: Authority, tmp_path: Path
) -> None:
    crl = authority.crl(tmp_path, revoked=False, until=NOW + timedelta(days=1))

    assert len(stuf.lees(authority.source(crl))) == 2


def test_a_revoked_certificate_is_refused(authority: Authority, tmp_path: Path) -> None:
    crl = authority.crl(tmp_path, revoked=True, until=NOW + timedelta(days=1))

    assert refusal(authority.source(crl)) == "B-0315"


def test_a_stale_list_stops_the_reading(authority: Authority, tmp_path: Path) -> None:
    crl = authority.crl(tmp_path, revoked=False, until=NOW - timedelta(days=1))

    assert refusal(authority.source(crl)) == "B-0316"
