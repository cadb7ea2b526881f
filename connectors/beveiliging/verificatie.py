"""Judging the signature of an answer: whose it is, and whether it is over what we would read.

A good signature alone proves little: it may be over a part that was moved aside while another was
put in its place (XML signature wrapping). So every Reference must lead to one element only, and the
elements at the places that we read must be among them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from connectors.beveiliging.extra import xmlsec
from connectors.beveiliging.instelling import Handtekening
from connectors.beveiliging.namen import (
    EXC_C14N,
    SOAP,
    SOAP12,
    WSA,
    WSU,
    ds,
    wsse,
    wsu,
)
from connectors.beveiliging.tijdstempel import keur_tijd
from connectors.beveiliging.vertrouwen import Vertrouwen
from regres import SourceRefused
from regres.berichten import bericht

_DSIG_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
_XMLENC = "http://www.w3.org/2001/04/xmlenc#"
#: No SHA-1, no HMAC (whose key would be the certificate that everybody has), nothing unknown.
_METHODEN = frozenset(
    f"{_DSIG_MORE}{kind}-sha{size}" for kind in ("rsa", "ecdsa") for size in (256, 384, 512)
)
_DIGESTS = frozenset({f"{_XMLENC}sha256", f"{_XMLENC}sha512", f"{_DSIG_MORE}sha384"})


@dataclass(frozen=True, slots=True)
class Delen:
    """The one of each that an envelope may have."""

    header: etree._Element
    body: etree._Element
    security: etree._Element
    timestamp: etree._Element
    signature: etree._Element


class Verificateur:
    """Judges answers by the certificates that we trust.

    Raises:
        ConfigProblem: those certificates cannot be read.

    """

    def __init__(self, instelling: Handtekening) -> None:
        self._vertrouwen = Vertrouwen.lees(instelling)

    def keur(self, envelope: etree._Element, nu: datetime, waar: str, *, adressering: bool) -> None:
        """Check the signature over Body, Timestamp and, with `adressering`, every wsa header.

        Raises:
            SourceRefused: B-0802 to B-0806 and B-0808.

        """
        delen = _delen(envelope, waar)
        _geen_commentaar(envelope, waar)
        _keur_vorm(delen.signature, waar)
        signed = _getekend(envelope, delen.signature, waar)
        needed = [delen.body, delen.timestamp]
        if adressering:
            needed += delen.header.iterchildren(f"{{{WSA}}}*")
        if any(element not in signed for element in needed):
            raise SourceRefused(bericht("B-0804", "niet_getekend", waar=waar))
        certificates = self._vertrouwen.ondertekenaars(delen.signature, delen.security, nu, waar)
        if not any(_klopt(delen.signature, signed, pem) for pem in certificates):
            raise SourceRefused(bericht("B-0805", waar=waar))
        keur_tijd(delen.timestamp, nu, waar)


def _delen(envelope: etree._Element, waar: str) -> Delen:
    """Take the envelope apart; two of a part would leave open which one is read."""
    name = etree.QName(envelope)
    if name.localname != "Envelope" or name.namespace not in {SOAP, SOAP12}:
        raise SourceRefused(bericht("B-0802", waar=waar))
    space = f"{{{name.namespace}}}"
    header = _een(envelope, f"{space}Header", waar)
    security = _een(header, wsse("Security"), waar)
    return Delen(
        header,
        _een(envelope, f"{space}Body", waar),
        security,
        _een(security, wsu("Timestamp"), waar),
        _een(security, ds("Signature"), waar),
    )


def _geen_commentaar(envelope: etree._Element, waar: str) -> None:
    """Refuse what canonical XML leaves out: a comment in a value changes how some read it."""
    if next(envelope.iter(etree.Comment), None) is not None:
        raise SourceRefused(bericht("B-0804", "commentaar", waar=waar))


def _een(parent: etree._Element, tag: str, waar: str) -> etree._Element:
    found = parent.findall(tag)
    if not found:
        raise SourceRefused(bericht("B-0802", waar=waar))
    if len(found) > 1:
        raise SourceRefused(bericht("B-0804", waar=waar))
    return found[0]


def _keur_vorm(signature: etree._Element, waar: str) -> None:
    """Take only what WS-Security needs: every other transform or method is a way around it."""
    info = signature.find(ds("SignedInfo"))
    children = [child.tag for child in signature.iterchildren("*")]
    if info is None or children != [ds("SignedInfo"), ds("SignatureValue"), ds("KeyInfo")]:
        raise SourceRefused(bericht("B-0803", waar=waar))
    if [
        *_algoritmen(info, ds("CanonicalizationMethod"), {EXC_C14N}),
        *_algoritmen(info, ds("SignatureMethod"), _METHODEN),
        *(wrong for ref in info.findall(ds("Reference")) for wrong in _vreemd(ref)),
    ]:
        raise SourceRefused(bericht("B-0803", waar=waar))


def _vreemd(reference: etree._Element) -> Iterator[str]:
    yield from _algoritmen(reference, ds("DigestMethod"), _DIGESTS)
    transforms = reference.findall(ds("Transforms"))
    if len(transforms) != 1:
        yield "Transforms"
        return
    yield from _algoritmen(transforms[0], ds("Transform"), {EXC_C14N})


def _algoritmen(
    parent: etree._Element, tag: str, known: frozenset[str] | set[str]
) -> Iterator[str]:
    """Give what is wrong: there must be exactly one, of a known kind."""
    found = [str(element.get("Algorithm", "")) for element in parent.findall(tag)]
    if len(found) != 1 or found[0] not in known:
        yield tag


def _getekend(
    envelope: etree._Element, signature: etree._Element, waar: str
) -> Sequence[etree._Element]:
    """Give the elements that the References lead to, each by a name that nothing else bears."""
    names = [
        str(reference.get("URI", ""))
        for reference in signature.iterfind(f"{ds('SignedInfo')}/{ds('Reference')}")
    ]
    if not names or any(len(name) < 2 or name[0] != "#" for name in names):
        raise SourceRefused(bericht("B-0803", waar=waar))
    bearers: dict[str, list[etree._Element]] = {name[1:]: [] for name in names}
    for element in envelope.iter("*"):
        for key, value in element.attrib.items():
            # ID, Id and xml:id alike: which of them counts is a matter of who looks.
            if etree.QName(str(key)).localname.lower() == "id" and str(value) in bearers:
                bearers[str(value)].append(element)
    if any(len(found) != 1 or found[0].get(f"{{{WSU}}}Id") is None for found in bearers.values()):
        raise SourceRefused(bericht("B-0804", waar=waar))
    return [found[0] for found in bearers.values()]


def _klopt(signature: etree._Element, signed: Sequence[etree._Element], pem: bytes) -> bool:
    """Compute digests and signature; KeyInfo has no say, the key is the one that we trust."""
    library = xmlsec()
    context = library.SignatureContext()
    context.key = library.Key.from_memory(pem, library.KeyFormat.CERT_PEM)
    try:
        for element in signed:
            context.register_id(element, "Id", WSU)
        context.verify(signature)
    except library.Error:
        return False
    return True
