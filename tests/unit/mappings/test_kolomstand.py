"""Counts per column: which words that no table knows may be shown."""

import mappings
from mappings.inheritance import PRESETS
from mappings.kolomstand import Kolomteller
from regres import CsvLayout, Row

KOLOM = "Ongeval J/N"


def geteld(kolom: str, *woorden: str) -> Kolomteller:
    """Count a file with these words in one column."""
    plan = mappings.load(PRESETS / "zorgvenster.yaml")
    assert isinstance(plan.layout, CsvLayout)
    index = {name: place for place, name in enumerate(plan.layout.alle_kolommen)}
    teller = Kolomteller(plan)
    for woord in woorden:
        teller.zie(Row([woord if name == kolom else "" for name in index], index))
    teller.as_json()
    return teller


def getoond(*woorden: str, kolom: str = KOLOM) -> str:
    """Give what is told of the strange words in a column."""
    return geteld(kolom, *woorden).nieuw(kolom)


def test_a_new_word_of_a_list_is_shown_when_it_comes_often() -> None:
    assert getoond(*["J"] * 10, *["W"] * 5, *["Q"] * 4) == "'W' (5), vorm a (4)"


def test_of_a_column_with_mostly_strange_words_only_shapes_are_shown() -> None:
    assert getoond(*["J"] * 10, *["Fictiefstra"] * 11) == "vorm aaaaaaaaaaa (11)"


def test_of_a_column_that_stands_in_the_key_no_word_is_shown() -> None:
    told = getoond(*["13B02"] * 10, *["99Z99"] * 5, kolom="Productcode")

    assert told == "vorm 99a99 (5)"


def test_of_what_is_no_date_in_a_column_of_dates_nothing_is_kept() -> None:
    found = geteld("Datum ongeval", "14-02-2024", "Fictiefstra").as_json()

    assert found["kolommen"]["Datum ongeval"]["vormen"] == {"99-99-9999": 1, "anders": 1}


def test_of_a_header_nothing_is_kept_that_may_be_a_value() -> None:
    plan = mappings.load(PRESETS / "zorgvenster.yaml")
    assert isinstance(plan.layout, CsvLayout)
    names = (*plan.layout.alle_kolommen, "Afdeling", "999990019")
    teller = Kolomteller(plan)
    teller.zie(Row([""] * len(names), {name: at for at, name in enumerate(names)}))

    assert teller.as_json()["kop"][-2:] == ["Afdeling", f"nr. {len(names)}"]
