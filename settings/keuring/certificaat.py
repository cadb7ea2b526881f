"""The certificate that a server shows, looked at after it was refused: what is wrong with it?

The one connection in the house that believes any certificate. Nothing is said over it: no
question, no token, no certificate of ours. It ends as soon as the certificate came.
"""

import socket
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.x509.oid import NameOID

from connectors.uitgaand import Resolver
from regres import RegresbrugError

_SHOWN, _NAMES = 60, 5


@dataclass(frozen=True, slots=True)
class Getoond:
    """What stands in a certificate, fit to be shown."""

    namen: tuple[str, ...]
    uitgever: str
    eigen: bool
    van: datetime
    tot: datetime

    def zin(self, stap: str, host: str) -> str:
        """Say what this step asks of the certificate, and what it has."""
        if stap == "certificaatnaam":
            names = ", ".join(self.namen) or "geen enkele naam"
            return f"het certificaat is voor {names}; het adres is {host}"
        if stap == "geldigheid":
            return f"het certificaat geldt van {self.van:%d-%m-%Y} tot en met {self.tot:%d-%m-%Y}"
        own = " (door zichzelf ondertekend)" if self.eigen else ""
        return f"het certificaat is uitgegeven door {self.uitgever or 'een CA zonder naam'}{own}"


def bekijk(host: str, poort: int, uitgaand: Resolver, seconden: float) -> Getoond | None:
    """Fetch the certificate of a server that may be reached; None when it shows none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        address = uitgaand(host, poort)[0]
        with (
            socket.create_connection((address, poort), seconden) as raw,
            context.wrap_socket(raw, server_hostname=host) as secure,
        ):
            shown = secure.getpeercert(binary_form=True)
        return lees(shown) if shown else None
    except (OSError, ValueError, RegresbrugError):
        return None


def lees(der: bytes) -> Getoond:
    """Read a certificate; ValueError when it is none."""
    certificate = x509.load_der_x509_certificate(der)
    return Getoond(
        namen=tuple(_namen(certificate))[:_NAMES],
        uitgever=_naam(certificate.issuer),
        eigen=certificate.issuer == certificate.subject,
        van=certificate.not_valid_before_utc.astimezone(UTC),
        tot=certificate.not_valid_after_utc.astimezone(UTC),
    )


def _namen(certificate: x509.Certificate) -> Iterator[str]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return
    yield from map(_kort, found.get_values_for_type(x509.DNSName))
    for address in found.get_values_for_type(x509.IPAddress):
        yield str(address)


def _naam(name: x509.Name) -> str:
    parts = [_eerste(name, oid) for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)]
    return ", ".join(part for part in parts if part)


def _eerste(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found: Sequence[x509.NameAttribute[str | bytes]] = name.get_attributes_for_oid(oid)
    return _kort(str(found[0].value)) if found else ""


def _kort(text: str) -> str:
    """Keep what may be printed: a server may put anything in a name."""
    return "".join(sign for sign in text if sign.isprintable())[:_SHOWN]
