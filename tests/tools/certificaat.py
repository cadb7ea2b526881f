"""Certificates that say whose they are, for the tests of whom is believed."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from loket import Tls

OIN = "00000001234567890000"
ANDER_OIN = "00000001234567890001"


def uitgegeven(folder: Path, ca: trustme.CA, *serienummers: str, host: str = "127.0.0.1") -> Tls:
    """Issue a server certificate with these serial numbers in its subject, one after another."""
    signer = serialization.load_pem_private_key(ca.private_key_pem.bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    issuer = x509.load_pem_x509_certificate(ca.cert_pem.bytes())
    own = ec.generate_private_key(ec.SECP256R1())
    numbers = [x509.NameAttribute(NameOID.SERIAL_NUMBER, text) for text in serienummers]
    name = [x509.NameAttribute(NameOID.COMMON_NAME, "zaaksysteem.example"), *numbers]
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(name))
        .issuer_name(issuer.subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=400))
        .add_extension(x509.SubjectAlternativeName([_naam(host)]), critical=False)
        .sign(signer, hashes.SHA256())
    )
    certificate, key = folder / "oin.pem", folder / "oin.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key.touch(mode=0o600)
    key.write_bytes(
        own.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return Tls(certificate, key)


def _naam(host: str) -> x509.GeneralName:
    return x509.DNSName(host) if host[-1].isalpha() else x509.IPAddress(ip_address(host))
