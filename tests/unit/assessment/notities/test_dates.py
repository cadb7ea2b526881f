"""Dates in Dutch, and which one of a note is the accident's."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.notities import Notitielezer
from assessment.notities.datums import _VORMEN, _vormen, beginplekken, datums
from assessment.notities.lexicon import bouw, gegevens
from assessment.notities.stukken import Stukken, splits

PEILDAG = date(2024, 3, 10)
LEZER = Notitielezer.laad()
PIECES = Stukken(bouw(*gegevens()))


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("14-10-2023", "2023-10-14"),
        ("14/10/23", "2023-10-14"),
        ("1.2.2021", "2021-02-01"),
        ("2023-10-14", "2023-10-14"),
        ("14 okt 2023", "2023-10-14"),
        ("okt '23", "2023-10"),
        ("oktober 2023", "2023-10"),
        ("sept. 2019", "2019-09"),
        ("3/22", "2022-03"),
        ("in 2019", "2019"),
        ("sinds '20", "2020"),
        ("vorig jaar oktober", "2023-10"),
        ("3 weken geleden", "2024-02"),
        ("twee maanden geleden", "2024-01"),
        ("5 jaar geleden", "2019"),
        ("gisteren", "2024-03-09"),
        ("vorige maand", "2024-02"),
        ("20 december", "2023-12-20"),
        ("10 maart", "2024-03-10"),
        ("11 maart", "2023-03-11"),
        ("vandaag", "2024-03-10"),
        ("eergisteren", "2024-03-08"),
        ("vorige week", "2024-03"),
        ("vorig jaar", "2023"),
        ("2 dagen geleden", "2024-03-08"),
        ("3 maanden geleden", "2023-12"),
        ("4 maanden geleden", "2023-11"),
    ],
)
def test_a_date_is_read_to_the_precision_it_has(text: str, want: str) -> None:
    *_, last = datums(text, PEILDAG)

    assert last.datum.iso() == want


@pytest.mark.parametrize("text", ["31-02-2023", "45-13-2020", "3 uur", "12-3456", "tel 0612345678"])
def test_what_is_no_date_gives_none(text: str) -> None:
    assert list(datums(text, PEILDAG)) == []


@pytest.mark.parametrize("text", ["vorig jaar", "3 weken geleden", "gisteren", "20 december"])
def test_a_relative_date_needs_the_records_own_day(text: str) -> None:
    assert list(datums(text, None)) == []


@given(st.text(), st.dates())
def test_no_text_makes_reading_dates_fail(text: str, day: date) -> None:
    for found in datums(text, day):
        assert found.datum.jaar is not None


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Aangereden op 30 december 2018 en pas in 2023 zich gemeld.", "2018-12-30"),
        ("Huisbezoek 3-4-2024. Aangereden op 1-2-2021.", "2021-02-01"),
        ("Geboren 1-1-1950. Is aangereden.", None),
        ("Aangereden op 1-2-2021 of op 1-2-2022.", None),
        ("Aangereden in 2019. Operatie op 5-6-2020.", "2019"),
    ],
)
def test_the_date_of_a_note_is_the_accidents_or_none(text: str, want: str | None) -> None:
    assert LEZER.lees(text, PEILDAG).datum.iso() == want


STUKKEN = [
    *"'-/. \n(,0_é€☒",
    "jan",
    "febr",
    "12",
    "2024",
    "19",
    "123",
    "12345",
    "een",
    "mei",
    "geleden",
    "weken",
    "vorig jaar",
]


@given(st.lists(st.sampled_from(STUKKEN), max_size=8).map("".join))
def test_trying_where_a_date_may_begin_finds_what_a_search_finds(text: str) -> None:
    searched = [found.span() for found in _VORMEN.finditer(text)]

    assert [found.span() for found in _vormen(text, beginplekken(text))] == searched


@given(st.lists(st.sampled_from(STUKKEN), max_size=12).map("".join))
def test_each_piece_of_a_note_knows_where_dates_may_begin_in_it(text: str) -> None:
    start = 0
    places: list[int] = []
    for piece in PIECES.lees(splits(text)):
        found = piece.bijzonder.datums if piece.bijzonder else ()
        places.extend(start + place for place in found)
        start += piece.breed

    assert tuple(places) == beginplekken(text)
