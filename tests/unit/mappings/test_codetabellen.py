"""tabel: a value table in a CSV file beside the mapping."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mappings import Plan, load, load_tekst
from mappings.codetabellen import GROOTST
from regres import ConfigProblem, Indicatie
from regres.words import OngevalSoort
from tests.unit.mappings.support import (
    KLEIN,
    KLEINE_RIJ,
    facts,
    load_text,
    peeked,
    problems,
    row,
)

CODES = "code;categorie\n13A04;13\n11B02;11\n"


def with_table(how: str) -> str:
    return KLEIN.replace(
        "productcode: {kolom: Code}",
        f"productcode: {{kolom: Code}}\n    productcategorie: {{kolom: Code, {how}}}",
    )


def category(plan: Plan, code: str) -> str | None:
    return facts(plan, row(KLEINE_RIJ | {"Code": code})).voorziening.productcategorie


def test_a_table_beside_the_mapping_translates(tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_text(CODES, encoding="utf-8")

    plan = load_text(tmp_path, with_table("tabel: codes.csv"))

    assert category(plan, "13a04") == "13"
    assert category(plan, "99") is None


def test_its_encoding_sign_and_columns_may_be_told(tmp_path: Path) -> None:
    text = "Cliëntsoort,Naam,Categorie\r\n13A04,é,13\r\n"
    (tmp_path / "codes.csv").write_bytes(text.encode("cp1252"))
    how = (
        "tabel: {bestand: codes.csv, codering: cp1252, scheidingsteken: ',', "
        "van: Cliëntsoort, naar: Categorie}"
    )

    assert category(load_text(tmp_path, with_table(how)), "13A04") == "13"


def test_words_of_the_mapping_itself_win(tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_text(CODES, encoding="utf-8")
    plan = load_text(tmp_path, with_table('tabel: codes.csv, waarden: {11b02: "12", X: "14"}'))

    assert [category(plan, code) for code in ("13A04", "11B02", "X")] == ["13", "12", "14"]


def test_a_code_signal_takes_its_kind_from_a_column(tmp_path: Path) -> None:
    text = "c;o;s\n01;N;\n02;J;verkeer\n03;J;\n"
    (tmp_path / "oorzaak.csv").write_text(text, encoding="utf-8")
    how = "{bestand: oorzaak.csv, codering: utf-8, scheidingsteken: ';', van: c, naar: o, soort: s}"
    plan = load_text(
        tmp_path, KLEIN.replace("vlag: {kolom: Ongeval}", f"code: {{kolom: O, tabel: {how}}}")
    )

    found = [peeked(plan, row(KLEINE_RIJ | {"O": code})).signals.items[0] for code in ("01", "02")]

    assert [(one.waarde, one.soort) for one in found] == [
        (Indicatie.N, None),
        (Indicatie.J, OngevalSoort.VERKEER),
    ]


def test_another_table_is_another_mapping(tmp_path: Path) -> None:
    text = with_table("tabel: codes.csv")
    (tmp_path / "codes.csv").write_text(CODES, encoding="utf-8")
    before = load_text(tmp_path, text).merk
    again = load_text(tmp_path, text).merk
    (tmp_path / "codes.csv").write_text(CODES.replace("11B02", "11B03"), encoding="utf-8")

    assert before == again != load_text(tmp_path, text).merk


def test_a_preset_has_its_table_beside_itself(tmp_path: Path) -> None:
    presets = tmp_path / "presets"
    presets.mkdir()
    (presets / "codes.csv").write_text(CODES, encoding="utf-8")
    (presets / "klein.yaml").write_text(with_table("tabel: codes.csv"), encoding="utf-8")

    assert category(load_text(tmp_path, "basis: klein\n", presets), "13A04") == "13"


FAULTS = {
    "it is not there": (None, "M-0026", "proef.yaml:18:43"),
    "a word outside the list": ("c;d\n13A04;13\nX;99\n", "M-0021", "codes.csv:3:2"),
    "a word twice": ("c;d\n13A04;13\n13A04;13\n", "M-0020", "codes.csv:3:1"),
    "a word twice in another case": ("c;d\n13A04;13\n13a04;13\n", "M-0020", "codes.csv:3:1"),
    "an empty word": ("c;d\n;13\n", "M-0020", "codes.csv:2:1"),
    "an empty target": ("c;d\n13A04;\n", "M-0008", "codes.csv:2:2"),
    "a ragged row": ("c;d\n13A04;13;x\n", "M-0027", "codes.csv:2:1"),
    "an open quote": ('c;d\n13A04;13\n"11;11\n', "M-0027", "codes.csv:3:1"),
    "no rows": ("c;d\n", "M-0027", "codes.csv:1:1"),
    "nothing": ("", "M-0027", "codes.csv:1:1"),
    "another sign": ("c,d\n13A04,13\n", "M-0027", "codes.csv:1:1"),
    "a control character": ("c;d\n13A04;1\x003\n", "M-0027", "codes.csv:2:1"),
    "another encoding": (b"c;d\n13A04;13\n\xe9;13\n", "M-0027", "codes.csv:3:1"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_table_is_told_at_its_own_line(tmp_path: Path, fault: str) -> None:
    data, code, place = FAULTS[fault]
    if data is not None:
        raw = data if isinstance(data, bytes) else data.encode()
        (tmp_path / "codes.csv").write_bytes(raw)

    (found,) = problems(tmp_path, with_table("tabel: codes.csv"))

    assert found.code == code
    if data is not None:
        assert found.waar.endswith(place)


@pytest.mark.parametrize(
    "name", ["../codes.csv", "/etc/codes.csv", "codes.txt", ".csv", '""', "a/b.csv", "..\\\\c.csv"]
)
def test_a_table_lies_beside_the_mapping_and_nowhere_else(tmp_path: Path, name: str) -> None:
    (found,) = problems(tmp_path, with_table(f'tabel: "{name}"' if name != '""' else 'tabel: ""'))

    assert found.code == "M-0026"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("{bestand: codes.csv}", "M-0006"),
        ("{bestand: codes.csv, codering: utf8, scheidingsteken: ';'}", "M-0010"),
        ("{bestand: codes.csv, codering: utf-8, scheidingsteken: ';;'}", "M-0022"),
        ('{bestand: codes.csv, codering: utf-8, scheidingsteken: "\\n"}', "M-0022"),
        ("{bestand: codes.csv, codering: utf-8, scheidingsteken: '\"'}", "M-0022"),
        ("{bestand: codes.csv, codering: utf-8, scheidingsteken: ';', van: code}", "M-0006"),
        ("{bestand: codes.csv, codering: utf-8, scheidingsteken: ';', van: x, naar: y}", "M-0027"),
        ("{bestand: codes.csv, codering: utf-8, scheidingsteken: ';', rij: 2}", "M-0005"),
        ("[codes.csv]", "M-0008"),
    ],
)
def test_a_fault_in_how_a_table_is_named_is_told(tmp_path: Path, how: str, code: str) -> None:
    (tmp_path / "codes.csv").write_text(CODES, encoding="utf-8")

    assert code in [found.code for found in problems(tmp_path, with_table(f"tabel: {how}"))]


def test_a_table_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_bytes(b"x" * (GROOTST + 1))

    assert [found.code for found in problems(tmp_path, with_table("tabel: codes.csv"))] == [
        "M-0026"
    ]


@pytest.mark.timeout(20)
def test_a_table_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "codes.csv")

    assert [found.code for found in problems(tmp_path, with_table("tabel: codes.csv"))] == [
        "M-0026"
    ]


def test_a_table_does_not_fit_a_field_without_words(tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_text(CODES, encoding="utf-8")
    text = KLEIN.replace("{kolom: Besluit}", "{kolom: Besluit, tabel: codes.csv}")

    assert [found.code for found in problems(tmp_path, text)] == ["M-0012"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(
    data=st.one_of(st.binary(max_size=60), st.text('c;d\n"13A04\r', max_size=40).map(str.encode))
)
def test_any_bytes_give_a_plan_or_problems(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "codes.csv").write_bytes(data)
    path = tmp_path / "proef.yaml"
    path.write_text(with_table("tabel: codes.csv"), encoding="utf-8")
    try:
        load(path)
    except ConfigProblem as wrong:
        assert wrong.problems


def test_a_table_lies_beside_the_mapping_whatever_places_call_that(tmp_path: Path) -> None:
    """A run stands anywhere, and its problems name the mapping from config/."""
    (tmp_path / "codes.csv").write_text(CODES, encoding="utf-8")
    text = with_table("tabel: codes.csv")
    (tmp_path / "proef.yaml").write_text(text, encoding="utf-8")

    read = load(tmp_path / "proef.yaml", getoond="mappings/proef.yaml")
    typed = load_tekst(text, tmp_path / "proef.yaml", getoond="mappings/proef.yaml")

    assert category(read, "13A04") == category(typed, "13A04") == "13"
    assert read.merk == typed.merk
