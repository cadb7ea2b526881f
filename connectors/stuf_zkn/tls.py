"""Mutual TLS towards one server: its own authority, our own certificate, no system trust store."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509

from connectors.stuf_zkn.bron import Tls
from connectors.stuf_zkn.termijn import Termijn
from regres import ConfigProblem, Problem, SourceError, SourceRefused, SourceRevoked
from regres.berichten import bericht
from regres.oin import AnderOin, eis_oin

#: OpenSSL's verify codes (X509_V_ERR_*) -> our codes; the rest is an unknown authority.
_VERIFY = {
    3: "B-0316",  # no CRL for this authority
    9: "B-0314",  # not yet valid
    10: "B-0310",  # expired
    11: "B-0316",  # CRL not yet valid
    12: "B-0316",  # CRL expired
    23: "B-0315",  # revoked
    62: "B-0311",  # another host name
    64: "B-0311",  # another IP address
}
#: The other end may be another than it says: a stop for data protection.
_INGETROKKEN = frozenset({"B-0315", "B-0316"})
#: Alerts by which a server says that it does not take our certificate.
_ONS_CERTIFICAAT = (
    "CERTIFICATE_REQUIRED",
    "ALERT_UNKNOWN_CA",
    "ALERT_BAD_CERTIFICATE",
    "ALERT_CERTIFICATE_EXPIRED",
    "ALERT_CERTIFICATE_REVOKED",
    "ALERT_CERTIFICATE_UNKNOWN",
    "ALERT_UNSUPPORTED_CERTIFICATE",
    "ALERT_ACCESS_DENIED",
    "ALERT_DECRYPT_ERROR",
)


class Verbinding:
    """What one read needs of TLS, and what it learns: the context and the server's end date."""

    def __init__(self, tls: Tls, termijn: Termijn, lezen: float) -> None:
        self.termijn = termijn
        self.tls = tls
        self.oin = tls.oin
        self.server_tot: datetime | None = None
        self.context = maak_context(tls)
        self.context.sslsocket_class = _socket_class(self, lezen)


def maak_context(tls: Tls) -> ssl.SSLContext:
    """Make a client context that believes one authority only.

    Raises:
        ConfigProblem: with every file that cannot be used.

    """
    problems = [*_onbruikbaar(tls)]
    if problems:
        raise ConfigProblem(*problems)
    # Not create_default_context(): that loads the machine's own trust store.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(cafile=tls.ca)
    if tls.crl is not None:
        context.load_verify_locations(cafile=tls.crl)
        context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
    if tls.certificaat is not None:
        context.load_cert_chain(tls.certificaat, tls.sleutel, password=_geen_wachtwoord)
    return context


def _geen_wachtwoord() -> str:
    """Keep OpenSSL from asking for a password on the terminal: a locked key is a config problem."""
    return ""


def _onbruikbaar(tls: Tls) -> Iterator[Problem]:
    probe = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for naam, file in (("ca", tls.ca), ("crl", tls.crl)):
        if file is not None and not _laadt(lambda file=file: probe.load_verify_locations(file)):
            yield bericht("B-0318", waar=f"{naam}: {file}")
    if tls.certificaat is None:
        return
    own, key = tls.certificaat, tls.sleutel
    if not _laadt(lambda: probe.load_cert_chain(own, key, password=_geen_wachtwoord)):
        yield bericht("B-0318", waar=f"clientcertificaat: {own}; clientsleutel: {key}")


def _laadt(load: Any) -> bool:
    try:
        load()
    except (OSError, ValueError):  # ssl.SSLError is an OSError
        return False
    return True


def _socket_class(verbinding: Verbinding, lezen: float) -> type[ssl.SSLSocket]:
    """Make sockets that wait no longer than the question has left.

    urllib3 only bounds each wait on its own: a server that drips one byte at a time
    would hold a run for days.
    """

    class Begrensd(ssl.SSLSocket):
        def do_handshake(self, block: bool = False) -> None:
            super().do_handshake(block)
            certificate = self.getpeercert()
            verbinding.server_tot = _einddatum(certificate)
            eis_oin(certificate, verbinding.oin)

        def recv_into(self, *args: Any, **kwargs: Any) -> int:
            self.settimeout(verbinding.termijn.rest(lezen))
            return super().recv_into(*args, **kwargs)

        def send(self, *args: Any, **kwargs: Any) -> int:
            self.settimeout(verbinding.termijn.rest(lezen))
            return super().send(*args, **kwargs)

    return Begrensd


def _einddatum(certificate: Any) -> datetime | None:
    text = (certificate or {}).get("notAfter")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), UTC) if text else None


def eigen_einddatum(certificaat: Path) -> datetime:
    """Give the moment our own certificate ends, in UTC."""
    return x509.load_pem_x509_certificate(certificaat.read_bytes()).not_valid_after_utc


def uit_ssl(error: ssl.SSLError, waar: str) -> SourceError:
    """Tell a TLS failure as a problem of its own; none of these mends itself."""
    if isinstance(error, AnderOin):
        return SourceRefused(bericht("B-0306", waar=waar))
    if isinstance(error, ssl.SSLCertVerificationError):
        code = _VERIFY.get(error.verify_code, "B-0312")
        kind = SourceRevoked if code in _INGETROKKEN else SourceRefused
        return kind(bericht(code, waar=waar))
    reason = error.reason or ""
    if any(sign in reason for sign in _ONS_CERTIFICAAT):
        return SourceRefused(bericht("B-0313", waar=waar))
    if not reason:
        return SourceRefused(bericht("B-0317", "geen_reden", waar=waar))
    return SourceRefused(bericht("B-0317", waar=waar, reden=reason))
