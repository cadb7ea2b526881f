"""Peer: a script with xsdata's parser and dataclasses such as its generator makes."""

import sys
from dataclasses import dataclass, field

from stuf_vraag import gekozen, sessie
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata.formats.dataclass.parsers.handlers import LxmlEventHandler
from zelfde import schrijf

ZKN = "http://www.egem.nl/StUF/sector/zkn/0310"
BG = "http://www.egem.nl/StUF/sector/bg/0310"
STUF = "http://www.egem.nl/StUF/StUF0301"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


def deel(namespace: str, name: str | None = None):
    """Describe a child element."""
    told = {"type": "Element", "namespace": namespace}
    return field(default=None, metadata={**told, "name": name} if name else told)


def kenmerk(name: str, namespace: str = STUF):
    """Describe an attribute."""
    return field(default=None, metadata={"type": "Attribute", "name": name, "namespace": namespace})


@dataclass
class Blad:
    value: str = field(default="", metadata={"nillable": True})
    noValue: str | None = kenmerk("noValue")
    indOnvolledigeDatum: str | None = kenmerk("indOnvolledigeDatum")


@dataclass
class ExtraElement(Blad):
    naam: str | None = kenmerk("naam", "")


@dataclass
class ExtraElementen:
    extraElement: list[ExtraElement] = field(
        default_factory=list, metadata={"type": "Element", "namespace": STUF}
    )


@dataclass
class Zaaktype:
    omschrijving: Blad | None = deel(ZKN)
    code: Blad | None = deel(ZKN)
    entiteittype: str | None = kenmerk("entiteittype")


@dataclass
class IsVan:
    gerelateerde: Zaaktype | None = deel(ZKN)
    entiteittype: str | None = kenmerk("entiteittype")


@dataclass
class Adres:
    woonplaats: Blad | None = deel(BG, "wpl.woonplaatsNaam")
    postcode: Blad | None = deel(BG, "aoa.postcode")


@dataclass
class Persoon:
    inp_bsn: Blad | None = deel(BG, "inp.bsn")
    geslachtsnaam: Blad | None = deel(BG)
    voorvoegselGeslachtsnaam: Blad | None = deel(BG)
    voorletters: Blad | None = deel(BG)
    geboortedatum: Blad | None = deel(BG)
    verblijfsadres: Adres | None = deel(BG)
    entiteittype: str | None = kenmerk("entiteittype")


@dataclass
class Betrokkene:
    natuurlijkPersoon: Persoon | None = deel(ZKN)


@dataclass
class Initiator:
    gerelateerde: Betrokkene | None = deel(ZKN)
    entiteittype: str | None = kenmerk("entiteittype")


@dataclass
class Besluit:
    identificatie: Blad | None = deel(ZKN)
    datumBeslissing: Blad | None = deel(ZKN)
    ingangsdatumWerking: Blad | None = deel(ZKN)
    einddatumWerking: Blad | None = deel(ZKN)
    entiteittype: str | None = kenmerk("entiteittype")


@dataclass
class LeidtTot:
    gerelateerde: Besluit | None = deel(ZKN)
    entiteittype: str | None = kenmerk("entiteittype")


@dataclass
class Zaak:
    identificatie: Blad | None = deel(ZKN)
    omschrijving: Blad | None = deel(ZKN)
    toelichting: Blad | None = deel(ZKN)
    startdatum: Blad | None = deel(ZKN)
    registratiedatum: Blad | None = deel(ZKN)
    einddatum: Blad | None = deel(ZKN)
    tijdstipRegistratie: Blad | None = deel(STUF)
    extraElementen: ExtraElementen | None = deel(STUF)
    isVan: IsVan | None = deel(ZKN)
    heeftAlsInitiator: Initiator | None = deel(ZKN)
    leidtTot: LeidtTot | None = deel(ZKN)
    entiteittype: str | None = kenmerk("entiteittype")
    sleutelVerzendend: str | None = kenmerk("sleutelVerzendend")


@dataclass
class Antwoord:
    object: list[Zaak] = field(default_factory=list, metadata={"type": "Element", "namespace": ZKN})


@dataclass
class Parameters:
    indicatorVervolgvraag: bool | None = deel(STUF)
    aantalVoorkomens: int | None = deel(STUF)


@dataclass
class Bericht:
    parameters: Parameters | None = deel(ZKN)
    antwoord: Antwoord | None = deel(ZKN)


@dataclass
class Lichaam:
    zakLa01: Bericht | None = deel(ZKN)


@dataclass
class Envelope:
    class Meta:
        namespace = SOAP

    Body: Lichaam | None = deel(SOAP)


def objecten(url, tls):
    """Give the objects of page after page."""
    session = sessie(tls)
    parser = XmlParser(
        config=ParserConfig(fail_on_unknown_properties=False), handler=LxmlEventHandler
    )
    start = ""
    while True:
        answer = session.post(url, f"<q><referentienummer>1</referentienummer>{start}</q>")
        answer.raise_for_status()
        page = parser.from_bytes(answer.content, Envelope).Body.zakLa01
        yield from page.antwoord.object
        if not page.parameters.indicatorVervolgvraag:
            return
        start = f'<o sleutelOntvangend="{page.antwoord.object[-1].sleutelVerzendend}"/>'


def main(url: str, tls: str, target: str) -> None:
    """Filter and write."""
    schrijf(filter(None, map(gekozen, objecten(url, tls))), target)


if __name__ == "__main__":
    main(*sys.argv[1:])
