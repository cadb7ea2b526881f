"""Counts per column: which words that no table knows may be shown."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import mappings
from mappings.inheritance import PRESETS
from mappings.kolomstand import Kolomteller
from pipeline.drift import veranderd
from regres import CsvLayout, Row
from tests.unit.mappings.support import KLEIN_XML, load_text

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


@given(
    st.sampled_from(("Ongeval J/N", "Datum ongeval", "Achternaam")),
    st.lists(st.sampled_from(("", " ", "J", " J ", "W", "\u00a0", "14-02-2024", "x")), min_size=1),
)
def test_a_block_is_counted_as_its_cells_are(kolom: str, cellen: list[str]) -> None:
    teller = geteld(kolom, *cellen)

    stand = teller.kolommen[kolom]
    woorden = Counter(cell.strip() for cell in cellen if cell.strip())
    assert (stand.rijen, stand.leeg) == (len(cellen), len(cellen) - woorden.total())
    assert stand.bekeken == (0 if stand.soort == "tekst" else woorden.total())
    if stand.soort == "lijst":
        assert stand.onbekend == {text: woorden[text] for text in woorden if text != "J"}


@dataclass
class Element:
    """An XML object; asked for more than is read of every record, it fails."""

    cellen: dict[str, str]

    def text(self, adres: str) -> str:
        return self.cellen[adres]

    def onvolledig(self, adres: str) -> str:
        raise AssertionError(adres)

    def geheel(self, adressen: Sequence[str]) -> bytes | None:
        raise AssertionError(adressen)


def test_of_an_xml_source_is_counted_how_often_key_and_signals_are_empty(tmp_path: Path) -> None:
    teller = Kolomteller(load_text(tmp_path, KLEIN_XML))
    assert teller.as_json() == {}

    for flag in ("J", "", " "):
        teller.zie(Element({"Beschikking": "B-900", "Ongeval": flag}))

    kept = teller.as_json()
    assert kept["kop"] == []
    assert kept["kolommen"] == {
        "Beschikking": {"soort": "tekst", "rijen": 3, "leeg": 0},
        "Ongeval": {"soort": "tekst", "rijen": 3, "leeg": 2},
    }
    assert "B-900" not in str(kept)


def test_an_element_of_a_flag_that_went_is_told(tmp_path: Path) -> None:
    plan = load_text(tmp_path, KLEIN_XML)
    before, now = Kolomteller(plan), Kolomteller(plan)
    for number in range(200):
        before.zie(Element({"Beschikking": f"B-{number}", "Ongeval": "J" if number < 10 else ""}))
        now.zie(Element({"Beschikking": f"B-{number}", "Ongeval": ""}))

    (problem,) = veranderd(now, before.as_json(), "stuf")

    assert problem.code == "R-0501"
    assert "Ongeval is bij 100% van de regels leeg" in problem.wat
    assert veranderd(before, before.as_json(), "stuf") == ()
