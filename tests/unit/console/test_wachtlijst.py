"""The kenmerken of a list, its deadlines in words, and a sentence for every code."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from assessment.rulefile import DATA
from pipeline.zinnen import zin_van
from scheduler import volgende_lezing
from settings.lijsten.wachtlijst import KORTSTE, kenmerken, termijn_json, termijn_tekst
from tests.tools.gemeente import NU, Gemeente

KEYS = st.sets(st.text("ab", min_size=64, max_size=64), max_size=20)


@given(KEYS)
def test_a_kenmerk_fits_one_record_only_and_is_no_longer_than_needed(keys: set[str]) -> None:
    shown = kenmerken(keys)

    for key, short in shown.items():
        assert [other for other in keys if other.startswith(short)] == [key]
        shorter = short[:-1]
        fits = [other for other in keys if other.startswith(shorter)]
        assert len(short) == KORTSTE or len(fits) > 1


@pytest.mark.parametrize(
    ("uiterlijk", "tekst"),
    [
        (None, "onbekend"),
        (date(2028, 1, 1), "2028-01-01"),
        (date(2027, 10, 1), "2027-10-01 (binnen 12 maanden)"),
        (date(2026, 12, 1), "2026-12-01 (binnen 1 maand)"),
        (date(2026, 11, 1), "2026-11-01 (verstreken)"),
    ],
)
def test_a_deadline_is_told_with_its_band(uiterlijk: date | None, tekst: str) -> None:
    assert termijn_tekst(termijn_json(uiterlijk, NU.date())) == tekst


def rules() -> Iterator[str]:
    for name in ("notitieregels", "signaalregels", "verhaal"):
        yield from (
            rule["id"]
            for rule in YAML(typ="safe").load((DATA / f"{name}.yaml").read_text())["regels"]
        )
    yield from ("heropend", "wacht_op_inhalen", "vervallen_signaal", "waarschijnlijk_niet")
    yield from ("besluit_ja", "besluit_nee", "besluit_laat_los", "vlag_o", "steun_datum")


@pytest.mark.parametrize("rule", sorted(set(rules())))
def test_every_rule_has_a_sentence_of_its_own(rule: str) -> None:
    assert zin_van(rule) != zin_van("een_groep_woorden")
    assert zin_van(rule).endswith(".")


def test_the_code_of_a_problem_says_what_the_problem_is() -> None:
    assert zin_van("M-0107") == "Deze waarde staat niet in de waardentabel van de mapping."


def test_when_a_decision_takes_effect_is_told_by_the_turns_of_its_source(tmp_path: Path) -> None:
    settings = Gemeente(tmp_path).settings()
    (een,) = settings.gemeenten

    assert volgende_lezing(settings, een, "export", NU) == [
        "de volgende nachtrun: 22-11-2026 04:07"
    ]
    assert volgende_lezing(settings, een, "weg", NU) == []
