"""A sentence for every code that a person may meet on a list."""

import pytest

from assessment import zin
from pipeline.zinnen import zin_van
from regres import Uitkomst


@pytest.mark.parametrize("code", ["vlag_j", "steun_datum", "V04", "V17", "ontkend", "tekst_o"])
def test_a_rule_or_sign_is_told_as_its_file_says(code: str) -> None:
    assert zin_van(code) == zin(code)


@pytest.mark.parametrize("uitkomst", Uitkomst)
def test_an_outcome_is_told_with_what_the_municipality_does(uitkomst: Uitkomst) -> None:
    told = zin_van(uitkomst.value)
    assert uitkomst.value.replace("_", " ") in told and "houdt" in told


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("besluit_ja", "wel|was"),
        ("besluit_nee", "geen ongeval"),
        ("besluit_laat_los", "losgelaten"),
    ],
)
def test_what_a_person_decided_is_told_as_theirs(code: str, word: str) -> None:
    told = zin_van(code)
    assert told.startswith("Een mens heeft")
    assert any(one in told for one in word.split("|"))


def test_of_a_group_of_words_only_that_a_word_was_found_is_told() -> None:
    assert zin_van("een_groep_van_woorden") == "Dit woord is gevonden."
    assert zin("een_groep_van_woorden") is None
