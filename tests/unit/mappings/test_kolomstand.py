"""Counts per column: which words that no table knows may be shown."""

import mappings
from mappings.inheritance import PRESETS
from mappings.kolomstand import Kolomteller
from regres import CsvLayout, Row

KOLOM = "Ongeval J/N"


def getoond(*woorden: str) -> str:
    """Count a file with these words in the column of the flag, and give what is told of them."""
    plan = mappings.load(PRESETS / "zorgvenster.yaml")
    assert isinstance(plan.layout, CsvLayout)
    index = {name: place for place, name in enumerate(plan.layout.alle_kolommen)}
    teller = Kolomteller(plan)
    for woord in woorden:
        teller.zie(Row([woord if name == KOLOM else "" for name in index], index))
    teller.as_json()
    return teller.nieuw(KOLOM)


def test_a_new_word_of_a_list_is_shown_when_it_comes_often() -> None:
    assert getoond(*["J"] * 10, *["W"] * 5, *["Q"] * 4) == "'W' (5), vorm a (4)"


def test_of_a_column_with_mostly_strange_words_only_shapes_are_shown() -> None:
    assert getoond(*["J"] * 10, *["Fictiefstra"] * 11) == "vorm aaaaaaaaaaa (11)"
