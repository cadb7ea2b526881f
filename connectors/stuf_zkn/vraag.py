"""The question zakLv01: who asks whom, which zaken, which of their parts, and from where on."""

import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import uuid4

from lxml import etree

from connectors.stuf_zkn.bron import StufSource, Systeem
from connectors.stuf_zkn.namen import (
    ENTITEITTYPE,
    NSMAP,
    SLEUTEL_ONTVANGEND,
    SLEUTEL_VERZENDEND,
    stuf,
    zkn,
)

#: startdatum descending, then omschrijving: obliges a server to select on startdatum.
SORTERING = "5"
_TIJDSTIP = re.compile(r"\A[0-9]{17}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Vraag:
    """One question; put again after a passing fault, it goes out with the same number and time.

    zaaktype   code, or "" for all
    start      the last object of the page before, as it came
    """

    zaaktype: str
    van: date
    tot: date
    tijdstip: str
    maximum: int
    start: etree._Element | None = None
    referentienummer: str = ""

    def __post_init__(self) -> None:
        if not _TIJDSTIP.match(self.tijdstip):
            raise ValueError("tijdstipBericht is not 17 digits")
        if not self.referentienummer:
            object.__setattr__(self, "referentienummer", str(uuid4()))


def delen(vraag: Vraag, bron: StufSource, scope: etree._Element) -> list[etree._Element]:
    """Build the children of zakLv01 in the order of the schema; `scope` itself is not moved."""
    parts = [_stuurgegevens(vraag, bron), _parameters(vraag)]
    if vraag.zaaktype:
        parts.append(_gelijk(vraag.zaaktype))
    parts += [_grens("vanaf", vraag.van), _grens("totEnMet", vraag.tot), _kopie(scope)]
    if vraag.start is not None:
        parts.append(_start(vraag.start))
    return parts


def _stuurgegevens(vraag: Vraag, bron: StufSource) -> etree._Element:
    element = etree.Element(zkn("stuurgegevens"), nsmap=NSMAP)
    _blad(element, "berichtcode", "Lv01")
    _systeem(element, "zender", bron.zender)
    _systeem(element, "ontvanger", bron.ontvanger)
    _blad(element, "referentienummer", vraag.referentienummer)
    _blad(element, "tijdstipBericht", vraag.tijdstip)
    _blad(element, "entiteittype", "ZAK")
    return element


def _systeem(parent: etree._Element, rol: str, systeem: Systeem) -> None:
    element = etree.SubElement(parent, stuf(rol))
    for deel in ("organisatie", "applicatie", "administratie"):
        if value := getattr(systeem, deel):
            _blad(element, deel, value)


def _parameters(vraag: Vraag) -> etree._Element:
    element = etree.Element(zkn("parameters"), nsmap=NSMAP)
    _blad(element, "sortering", SORTERING)
    _blad(element, "indicatorVervolgvraag", "false" if vraag.start is None else "true")
    _blad(element, "maximumAantal", str(vraag.maximum))
    _blad(element, "indicatorAantal", "true")
    return element


def _gelijk(zaaktype: str) -> etree._Element:
    element = _zaak("gelijk")
    relation = etree.SubElement(element, zkn("isVan"))
    relation.set(ENTITEITTYPE, "ZAKZKT")
    related = etree.SubElement(relation, zkn("gerelateerde"))
    related.set(ENTITEITTYPE, "ZKT")
    etree.SubElement(related, zkn("code")).text = zaaktype
    return element


def _grens(name: str, day: date) -> etree._Element:
    element = _zaak(name)
    etree.SubElement(element, zkn("startdatum")).text = f"{day:%Y%m%d}"
    return element


def _zaak(name: str) -> etree._Element:
    element = etree.Element(zkn(name), nsmap=NSMAP)
    element.set(ENTITEITTYPE, "ZAK")
    return element


def _start(last: etree._Element) -> etree._Element:
    """Give the last object back as it came; what was the sender's key is now the receiver's.

    Not rebuilt from parsed values: nil, noValue and prefixes inside values must survive.
    """
    start = etree.Element(zkn("start"), nsmap=NSMAP)
    copy = _kopie(last)
    keys = {SLEUTEL_VERZENDEND: SLEUTEL_ONTVANGEND, SLEUTEL_ONTVANGEND: SLEUTEL_VERZENDEND}
    moved = [(keys.get(str(name), str(name)), str(value)) for name, value in copy.attrib.items()]
    copy.attrib.clear()
    for name, value in moved:
        copy.set(name, value)
    start.append(copy)
    return start


def _kopie(element: etree._Element) -> etree._Element:
    """Copy an element with every prefix that was in force, also those only used inside values."""
    # The stubs do not know that a default namespace has None for its prefix.
    copy = etree.Element(element.tag, nsmap=cast(dict[str, str], element.nsmap))
    for name, value in element.attrib.items():
        copy.set(name, value)
    copy.text = element.text
    for child in element:
        copy.append(deepcopy(child))
    return copy


def _blad(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, stuf(name)).text = text
