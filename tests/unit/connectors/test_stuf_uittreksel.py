"""What is taken out of every object at once is what reading it address by address gives."""

from collections import Counter
from datetime import date
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from connectors.stuf_zkn.uittreksel import Uittreksel, gevraagd
from connectors.stuf_zkn.velden import XmlFields, compileer
from connectors.stuf_zkn.zeef import Zeef
from regres import Plaats, SourceRefused, XmlLayout
from tests.tools import stuf
from tests.tools.mallen import ADRESSEN, LAYOUT

XMLNS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in stuf.NAMESPACES.items())
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
WAAR = Plaats(bericht="1", xpath="/zakLa01/antwoord/object[1]")


def uittreksel() -> Uittreksel:
    wat = gevraagd(compileer(LAYOUT), LAYOUT.altijd)
    assert wat is not None
    return Uittreksel(wat)


def zaak(inside: str) -> etree._Element:
    return etree.fromstring(
        f'<ZKN:object {XMLNS} {XSI} StUF:entiteittype="ZAK">{inside}</ZKN:object>'
    )


def een_voor_een(element: etree._Element) -> tuple[list[str] | None, Counter[str]]:
    """Read every address by itself; None when one is refused."""
    counts: Counter[str] = Counter()
    fields = XmlFields(element, compileer(LAYOUT), WAAR, counts)
    try:
        return [fields.text(adres) for adres in ADRESSEN], counts
    except SourceRefused:
        return None, counts


GEWOON = (
    "<ZKN:toelichting>Rolstoel &amp; zo</ZKN:toelichting><ZKN:startdatum>20260301</ZKN:startdatum>"
    '<StUF:extraElementen><StUF:extraElement naam="vlag">N</StUF:extraElement>'
    '<StUF:extraElement naam="x" xsi:nil="true" StUF:noValue="geenWaarde"/></StUF:extraElementen>'
    "<ZKN:isVan><ZKN:gerelateerde><ZKN:code>W</ZKN:code></ZKN:gerelateerde></ZKN:isVan>"
    "<ZKN:heeftAlsInitiator><ZKN:gerelateerde><ZKN:natuurlijkPersoon>"
    "<BG:inp.bsn>999900006</BG:inp.bsn>"
    "</ZKN:natuurlijkPersoon></ZKN:gerelateerde></ZKN:heeftAlsInitiator>"
    "<ZKN:leidtTot><ZKN:gerelateerde><ZKN:identificatie>B1</ZKN:identificatie></ZKN:gerelateerde>"
    "</ZKN:leidtTot>"
)


def test_of_an_object_as_expected_every_value_is_taken_at_once() -> None:
    assert uittreksel().neem(zaak(GEWOON)) == [
        "B1",
        "N",
        "Rolstoel & zo",
        "999900006",
        "20260301",
        "W",
    ]


NIL = 'xsi:nil="true" StUF:noValue="{}"'
#: What one of the parts above may be instead.
ANDERS = (
    ("<ZKN:toelichting>Rolstoel &amp; zo</ZKN:toelichting>", ""),
    ("<ZKN:toelichting>", "<ZKN:toelichting>a</ZKN:toelichting><ZKN:toelichting>"),
    ("Rolstoel", "Rol<!-- x -->stoel"),
    ("Rolstoel", "Rol<?x y?>stoel"),
    ("Rolstoel", "<![CDATA[<Rol>]]>stoel"),
    ("<ZKN:toelichting>", '<ZKN:toelichting noValue="geenWaarde">'),
    ("<ZKN:toelichting>", '<ZKN:toelichting StUF:exact="true">'),
    ("<ZKN:toelichting>", f"<ZKN:toelichting {NIL.format('geenWaarde')}>"),
    ("<ZKN:toelichting>Rolstoel &amp; zo<", f"<ZKN:toelichting {NIL.format('waardeOnbekend')}><"),
    ("<ZKN:toelichting>Rolstoel &amp; zo<", f"<ZKN:toelichting {NIL.format('nietOndersteund')}><"),
    ("<ZKN:toelichting>Rolstoel &amp; zo<", '<ZKN:toelichting xsi:nil=" 1 "> <'),
    ('naam="vlag">N<', f'naam="vlag" {NIL.format("nietGeautoriseerd")}><'),
    ('naam="vlag"', 'naam="oud"'),
    ('naam="vlag"', 'naam="ander"'),
    ('naam="x"', 'naam="vlag"'),
    ('naam="x"', 'naam="oud"'),
    ("<StUF:extraElementen>", f"<StUF:extraElementen {NIL.format('nietGeautoriseerd')}>"),
    ("<ZKN:leidtTot>", "<ZKN:leidtTot/><ZKN:leidtTot>"),
    ("<ZKN:leidtTot>", '<ZKN:leidtTot StUF:entiteittype="ZAKBSL">'),
    ("<ZKN:identificatie>B1</ZKN:identificatie>", ""),
    ("<ZKN:leidtTot><ZKN:gerelateerde>", "<ZKN:leidtTot><ZKN:a/><ZKN:gerelateerde>"),
    (
        "<ZKN:leidtTot><ZKN:gerelateerde>",
        f"<ZKN:leidtTot><ZKN:gerelateerde {NIL.format('nietOndersteund')}>",
    ),
    ("<ZKN:leidtTot>", f"<ZKN:leidtTot {NIL.format('nietGeautoriseerd')}/><ZKN:leidtTot>"),
    ("<BG:inp.bsn>999900006</BG:inp.bsn>", ""),
    ("<BG:inp.bsn>999900006</BG:inp.bsn>", "<BG:inp.bsn><BG:a/></BG:inp.bsn>"),
    (
        "<ZKN:heeftAlsInitiator>",
        "<ZKN:heeftAlsInitiator><ZKN:gerelateerde><ZKN:natuurlijkPersoon><BG:x/>"
        "</ZKN:natuurlijkPersoon></ZKN:gerelateerde></ZKN:heeftAlsInitiator>"
        "<ZKN:heeftAlsInitiator>",
    ),
    ("20260301", "20250301"),
    ("20260301", " 20260301"),
    ("<ZKN:startdatum>20260301", '<ZKN:startdatum StUF:indOnvolledigeDatum="D">20260300'),
    ("<ZKN:startdatum>", "<ZKN:startdatum>20990101</ZKN:startdatum><ZKN:startdatum>"),
    ("<ZKN:code>W<", "<ZKN:code> W <"),
    ("<ZKN:code>W<", "<ZKN:code>V<"),
    ("<ZKN:code>W</ZKN:code>", ""),
    (
        "<ZKN:isVan>",
        "<ZKN:isVan><ZKN:gerelateerde><ZKN:code>V</ZKN:code></ZKN:gerelateerde></ZKN:isVan>"
        "<ZKN:isVan>",
    ),
)


def gewijzigd(changes: list[tuple[str, str]]) -> str:
    inside = GEWOON
    for old, new in changes:
        inside = inside.replace(old, new, 1)
    return inside


OBJECTEN = st.lists(st.sampled_from(ANDERS), max_size=4).map(gewijzigd)


@given(st.lists(OBJECTEN, min_size=1, max_size=6))
def test_what_is_taken_at_once_is_what_is_read_address_by_address(objects: list[str]) -> None:
    taken = uittreksel()
    for inside in (*objects, *objects):
        element = zaak(inside)
        found = taken.neem(element)
        if found is not None:
            assert (found[:-2], Counter()) == een_voor_een(element)


@given(OBJECTEN)
def test_a_zaak_that_its_texts_let_through_was_asked_for(inside: str) -> None:
    element = zaak(inside)
    found = uittreksel().neem(element)
    zeef = Zeef("W", date(2026, 1, 1), date(2026, 3, 31))
    if found is not None and zeef.past(*found[-2:]):
        assert zeef.laat_door(element)
        zeef.keur(["StUF0001: startdatum code isVan"], "hier")


#: Attributes of any element; most have none.
KENMERKEN = (
    *([""] * 8),
    'naam="vlag"',
    'StUF:exact="true"',
    'xsi:nil="1"',
    'noValue="geenWaarde"',
    *map(NIL.format, ("geenWaarde", "waardeOnbekend", "nietGeautoriseerd", "anders")),
)
ZKN = stuf.NAMESPACES["ZKN"]


def tag(name: str, prefix: str, attributes: str, inside: str) -> str:
    """Write an element, its namespace perhaps under another prefix."""
    if prefix and name.startswith("ZKN:"):
        name, attributes = name.replace("ZKN", prefix), f'xmlns:{prefix}="{ZKN}" {attributes}'
    return f"<{name} {attributes}>{inside}</{name}>" if inside else f"<{name} {attributes}/>"


def element_van(name: str, inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    prefix = st.sampled_from(["", "", "", "q"])
    return st.builds(tag, st.just(name), prefix, st.sampled_from(KENMERKEN), inside)


def tak(name: str, *inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Write an element with some others in it, as a rule one of each."""
    once = st.tuples(*inside).map("".join)
    return element_van(
        name, once | once | st.lists(st.one_of(*inside, RUIS), max_size=4).map("".join)
    )


TEKST = st.text(alphabet="aB1 é€\n&<>]", max_size=6).map(escape)
RUIS = st.sampled_from(
    ["<!-- x -->", "<?x y?>", "\n ", "tekst", "<ZKN:a/>", "<BG:toelichting>x</BG:toelichting>"]
)
WAARDE = st.one_of(
    TEKST, TEKST, TEKST, st.tuples(TEKST, RUIS, TEKST).map("".join), st.just("<![CDATA[a<b]]>")
)


def blad(name: str) -> st.SearchStrategy[str]:
    return element_van(name, WAARDE)


EXTRA = st.builds(
    lambda naam, more, text: tag("StUF:extraElement", "", f'naam="{naam}" {more}', text),
    st.sampled_from(["vlag", "oud", "x", "y"]),
    st.sampled_from(["", "", *(one for one in KENMERKEN if "naam" not in one)]),
    WAARDE,
)
DELEN = (
    blad("ZKN:toelichting"),
    element_van("StUF:extraElementen", st.lists(EXTRA, max_size=4).map("".join)),
    tak("ZKN:leidtTot", tak("ZKN:gerelateerde", blad("ZKN:identificatie"), blad("ZKN:a"))),
    tak(
        "ZKN:heeftAlsInitiator",
        tak("ZKN:gerelateerde", tak("ZKN:natuurlijkPersoon", blad("BG:inp.bsn"), blad("BG:b"))),
    ),
    blad("ZKN:startdatum"),
    tak("ZKN:isVan", tak("ZKN:gerelateerde", blad("ZKN:code"))),
)
GEMAAKT = st.tuples(*DELEN).flatmap(st.permutations).map("".join) | st.lists(
    st.one_of(*DELEN, RUIS), max_size=9
).map("".join)


@given(st.lists(GEMAAKT, min_size=1, max_size=4))
def test_of_objects_of_any_make_what_is_taken_is_what_is_read_address_by_address(
    objects: list[str],
) -> None:
    taken = uittreksel()
    for inside in (*objects, *reversed(objects)):
        element = zaak(inside)
        found = taken.neem(element)
        if found is not None:
            assert (found[:-2], Counter()) == een_voor_een(element)
            dates = [one.text or "" for one in element.iterfind(f"{{{ZKN}}}startdatum")] or [""]
            assert [found[-2]] in (dates, [""])


@pytest.mark.parametrize("change", ANDERS)
def test_whatever_is_refused_or_counted_is_left_to_who_reads_it_in_full(
    change: tuple[str, str],
) -> None:
    inside = gewijzigd([change])
    texts, counts = een_voor_een(zaak(inside))

    if texts is None or counts:
        assert uittreksel().neem(zaak(inside)) is None


def test_an_object_of_another_kind_is_known_again_after_it() -> None:
    taken = uittreksel()
    first = taken.neem(zaak(GEWOON))
    other = GEWOON.replace("<ZKN:toelichting>Rolstoel &amp; zo</ZKN:toelichting>", "")

    assert (taken.neem(zaak(other)) or [])[2] == ""
    assert taken.neem(zaak(GEWOON)) == first


@pytest.mark.parametrize(
    "other",
    [
        "<ZKN:leidtTot><ZKN:gerelateerde/></ZKN:leidtTot><ZKN:identificatie>B2</ZKN:identificatie>",
        "<ZKN:leidtTot/><ZKN:gerelateerde><ZKN:identificatie>B2</ZKN:identificatie></ZKN:gerelateerde>",
        "<ZKN:leidtTot><ZKN:gerelateerde/><ZKN:identificatie>B2</ZKN:identificatie></ZKN:leidtTot>",
    ],
)
def test_the_same_elements_in_each_other_otherwise_are_another_kind(other: str) -> None:
    taken = uittreksel()
    before, behind = GEWOON.split("<ZKN:leidtTot>")[0], "</ZKN:leidtTot>"
    assert (taken.neem(zaak(GEWOON)) or [])[0] == "B1"
    assert GEWOON.endswith(behind)

    assert (taken.neem(zaak(before + other)) or [])[0] == ""


def test_so_many_kinds_of_objects_are_remembered_and_no_more() -> None:
    taken = uittreksel()
    extra = '<StUF:extraElementen><StUF:extraElement naam="n{}"/></StUF:extraElementen>'
    every = map(extra.format, range(600))

    found = [taken.neem(zaak(inside)) for inside in every]

    assert found[0] == [""] * 6
    assert found[-1] is None


def test_nothing_is_taken_at_once_when_an_address_takes_an_engine() -> None:
    layout = XmlLayout(stuf.NAMESPACES, {"v": ("string(ZKN:toelichting)",)}, ("v",))

    assert gevraagd(compileer(layout), layout.altijd) is None
    assert gevraagd(compileer(LAYOUT), ()) is None
