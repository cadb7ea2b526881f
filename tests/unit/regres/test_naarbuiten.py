"""A problem that leaves the municipality: no count under 5 that could point at someone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres.berichten import bericht, catalogus, zin
from regres.naarbuiten import naar_buiten


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_small_count_is_not_told(count: int) -> None:
    told = naar_buiten(bericht("L-0901", waar="9901", aantal=count))

    assert told.wat == "In quarantaine staan records die niet te lezen zijn: <5."
    assert dict(told.woorden)["aantal"] == "<5"
    assert told.waar == "9901"


@pytest.mark.parametrize("count", [0, 5, 14, 40, 1234])
def test_other_counts_are_told(count: int) -> None:
    problem = bericht("L-0901", waar="9901", aantal=count)

    assert naar_buiten(problem) == problem


def test_what_is_no_count_stays_as_it_is() -> None:
    for problem in (
        bericht("R-0608", run=3, bron="export"),
        bericht("L-0607", aantal=9, dagen=3),
        bericht("S-0119", host="mail.example", antwoord=4),
        bericht(
            *("K-0233",),
            dagen=4,
            dag="01-02-2027",
            wat=zin("loopt_wortelsleutel", naam="2", deur=""),
            gevolg=zin("gevolg_wortelsleutel", deur=""),
            doe=zin("doe_wortelsleutel"),
        ),
    ):
        assert naar_buiten(problem) == problem


def test_small_counts_within_a_text_go_too_and_places_stay() -> None:
    told = naar_buiten(
        bericht("R-0502", waar="export", kolom="Soort", nieuw="'maatwerk' (4), a (12)")
    )
    small = naar_buiten(bericht("R-0604", bron="export", nu=3, gewoonlijk=40, weekdag="vrijdag"))

    assert "'maatwerk' (<5), a (12)" in told.wat
    assert "veel minder records: <5; op vrijdag zijn het er gewoonlijk 40" in small.wat


def test_a_share_and_a_date_are_no_counts() -> None:
    problem = bericht("R-0501", kolom="Indicatie", nu="3%", toen="1%")

    assert naar_buiten(problem) == problem


def test_what_an_older_version_kept_loses_every_small_number() -> None:
    kept = replace(
        bericht("L-0901", aantal=3), wat="Er staan 3 records in quarantaine, al 40 dagen."
    )
    without = replace(kept, woorden=())

    assert naar_buiten(kept).wat == "Er staan <5 records in quarantaine, al 40 dagen."
    assert naar_buiten(without).wat == naar_buiten(kept).wat


@given(st.integers(1, 4))
def test_no_word_that_counts_keeps_a_small_number(count: int) -> None:
    for code in sorted(catalogus().teksten):
        tekst = next(iter(catalogus().teksten[code].values()))
        if "aantal" in tekst.woorden():
            words = dict.fromkeys(tekst.woorden(), "x") | {"aantal": str(count)}
            words.pop("geval", None)
            told = naar_buiten(bericht(code, **words))
            assert dict(told.woorden)["aantal"] == "<5"
