"""Drawings: shapes as well as colours, words for who cannot see them, nothing to forge."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from web.look.tekening import (
    Icoon,
    Nacht,
    Teken,
    balk,
    dag,
    icoon,
    legenda,
    nachtbalken,
    stippen,
    strook,
    tijdbalk,
    trede,
)

DAG = date(2026, 11, 21)
SVG = "{http://www.w3.org/2000/svg}"


def gelezen(drawing: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    named = str(drawing).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return etree.fromstring(named, parser)


def woorden(drawing: etree._Element) -> list[str]:
    return [str(text) for text in drawing.itertext()]


def vorm(teken: Teken) -> str:
    """Give a mark without its colours: what is left in black and white."""
    drawing = str(strook([Nacht(DAG, teken, 1.0, "x")], "x"))
    return re.sub(r'(fill|stroke)="#[0-9a-f]+"', r"\1", drawing)


def test_every_state_of_a_night_has_a_shape_of_its_own() -> None:
    assert len({vorm(teken) for teken in Teken}) == len(Teken)
    assert {teken for teken, _ in legenda()} == set(Teken)


def test_a_strip_says_each_night_in_words() -> None:
    nights = [
        Nacht(DAG, Teken.MISLUKT, 0, "vr 20 nov: mislukt"),
        Nacht(DAG, Teken.GELUKT, 1, "goed"),
    ]
    drawing = gelezen(strook(nights, "14 nachten van Duinrand"))
    assert drawing.get("role") == "img"
    assert drawing.get("aria-label") == "14 nachten van Duinrand"
    assert [part.text for part in drawing.iter(f"{SVG}title")] == ["vr 20 nov: mislukt", "goed"]


@given(st.text(max_size=40), st.text(max_size=20))
def test_nothing_that_is_told_can_become_markup(wat: str, zin: str) -> None:
    told, said = ("".join(ch for ch in text if ch.isprintable()) for text in (wat, zin))
    drawing = gelezen(strook([Nacht(DAG, Teken.GELUKT, 1, said)], told))
    assert {part.tag for part in drawing.iter()} <= {
        f"{SVG}{name}" for name in ("svg", "g", "title", "rect")
    }
    assert "style" not in {name for part in drawing.iter() for name in part.attrib}


def hoogte(drawing: str) -> float:
    (block,) = gelezen(drawing).iter(f"{SVG}rect")
    return float(block.get("height", ""))


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_more_is_never_drawn_lower_than_less(a: int, b: int) -> None:
    most = max(a, b)
    assert (hoogte(trede(a, None, most)) >= hoogte(trede(b, None, most))) or a < b
    assert 20 <= hoogte(trede(a, None, most)) <= 72


def test_a_step_that_cannot_be_drawn_to_scale_is_broken() -> None:
    assert "polyline" in str(trede(4000, 50, 4000))
    assert "polyline" not in str(trede(50, 48, 4000))
    assert "polygon" not in str(trede(8, None, 4000))


def test_a_night_without_a_run_is_a_gap_and_the_last_one_is_framed() -> None:
    days = [DAG - timedelta(days=1), DAG]
    drawing = gelezen(nachtbalken([None, Nacht(DAG, Teken.GELUKT, 1, "goed")], days, 12, "wat"))
    assert len(list(drawing.iter(f"{SVG}g"))) == 1
    assert "hoogste 12" in woorden(drawing)


def test_a_stretch_of_time_stays_within_the_whole() -> None:
    for begin, length in ((0, 1), (0.5, 0.5), (1, 0)):
        (bar,) = gelezen(tijdbalk(begin, length)).iter(f"{SVG}rect")
        at, wide = float(bar.get("x", "")), float(bar.get("width", ""))
        assert (at >= 0, wide >= 6, at + wide <= 1000) == (True, True, True)


@pytest.mark.parametrize("zeker", [True, False])
def test_a_term_is_dashed_while_its_beginning_is_not_sure(zeker: bool) -> None:
    begin, einde = date(2024, 3, 14), date(2029, 3, 14)
    drawing = str(balk(begin, einde, DAG, zeker=zeker, namen=("bekend", "verjaart")))
    assert ("stroke-dasharray" in drawing) is not zeker
    assert ("te bevestigen" in drawing) is not zeker
    assert "14 mrt 2029" in drawing


@given(st.integers(-4000, 9000))
def test_today_stays_on_the_bar(days: int) -> None:
    begin = date(2020, 1, 1)
    drawing = gelezen(
        balk(
            begin,
            begin + timedelta(days=1826),
            begin + timedelta(days=days),
            zeker=True,
            namen=("a", "b"),
        )
    )
    (mark,) = drawing.iter(f"{SVG}line")
    assert 20 <= float(mark.get("x1", "")) <= 700


def test_a_day_that_is_later_lies_further_right() -> None:
    begin, einde = date(2024, 1, 1), date(2029, 1, 1)
    places = []
    for year in range(2024, 2030):
        drawing = gelezen(balk(begin, einde, date(year, 1, 1), zeker=True, namen=("a", "b")))
        (mark,) = drawing.iter(f"{SVG}line")
        places.append(float(mark.get("x1", "")))
    assert all(one < other for one, other in pairwise(places))


def test_months_have_dots_up_to_ten_and_their_number() -> None:
    drawing = gelezen(stippen([("nov", 3), ("dec", 0), ("jan", 25)]))
    assert len(list(drawing.iter(f"{SVG}circle"))) == 13
    assert {"3", "25"} <= set(woorden(drawing))
    assert drawing.get("aria-label") == "Termijnen per maand: nov 3, dec 0, jan 25"


def test_icons_are_silent_and_differ() -> None:
    drawn = {str(icoon(welk)) for welk in Icoon}
    assert len(drawn) == len(Icoon)
    assert all('aria-hidden="true"' in one for one in drawn)


def test_a_day_is_written_in_dutch() -> None:
    assert dag(date(2027, 3, 3)) == "3 mrt 2027"
