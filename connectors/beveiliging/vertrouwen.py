"""Whose signature is believed: a pinned certificate, or an authority's with the right OIN."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree

from connectors.beveiliging.instelling import Handtekening
from connectors.beveiliging.namen import ID, ds, wsse
from regres import ConfigProblem, SourceRefused
from regres.berichten import bericht


@dataclass(frozen=True, slots=True)
class Vertrouwen:
    """The certificates of `vertrouwd`, and the OIN that a signer must have ("" = not asked)."""

    bekend: tuple[x509.Certificate, ...]
    oin: str

    @classmethod
    def lees(cls, instelling: Handtekening) -> Self:
        """Read them; raises ConfigProblem when the file holds none that can be used."""
        try:
            known = x509.load_pem_x509_certificates(instelling.vertrouwd.read_bytes())
        except (OSError, ValueError):
            known = []
        if not known:
            raise ConfigProblem(bericht("B-0807", "vertrouwd", waar=str(instelling.vertrouwd)))
        return cls(tuple(known), instelling.oin)

    def ondertekenaars(
        self, signature: etree._Element, security: etree._Element, nu: datetime, waar: str
    ) -> Sequence[bytes]:
        """Give the certificates, as PEM, of which one must have made the signature.

        A message that shows its certificate is judged by that one; one that only names it (issuer,
        thumbprint) is tried with each that is pinned.

        Raises:
            SourceRefused: none of them may sign.

        """
        shown = _getoond(signature, security)
        candidates = self.bekend if shown is None else shown
        trusted = [one for one in candidates if self._mag(one, nu)]
        if not trusted:
            raise SourceRefused(bericht("B-0806", waar=waar))
        return [one.public_bytes(Encoding.PEM) for one in trusted]

    def _mag(self, certificate: x509.Certificate, nu: datetime) -> bool:
        if not _geldig(certificate, nu):
            return False
        if self.oin and _oin(certificate) != self.oin:
            return False
        # Without an OIN an authority vouches for thousands of others too.
        return certificate in self.bekend or (bool(self.oin) and self._uitgegeven(certificate, nu))

    def _uitgegeven(self, certificate: x509.Certificate, nu: datetime) -> bool:
        return any(
            _is_ca(one) and _geldig(one, nu) and _gaf_uit(one, certificate) for one in self.bekend
        )


def _getoond(
    signature: etree._Element, security: etree._Element
) -> Sequence[x509.Certificate] | None:
    """Give the certificate that the message carries and its KeyInfo points at; None = it does not.

    One that cannot be read is nobody's: that is no reason to try the pinned ones.
    """
    path = f"{ds('KeyInfo')}/{wsse('SecurityTokenReference')}/{wsse('Reference')}"
    pointed = signature.find(path)
    if pointed is None:
        return None
    name = str(pointed.get("URI", ""))[1:]
    tokens = security.findall(wsse("BinarySecurityToken"))
    found = [token for token in tokens if token.get(ID) == name]
    text = "".join((found[0].text or "").split()) if len(found) == 1 else ""
    try:
        return [x509.load_der_x509_certificate(base64.b64decode(text, validate=True))]
    except ValueError:
        return []


def _geldig(certificate: x509.Certificate, nu: datetime) -> bool:
    return certificate.not_valid_before_utc <= nu <= certificate.not_valid_after_utc


def _oin(certificate: x509.Certificate) -> str:
    found = certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    return str(found[0].value) if len(found) == 1 else ""


def _is_ca(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _gaf_uit(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
