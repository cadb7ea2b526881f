"""An authority that revokes certificates, for the tests of what then is believed."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from connectors.stuf_zkn import StufSource, Tls
from demo.certificaten import Certificaten
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
