"""splitsen, deel, vervangen and opvullen: in this order, and nothing is left is empty."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mappings import Plan
from tests.unit.mappings.support import (
    KLEIN,
    KLEINE_RIJ,
    facts,
    load_text,
    mapped,
    problems,
    row,
    told,
    with_field,
)


def plan_with(tmp_path: Path, how: str) -> Plan:
    return load_text(tmp_path, KLEIN.replace("{kolom: Code}", f"{{kolom: Code, {how}}}"))


def code(tmp_path: Path, how: str, text: str) -> str | None:
    cells = KLEINE_RIJ | {"Code": text, "Omschrijving": "iets"}
    plan = load_text(
        tmp_path,
        KLEIN.replace(
            "{kolom: Code}", f"{{kolom: Code, {how}}}\n    omschrijving: {{kolom: Omschrijving}}"
        ),
    )
    return facts(plan, row(cells)).voorziening.productcode


@pytest.mark.parametrize(
    ("how", "text", "expected"),
    [
        ('splitsen: {op: "-", deel: 1}', "13-A04", "13"),
        ('splitsen: {op: "-", deel: 2}', "13-A04", "A04"),
        ('splitsen: {op: "-", deel: 3}', "13-A04", None),
        ('splitsen: {op: "-", deel: 1}', "13A04", "13A04"),
        ('splitsen: {op: "-", deel: 2}', "13A04", None),
        ('splitsen: {op: "-", deel: laatste}', "1-2-3", "3"),
        ('splitsen: {op: "-", deel: 2-}', "1-2-3", "2-3"),
        ('splitsen: {op: "-", deel: 1-2}', "1-2-3", "1-2"),
        ('splitsen: {op: " ", deel: 2-}', "03  ongeval   derde", "ongeval derde"),
        ('splitsen: {op: " - ", deel: 2}', "a - b-c", "b-c"),
        ('splitsen: {op: ".", deel: 1}', "a.b", "a"),
        ("deel: 1-2", "13A04", "13"),
        ("deel: 3", "13A04", "A"),
        ("deel: 3-", "13A04", "A04"),
        ("deel: 2-90", "13A04", "3A04"),
        ("deel: 7", "13A04", None),
        ("deel: laatste 2", "13A04", "04"),
        ("deel: laatste 90", "13A04", "13A04"),
        ("vervangen: {A: B}", "13A04", "13B04"),
        ("vervangen: {a: B}", "13A04", "13A04"),
        ('vervangen: {".": ""}', "1.3.A", "13A"),
        ("vervangen: {A: B, B: A}", "AB", "BA"),
        ("vervangen: {A: 1, AB: 2}", "ABA", "21"),
        ('vervangen: {13A04: ""}', "13A04", None),
        ("opvullen: {tot: 7}", "13A04", "0013A04"),
        ("opvullen: {tot: 5}", "13A04", "13A04"),
        ("opvullen: {tot: 2}", "13A04", "13A04"),
        ("opvullen: {tot: 6, met: x}", "13A04", "x13A04"),
        ("opvullen: {tot: 6}", "", None),
    ],
)
def test_a_text_is_changed_as_the_mapping_says(
    tmp_path: Path, how: str, text: str, expected: str | None
) -> None:
    assert code(tmp_path, how, text) == expected


def test_the_order_is_fixed_whatever_the_mapping_writes_first(tmp_path: Path) -> None:
    how = 'opvullen: {tot: 4}, vervangen: {"0": "9"}, deel: 2-, splitsen: {op: "-", deel: 1}'

    assert code(tmp_path, how, "X10-5") == "0019"


def test_empty_words_are_looked_at_before_the_changes(tmp_path: Path) -> None:
    assert code(tmp_path, "leeg: n.v.t., deel: 1-2", "N.V.T.") is None
    assert code(tmp_path, "leeg: n., deel: 1-2", "n.v.t.") == "n."


def test_parts_of_a_joined_source_are_changed_each_by_itself(tmp_path: Path) -> None:
    join = (
        "client:\n  geslachtsnaam:\n    samenvoegen:\n"
        '      - {kolom: Naam, splitsen: {op: ",", deel: laatste}}\n'
        '      - {kolom: Naam, splitsen: {op: ",", deel: 1}}\n'
        "    vervangen: {van der: v.d.}\n"
    )
    text = with_field(join, KLEIN.replace("  client:\n    clientnummer: {kolom: Nr}\n", ""))

    found = facts(load_text(tmp_path, text), row(KLEINE_RIJ | {"Naam": "Proef, van der"}))

    assert found.client.geslachtsnaam == "v.d. Proef"


def test_what_is_changed_is_translated_after_it(tmp_path: Path) -> None:
    how = "kolom: Code, deel: 1-2, waarden: {13: rolstoel}"
    plan = load_text(tmp_path, KLEIN.replace("{kolom: Code}", "{" + how + "}"))

    assert facts(plan, row(KLEINE_RIJ)).voorziening.productcode == "rolstoel"


def test_a_key_and_a_flag_may_be_a_part_of_a_column(tmp_path: Path) -> None:
    text = KLEIN.replace("[beschikkingnummer]", "[{kolom: Nr, opvullen: {tot: 4}}]")
    text = text.replace("{kolom: Ongeval}", "{kolom: Ongeval, deel: 1}")
    plan = load_text(tmp_path, text)

    found = plan.peek(row(KLEINE_RIJ | {"Ongeval": "Ja, door derde"}))

    assert "Unmappable" not in repr(found)
    assert getattr(found, "sleutel", None) == ("0017",)


FAULTS = {
    "a place of nought": ("deel: 0", "M-0028"),
    "a place that is no number": ("deel: twee", "M-0028"),
    "a range that runs back": ("deel: 4-2", "M-0028"),
    "full-width digits": ("deel: \uff11", "M-0028"),
    "a part without a sign": ("splitsen: {deel: 1}", "M-0006"),
    "a sign without a part": ('splitsen: {op: "-"}', "M-0006"),
    "an empty sign": ('splitsen: {op: "", deel: 1}', "M-0008"),
    "an unknown word": ('splitsen: {op: "-", deel: 1, keer: 2}', "M-0005"),
    "nothing to replace": ("vervangen: {}", "M-0020"),
    "an empty text to replace": ('vervangen: {"": x}', "M-0020"),
    "a list where a table belongs": ("vervangen: [a]", "M-0008"),
    "a list as a new text": ("vervangen: {a: [b]}", "M-0008"),
    "a new text without end": (f"vervangen: {{a: {'b' * 201}}}", "M-0028"),
    "no length": ("opvullen: {met: x}", "M-0006"),
    "a length without end": ("opvullen: {tot: 51}", "M-0028"),
    "a range as a length": ("opvullen: {tot: 1-4}", "M-0028"),
    "nothing as a length": ("opvullen: {tot: 0}", "M-0028"),
    "two signs": ("opvullen: {tot: 5, met: ab}", "M-0022"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_once_at_its_place(tmp_path: Path, fault: str) -> None:
    how, expected = FAULTS[fault]
    text = KLEIN.replace("{kolom: Code}", f"{{kolom: Code, {how}}}")

    (found,) = told(problems(tmp_path, text))

    assert found[0] == expected
    assert found[1].startswith("17:")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    text=st.text(max_size=30),
    sign=st.sampled_from(["-", " ", "ab", ".", "(", "\\"]),
    part=st.sampled_from(["1", "2", "2-", "1-2", "laatste", "laatste 3"]),
)
def test_no_text_breaks_a_change_and_none_grows_past_its_bound(
    tmp_path: Path, text: str, sign: str, part: str
) -> None:
    quoted = sign.replace("\\", "\\\\")
    how = (
        f'splitsen: {{op: "{quoted}", deel: {part}}}, deel: 1-9, '
        f'vervangen: {{"{quoted}": "{quoted}{quoted}"}}, opvullen: {{tot: 12}}'
    )
    plan = load_text(
        tmp_path,
        KLEIN.replace("{kolom: Code}", f"{{kolom: Code, {how}}}").replace(
            "productcode:", "omschrijving: {kolom: Nr}\n    productcode:"
        ),
    )

    found = mapped(plan, row(KLEINE_RIJ | {"Code": text})).feiten.voorziening.productcode

    whole = unicodedata.normalize("NFC", text).strip()
    assert found is None or len(found) <= max(12, 9 * 2 * len(sign))
    assert whole or found is None
