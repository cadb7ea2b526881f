"""What a mapping adds to the rules of notes: its own terms, and rules that do not count there."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.mappings.support import KLEIN, KLEIN_XML, load_text, problems, told

NOTE = "  notitie: {kolom: Memo, "
TERMEN = "termen: {ongeval: [ovk, 'valpartij*'], val: onderuit}"
UIT = "uit: [{regel: gewoonte, waarom: zo schrijven wij}, {regel: ziekte, waarom: idem}]"


def with_note(words: str, mapping: str = KLEIN) -> str:
    return mapping.replace("velden:\n", f"{NOTE}{words}}}\nvelden:\n", 1)


def test_terms_and_switches_are_kept_with_their_places(tmp_path: Path) -> None:
    keuze = load_text(tmp_path, with_note(f"{TERMEN}, {UIT}")).notitie

    assert keuze.termen == {"ongeval": ("ovk", "valpartij*"), "val": ("onderuit",)}
    assert [(een.naam, een.plek.regel) for een in keuze.groepen] == [("ongeval", 12), ("val", 12)]
    assert [een.naam for een in keuze.uit] == ["gewoonte", "ziekte"]
    assert (
        keuze.uit[0].plek.kolom
        == with_note(f"{TERMEN}, {UIT}").splitlines()[11].index("gewoonte") + 1
    )


def test_several_notes_say_it_together(tmp_path: Path) -> None:
    notes = "[{kolom: A, termen: {val: [een1]}}, {kolom: B, termen: {val: [twee]}}]"
    text = KLEIN.replace("velden:\n", f"  notitie: {notes}\nvelden:\n")

    keuze = load_text(tmp_path, text).notitie

    assert keuze.termen == {"val": ("een1", "twee")}


def test_a_mapping_without_a_note_says_so(tmp_path: Path) -> None:
    assert not load_text(tmp_path, KLEIN).leest_notities
    assert load_text(tmp_path, with_note(UIT)).leest_notities


def test_an_xml_mapping_knows_them_too(tmp_path: Path) -> None:
    text = with_note(UIT, KLEIN_XML).replace("kolom: Memo", "extra: Memo")

    assert [een.naam for een in load_text(tmp_path, text).notitie.uit] == ["gewoonte", "ziekte"]


@pytest.mark.parametrize(
    ("words", "code", "piece"),
    [
        ("termen: {val: [af]}", "M-0024", "af]"),
        ("termen: {val: ['*a*']}", "M-0024", "'*a"),
        ("termen: {val: ['on*derweg']}", "M-0024", "'on*"),
        ("termen: {val: [val, 'a\\nb c']}", "M-0024", "'a"),
        ("termen: {val: [" + "lang" * 16 + "]}", "M-0024", "lang"),
        ("termen: [val]", "M-0008", "[val"),
        ("termen: {val: {}}", "M-0008", "{}"),
        ("uit: [gewoonte]", "M-0008", "gewoonte"),
        ("uit: [{regel: gewoonte}]", "M-0006", "{regel"),
        ("uit: [{waarom: daarom}]", "M-0006", "{waarom"),
        ("uit: [{regel: gewoonte, waarom: ''}]", "M-0008", "''"),
        ("uit: [{regel: gewoonte, waarom: x, wie: y}]", "M-0005", "wie"),
        ("terme: {val: [val]}", "M-0005", "terme"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, words: str, code: str, piece: str) -> None:
    text = with_note(words)
    column = text.splitlines()[11].index(piece, len(NOTE)) + 1

    assert told(problems(tmp_path, text)) == [(code, f"12:{column}")]


@pytest.mark.parametrize(
    "term", ["ovk", "a.g.v.", "valpartij*", "*botsing", "tegen een boom", "2-5"]
)
def test_a_word_or_some_words_are_a_term(tmp_path: Path, term: str) -> None:
    good = term != "2-5"
    text = with_note(f"termen: {{val: ['{term}']}}")

    if good:
        assert load_text(tmp_path, text).notitie.termen == {"val": (term,)}
    else:
        assert told(problems(tmp_path, text))[0][0] == "M-0024"


def test_the_merk_changes_with_a_term_or_a_switch_but_not_with_its_reason(tmp_path: Path) -> None:
    plain = load_text(tmp_path, with_note(UIT)).merk

    assert load_text(tmp_path, with_note(UIT.replace("idem", "anders gezegd"))).merk == plain
    assert load_text(tmp_path, with_note(UIT.replace("ziekte", "licht"))).merk != plain
    assert load_text(tmp_path, with_note(f"{TERMEN}, {UIT}")).merk != plain


def test_a_mapping_may_add_terms_to_the_note_of_its_base(tmp_path: Path) -> None:
    presets = tmp_path / "presets"
    presets.mkdir()
    (presets / "klein.yaml").write_text(with_note("leeg: n.v.t."), encoding="utf-8")

    text = "basis: klein\nsignalen:\n  notitie:\n    termen: {val: [onderuit]}\n"
    plan = load_text(tmp_path, text, presets)

    assert plan.leest_notities
    assert plan.notitie.termen == {"val": ("onderuit",)}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(term=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=70))
def test_any_text_is_a_term_or_a_complaint(tmp_path: Path, term: str) -> None:
    text = with_note("termen: {val: ['" + term.replace("'", "''") + "']}")
    text = text.replace("\ufeff", "").replace("\x85", "").replace("\u2028", "")

    try:
        terms = load_text(tmp_path, text).notitie.termen
    except Exception as wrong:
        assert type(wrong).__name__ == "ConfigProblem"
        return
    assert all(sum(sign.isalnum() for sign in word) >= 3 for word in terms["val"])
