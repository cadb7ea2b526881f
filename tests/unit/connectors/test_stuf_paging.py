"""Paging goes forward or stops, and what was not asked for is not handed over."""

from datetime import date

import pytest
from lxml import etree

from connectors.stuf_zkn.pagina import Pagina
from connectors.stuf_zkn.zeef import Zeef
from regres import SourceRefused
from tests.tools import stuf

XMLNS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in stuf.NAMESPACES.items())


def zaak(key: str = "", number: str = "1", inside: str = "") -> etree._Element:
    attribute = f'StUF:sleutelVerzendend="{key}"' if key else ""
    identity = f"<ZKN:identificatie>{number}</ZKN:identificatie>" if number else ""
    return etree.fromstring(f"<ZKN:object {XMLNS} {attribute}>{identity}{inside}</ZKN:object>")


def turn(seen: set[str], *elements: etree._Element, vervolg: bool = True) -> Pagina:
    page = Pagina(1, seen)
    for element in elements:
        page.neem(element)
    page.sluit(vervolg=vervolg)
    return page


def test_pages_that_go_forward_are_taken() -> None:
    seen: set[str] = set()
    turn(seen, zaak("a"), zaak("b"))
    page = turn(seen, zaak("c"), zaak("d"))

    assert page.aantal == 2
    assert page.laatste is not None


@pytest.mark.parametrize("first", ["a", "b"])
def test_a_page_that_begins_where_another_began_or_ended_is_refused(first: str) -> None:
    seen: set[str] = set()
    turn(seen, zaak("a"), zaak("b"))

    with pytest.raises(SourceRefused, match="B-0337"):
        Pagina(2, seen).neem(zaak(first))


def test_a_page_that_ends_where_another_ended_is_refused() -> None:
    seen: set[str] = set()
    turn(seen, zaak("a"), zaak("b"))

    with pytest.raises(SourceRefused, match="B-0337"):
        turn(seen, zaak("c"), zaak("b"))


def test_pages_of_one_object_are_told_apart() -> None:
    seen: set[str] = set()
    turn(seen, zaak("a"))
    turn(seen, zaak("b"))

    with pytest.raises(SourceRefused, match="B-0337"):
        turn(seen, zaak("b"))


def test_without_a_key_the_number_and_else_the_content_tells_objects_apart() -> None:
    seen: set[str] = set()
    turn(seen, zaak(number="1"))
    turn(seen, zaak(number="", inside="<ZKN:omschrijving>x</ZKN:omschrijving>"))

    with pytest.raises(SourceRefused, match="B-0337"):
        turn(seen, zaak(number="1"))
    with pytest.raises(SourceRefused, match="B-0337"):
        turn(seen, zaak(number="", inside="<ZKN:omschrijving>x</ZKN:omschrijving>"))


def test_a_promise_of_more_without_anything_to_go_on_from_is_refused() -> None:
    with pytest.raises(SourceRefused, match="B-0339"):
        turn(set(), vervolg=True)

    assert turn(set(), vervolg=False).laatste is None


# --- the filter ----------------------------------------------------------------------------------


def sieve(zaaktype: str = "WMO-VOORZ") -> Zeef:
    return Zeef(zaaktype, date(2026, 2, 1), date(2026, 2, 28))


def with_start(start: str, mark: str = "", code: str = "WMO-VOORZ") -> etree._Element:
    marked = f' StUF:indOnvolledigeDatum="{mark}"' if mark else ""
    return zaak(
        inside=f"<ZKN:startdatum{marked}>{start}</ZKN:startdatum>"
        f"<ZKN:isVan><ZKN:gerelateerde><ZKN:code>{code}</ZKN:code></ZKN:gerelateerde></ZKN:isVan>"
    )


@pytest.mark.parametrize(
    ("start", "mark", "through"),
    [
        ("20260131", "", False),
        ("20260201", "", True),
        ("20260228", "V", True),
        ("20260301", "", False),
        ("20260200", "D", True),
        ("20260199", "D", False),
        ("20269999", "M", True),
        ("20250101", "M", False),
        ("00000000", "J", True),
        ("", "", True),
        ("onbekend", "", True),
    ],
)
def test_only_what_is_surely_outside_the_window_is_held_back(
    start: str, mark: str, through: bool
) -> None:
    found = sieve()

    assert found.laat_door(with_start(start, mark)) is through
    assert found.buiten == (not through)


def test_another_zaaktype_is_held_back() -> None:
    assert not sieve().laat_door(with_start("20260210", code="PARKEREN"))
    assert sieve("").laat_door(with_start("20260210", code="PARKEREN"))


def test_a_server_that_ignores_the_zaaktype_must_give_it_back() -> None:
    found = sieve()
    found.laat_door(zaak(inside="<ZKN:startdatum>20260210</ZKN:startdatum>"))
    found.keur([], "bericht 1")

    with pytest.raises(SourceRefused, match="B-0355"):
        found.keur(["StUF0001: isVan/gerelateerde/code"], "bericht 1")


def test_a_server_that_ignores_the_window_must_give_the_start_date_back() -> None:
    found = sieve()
    found.laat_door(with_start(""))

    with pytest.raises(SourceRefused, match="B-0355"):
        found.keur(["StUF0001: startdatum"], "bericht 1")


def test_a_server_that_ignores_what_can_be_filtered_here_is_no_problem() -> None:
    found = sieve()
    found.laat_door(with_start("20260210"))
    found.keur(["StUF0001: isVan/gerelateerde/code startdatum"], "bericht 1")

    assert found.buiten == 0


def test_of_two_start_dates_or_zaaktypen_none_is_chosen_to_hold_a_zaak_back() -> None:
    both = (
        "<ZKN:startdatum>20010101</ZKN:startdatum><ZKN:startdatum>20260210</ZKN:startdatum>"
        "<ZKN:isVan><ZKN:gerelateerde><ZKN:code>X</ZKN:code><ZKN:code>WMO-VOORZ</ZKN:code>"
        "</ZKN:gerelateerde></ZKN:isVan>"
    )

    assert sieve().laat_door(zaak(inside=both))
    assert not sieve("ANDERS").laat_door(zaak(inside=both))


def test_a_start_date_that_may_be_incomplete_holds_no_zaak_back() -> None:
    marked = '<ZKN:startdatum indOnvolledigeDatum="J">00000000</ZKN:startdatum>'

    assert sieve("").laat_door(zaak(inside=marked))


def test_an_object_that_canonical_xml_does_not_know_is_told_apart_too() -> None:
    seen: set[str] = set()
    relative = '<x xmlns="geen-adres">{}</x>'
    turn(seen, zaak(number="", inside=relative.format(1)))
    turn(seen, zaak(number="", inside=relative.format(2)))

    with pytest.raises(SourceRefused, match="B-0337"):
        turn(seen, zaak(number="", inside=relative.format(1)))
