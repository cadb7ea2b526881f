"""`basis:`: a mapping that writes down only what differs from a preset."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres import CsvLayout
from regres.layouts import kolomnaam
from tests.unit.mappings.support import (
    KLEIN,
    KLEINE_RIJ,
    facts,
    kolommen,
    load_text,
    problems,
    row,
    told,
)


@pytest.fixture
def presets(tmp_path: Path) -> Path:
    folder = tmp_path / "presets"
    folder.mkdir()
    (folder / "klein.yaml").write_text(KLEIN, encoding="utf-8")
    return folder


def test_a_mapping_may_be_nothing_but_its_basis(tmp_path: Path, presets: Path) -> None:
    plan = load_text(tmp_path, "basis: klein\n", presets)

    assert plan.naam == "proef"
    assert plan.merk == load_text(tmp_path, KLEIN).merk


def test_what_the_municipality_writes_wins(tmp_path: Path, presets: Path) -> None:
    own = (
        "basis: klein\nbestand: {codering: cp1252}\n"
        "velden:\n  client: {clientnummer: {kolom: Cliënt}, geslachtsnaam: {kolom: Naam}}\n"
    )

    plan = load_text(tmp_path, own, presets)

    assert isinstance(plan.layout, CsvLayout)
    assert (plan.layout.codering, plan.layout.scheidingsteken) == ("cp1252", ";")
    assert {"Cliënt", "Naam", "Code"} <= set(kolommen(plan))
    assert "Nr" not in kolommen(plan)
    cells = KLEINE_RIJ | {"Cliënt": "18", "Naam": "Wit"}
    assert facts(plan, row(cells)).client.clientnummer == "18"


def test_a_source_of_ones_own_replaces_that_of_the_preset(tmp_path: Path, presets: Path) -> None:
    own = "basis: klein\nvelden: {voorziening: {wet: {kolom: Wet, waarden: {W: Wmo}}}}\n"

    plan = load_text(tmp_path, own, presets)

    assert "Wet" in kolommen(plan)


def test_a_table_may_be_extended(tmp_path: Path, presets: Path) -> None:
    own = "basis: klein\nstandaard: {ja_nee: {ja: [J, Jawel]}}\n"

    found = load_text(tmp_path, own, presets).peek(row(KLEINE_RIJ | {"Ongeval": "jawel"}))

    assert "Unmappable" not in repr(found)


def test_a_fault_points_at_the_file_that_wrote_it(tmp_path: Path, presets: Path) -> None:
    (presets / "stuk.yaml").write_text(KLEIN.replace("kolom: Nr", "kolm: Nr"), encoding="utf-8")
    own = "basis: stuk\nlevering: soms\n"

    first, second = problems(tmp_path, own, presets)

    assert first.waar.endswith("presets/stuk.yaml:14:20")
    assert second.waar.endswith("proef.yaml:2:11")


@pytest.mark.parametrize("name", ["kliein", "../klein", "presets/klein", "KLEIN", '""', "[klein]"])
def test_a_basis_that_is_not_there_is_told(tmp_path: Path, presets: Path, name: str) -> None:
    found = problems(tmp_path, f"basis: {name}\n", presets)

    assert ("M-0019", "1:8") in told(found)


def test_a_preset_may_stand_on_another(tmp_path: Path, presets: Path) -> None:
    (presets / "ander.yaml").write_text(
        "basis: klein\nkolomnamen: {Nr: Nummer}\nbestand: {codering: cp850}\n", encoding="utf-8"
    )

    plan = load_text(tmp_path, "basis: ander\nkolomnamen: {Nummer: Dossier}\n", presets)

    assert isinstance(plan.layout, CsvLayout)
    assert plan.layout.codering == "cp850"
    assert facts(plan, row(KLEINE_RIJ | {"Dossier": "18"})).client.clientnummer == "18"
    assert not {"Nr", "Nummer"} & set(kolommen(plan))


def test_presets_do_not_stand_on_each_other_without_end(tmp_path: Path, presets: Path) -> None:
    (presets / "kring.yaml").write_text("basis: kring\n", encoding="utf-8")

    (found,) = [
        one for one in problems(tmp_path, "basis: kring\n", presets) if "M-0019" in one.code
    ]

    assert found.waar.endswith("presets/kring.yaml:1:1")


def test_a_column_that_is_called_differently_is_so_wherever_it_is_used(
    tmp_path: Path, presets: Path
) -> None:
    text = KLEIN.replace(
        'bestand: {codering: utf-8, scheidingsteken: ";"}',
        'bestand: {codering: utf-8, scheidingsteken: ";", kolommen: streng,'
        " kopregel: [Nr, Beschikking, Code, Besluit, Ongeval]}",
    )
    text += (
        "kosten:\n  bedrag: {kolom: Code, alleen_als: {kolom: Nr, is: x}}\n"
        "  frequentie: {kolom: Code, waarden: {kolom: week, Code: week}}\n"
    )
    (presets / "klein.yaml").write_text(text, encoding="utf-8")
    own = "basis: klein\nkolomnamen: {Code: Nr, Nr: ' Oud   nr '}\nsleutel: [{kolom: Oud nr}]\n"

    plan = load_text(tmp_path, own, presets)

    swapped = text.replace("Nr", "OUD").replace("kolom: Code", "kolom: Nr")
    swapped = swapped.replace("[OUD, Beschikking, Code,", "[OUD, Beschikking, Nr,")
    expected = load_text(tmp_path, swapped.replace("OUD", "Oud nr"), presets)
    assert isinstance(plan.layout, CsvLayout)
    assert plan.layout.alle_kolommen == ("Oud nr", "Beschikking", "Nr", "Besluit", "Ongeval")
    assert set(kolommen(plan)) == set(kolommen(expected))


@pytest.mark.parametrize(
    ("own", "code", "where", "doe"),
    [
        ("kolomnamen: {Cliënt: Nr}", "M-0031", "2:14", "verwisseld. Schrijf: Nr: Cliënt."),
        ("kolomnamen: {Cliënt: x}", "M-0031", "2:14", "Links staat de naam in de basis"),
        ("kolomnamen: {Beschiking: x}", "M-0031", "2:14", "`Beschikking`"),
        ("kolomnamen: {Nr: [a]}", "M-0008", "2:18", ""),
        ("kolomnamen: Nr", "M-0008", "2:13", "links"),
    ],
)
def test_a_name_that_the_basis_does_not_have_is_told(
    tmp_path: Path, presets: Path, own: str, code: str, where: str, doe: str
) -> None:
    found = problems(tmp_path, f"basis: klein\n{own}\n", presets)

    assert told(found) == [(code, where)]
    assert doe in found[0].doe


def test_column_names_of_a_basis_need_a_basis(tmp_path: Path) -> None:
    assert told(problems(tmp_path, KLEIN + "kolomnamen: {Nr: Nummer}\n")) == [("M-0031", "22:1")]


def test_what_a_municipality_does_not_have_is_left_out(tmp_path: Path, presets: Path) -> None:
    own = (
        "basis: klein\nsignalen: {vlag: geen, derde: {kolom: Schuld}}\n"
        "velden: {client: geen, voorziening: {productcode: geen, omschrijving: {kolom: Wat}}}\n"
    )

    plan = load_text(tmp_path, own, presets)

    assert set(kolommen(plan)) == {"Beschikking", "Besluit", "Schuld", "Wat"}


def test_leaving_out_what_the_basis_does_not_have_is_told(tmp_path: Path, presets: Path) -> None:
    found = problems(tmp_path, "basis: klein\nsignalen: {derde: geen}\n", presets)

    assert told(found) == [("M-0008", "2:19")]


def test_a_header_that_need_not_be_whole_is_not_that_of_the_basis(
    tmp_path: Path, presets: Path
) -> None:
    header = "kolommen: streng, kopregel: [Nr, Beschikking, Code, Besluit, Ongeval]"
    text = KLEIN.replace('";"}', f'";", {header}}}')
    (presets / "klein.yaml").write_text(text, encoding="utf-8")
    own = "velden: {client: {geslachtsnaam: {kolom: Naam}}}\n"

    strict = problems(tmp_path, f"basis: klein\n{own}", presets)
    plan = load_text(tmp_path, f"basis: klein\nbestand: {{kolommen: los}}\n{own}", presets)

    assert told(strict) == [("M-0018", "2:42")]
    assert isinstance(plan.layout, CsvLayout)
    assert (plan.layout.alle_kolommen, "Naam" in kolommen(plan)) == ((), True)


NAMEN = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="`"), min_size=1)


@given(st.lists(NAMEN.map(kolomnaam), min_size=5, max_size=5, unique=True))
def test_whatever_the_columns_are_called_the_same_is_read(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("namen")
    (folder / "klein.yaml").write_text(KLEIN, encoding="utf-8")
    own = dict(zip(KLEINE_RIJ, names, strict=True))
    text = f"basis: klein\nkolomnamen: {json.dumps(own, ensure_ascii=False)}\n"

    plan = load_text(folder, text, folder)

    renamed = {own[name]: cell for name, cell in KLEINE_RIJ.items()}
    assert set(kolommen(plan)) == set(names)
    assert facts(plan, row(renamed)) == facts(load_text(folder, KLEIN), row(KLEINE_RIJ))
