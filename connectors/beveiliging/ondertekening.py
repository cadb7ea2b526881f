"""Signing a message of ours: WSS X.509 Token Profile 1.0, exclusive c14n, SHA-256.

xmlsec is imported when something is signed: it is an extra, and settings says so before this.
"""

import base64
from collections.abc import Iterator
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from lxml import etree

from connectors.beveiliging.extra import xmlsec
from connectors.beveiliging.instelling import Handtekening
from connectors.beveiliging.kop import deel
from connectors.beveiliging.namen import BASE64, ID, WSA, WSSE, WSU, X509V3, wsse, wsu
from regres import ConfigProblem
from regres.berichten import bericht

_CERTIFICAAT = "certificaat"
_SOORTEN = (RSAPrivateKey, EllipticCurvePrivateKey)


class Ondertekenaar:
    """Signs Body, Timestamp, UsernameToken and the headers of WS-Addressing, each on its own.

    Raises:
        ConfigProblem: certificate or key cannot be read, or do not belong to each other.

    """

    def __init__(self, instelling: Handtekening) -> None:
        library = xmlsec()
        certificate, key = _paar(instelling)
        self._der = base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        self._key = library.Key.from_memory(pem, library.KeyFormat.PEM)
        self._methode: Any = (
            library.Transform.RSA_SHA256
            if isinstance(key, RSAPrivateKey)
            else library.Transform.ECDSA_SHA256
        )

    def teken(self, envelope: etree._Element, security: etree._Element) -> None:
        """Put our certificate and the signature into wsse:Security."""
        library = xmlsec()
        parts = list(_te_tekenen(envelope, security))
        security.append(self._token())
        signature = library.template.create(
            envelope, library.Transform.EXCL_C14N, self._methode, ns="ds"
        )
        security.append(signature)
        for number, part in enumerate(parts):
            name = part.get(ID) or f"deel-{number}"
            part.set(ID, name)
            reference = library.template.add_reference(
                signature, library.Transform.SHA256, uri=f"#{name}"
            )
            library.template.add_transform(reference, library.Transform.EXCL_C14N)
        _verwijs(library.template.ensure_key_info(signature))
        context = library.SignatureContext()
        context.key = self._key
        for part in parts:
            context.register_id(part, "Id", WSU)
        context.sign(signature)

    def _token(self) -> etree._Element:
        token = etree.Element(
            wsse("BinarySecurityToken"),
            {"EncodingType": BASE64, "ValueType": X509V3, ID: _CERTIFICAAT},
            nsmap={"wsse": WSSE, "wsu": WSU},
        )
        token.text = self._der
        return token


def _te_tekenen(envelope: etree._Element, security: etree._Element) -> Iterator[etree._Element]:
    """Give every part that a receiver acts on (Digikoppeling WUS, 2W-be-S)."""
    header, body = deel(envelope, "Header"), deel(envelope, "Body")
    if header is None or body is None:
        raise ValueError("an envelope of ours has a Header and a Body")
    yield body
    for name in ("Timestamp", "UsernameToken"):
        yield from security.findall(wsu(name) if name == "Timestamp" else wsse(name))
    yield from header.iterchildren(f"{{{WSA}}}*")


def _verwijs(key_info: etree._Element) -> None:
    reference = etree.SubElement(key_info, wsse("SecurityTokenReference"), nsmap={"wsse": WSSE})
    etree.SubElement(reference, wsse("Reference"), {"URI": f"#{_CERTIFICAAT}", "ValueType": X509V3})


def _paar(instelling: Handtekening) -> tuple[x509.Certificate, Any]:
    """Read certificate and key; they must belong together, or no server could ever believe us."""
    try:
        certificate = x509.load_pem_x509_certificate(instelling.certificaat.read_bytes())
        key = serialization.load_pem_private_key(instelling.sleutel.read_bytes(), password=None)
        if isinstance(key, _SOORTEN) and key.public_key() == certificate.public_key():
            return certificate, key
    except (OSError, ValueError, TypeError):
        # cryptography's message may quote the file; TypeError: the key is locked.
        pass
    paths = f"{instelling.certificaat}; {instelling.sleutel}"
    raise ConfigProblem(bericht("B-0807", waar=paths))
