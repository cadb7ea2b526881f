"""Each example beside the standards: what our reader says of it, and that we ask as it asks."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from connectors.stuf_zkn import Systeem
from connectors.stuf_zkn.antwoord import Antwoord, Verwacht
from connectors.stuf_zkn.scope import Omvang, scope
from connectors.stuf_zkn.soorten import berichtnaam
from connectors.stuf_zkn.vraag import Vraag, delen
from regres import SourceError, XmlLayout
from tests.tools import stuf
from tests.tools.needs import missing

DATA = Path(__file__).resolve().parents[2] / "data" / "stuf"
WIJ = Systeem("RegresAdapter", "Regresloket", "productie")
ZIJ = Systeem("WmoRegistratie", "0384", "productie")
#: The numbers of the questions in 01 and 03, to which 02 and 04 answer.
EERSTE, VERVOLG = "9f0e4f0c-6a0f-4c5c-9a0e-0d8a5b6c7d01", "9f0e4f0c-6a0f-4c5c-9a0e-0d8a5b6c7d02"


@dataclass(frozen=True)
class Gelezen:
    """What came of an example: its zaken, whether there is more, or the code that refuses it."""

    zaken: tuple[str, ...] = ()
    vervolg: bool = False
    aantal: int | None = None
    meldingen: tuple[str, ...] = ()
    code: str = ""


VOORBEELDEN = {
    "01-zakLv01-vraag-wmo-voorzieningen": Gelezen(code="B-0332"),
    "02-zakLa01-antwoord-pagina-1": Gelezen(
        ("0384WMO2026000123", "0384WMO2026000117"),
        vervolg=True,
        aantal=3,
        meldingen=("StUF0001: isVan/gerelateerde/code",),
    ),
    "03-zakLv01-vervolgvraag": Gelezen(code="B-0332"),
    "04-zakLa01-antwoord-leeg": Gelezen(),
    "05-fault-Fo02-StUF055": Gelezen(code="B-0343"),
    "06-fault-Fo02-StUF058-afwijkend": Gelezen(code="B-0340"),
    "07-zakLk01-kennisgeving": Gelezen(code="B-0332"),
    "08-Bv03-bevestiging": Gelezen(code="B-0332"),
    "09-StUF-berichtenSet-bestand": Gelezen(code="B-0332"),
    "10-ggk0210-Di01-met-WMO301": Gelezen(code="B-0332"),
}
NAMEN = {
    "01-zakLv01-vraag-wmo-voorzieningen": "zakLv01",
    "07-zakLk01-kennisgeving": "zakLk01",
    "08-Bv03-bevestiging": "Bv03Bericht",
    "09-StUF-berichtenSet-bestand": "StUF-berichtenSet",
    "10-ggk0210-Di01-met-WMO301": "envelopHeenbericht-ggk_Di01",
}


def voorbeeld(naam: str) -> bytes:
    """Give an example; the last holds a message that is not ours to copy."""
    file = DATA / f"{naam}.xml"
    if not file.exists():
        file = stuf.STANDARDS / "examples" / f"{naam}.xml"
    if not file.exists():
        missing("standards", "the examples are not beside this checkout")
    return file.read_bytes()


def lees(content: bytes, referentie: str) -> Gelezen:
    source = replace(stuf.bron("https://localhost/StUF"), zender=WIJ, ontvanger=ZIJ)
    answer = Antwoord(Verwacht(source, referentie, "hier"))
    try:
        found = answer.objecten([content])
        zaken = tuple(one.findtext("{*}identificatie") or "" for one in found)
    except SourceError as wrong:
        return Gelezen(code=wrong.problems[0].code)
    return Gelezen(zaken, answer.vervolg, answer.aantal, tuple(answer.meldingen))


@pytest.mark.parametrize("naam", VOORBEELDEN)
def test_our_reader_says_of_each_example_what_it_is(naam: str) -> None:
    kruis = VERVOLG if naam.startswith("04") else EERSTE

    assert lees(voorbeeld(naam), kruis) == VOORBEELDEN[naam]


@pytest.mark.parametrize("naam", NAMEN)
def test_a_message_that_is_no_answer_is_told_by_its_name(naam: str) -> None:
    source = stuf.bron("https://localhost/StUF")
    content = voorbeeld(naam)
    if b"Envelope" not in content[:2000]:
        declared = content.find(b"?>") + 2
        soap = b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        content = content[:declared] + soap + content[declared:] + b"</s:Body></s:Envelope>"

    with pytest.raises(SourceError) as caught:
        list(Antwoord(Verwacht(source, EERSTE, "hier")).objecten([content]))
    assert f"een {NAMEN[naam]}-bericht" in caught.value.problems[0].wat


@pytest.mark.parametrize("naam", ["zakLv1", "jansen", "zakLa011", "StUF-berichtenset", "Lv01"])
def test_a_name_that_is_none_of_stuf_is_never_shown(naam: str) -> None:
    assert berichtnaam(etree.Element(f"{{http://www.egem.nl/StUF/StUF0301}}{naam}")) == ""
    assert berichtnaam(etree.Element("{http://example.nl/}zakLv01")) == ""


# --- we ask as the example asks --------------------------------------------------------------

PERSOON = "ZKN:heeftAlsInitiator/ZKN:gerelateerde/ZKN:natuurlijkPersoon/BG:inp.bsn"
BESLUIT = "ZKN:leidtTot/ZKN:gerelateerde"
ALS_IN_01 = XmlLayout(
    stuf.NAMESPACES,
    {
        xpath: (xpath,)
        for xpath in (
            "ZKN:omschrijving",
            "ZKN:toelichting",
            "ZKN:registratiedatum",
            "ZKN:einddatum",
            "StUF:tijdstipRegistratie",
            stuf.extra_element("wmo.indicatieOngeval"),
            "ZKN:isVan/ZKN:gerelateerde/ZKN:omschrijving",
            PERSOON,
            f"{BESLUIT}/ZKN:identificatie",
            f"{BESLUIT}/ZKN:datumBeslissing",
            f"{BESLUIT}/ZKN:ingangsdatumWerking",
            f"{BESLUIT}/ZKN:einddatumWerking",
        )
    },
)


def canoniek(element: etree._Element) -> str:
    text = etree.tostring(element, encoding="unicode")
    return str(etree.canonicalize(text, strip_text=True, rewrite_prefixes=True))


def test_our_first_question_is_that_of_the_example_to_the_letter() -> None:
    source = replace(
        stuf.bron("https://localhost/StUF"), zender=WIJ, ontvanger=ZIJ, layout=ALS_IN_01
    )
    asked = Vraag(
        "20260301021500123",
        50,
        "WMO-VOORZ",
        date(2026, 2, 1),
        date(2026, 2, 28),
        referentienummer=EERSTE,
    )
    ours = etree.Element(source.dienst.vraag)
    ours.extend(delen(asked, source, scope(ALS_IN_01)))
    parser = etree.XMLParser(remove_comments=True)
    example = etree.fromstring(voorbeeld("01-zakLv01-vraag-wmo-voorzieningen"), parser)
    theirs = example.find(".//{*}zakLv01")

    assert theirs is not None
    assert canoniek(ours) == canoniek(theirs)


# --- the whole of a zaak ---------------------------------------------------------------------

AANVULLEND = XmlLayout(
    {**stuf.NAMESPACES, "x": "http://example.nl/leverancier"},
    {"eigen": ("StUF:aanvullendeElementen/x:ongeval",), "zaak": ("ZKN:identificatie",)},
)


@pytest.mark.parametrize("omvang", [Omvang.ALLES, Omvang.ALLES_ZONDER_METAGEGEVENS])
def test_a_whole_zaak_can_be_asked_for_by_its_scope(omvang: Omvang) -> None:
    asked = scope(stuf.LAYOUT, omvang)[0]

    assert asked.get("{http://www.egem.nl/StUF/StUF0301}scope") == omvang
    assert len(asked) == 0


def test_what_no_schema_knows_is_not_named_in_a_question_and_can_be_read() -> None:
    assert "aanvullend" not in canoniek(scope(AANVULLEND))

    from demo.stuf_server import StufServer

    def more(number: int, body: bytes, status: int) -> tuple[int, dict[str, str], bytes]:
        own = (
            b'<StUF:aanvullendeElementen><x:ongeval xmlns:x="http://example.nl/leverancier">J'
            b"</x:ongeval></StUF:aanvullendeElementen></ZKN:object>"
        )
        return status, {}, body.replace(b"</ZKN:object>", own)

    with StufServer([stuf.zaak(0)], stuf.certificaten(), quirks=more) as server:
        source = stuf.bron(server.url, layout=AANVULLEND, omvang=Omvang.ALLES)
        with stuf.connector(source).read(stuf.VENSTER) as reading:
            assert [record.fields.text("eigen") for record in reading] == ["J"]


def test_the_question_for_whole_zaken_is_valid_against_the_official_schema() -> None:
    file = stuf.STANDARDS / "examples" / "schema" / "zkn0310-all.xsd"
    if not file.exists():
        missing("standards", "the official StUF schemas are not beside this checkout")
    source = stuf.bron("https://localhost/StUF")
    asked = Vraag("20260301021500123", 50, "WMO", date(2026, 2, 1), date(2026, 2, 28))
    root = etree.Element(source.dienst.vraag)
    root.extend(delen(asked, source, scope(source.layout, Omvang.ALLES)))

    etree.XMLSchema(etree.parse(file)).assertValid(root)
