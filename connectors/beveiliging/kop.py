"""The headers that go into our own envelope: WS-Addressing, a Timestamp, a UsernameToken."""

import base64
import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from lxml import etree

from connectors.beveiliging.instelling import Adressering, Beveiliging, UsernameToken
from connectors.beveiliging.namen import (
    ANONIEM,
    BASE64,
    DIGEST,
    ID,
    TEKST,
    WSA,
    WSSE,
    WSU,
    wsa,
    wsse,
    wsu,
)

#: How long a message of ours may be taken for fresh; a server compares it with its own clock.
_GELDIG = timedelta(minutes=5)


def deel(envelope: etree._Element, name: str) -> etree._Element | None:
    """Find Header or Body of an envelope, whichever version of SOAP it is of."""
    return envelope.find(f"{{{etree.QName(envelope).namespace}}}{name}")


def vul(
    envelope: etree._Element, instelling: Beveiliging, kenmerk: str, nu: datetime
) -> etree._Element | None:
    """Put the headers in; give wsse:Security when there is one, for a signature to go into."""
    header = _header(envelope)
    if instelling.adressering is not None:
        header.extend(_adressering(instelling.adressering, kenmerk))
    if instelling.token is None and instelling.handtekening is None:
        return None
    security = etree.SubElement(header, wsse("Security"), nsmap={"wsse": WSSE, "wsu": WSU})
    security.set(f"{{{etree.QName(envelope).namespace}}}mustUnderstand", "1")
    security.append(_timestamp(nu))
    if instelling.token is not None:
        security.append(_usernametoken(instelling.token, nu))
    return security


def _header(envelope: etree._Element) -> etree._Element:
    found = deel(envelope, "Header")
    if found is not None:
        return found
    header = etree.Element(f"{{{etree.QName(envelope).namespace}}}Header")
    envelope.insert(0, header)
    return header


def _adressering(instelling: Adressering, kenmerk: str) -> Iterator[etree._Element]:
    yield _blad(wsa("To"), instelling.naar)
    yield _blad(wsa("Action"), instelling.actie)
    yield _blad(wsa("MessageID"), instelling.berichtnummer(kenmerk))
    back = etree.Element(wsa("ReplyTo"), nsmap={"wsa": WSA})
    back.append(_blad(wsa("Address"), ANONIEM))
    yield back


def _timestamp(nu: datetime) -> etree._Element:
    element = etree.Element(wsu("Timestamp"), nsmap={"wsu": WSU})
    element.set(ID, "tijd")
    element.append(_blad(wsu("Created"), tijd(nu)))
    element.append(_blad(wsu("Expires"), tijd(nu + _GELDIG)))
    return element


def _usernametoken(token: UsernameToken, nu: datetime) -> etree._Element:
    """Build the token (UsernameToken Profile 1.0, 3.1): Base64(SHA-1(nonce + created + password)).

    Nonce and Created go along with a password as text too: servers use them to refuse a repeat.
    """
    nonce, created = secrets.token_bytes(16), tijd(nu)
    said, kind = token.wachtwoord, TEKST
    if token.digest:
        content = nonce + created.encode() + token.wachtwoord.encode()
        # The profile names SHA-1 and no other; what protects the password is TLS.
        said = base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()
        kind = DIGEST
    element = etree.Element(wsse("UsernameToken"), nsmap={"wsse": WSSE, "wsu": WSU})
    element.set(ID, "token")
    element.append(_blad(wsse("Username"), token.gebruiker))
    element.append(_blad(wsse("Password"), said, Type=kind))
    element.append(_blad(wsse("Nonce"), base64.b64encode(nonce).decode(), EncodingType=BASE64))
    element.append(_blad(wsu("Created"), created))
    return element


def tijd(moment: datetime) -> str:
    """Write a moment as WS-Security wants it: UTC, to the millisecond."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def _blad(tag: str, text: str, **kenmerken: str) -> etree._Element:
    namespace = etree.QName(tag).namespace
    prefix = {WSA: "wsa", WSSE: "wsse", WSU: "wsu"}[str(namespace)]
    element = etree.Element(tag, kenmerken, nsmap={prefix: str(namespace)})
    element.text = text
    return element
