"""alleen_als: a field counts only where a condition on columns holds."""

from pathlib import Path

import pytest

from regres import CsvLayout
from regres.words import OngevalSoort
from tests.unit.mappings.support import (
    KLEIN,
    KLEIN_XML,
    KLEINE_RIJ,
    facts,
    kolommen,
    load_text,
    mapped,
    peeked,
    problems,
    row,
    told,
    with_field,
    zaak,
)


def counts(tmp_path: Path, condition: str, **cells: str) -> bool:
    text = with_field(f"datumAanvraag: {{kolom: Aanvraag, alleen_als: {condition}}}")
    cells = {"A": "", "B": "", "C": "", "Aanvraag": "03-02-2024"} | cells
    return facts(load_text(tmp_path, text), row(KLEINE_RIJ | cells)).datumAanvraag is not None


@pytest.mark.parametrize(
    ("condition", "cells", "holds"),
    [
        ("{kolom: A, is: Wmo}", {"A": "Wmo"}, True),
        ("{kolom: A, is: Wmo}", {"A": " WMO "}, True),
        ("{kolom: A, is: Wmo}", {"A": "Wmo 2015"}, False),
        ("{kolom: A, is: Wmo}", {"A": ""}, False),
        ("{kolom: A, niet: Wmo}", {"A": "Wmo"}, False),
        ("{kolom: A, niet: Wmo}", {"A": ""}, True),
        ("{kolom: A, niet: [Wmo, Wlz]}", {"A": "wlz"}, False),
        ("{kolom: A, in: [Wmo, Wlz]}", {"A": "wlz"}, True),
        ("{kolom: A, in: [Wmo, Wlz]}", {"A": "Zvw"}, False),
        ('{kolom: A, begint_met: "03"}', {"A": "03 ongeval"}, True),
        ('{kolom: A, begint_met: ["02", "03"]}', {"A": "04 ouderdom"}, False),
        ("{kolom: A, begint_met: stra}", {"A": "Stra\u00dfe"}, True),
        ("{kolom: A, leeg: ja}", {"A": "  "}, True),
        ("{kolom: A, leeg: nee}", {"A": "  "}, False),
        ("{en: [{kolom: A, is: x}, {kolom: B, is: y}]}", {"A": "x", "B": "y"}, True),
        ("{en: [{kolom: A, is: x}, {kolom: B, is: y}]}", {"A": "x", "B": "z"}, False),
        ("{of: [{kolom: A, is: x}, {kolom: B, is: y}]}", {"A": "z", "B": "y"}, True),
        ("{of: [{kolom: A, is: x}, {kolom: B, is: y}]}", {}, False),
        (
            "{of: [{kolom: C, is: c}, {en: [{kolom: A, is: a}, {kolom: B, is: b}]}]}",
            {"A": "a", "B": "b"},
            True,
        ),
        (
            "{of: [{kolom: C, is: c}, {en: [{kolom: A, is: a}, {kolom: B, is: b}]}]}",
            {"A": "a"},
            False,
        ),
    ],
)
def test_a_field_counts_where_its_condition_holds(
    tmp_path: Path, condition: str, cells: dict[str, str], holds: bool
) -> None:
    assert counts(tmp_path, condition, **cells) is holds


def test_elsewhere_it_is_empty_and_its_value_is_not_looked_at(tmp_path: Path) -> None:
    text = with_field("datumAanvraag: {kolom: Aanvraag, alleen_als: {kolom: A, is: x}}")
    cells = KLEINE_RIJ | {"Aanvraag": "geen datum", "A": "y"}

    assert mapped(load_text(tmp_path, text), row(cells)).waarschuwingen == ()
    told_of = mapped(load_text(tmp_path, text), row(cells | {"A": "x"})).waarschuwingen
    assert [problem.code for problem in told_of] == ["M-0105"]


def test_a_fixed_value_may_hold_on_some_rows(tmp_path: Path) -> None:
    text = with_field(
        "ongeval:\n  soort: {vast: verkeer, waarom: code 03, alleen_als: {kolom: A, is: x}}\n"
    )
    plan = load_text(tmp_path, text)

    assert facts(plan, row(KLEINE_RIJ | {"A": "x"})).ongeval.soort is OngevalSoort.VERKEER
    assert facts(plan, row(KLEINE_RIJ | {"A": "y"})).ongeval.soort is OngevalSoort.ONBEKEND


def test_a_flag_may_count_on_some_rows(tmp_path: Path) -> None:
    text = KLEIN.replace(
        "{kolom: Ongeval}", "{kolom: Ongeval, alleen_als: {kolom: A, niet: concept}}"
    )
    plan = load_text(tmp_path, text)

    (counted,) = peeked(plan, row(KLEINE_RIJ | {"A": ""})).signals.items
    (not_counted,) = peeked(plan, row(KLEINE_RIJ | {"A": "Concept"})).signals.items

    assert counted.waarde is not None
    assert (not_counted.waarde, not_counted.tekst) == (None, "")


def test_a_condition_may_look_at_a_numbered_or_an_optional_column(tmp_path: Path) -> None:
    condition = "{kolom: Soort, nummer: 2, optioneel: ja, is: x}"
    text = with_field(f"datumAanvraag: {{kolom: Aanvraag, alleen_als: {condition}}}")

    layout = load_text(tmp_path, text).layout

    assert isinstance(layout, CsvLayout)
    assert layout.nummers["Soort (2)"] == ("Soort", 2)
    assert layout.optioneel == {"Soort (2)"}


def test_a_condition_looks_at_an_element_too(tmp_path: Path) -> None:
    text = KLEIN_XML.replace("{extra: Nr}", "{extra: Nr, alleen_als: {extra: wet, is: Wmo}}")
    plan = load_text(tmp_path, text)
    cells = {"Nr": ("17", ""), "wet": ("Wmo", ""), "Code": ("1", "")}
    dates = {"Beschikking": ("B", ""), "ZKN:startdatum": ("20240101", "")}

    assert facts(plan, zaak(cells | dates)).client.clientnummer == "17"
    assert facts(plan, zaak(cells | dates | {"wet": ("", "")})).client.clientnummer is None


def test_what_only_a_condition_looks_at_may_not_be_shown(tmp_path: Path) -> None:
    text = with_field("datumAanvraag: {kolom: Aanvraag, alleen_als: {kolom: Achternaam, leeg: ja}}")

    plan = load_text(tmp_path, text)

    assert "Achternaam" in kolommen(plan)
    assert plan.gevoelig["Achternaam"] == "alleen_als"


def test_a_condition_on_an_ordinary_field_hides_nothing(tmp_path: Path) -> None:
    text = with_field("datumAanvraag: {kolom: Aanvraag, alleen_als: {kolom: Code, leeg: nee}}")

    assert "Code" not in load_text(tmp_path, text).gevoelig


TWINTIG = ", ".join(f"{{kolom: A, is: a{number}}}" for number in range(21))
FAULTS = {
    "no comparison": ("{kolom: A}", "M-0025"),
    "two comparisons": ("{kolom: A, is: x, niet: y}", "M-0025"),
    "no column": ("{is: x}", "M-0011"),
    "a text": ("A is x", "M-0008"),
    "a list for one text": ("{kolom: A, is: [x, y]}", "M-0025"),
    "an empty text": ('{kolom: A, is: ""}', "M-0025"),
    "another word": ("{kolom: A, bevat: x}", "M-0005"),
    "one condition in a list": ("{en: [{kolom: A, is: x}]}", "M-0008"),
    "too deep": (
        "{of: [{kolom: A, is: x}, {en: [{kolom: A, is: x}, {of: [{kolom: A, is: x}, "
        "{kolom: A, is: y}]}]}]}",
        "M-0025",
    ),
    "too many": (f"{{of: [{TWINTIG}]}}", "M-0025"),
    "neither yes nor no": ("{kolom: A, leeg: soms}", "M-0010"),
    "an xpath in a csv mapping": ('{xpath: "ZKN:a", is: x}', "M-0011"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_condition_is_told(tmp_path: Path, fault: str) -> None:
    condition, expected = FAULTS[fault]
    text = with_field(f"datumAanvraag: {{kolom: Aanvraag, alleen_als: {condition}}}")

    found = told(problems(tmp_path, text))

    assert expected in [code for code, _ in found]
    assert {place.split(":")[0] for _, place in found} == {"13"}
