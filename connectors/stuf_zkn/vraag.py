"""A question: who asks whom, which objects, which of their parts, and from where on."""

import re
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import cast
from uuid import uuid4

from lxml import etree

from connectors.stuf_zkn.bron import StufSource, Systeem
from connectors.stuf_zkn.diensten import Dienst
from connectors.stuf_zkn.namen import (
    ENTITEITTYPE,
    NSMAP,
    SLEUTEL_ONTVANGEND,
    SLEUTEL_VERZENDEND,
    stuf,
    zkn,
)

_TIJDSTIP = re.compile(r"\A[0-9]{17}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Vraag:
    """One question; put again after a passing fault, it goes out with the same number and time.

    tijdstip   tijdstipBericht, 17 digits
    zaaktype   code, or "" for all
    van, tot   the window of start dates; None when one object is asked for by its number
    nummer     that number: of a zaak, or a BSN
    start      the last object of the page before, as it came
    """

    tijdstip: str
    maximum: int
    zaaktype: str = ""
    van: date | None = None
    tot: date | None = None
    nummer: str = field(default="", repr=False)
    start: etree._Element | None = None
    referentienummer: str = ""

    def __post_init__(self) -> None:
        if not _TIJDSTIP.match(self.tijdstip):
            raise ValueError("tijdstipBericht is not 17 digits")
        if not self.referentienummer:
            object.__setattr__(self, "referentienummer", str(uuid4()))


def delen(vraag: Vraag, bron: StufSource, scope: etree._Element) -> list[etree._Element]:
    """Build the children of the question in the order of the schema; `scope` is not moved."""
    dienst = bron.dienst
    parts = [_stuurgegevens(vraag, bron), _parameters(vraag, dienst)]
    if vraag.zaaktype:
        parts.append(_zaaktype(vraag.zaaktype))
    if vraag.nummer:
        parts.append(_nummer(vraag.nummer, dienst))
    for name, day in (("vanaf", vraag.van), ("totEnMet", vraag.tot)):
        if day is not None:
            parts.append(_grens(name, day))
    parts.append(kopie(scope))
    if vraag.start is not None:
        parts.append(_start(vraag.start))
    return parts


def _stuurgegevens(vraag: Vraag, bron: StufSource) -> etree._Element:
    element = etree.Element(bron.dienst.deel("stuurgegevens"), nsmap=NSMAP)
    _blad(element, "berichtcode", "Lv01")
    _systeem(element, "zender", bron.zender)
    _systeem(element, "ontvanger", bron.ontvanger)
    _blad(element, "referentienummer", vraag.referentienummer)
    _blad(element, "tijdstipBericht", vraag.tijdstip)
    _blad(element, "entiteittype", bron.dienst.entiteit)
    return element


def _systeem(parent: etree._Element, rol: str, systeem: Systeem) -> None:
    element = etree.SubElement(parent, stuf(rol))
    for deel in ("organisatie", "applicatie", "administratie"):
        if value := getattr(systeem, deel):
            _blad(element, deel, value)


def _parameters(vraag: Vraag, dienst: Dienst) -> etree._Element:
    element = etree.Element(dienst.deel("parameters"), nsmap=NSMAP)
    _blad(element, "sortering", dienst.sortering)
    _blad(element, "indicatorVervolgvraag", "false" if vraag.start is None else "true")
    _blad(element, "maximumAantal", str(vraag.maximum))
    _blad(element, "indicatorAantal", "true")
    return element


def _nummer(nummer: str, dienst: Dienst) -> etree._Element:
    """Select one object by the element that is its number."""
    element = etree.Element(dienst.deel("gelijk"), nsmap=NSMAP)
    element.set(ENTITEITTYPE, dienst.entiteit)
    name = "inp.bsn" if dienst.entiteit == "NPS" else "identificatie"
    etree.SubElement(element, dienst.deel(name)).text = nummer
    return element


def _zaaktype(zaaktype: str) -> etree._Element:
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
    copy = kopie(last)
    keys = {SLEUTEL_VERZENDEND: SLEUTEL_ONTVANGEND, SLEUTEL_ONTVANGEND: SLEUTEL_VERZENDEND}
    moved = [(keys.get(str(name), str(name)), str(value)) for name, value in copy.attrib.items()]
    copy.attrib.clear()
    for name, value in moved:
        copy.set(name, value)
    start.append(copy)
    return start


def kopie(element: etree._Element) -> etree._Element:
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
