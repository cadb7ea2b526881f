"""Reading values of one object: what counts as nothing, and what may never be taken for nothing."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from connectors.stuf_zkn.velden import XmlFields, compileer
from regres import ConfigProblem, Plaats, SourceRefused, XmlLayout
from tests.tools import stuf

XMLNS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in stuf.NAMESPACES.items())
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
PLAATS = Plaats(regel=12, bericht="3", xpath="/zakLa01/antwoord/object[2]")


def fields(inside: str, *xpaths: str, counts: Counter[str] | None = None) -> XmlFields:
    """Make the fields of an object in which the address "veld" has these XPaths."""
    element = etree.fromstring(f"<ZKN:object {XMLNS} {XSI}>{inside}</ZKN:object>")
    layout = XmlLayout(stuf.NAMESPACES, {"veld": xpaths or ("ZKN:omschrijving",)})
    return XmlFields(element, compileer(layout), PLAATS, Counter() if counts is None else counts)


def refused(found: XmlFields) -> str:
    with pytest.raises(SourceRefused) as caught:
        found.text("veld")
    (problem,) = caught.value.problems
    assert "bericht 3:12 /zakLa01/antwoord/object[2], veld" in problem.waar
    return problem.code


def test_a_value_is_given_as_it_came() -> None:
    assert fields("<ZKN:omschrijving> Rolstoel &amp; zo\n</ZKN:omschrijving>").text("veld") == (
        " Rolstoel & zo\n"
    )


def test_character_data_sections_are_part_of_the_value() -> None:
    inside = "<ZKN:omschrijving>A <![CDATA[<B>]]> C</ZKN:omschrijving>"

    assert fields(inside).text("veld") == "A <B> C"


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<ZKN:omschrijving/>",
        '<ZKN:omschrijving xsi:nil="true"/>',
        '<ZKN:omschrijving xsi:nil="1" StUF:noValue="geenWaarde"/>',
        '<ZKN:omschrijving xsi:nil="true" StUF:noValue="waardeOnbekend"/>',
        '<ZKN:omschrijving StUF:noValue="vastgesteldOnbekend"/>',
    ],
)
def test_what_is_absent_or_has_no_value_is_empty(inside: str) -> None:
    assert fields(inside).text("veld") == ""


@pytest.mark.parametrize("reason", ["nietGeautoriseerd", "nietOndersteund"])
def test_a_value_that_can_never_come_is_refused(reason: str) -> None:
    inside = f'<ZKN:omschrijving xsi:nil="true" StUF:noValue="{reason}"/>'

    assert refused(fields(inside)) == "B-0350"


@pytest.mark.parametrize("path", ["ZKN:omschrijving", "ZKN:omschrijving/text()"])
def test_a_refusal_is_seen_through_every_kind_of_path(path: str) -> None:
    inside = '<ZKN:omschrijving xsi:nil="true" StUF:noValue="nietGeautoriseerd"/>'

    assert refused(fields(inside, path)) == "B-0350"


def test_a_refused_group_refuses_what_would_be_inside_it() -> None:
    inside = '<ZKN:heeftAlsInitiator xsi:nil="true" StUF:noValue="nietGeautoriseerd"/>'
    path = "ZKN:heeftAlsInitiator/ZKN:gerelateerde/ZKN:natuurlijkPersoon/BG:inp.bsn"

    assert refused(fields(inside, path)) == "B-0350"


def test_a_refused_group_does_not_refuse_another() -> None:
    inside = '<ZKN:heeftAlsInitiator xsi:nil="true" StUF:noValue="nietGeautoriseerd"/>'

    assert fields(inside, "ZKN:leidtTot/ZKN:gerelateerde").text("veld") == ""


def test_another_extra_element_that_is_refused_does_not_matter() -> None:
    inside = (
        "<StUF:extraElementen>"
        '<StUF:extraElement naam="a" xsi:nil="true" StUF:noValue="nietOndersteund"/>'
        "</StUF:extraElementen>"
    )

    assert fields(inside, stuf.extra_element("b")).text("veld") == ""
    assert refused(fields(inside, stuf.extra_element("a"))) == "B-0350"


def test_the_first_alias_that_exists_counts() -> None:
    inside = (
        "<StUF:extraElementen>"
        '<StUF:extraElement naam="nieuw">J</StUF:extraElement>'
        '<StUF:extraElement naam="oud">N</StUF:extraElement>'
        "</StUF:extraElementen>"
    )

    assert (
        fields(inside, stuf.extra_element("oud"), stuf.extra_element("nieuw")).text("veld") == "N"
    )
    assert (
        fields(inside, stuf.extra_element("ander"), stuf.extra_element("nieuw")).text("veld") == "J"
    )


def test_an_alias_that_is_not_supported_gives_way_to_the_next() -> None:
    inside = (
        "<StUF:extraElementen>"
        '<StUF:extraElement naam="oud" xsi:nil="true" StUF:noValue="nietOndersteund"/>'
        '<StUF:extraElement naam="nieuw">J</StUF:extraElement>'
        "</StUF:extraElementen>"
    )

    assert (
        fields(inside, stuf.extra_element("oud"), stuf.extra_element("nieuw")).text("veld") == "J"
    )
    assert (
        refused(fields(inside, stuf.extra_element("oud"), stuf.extra_element("ander"))) == "B-0350"
    )


@pytest.mark.parametrize("cut", ["<!-- x -->", "<?x y?>"])
@pytest.mark.parametrize("path", ["ZKN:omschrijving", "ZKN:omschrijving/text()"])
def test_a_value_that_is_cut_by_a_comment_is_refused(cut: str, path: str) -> None:
    inside = f"<ZKN:omschrijving>99990{cut}0006</ZKN:omschrijving>"

    assert refused(fields(inside, path)) == "B-0351"


def test_an_address_of_a_group_is_refused() -> None:
    inside = "<ZKN:omschrijving><ZKN:deel>J</ZKN:deel></ZKN:omschrijving>"

    assert refused(fields(inside)) == "B-0352"


@pytest.mark.parametrize(
    "inside",
    [
        '<ZKN:omschrijving xsi:nil="true" StUF:noValue="geheim"/>',
        '<ZKN:omschrijving xsi:nil="true" StUF:noValue="geenWaarde">J</ZKN:omschrijving>',
    ],
)
def test_a_reason_that_stuf_does_not_know_or_that_contradicts_is_refused(inside: str) -> None:
    assert refused(fields(inside)) == "B-0353"


@pytest.mark.parametrize(
    ("attribute", "mark"),
    [("", ""), ("V", ""), ("D", "D"), ("M", "M"), ("J", "J")],
)
def test_an_incomplete_date_says_what_is_unknown(attribute: str, mark: str) -> None:
    given_mark = f' StUF:indOnvolledigeDatum="{attribute}"' if attribute else ""
    inside = f"<ZKN:omschrijving{given_mark}>20251100</ZKN:omschrijving>"

    assert fields(inside).onvolledig("veld") == mark
    assert fields(inside, "ZKN:omschrijving/text()").onvolledig("veld") == mark


def test_an_unknown_mark_of_incompleteness_is_refused() -> None:
    inside = '<ZKN:omschrijving StUF:indOnvolledigeDatum="X">20251100</ZKN:omschrijving>'

    with pytest.raises(SourceRefused, match="B-0353"):
        fields(inside).onvolledig("veld")


def test_an_absent_date_is_not_incomplete() -> None:
    assert fields("").onvolledig("veld") == ""


def test_an_attribute_can_be_read() -> None:
    inside = '<ZKN:isVan StUF:entiteittype="ZAKZKT"/>'

    assert fields(inside, "ZKN:isVan/@StUF:entiteittype").text("veld") == "ZAKZKT"


def test_a_second_decision_is_counted_and_the_first_is_read() -> None:
    counts: Counter[str] = Counter()
    one = "<ZKN:leidtTot><ZKN:omschrijving>{}</ZKN:omschrijving></ZKN:leidtTot>"
    inside = one.format("een") + one.format("twee")
    found = fields(inside, "ZKN:leidtTot/ZKN:omschrijving", counts=counts)

    assert found.text("veld") == "een"
    assert counts == {"veld": 1}


def test_no_value_stands_in_a_refusal() -> None:
    inside = "<ZKN:omschrijving>999900006<!-- geheim --></ZKN:omschrijving>"

    with pytest.raises(SourceRefused) as caught:
        fields(inside).text("veld")

    assert "999900006" not in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_every_address_that_is_no_xpath_is_told_at_once() -> None:
    layout = XmlLayout(stuf.NAMESPACES, {"a": ("ZKN:x[",), "b": ("ZKN:y]",), "c": ("ZKN:z",)})

    with pytest.raises(ConfigProblem) as caught:
        compileer(layout)

    assert [(problem.code, problem.waar) for problem in caught.value.problems] == [
        ("B-0363", "adres a"),
        ("B-0363", "adres b"),
    ]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30))
def test_any_text_survives_the_way_through_xml(text: str) -> None:
    element = etree.Element("x")
    try:
        element.text = text
    except ValueError:  # U+FFFE and U+FFFF cannot stand in XML
        return
    inside = etree.tostring(element, encoding="unicode")[2:-2]
    body = inside.partition(">")[2].rpartition("<")[0] if text else ""

    assert fields(f"<ZKN:omschrijving>{body}</ZKN:omschrijving>").text("veld") == text


def test_two_values_in_one_place_are_no_value_that_can_be_read() -> None:
    twice = "<ZKN:omschrijving>J</ZKN:omschrijving><ZKN:omschrijving>{}</ZKN:omschrijving>"

    assert fields(twice.format("N")).text("veld") == "J <> N"
    assert fields(twice.format("J")).text("veld") == "J"


def rol(inside: str) -> str:
    person = f"<ZKN:natuurlijkPersoon>{inside}</ZKN:natuurlijkPersoon>"
    return (
        f"<ZKN:heeftAlsInitiator><ZKN:gerelateerde>{person}</ZKN:gerelateerde>"
        "</ZKN:heeftAlsInitiator>"
    )


PERSOON = "ZKN:heeftAlsInitiator/ZKN:gerelateerde/ZKN:natuurlijkPersoon"


@pytest.mark.parametrize("path", [f"{PERSOON}/BG:inp.bsn", f"{PERSOON}[1]/BG:inp.bsn"])
def test_what_the_first_person_lacks_is_not_taken_from_the_second(path: str) -> None:
    two = rol("<BG:geslachtsnaam>A</BG:geslachtsnaam>") + rol("<BG:inp.bsn>999990019</BG:inp.bsn>")
    counts: Counter[str] = Counter()

    assert fields(two, path, counts=counts).text("veld") == ""
    assert counts == {"veld": 1}


def test_a_role_without_a_person_is_no_first_person() -> None:
    organisation = "<ZKN:heeftAlsInitiator><ZKN:gerelateerde/></ZKN:heeftAlsInitiator>"
    two = organisation + rol("") + rol("<BG:inp.bsn>999990019</BG:inp.bsn>")

    assert fields(two, f"{PERSOON}/BG:inp.bsn").text("veld") == "999990019"


VELD = "<ZKN:omschrijving>a</ZKN:omschrijving>"


@pytest.mark.parametrize(
    "anders",
    [
        "<ZKN:omschrijving>b</ZKN:omschrijving>",
        '<ZKN:omschrijving StUF:indOnvolledigeDatum="M">a</ZKN:omschrijving>',
        f"{VELD}<ZKN:toelichting/>",
        "<ZKN:omschrijving>a<!-- --></ZKN:omschrijving>",
        "",
    ],
)
def test_the_whole_of_an_object_changes_with_anything_in_it(anders: str) -> None:
    whole = fields(VELD).geheel(())

    assert whole is not None and whole == fields(VELD).geheel(())
    assert fields(anders).geheel(()) not in (None, whole)


def test_the_whole_of_an_object_is_the_same_wherever_it_stands() -> None:
    alone = fields(VELD).geheel(())
    page = etree.fromstring(
        f'<antwoord {XMLNS} xmlns:a="urn:a"><ZKN:object {XSI}>{VELD}</ZKN:object> \n</antwoord>'
    )
    layout = XmlLayout(stuf.NAMESPACES, {"veld": ("ZKN:omschrijving",)})

    assert XmlFields(page[0], compileer(layout), PLAATS, Counter()).geheel(()) == alone


def test_an_object_that_canonical_xml_does_not_know_has_no_whole() -> None:
    assert fields(f'<a xmlns="geen/adres"/>{VELD}').geheel(()) is None


@pytest.mark.parametrize(
    "xpath", ["//ZKN:omschrijving", "../ZKN:omschrijving", "ZKN:omschrijving[1]"]
)
def test_an_address_that_may_lead_out_of_an_object_leaves_it_without_a_whole(xpath: str) -> None:
    assert fields(VELD, xpath).geheel(()) is None


def test_an_object_in_which_something_stands_twice_has_no_whole_once_that_was_met() -> None:
    twice = fields(VELD * 2)
    assert twice.geheel(()) is not None

    twice.text("veld")

    assert twice.geheel(()) is None
