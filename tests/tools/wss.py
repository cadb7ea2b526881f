"""WS-Security by hand, with lxml's c14n and cryptography only: the judge of what xmlsec makes.

Nothing of the product is used here, so that signer and verifier cannot share a mistake.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.x509.oid import NameOID
from lxml import etree

DS = "http://www.w3.org/2000/09/xmldsig#"
WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
WSA = "http://www.w3.org/2005/08/addressing"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
EXC = "http://www.w3.org/2001/10/xml-exc-c14n#"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
EC_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
X509V3 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3"
NU = datetime(2026, 3, 1, 2, 15, tzinfo=UTC)


# -- certificates ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paar:
    """A certificate and its key, in memory and as PEM files."""

    certificaat: x509.Certificate
    sleutel: Any
    pem: Path
    pem_sleutel: Path


def paar(
    folder: Path,
    naam: str,
    *,
    oin: str = "",
    uitgever: Paar | None = None,
    ca: bool = False,
    elliptisch: bool = False,
    rond: datetime = NU,
    tot: datetime | None = None,
) -> Paar:
    """Make a certificate as PKIoverheid does: the OIN is the subject's serial number.

    rond  a moment in the middle of its life
    """
    key = (
        ec.generate_private_key(ec.SECP256R1())
        if elliptisch
        else rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, naam)]
    parts += [x509.NameAttribute(NameOID.SERIAL_NUMBER, oin)] if oin else []
    subject = x509.Name(parts)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(uitgever.certificaat.subject if uitgever else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(rond - timedelta(days=400))
        .not_valid_after(tot or rond + timedelta(days=400))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    made = builder.sign(uitgever.sleutel if uitgever else key, hashes.SHA256())
    files = folder / f"{naam}.pem", folder / f"{naam}.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].touch(mode=0o600)
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return Paar(made, key, *files)


# -- verifying -------------------------------------------------------------------------------------


def geverifieerd(envelope: etree._Element, certificate: x509.Certificate) -> list[etree._Element]:
    """Give the elements that the signature is over; AssertionError when anything is not right."""
    (signature,) = envelope.iterfind(f".//{{{DS}}}Signature")
    info = _een(signature, "SignedInfo")
    assert _een(info, "CanonicalizationMethod").get("Algorithm") == EXC
    _keur_waarde(signature, info, certificate)
    found = []
    for reference in info.iterfind(f"{{{DS}}}Reference"):
        name = (reference.get("URI") or "")[1:]
        element = _op_id(envelope, name)
        assert reference.findtext(f"{{{DS}}}DigestValue") == digest(element)
        found.append(element)
    return found


def _keur_waarde(
    signature: etree._Element, info: etree._Element, certificate: x509.Certificate
) -> None:
    value = base64.b64decode(signature.findtext(f"{{{DS}}}SignatureValue") or "")
    key, content = certificate.public_key(), c14n(info)
    method = _een(info, "SignatureMethod").get("Algorithm")
    try:
        if isinstance(key, rsa.RSAPublicKey):
            assert method == RSA_SHA256
            key.verify(value, content, padding.PKCS1v15(), hashes.SHA256())
        else:
            assert isinstance(key, ec.EllipticCurvePublicKey)
            assert method == EC_SHA256
            r, s = (int.from_bytes(half) for half in (value[:32], value[32:]))
            key.verify(encode_dss_signature(r, s), content, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as wrong:
        raise AssertionError("the signature is not right") from wrong


def _een(parent: etree._Element, name: str) -> etree._Element:
    (found,) = parent.iterfind(f"{{{DS}}}{name}")
    return found


def c14n(element: etree._Element) -> bytes:
    """Give the exclusive canonical form."""
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)


def digest(element: etree._Element) -> str:
    """Give the DigestValue."""
    return base64.b64encode(hashlib.sha256(c14n(element)).digest()).decode()


# -- signing ---------------------------------------------------------------------------------------


def antwoord(inhoud: str, *, relates_to: str = "", kop: str = "", ns: str = SOAP) -> etree._Element:
    """Make an envelope to sign: Body, a Timestamp, and the headers of WS-Addressing."""
    wsa = ""
    if relates_to:
        wsa = (
            f'<w:Action xmlns:w="{WSA}" u:Id="a">urn:antwoord</w:Action>'
            f'<w:RelatesTo xmlns:w="{WSA}" u:Id="r">{relates_to}</w:RelatesTo>'
        )
    stamp = _stempel(NU)
    return etree.fromstring(
        f'<s:Envelope xmlns:s="{ns}" xmlns:u="{WSU}"><s:Header>{wsa}{kop}'
        f'<o:Security xmlns:o="{WSSE}">{stamp}</o:Security></s:Header>'
        f'<s:Body u:Id="b">{inhoud}</s:Body></s:Envelope>'
    )


def _stempel(moment: datetime) -> str:
    ends = moment + timedelta(minutes=5)
    return (
        f'<u:Timestamp u:Id="t"><u:Created>{moment:%Y-%m-%dT%H:%M:%SZ}</u:Created>'
        f"<u:Expires>{ends:%Y-%m-%dT%H:%M:%SZ}</u:Expires></u:Timestamp>"
    )


def op_tijd(envelope: etree._Element, moment: datetime) -> etree._Element:
    """Give it the Timestamp of another moment."""
    for name, when in (("Created", moment), ("Expires", moment + timedelta(minutes=5))):
        (found,) = envelope.iter(f"{{{WSU}}}{name}")
        found.text = f"{when:%Y-%m-%dT%H:%M:%SZ}"
    return envelope


def teken(
    envelope: etree._Element,
    wie: Paar,
    *,
    over: tuple[str, ...] = (),
    methode: str = "",
    digest_methode: str = SHA256,
    transform: str = EXC,
    token: bool = True,
) -> bytes:
    """Sign by hand; `over` are the Ids, all that there are when none is named."""
    (security,) = envelope.iter(f"{{{WSSE}}}Security")
    ids = over or tuple(str(found.get(f"{{{WSU}}}Id")) for found in _met_id(envelope))
    method = methode or (RSA_SHA256 if isinstance(wie.sleutel, rsa.RSAPrivateKey) else EC_SHA256)
    references = "".join(
        f'<d:Reference URI="#{name}"><d:Transforms><d:Transform Algorithm="{transform}"/>'
        f'</d:Transforms><d:DigestMethod Algorithm="{digest_methode}"/>'
        f"<d:DigestValue>{digest(_op_id(envelope, name))}</d:DigestValue></d:Reference>"
        for name in ids
    )
    signature = etree.fromstring(
        f'<d:Signature xmlns:d="{DS}"><d:SignedInfo><d:CanonicalizationMethod Algorithm="{EXC}"/>'
        f'<d:SignatureMethod Algorithm="{method}"/>{references}</d:SignedInfo><d:SignatureValue/>'
        f'<d:KeyInfo><o:SecurityTokenReference xmlns:o="{WSSE}">{_verwijzing(token)}'
        "</o:SecurityTokenReference></d:KeyInfo></d:Signature>"
    )
    if token:
        security.append(_token(wie.certificaat))
    security.append(signature)
    value = _een(signature, "SignatureValue")
    value.text = base64.b64encode(_waarde(wie, c14n(_een(signature, "SignedInfo")))).decode()
    return etree.tostring(envelope)


def _verwijzing(token: bool) -> str:
    return f'<o:Reference URI="#x" ValueType="{X509V3}"/>' if token else "<o:KeyIdentifier/>"


def _token(certificate: x509.Certificate) -> etree._Element:
    element = etree.Element(f"{{{WSSE}}}BinarySecurityToken", {f"{{{WSU}}}Id": "x"})
    der = certificate.public_bytes(serialization.Encoding.DER)
    element.text = base64.b64encode(der).decode()
    return element


def _waarde(wie: Paar, content: bytes) -> bytes:
    if isinstance(wie.sleutel, rsa.RSAPrivateKey):
        return wie.sleutel.sign(content, padding.PKCS1v15(), hashes.SHA256())
    r, s = decode_dss_signature(wie.sleutel.sign(content, ec.ECDSA(hashes.SHA256())))
    return bytes(r.to_bytes(32) + s.to_bytes(32))


def _met_id(envelope: etree._Element) -> list[etree._Element]:
    return [one for one in envelope.iter("*") if one.get(f"{{{WSU}}}Id")]


def _op_id(envelope: etree._Element, name: str) -> etree._Element:
    (found,) = [one for one in _met_id(envelope) if one.get(f"{{{WSU}}}Id") == name]
    return found
