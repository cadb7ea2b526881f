"""The pattern of the nightly file, made of the name of a sample."""

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings.example import patroon


@pytest.mark.parametrize(
    ("naam", "gevonden"),
    [
        ("export.csv", "export.csv"),
        ("wmo_20261120.csv", "wmo_*.csv"),
        ("wmo_20261120_0415.csv", "wmo_*.csv"),
        ("wmo_20261120T041500.csv", "wmo_*.csv"),
        ("2026-11-20 wmo.csv", "* wmo.csv"),
        ("wmo 20-11-2026.csv", "wmo *.csv"),
        ("wmo_v3_9901.csv", "wmo_v3_9901.csv"),
        ("wmo[oud].csv", "wmo[[]oud].csv"),
    ],
)
def test_a_date_in_a_name_is_another_one_tomorrow(naam: str, gevonden: str) -> None:
    assert patroon(naam) == gevonden


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1))
def test_a_sample_is_found_by_the_pattern_that_its_name_gave(naam: str) -> None:
    assert fnmatchcase(naam, patroon(naam))
