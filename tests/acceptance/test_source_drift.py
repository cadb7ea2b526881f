"""What changed in a source since its last good run: told in the run and `status`; no stop."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from console.toestand import toestand
from ledger import Resultaat
from pipeline import RunVerslag
from pipeline.drift import CODES
from tests.tools.gemeente import rij
from tests.tools.straat import Straat

Rij = dict[str, str]
AANTAL = 60


@pytest.fixture
def straat(tmp_path: Path) -> Straat:
    return Straat(tmp_path)


def rijen(verander: Callable[[int, Rij], Rij] = lambda nummer, row: row) -> list[Rij]:
    return [verander(nummer, rij(nummer)) for nummer in range(1, AANTAL + 1)]


def gezien(verslag: RunVerslag) -> dict[str, str]:
    assert verslag.resultaat is Resultaat.VRIJ
    return {one.code: one.wat for one in verslag.oorzaken if one.code in CODES}


def twee_nachten(straat: Straat, verander: Callable[[int, Rij], Rij]) -> RunVerslag:
    straat.gemeente.levering(rijen())
    first = straat.nacht()
    assert gezien(first) == {}
    assert first.exit_code == 0
    straat.gemeente.levering(rijen(verander))
    return straat.nacht()


def test_other_values_are_no_drift(straat: Straat) -> None:
    again = twee_nachten(straat, lambda nummer, row: row | {"Bedrag": f"{nummer},50"})

    assert gezien(again) == {}


def test_a_column_that_is_filled_of_a_sudden_is_told(straat: Straat) -> None:
    again = twee_nachten(straat, lambda nummer, row: row | {"Toelichting": f"anders {nummer}"})

    assert "Toelichting is bij 0% van de regels leeg" in gezien(again)["R-0501"]


@pytest.mark.parametrize(("empty", "told"), [(2, False), (3, True)])
def test_a_column_that_was_always_filled_may_be_empty_now_and_then(
    straat: Straat, empty: int, told: bool
) -> None:
    """Three of sixty is the five percent from which it is told."""
    verslag = twee_nachten(
        straat, lambda nummer, row: row | ({"Productcode": ""} if nummer <= empty else {})
    )

    assert ("R-0501" in gezien(verslag)) is told


def test_new_words_of_an_open_list_are_shown_from_five_times(straat: Straat) -> None:
    words = {1: "uitgesteld"}

    verslag = twee_nachten(
        straat,
        lambda nummer, row: (
            row | {"Leveringsvorm": "maatwerk" if nummer <= 5 else words.get(nummer - 5, "ZIN")}
        ),
    )

    told = gezien(verslag)["R-0502"]
    assert "'maatwerk' (5)" in told
    assert "uitgesteld" not in told
    assert "vorm aaaaaaaaaa (1)" in told


def test_dates_in_another_form_are_told_with_their_shapes(straat: Straat) -> None:
    verslag = twee_nachten(straat, lambda nummer, row: row | {"Ingangsdatum": "2024-02-05"})

    told = gezien(verslag)["R-0503"]
    assert "nu 9999-99-99, de vorige goede run 99-99-9999" in told


def test_days_and_months_that_changed_places_are_told(straat: Straat) -> None:
    verslag = twee_nachten(
        straat, lambda nummer, row: row | {"Datum beschikking": f"02-{nummer % 28 + 1:02}-2024"}
    )

    assert "Datum beschikking" in gezien(verslag)["R-0503"]


def test_drift_is_told_wherever_a_run_is_looked_at_and_asks_for_a_person(straat: Straat) -> None:
    verslag = twee_nachten(straat, lambda nummer, row: row | {"Ingangsdatum": "2024-02-05"})

    settings = straat.gemeente.settings()
    now = toestand(settings, straat.ledger, settings.gemeenten[0], straat.now)
    assert verslag.run is not None
    assert "R-0503" in {one.code for one in straat.ledger.run(verslag.run).problems}
    assert "R-0503" in {one.code for one in now.problemen}
    assert (verslag.exit_code, now.exit_code) == (1, 1)


def test_what_is_kept_of_the_columns_is_counts_and_no_value(straat: Straat) -> None:
    straat.gemeente.levering(
        rijen(lambda nummer, row: row | {"Achternaam": "Zwartgallig", "Geb.datum": "07-08-1951"})
    )

    verslag = straat.nacht()

    assert verslag.run is not None
    kept = straat.ledger.run(verslag.run).proof["kolommen"]
    assert kept["kolommen"]["Achternaam"] == {"soort": "tekst", "rijen": AANTAL, "leeg": 0}
    assert kept["kolommen"]["Geb.datum"]["vormen"] == {"99-99-9999": AANTAL}
    told = json.dumps(kept)
    for value in ("Zwartgallig", "07-08-1951", "B000001", "C00001"):
        assert value not in told


def test_columns_that_changed_places_are_told(straat: Straat) -> None:
    mapping = straat.gemeente.config / "mappings" / "duinrand-csv.yaml"
    text = mapping.read_text(encoding="utf-8")
    mapping.write_text(text.replace("kolommen: streng", "kolommen: los"), encoding="utf-8")
    straat.gemeente.levering(rijen())
    straat.nacht()
    path = straat.gemeente.levering(rijen())
    lines = [line.split(b";") for line in path.read_bytes().split(b"\r\n")[:-1]]
    # The last two columns; of the TOTAAL line both are empty.
    turned = [[*cells[:-2], cells[-1], cells[-2]] for cells in lines]
    path.write_bytes(b"".join(b";".join(cells) + b"\r\n" for cells in turned))

    assert "verplaatst" in gezien(straat.nacht())["R-0504"]
