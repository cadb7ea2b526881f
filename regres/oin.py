"""Who is at the other end of a TLS line: the OIN in a certificate (Digikoppeling PKI001).

A certificate of PKIoverheid proves that some organisation holds it, not which one: thousands are
issued below the same root. Only the OIN in Subject.serialNumber says whose it is. Every door asks
after the handshake, before one byte of a question, a token or a melding goes over the line.
"""

import ssl
from collections.abc import Mapping
from typing import Any


class AnderOin(ssl.SSLError):
    """The certificate is believed, but is not of the organisation that the configuration names.

    An SSLError, so that libraries between us and the socket close the line and hand it on. It holds
    nothing of the certificate: in one of somebody else that number may be a person's.
    """


def eis_oin(certificaat: Mapping[str, Any] | None, oin: str) -> None:
    """Refuse a peer whose certificate does not carry this OIN; with "" nothing is asked.

    certificaat   as ssl.SSLSocket.getpeercert() gives it, after a handshake that checked it

    Raises:
        AnderOin: it carries another, none, or more than one.

    """
    if oin and oin_van(certificaat or {}) != oin:
        raise AnderOin("another OIN than was asked for")


def oin_van(certificaat: Mapping[str, Any]) -> str:
    """Give the serial number in the subject; "" when it has none, or more than one."""
    found = [
        value
        for part in certificaat.get("subject", ())
        for name, value in part
        if name == "serialNumber"
    ]
    return str(found[0]) if len(found) == 1 else ""
