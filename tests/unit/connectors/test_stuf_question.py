"""The question zakLv01: what goes in, in which order, and how the next page is asked for."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from connectors.stuf_zkn import StufSource
from connectors.stuf_zkn.scope import scope
from connectors.stuf_zkn.tijdstip import Tijdstippen
from connectors.stuf_zkn.vraag import Vraag, delen
from regres import ConfigProblem, XmlLayout
from tests.tools import stuf
from tests.tools.needs import missing

NS = {**stuf.NAMESPACES, "xsi": "http://www.w3.org/2001/XMLSchema-instance"}
LAST = """
<q:object xmlns:q="http://www.egem.nl/StUF/sector/zkn/0310" xmlns:t="http://example.nl/types"
          xmlns:StUF="http://www.egem.nl/StUF/StUF0301"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          StUF:entiteittype="ZAK" StUF:sleutelVerzendend="ZAAK-7" StUF:sleutelOntvangend="OUR-1">
  <q:identificatie>9901WMO2026000007</q:identificatie>
  <q:einddatum xsi:nil="true" StUF:noValue="geenWaarde"/>
  <StUF:extraElementen>
    <StUF:extraElement naam="soort" xsi:type="t:vrij">A &amp; B</StUF:extraElement>
  </StUF:extraElementen>
</q:object>
"""


def question(source: StufSource, start: etree._Element | None = None) -> etree._Element:
    asked = Vraag(
        "20260301021500123", 50, "WMO-VOORZ", date(2026, 2, 1), date(2026, 2, 28), start=start
    )
    root = etree.Element(f"{{{NS['ZKN']}}}zakLv01")
    root.extend(delen(asked, source, scope(source.layout)))
    return root


def source(**changes: object) -> StufSource:
    return stuf.bron("https://localhost/StUF", **changes)


def text(root: etree._Element, path: str) -> str | None:
    return root.findtext(path, namespaces=NS)


def test_stuurgegevens_stand_in_the_order_of_the_schema() -> None:
    kop = question(source()).find("ZKN:stuurgegevens", NS)

    assert kop is not None
    assert [etree.QName(child).localname for child in kop] == [
        "berichtcode",
        "zender",
        "ontvanger",
        "referentienummer",
        "tijdstipBericht",
        "entiteittype",
    ]


def test_who_asks_whom_comes_from_the_configuration() -> None:
    root = question(source())

    assert text(root, "ZKN:stuurgegevens/StUF:zender/StUF:applicatie") == "Regresbrug"
    assert text(root, "ZKN:stuurgegevens/StUF:ontvanger/StUF:applicatie") == "WmoRegistratie"


def test_the_first_question_asks_one_zaaktype_in_a_window_in_the_order_of_startdatum() -> None:
    root = question(source())

    assert text(root, "ZKN:parameters/StUF:sortering") == "5"
    assert text(root, "ZKN:parameters/StUF:indicatorVervolgvraag") == "false"
    assert text(root, "ZKN:parameters/StUF:maximumAantal") == "50"
    assert text(root, "ZKN:gelijk/ZKN:isVan/ZKN:gerelateerde/ZKN:code") == "WMO-VOORZ"
    assert text(root, "ZKN:vanaf/ZKN:startdatum") == "20260201"
    assert text(root, "ZKN:totEnMet/ZKN:startdatum") == "20260228"
    assert root.find("ZKN:start", NS) is None


def test_every_question_has_a_number_of_its_own_of_at_most_40_signs() -> None:
    numbers = {
        text(question(source()), "ZKN:stuurgegevens/StUF:referentienummer") for _ in range(20)
    }

    assert len(numbers) == 20
    assert all(number and len(number) <= 40 for number in numbers)


@pytest.mark.parametrize("time", ["20260301", "2026030102150012", "2026030102150012\uff13", ""])
def test_a_time_that_is_not_17_digits_is_never_sent(time: str) -> None:
    with pytest.raises(ValueError, match="17 digits"):
        Vraag(time, 50)


def test_every_address_and_alias_of_the_mapping_is_asked_for() -> None:
    asked = question(source()).find("ZKN:scope/ZKN:object", NS)

    assert asked is not None
    names = {leaf.get("naam") for leaf in asked.iter(f"{{{NS['StUF']}}}extraElement")}
    assert {"wmo.indicatieOngeval", "wmo.ongeval", "wmo.datumOngeval"} <= names
    assert asked.find("ZKN:heeftAlsInitiator//BG:inp.bsn", NS) is not None


def test_what_paging_and_filtering_need_is_asked_for_whatever_the_mapping_says() -> None:
    asked = scope(XmlLayout({}, {}))

    assert asked.find("ZKN:object/ZKN:startdatum", NS) is not None
    assert asked.find("ZKN:object/ZKN:isVan/ZKN:gerelateerde/ZKN:code", NS) is not None


def test_only_the_leaves_of_the_scope_are_nil() -> None:
    for element in scope(stuf.LAYOUT).iter():
        nil = element.get(f"{{{NS['xsi']}}}nil") == "true"

        assert nil == (len(element) == 0)


@pytest.mark.parametrize(
    "xpath",
    ["//ZKN:x", "ZKN:x | ZKN:y", "string(ZKN:x)", "ZKN:x/..", "Q:x", "x", "ZKN:x[2]", "", "/ZKN:x"],
)
def test_an_address_that_cannot_be_asked_for_is_a_config_problem(xpath: str) -> None:
    with pytest.raises(ConfigProblem) as caught:
        scope(XmlLayout(stuf.NAMESPACES, {"vlag": (xpath,), "goed": ("ZKN:omschrijving",)}))

    assert [(p.code, p.waar) for p in caught.value.problems] == [("B-0360", "adres vlag")]


@pytest.mark.parametrize(
    ("xpath", "leaf"),
    [
        ("./ZKN:omschrijving/text()", "omschrijving"),
        ("ZKN:isVan/@StUF:entiteittype", "isVan"),
        ("ZKN:kenmerk[1]/ZKN:bron", "bron"),
        ('StUF:extraElementen/StUF:extraElement[@naam="a/b"]', "extraElement"),
        ("ZKN:isVan[@StUF:entiteittype='ZAKZKT']/ZKN:gerelateerde/ZKN:trefwoord", "trefwoord"),
    ],
)
def test_a_simple_location_path_is_asked_for_by_its_last_element(xpath: str, leaf: str) -> None:
    asked = scope(XmlLayout(stuf.NAMESPACES, {"veld": (xpath,)}))

    assert leaf in {etree.QName(element).localname for element in asked.iter()}


def test_the_follow_up_gives_the_last_object_back_with_its_keys_turned() -> None:
    root = question(source(), etree.fromstring(LAST))
    start = root.find("ZKN:start/ZKN:object", NS)

    assert text(root, "ZKN:parameters/StUF:indicatorVervolgvraag") == "true"
    assert start is not None
    assert start.get(f"{{{NS['StUF']}}}sleutelOntvangend") == "ZAAK-7"
    assert start.get(f"{{{NS['StUF']}}}sleutelVerzendend") == "OUR-1"


def test_the_follow_up_keeps_nil_reasons_values_and_prefixes_inside_values() -> None:
    sent = etree.tostring(question(source(), etree.fromstring(LAST)))
    start = etree.fromstring(sent).find("ZKN:start/ZKN:object", NS)

    assert start is not None
    end = start.find("ZKN:einddatum", NS)
    assert end is not None
    assert end.get(f"{{{NS['StUF']}}}noValue") == "geenWaarde"
    assert end.get(f"{{{NS['xsi']}}}nil") == "true"
    assert not end.text
    free = start.find(".//StUF:extraElement", NS)
    assert free is not None
    assert (free.text, free.nsmap["t"]) == ("A & B", "http://example.nl/types")


def test_asking_for_the_next_page_leaves_the_object_as_it_was() -> None:
    last = etree.fromstring(LAST)
    before = etree.tostring(last)
    question(source(), last)

    assert etree.tostring(last) == before


# --- against the official schema -----------------------------------------------------------------


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    file = stuf.STANDARDS / "examples" / "schema" / "zkn0310-all.xsd"
    if not file.exists():
        missing("standards", "the official StUF schemas are not beside this checkout")
    return etree.XMLSchema(etree.parse(file))


RIJK = XmlLayout(
    stuf.NAMESPACES,
    {
        "a": ("ZKN:leidtTot/ZKN:gerelateerde/ZKN:einddatumWerking",),
        "b": ("ZKN:leidtTot/ZKN:gerelateerde/ZKN:identificatie",),
        "c": ("ZKN:heeft/ZKN:datumStatusGezet", "ZKN:heeft/ZKN:gerelateerde/ZKN:omschrijving"),
        "d": ("ZKN:kenmerk/ZKN:bron", "ZKN:kenmerk/ZKN:kenmerk"),
        "e": ("ZKN:resultaat/ZKN:toelichting", "ZKN:resultaat/ZKN:omschrijving"),
        "f": ("ZKN:einddatum", "ZKN:toelichting", "StUF:tijdstipRegistratie"),
        "g": (
            "ZKN:heeftAlsBelanghebbende/ZKN:gerelateerde/ZKN:natuurlijkPersoon"
            "/BG:verblijfsadres/BG:aoa.postcode",
            "ZKN:heeftAlsBelanghebbende/ZKN:gerelateerde/ZKN:natuurlijkPersoon/BG:geboortedatum",
        ),
        **stuf.LAYOUT.adressen,
    },
)


@pytest.mark.parametrize("layout", [stuf.LAYOUT, RIJK, XmlLayout({}, {})])
def test_the_question_is_valid_against_the_official_schema(
    schema: etree.XMLSchema, layout: XmlLayout
) -> None:
    schema.assertValid(question(source(layout=layout)))


def test_the_follow_up_question_is_valid_against_the_official_schema(
    schema: etree.XMLSchema,
) -> None:
    example = stuf.STANDARDS / "examples" / "02-zakLa01-antwoord-pagina-1.xml"
    last = etree.parse(example).findall(".//ZKN:antwoord/ZKN:object", NS)[-1]

    schema.assertValid(question(source(), last))


# --- tijdstipBericht -----------------------------------------------------------------------------


def test_a_time_is_dutch_wall_clock_time() -> None:
    give = Tijdstippen(lambda: datetime(2026, 7, 1, 2, 15, 0, 123456, tzinfo=UTC))

    assert give() == "20260701041500123"


@given(st.lists(st.integers(min_value=-3_600_000, max_value=3_600_000), min_size=2))
def test_times_always_rise_whatever_the_clock_does(steps: list[int]) -> None:
    give = Tijdstippen(_jumping(steps))
    times = [give() for _ in steps]

    assert times == sorted(set(times))
    assert {len(time) for time in times} == {17}


def _jumping(steps: list[int]) -> Callable[[], datetime]:
    """Give a clock that jumps; it starts in the autumn hour that comes twice."""
    moments = iter(steps)
    begin = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    return lambda: begin + timedelta(milliseconds=next(moments))
