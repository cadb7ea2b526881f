"""A service in the manner of Centric GWS: per person, own header block, records below the client.

Shapes follow the WSDL UitkeringsSpecificatieClient v0600 (vendor-centric-gws); people and amounts
are made up here.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from connectors.base import ReadRequest
from connectors.soap_template import SoapConnector, SoapSource
from connectors.soap_template.sjabloon import lees
from connectors.stuf_zkn import Grenzen, Tls
from connectors.uitgaand import Uitgaand
from demo.certificaten import Certificaten
from regres import XmlLayout
from tests.tools import stuf
from tests.tools.soap_server import Vraag

GWSD = "http://www.centric.nl/GWS/Diensten/UitkeringsSpecificatieClient/v0600"
GWSH = "http://www.centric.nl/GWS/Header/v0300"
FWI = "http://www.centric.nl/GWS/FWI/v0200"
WSA = "http://www.w3.org/2005/08/addressing"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
ACTIE = "http://www.centric.nl/GWS/Diensten/UitkeringsSpecificatieClient-v0600/"
ANTWOORD = f"{{{GWSD}}}UitkeringsSpecificatieInfoResponse"

SJABLOON = f"""<gwsd:UitkeringsSpecificatieInfo xmlns:gwsd="{GWSD}">
  <BurgerServiceNr>{{{{sleutel}}}}</BurgerServiceNr>
  <Periodenummer>{{{{van:jjjjmm}}}}</Periodenummer>
  <TypePeriode>0</TypePeriode>
</gwsd:UitkeringsSpecificatieInfo>
"""
KOP = f"""<gwsh:Header xmlns:gwsh="{GWSH}">
  <RouteInformatie>
    <Bron>
      <Gemeentecode>{{{{gemeentecode}}}}</Gemeentecode>
      <ApplicatieNaam>Regresbrug</ApplicatieNaam>
    </Bron>
    <Bestemming>
      <Gemeentecode>{{{{gemeentecode}}}}</Gemeentecode>
      <ApplicatieNaam>GWS4all</ApplicatieNaam>
    </Bestemming>
  </RouteInformatie>
  <BerichtIdentificatie>
    <DatTijdAanmaakRequest>{{{{nu}}}}</DatTijdAanmaakRequest>
  </BerichtIdentificatie>
</gwsh:Header>
"""
LAYOUT = XmlLayout(
    {},
    {
        "bsn": ("Client/BurgerServiceNr",),
        "naam": ("Client/Achternaam",),
        "dossier": ("Dossiernummer",),
        "periode": ("Periodenummer",),
        "bedrag": ("UitbetaaldBedragClient/WaardeBedrag",),
    },
)
RECORD = "UitkeringsSpecificatieClient/Uitkeringsspecificatie/Dossierhistorie"
KLANTEN = (stuf.bsn(1), stuf.bsn(2), stuf.bsn(3))
VENSTER = ReadRequest(van=date(2026, 1, 1), tot=date(2026, 1, 31))


def dossier(nummer: int, periode: str) -> str:
    """Give one Dossierhistorie as the schema has it."""
    bedrag = "<CdPositiefNegatief>+</CdPositiefNegatief><WaardeBedrag>{}</WaardeBedrag>"
    return (
        f"<Dossierhistorie><Regeling>Wmo</Regeling><Dossiernummer>{nummer}</Dossiernummer>"
        f"<Periodenummer>{periode}</Periodenummer><Betrekkingsperiode>{periode}</Betrekkingsperiode>"
        f"<UitbetaaldBedragClient>{bedrag.format(nummer * 100)}</UitbetaaldBedragClient>"
        "</Dossierhistorie>"
    )


def body(bsn: str, dossiers: Sequence[str]) -> str:
    """Give what is in the Body of an answer; without dossiers it says that nothing was found."""
    inside = f'<fwi:NietsGevonden xmlns:fwi="{FWI}"/>'
    if dossiers:
        inside = (
            "<UitkeringsSpecificatieClient><Client>"
            f"<BurgerServiceNr>{bsn}</BurgerServiceNr><Achternaam>Wit &amp; Zoon</Achternaam>"
            "</Client><TypePeriode>0</TypePeriode><Uitkeringsspecificatie><Uitkeringsinstantie>"
            "<Gemeentecode>9901</Gemeentecode></Uitkeringsinstantie>"
            f"{''.join(dossiers)}</Uitkeringsspecificatie></UitkeringsSpecificatieClient>"
        )
    name = f'gwsd:UitkeringsSpecificatieInfoResponse xmlns:gwsd="{GWSD}"'
    return f"<{name}>{inside}</gwsd:UitkeringsSpecificatieInfoResponse>"


def envelop(body: str, kop: str = "", ns: str = SOAP) -> bytes:
    """Put it in an envelope."""
    return (
        f'<s:Envelope xmlns:s="{ns}"><s:Header>{kop}</s:Header><s:Body>{body}</s:Body></s:Envelope>'
    ).encode()


def wsa_kop(vraag: Vraag) -> str:
    """Give the headers of an answer to this question."""
    number = vraag.waarde("MessageID")
    return (
        f'<wsa:MessageID xmlns:wsa="{WSA}">urn:uuid:antwoord</wsa:MessageID>'
        f'<wsa:Action xmlns:wsa="{WSA}">{ACTIE}UitkeringsSpecificatieInfoResponse</wsa:Action>'
        f'<wsa:RelatesTo xmlns:wsa="{WSA}">{number}</wsa:RelatesTo>'
    )


def gws(vraag: Vraag) -> bytes:
    """Answer as the service does: two dossiers for the first client, one for the second, none."""
    bsn, periode = vraag.waarde("BurgerServiceNr"), vraag.waarde("Periodenummer")
    counts = {klant: 2 - place for place, klant in enumerate(KLANTEN)}
    first = 100 + 10 * KLANTEN.index(bsn)
    found = [dossier(first + number, periode) for number in range(counts[bsn])]
    kop = wsa_kop(vraag) if b"MessageID" in vraag.tekst else ""
    return envelop(body(bsn, found), kop, etree.QName(vraag.envelop).namespace or "")


def bron(url: str, folder: Path, tls: Certificaten, **anders: Any) -> SoapSource:
    """Make a source for the service; keywords replace its parts."""
    for name, text in (("vraag.xml", SJABLOON), ("kop.xml", KOP)):
        (folder / name).write_text(text, encoding="utf-8")
    made = SoapSource(
        gemeentecode="9901",
        url=url,
        tls=Tls(tls.ca, tls.client, tls.client_sleutel),
        layout=LAYOUT,
        uitgaand=Uitgaand(frozenset({"localhost"}), loopback=True),
        sjabloon=lees(folder / "vraag.xml", "vraag.xml"),
        koppen=(lees(folder / "kop.xml", "kop.xml"),),
        antwoord=ANTWOORD,
        record=RECORD,
        namespaces={"fwi": FWI},
        neem_mee=("../../Client",),
        leeg="fwi:NietsGevonden",
        fout="fwi:FWI/fwi:Fout/Code",
        echo="UitkeringsSpecificatieClient/Client/BurgerServiceNr",
        sleutels=KLANTEN,
        periode=True,
        grenzen=Grenzen(verbinden=2, lezen=2, totaal=5),
    )
    return replace(made, **anders)


def connector(source: SoapSource) -> SoapConnector:
    """Make the connector; it does not wait between two tries."""
    return SoapConnector(source, klok=lambda: stuf.NU, slaap=lambda _: None)


def lees_alles(source: SoapSource, request: ReadRequest = VENSTER) -> list[dict[str, str]]:
    """Read to the end; give the fields of every record."""
    with connector(source).read(request) as reading:
        rows = [{name: one.fields.text(name) for name in LAYOUT.adressen} for one in reading]
        assert reading.proof().gelezen == len(rows)
        return rows
