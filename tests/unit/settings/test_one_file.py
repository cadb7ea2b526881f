"""What is wrong in one file is told at its line and column, and no value is ever repeated."""

from pathlib import Path

import pytest

from regres import ConfigProblem
from settings import load
from settings.shapes import StufBron
from tests.unit.settings.map import DIENSTBESTAND, GEMEENTEBESTAND, Map

KANARIE = "Kanarie7Geheim"


def test_the_folder_as_it_stands_is_right(config: Map) -> None:
    config.schrijf()

    settings = load(config.pad)

    (een,) = settings.gemeenten
    assert een.identiteit == "9901"
    assert isinstance(een.blok.bronnen["zaaksysteem"], StufBron)
    assert settings.grootboek == f"sqlite:///{config.pad.parent}/regresbrug.db"


def test_a_byte_order_mark_is_no_trouble(config: Map) -> None:
    config.teksten[DIENSTBESTAND] = "\ufeff" + config.teksten[DIENSTBESTAND]
    config.schrijf()

    assert load(config.pad).dienst.log == "INFO"


def test_a_text_folded_over_lines_is_one_line_without_signs_nobody_sees(config: Map) -> None:
    folded = "naam: >-\n  Duinrand,\n  aan zee"
    text = config.teksten[GEMEENTEBESTAND]
    config.teksten[GEMEENTEBESTAND] = text.replace("naam: Duinrand", folded)
    config.schrijf()

    assert load(config.pad).gemeenten[0].blok.naam == "Duinrand, aan zee"


# Where the trouble is: the value for a wrong value, the key for a key, the block for what lacks.
VALUES = [
    (GEMEENTEBESTAND, 'gemeentecode: "9901"', "gemeentecode: 0363", "0363", "C-0102"),
    (GEMEENTEBESTAND, 'gemeentecode: "9901"', "gemeentecode: 9901 ", "9901 ", "C-0102"),
    (GEMEENTEBESTAND, 'gemeentecode: "9901"', 'gemeentecode: "99"', '"99"', "C-0106"),
    (GEMEENTEBESTAND, 'gemeentecode: "9901"', "gemeentecode: [9901]", "[9901]", "C-0106"),
    (GEMEENTEBESTAND, "LOKET_GEHEIM", f"{KANARIE}\n  klient: x", "klient", "C-0104"),
    (GEMEENTEBESTAND, "secret://env/LOKET_GEHEIM", KANARIE, KANARIE, "C-0105"),
    (GEMEENTEBESTAND, "secret://file/./geheim/wortel-1.key", KANARIE, KANARIE, "C-0105"),
    (GEMEENTEBESTAND, "secret://file/./geheim/sftp", KANARIE, KANARIE, "C-0105"),
    (DIENSTBESTAND, "sqlite:///../regresbrug.db", f"pg://u:{KANARIE}@h/d", "pg://", "C-0105"),
    (DIENSTBESTAND, "sqlite:///../regresbrug.db", "sqlite:///", "sqlite:///", "C-0120"),
    (DIENSTBESTAND, "sqlite:///../regresbrug.db", KANARIE, KANARIE, "C-0120"),
    (DIENSTBESTAND, "https://loket.example:8443", f"http://{KANARIE}", "http://", "C-0108"),
    (DIENSTBESTAND, "https://loket.example:8443", f"https://u:{KANARIE}@h", "https://", "C-0108"),
    (DIENSTBESTAND, "https://loket.example:8443", "https://h:99999", "https://", "C-0108"),
    (DIENSTBESTAND, "https://loket.example:8443", "https://[::1", "https://", "C-0108"),
    (DIENSTBESTAND, "- zaken.example:443", f"- https://{KANARIE}", "https://K", "C-0111"),
    (DIENSTBESTAND, "- zaken.example:443", "- zaken.example:70000", "zaken.example", "C-0111"),
    (DIENSTBESTAND, "log: INFO", f"log: {KANARIE}", KANARIE, "C-0110"),
    (GEMEENTEBESTAND, "stand: actief", f"stand: {KANARIE}", KANARIE, "C-0110"),
    (GEMEENTEBESTAND, "soort: sftp", f"soort: {KANARIE}", KANARIE, "C-0110"),
    (GEMEENTEBESTAND, "naam: Team Wmo", f"naam: T\n  email: {KANARIE}", KANARIE, "C-0119"),
    (GEMEENTEBESTAND, "naam: Duinrand", 'naam: "  "', '"  "', "C-0121"),
    (GEMEENTEBESTAND, "naam: Duinrand", f"naam: [{KANARIE}]", "[K", "C-0109"),
    (GEMEENTEBESTAND, "vanaf: 2019-01-01", "vanaf: 2019-02-30", "2019-02-30", "C-0115"),
    (GEMEENTEBESTAND, "vanaf: 2019-01-01", f"vanaf: {KANARIE}", KANARIE, "C-0109"),
    (GEMEENTEBESTAND, "vanaf: 2019-01-01", "vanaf: 2019-01-01\n    per_pagina: 0", "0\n", "C-0109"),
    (GEMEENTEBESTAND, "map: ../export", "map: [x]", "[x]", "C-0109"),
    (GEMEENTEBESTAND, "map: ../export", "map: ../export\n    tijd: 4:00", "4:00", "C-0107"),
    (GEMEENTEBESTAND, "map: ../export", 'map: ../export\n    tijd: "24:00"', '"24:00"', "C-0107"),
    (GEMEENTEBESTAND, "[WMO-VOORZ]", "[]", "[]", "C-0109"),
    (GEMEENTEBESTAND, "[WMO-VOORZ]", '[WMO-VOORZ, ""]', '""', "C-0121"),
]


@pytest.mark.parametrize(("bestand", "oud", "nieuw", "stuk", "code"), VALUES)
def test_a_wrong_value_is_told_where_it_stands_and_not_repeated(
    config: Map, bestand: str, oud: str, nieuw: str, stuk: str, code: str
) -> None:
    config.vervang(bestand, oud, nieuw)

    problem = config.probleem()

    assert (problem.code, problem.waar) == (code, config.plek(bestand, stuk))
    assert KANARIE not in repr(problem)
    assert problem.doe


@pytest.mark.parametrize(("waarde", "doe"), [(0, "ten minste 1"), (501, "hoogstens 500")])
def test_a_number_out_of_bounds_is_told_its_bound(config: Map, waarde: int, doe: str) -> None:
    more = f"vanaf: 2019-01-01\n    per_pagina: {waarde}"
    config.vervang(GEMEENTEBESTAND, "vanaf: 2019-01-01", more)

    problem = config.probleem()

    assert (problem.code, problem.doe) == ("C-0109", f"Schrijf {doe}.")


@pytest.mark.parametrize(
    ("oud", "nieuw", "stuk", "naam"),
    [
        ("naam: Duinrand\n", "", None, "naam"),
        ("  doel: verhaal\n", "", "verwerking", "verwerking.doel"),
        ("    gebruiker: regresbrug\n", "", "export:\n    soort", "bronnen.export.gebruiker"),
        ("    soort: sftp\n", "", "export:\n    mapping", "bronnen.export.soort"),
        # A source of the kind `map` has a field of that name: the kind is not the field.
        ("    map: ../export\n", "", "map:\n    soort", "bronnen.map.map"),
    ],
)
def test_what_lacks_is_named_at_the_block_it_belongs_in(
    config: Map, oud: str, nieuw: str, stuk: str | None, naam: str
) -> None:
    config.vervang(GEMEENTEBESTAND, oud, nieuw)

    problem = config.probleem()

    where = config.plek(GEMEENTEBESTAND, stuk) if stuk else f"{GEMEENTEBESTAND}:1:1"
    assert problem.code == "C-0103"
    assert problem.wat == f"Verplicht veld ontbreekt: {naam}."
    assert problem.waar == where


def test_a_wrong_field_of_a_source_of_kind_map_is_named_by_its_own_path(config: Map) -> None:
    config.vervang(GEMEENTEBESTAND, "map: ../export", "map: 5")

    assert config.probleem().wat == "bronnen.map.map heeft een verkeerde waarde."


def test_an_unknown_field_comes_with_the_name_that_was_meant(config: Map) -> None:
    config.vervang(GEMEENTEBESTAND, "gebruiker: regresbrug", "gebruikr: regresbrug")

    found = {problem.code: problem for problem in config.problemen()}

    assert set(found) == {"C-0103", "C-0104"}
    assert found["C-0104"].waar == config.plek(GEMEENTEBESTAND, "gebruikr")
    assert found["C-0104"].doe == "Bedoelde u gebruiker?"


def test_an_unknown_field_like_no_other_is_told_to_go(config: Map) -> None:
    config.vervang(DIENSTBESTAND, "log: INFO", "log: INFO\nxyzzy: 1")

    assert config.probleem().doe == "Haal de regel weg of kijk in het handboek."


def test_a_value_in_the_place_of_a_key_is_not_repeated(config: Map) -> None:
    config.vervang(GEMEENTEBESTAND, "naam: Duinrand", f'naam: Duinrand\n"{KANARIE} abc": 1')

    problem = config.probleem()

    assert problem.code == "C-0104"
    assert KANARIE not in repr(problem)


# What cannot be read at all. An empty `stuk` means: the file as a whole.
UNREADABLE = [
    ("C-0113", "naam: Duinrand", "naam: Duinrand\nnaam: Elders", "naam: Elders"),
    ("C-0113", "  ca: tls/ca.pem\n", "  ca: x\n  ca: y\n", "ca: y"),
    ("C-0114", "naam: Duinrand", "naam: &a Duinrand", "&a"),
    ("C-0114", "naam: Duinrand", f"naam: !!python/name:os.{KANARIE} x", "!!python"),
    ("C-0112", "naam: Duinrand", "[naam]: Duinrand", "[naam]"),
    ("C-0117", "naam: Duinrand", f'naam: "{KANARIE}', None),
    ("C-0117", "naam: Duinrand", "naam: Duinrand\n\tstand: x", None),
    ("C-0117", "naam: Duinrand", r'naam: "\U7fffffff"', None),
    ("C-0117", "naam: Duinrand", "naam: " + "[" * 400, None),
    ("C-0117", "naam: Duinrand", "naam: *elders", None),
]


@pytest.mark.parametrize(("code", "oud", "nieuw", "stuk"), UNREADABLE)
def test_yaml_that_cannot_be_used_is_told_with_its_place(
    config: Map, code: str, oud: str, nieuw: str, stuk: str | None
) -> None:
    bestand = DIENSTBESTAND if "ca:" in oud else GEMEENTEBESTAND
    config.vervang(bestand, oud, nieuw)

    problem = config.probleem()

    assert problem.code == code
    assert problem.waar.startswith(bestand)
    assert stuk is None or problem.waar == config.plek(bestand, stuk)
    assert KANARIE not in repr(problem)


def test_all_that_is_wrong_with_the_yaml_is_told_at_once(config: Map) -> None:
    config.vervang(GEMEENTEBESTAND, "naam: Duinrand", "naam: Duinrand\nnaam: Elders")
    config.vervang(GEMEENTEBESTAND, "vanaf: 2019-01-01", "vanaf: 2019-02-30")

    assert [problem.code for problem in config.problemen()] == ["C-0113", "C-0115"]


def test_a_file_that_is_not_utf8_is_refused(config: Map) -> None:
    config.schrijf()
    file = config.pad / GEMEENTEBESTAND
    file.write_bytes(config.teksten[GEMEENTEBESTAND].encode() + "# één".encode("cp1252"))

    with pytest.raises(ConfigProblem) as refused:
        load(config.pad)

    (problem,) = refused.value.problems
    assert (problem.code, problem.waar) == ("C-0101", GEMEENTEBESTAND)


@pytest.mark.parametrize("text", ["", "# leeg\n", "- een\n- twee\n", "zomaar\n"])
def test_a_file_without_fields_is_refused(config: Map, text: str) -> None:
    config.teksten[GEMEENTEBESTAND] = text

    assert config.probleem().code == "C-0118"


def test_a_folder_without_configuration_names_the_file_that_lacks(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem) as refused:
        load(tmp_path)

    codes = [problem.code for problem in refused.value.problems]
    assert codes == ["C-0100", "C-0201"]
    assert "--config" in refused.value.problems[0].doe


def test_something_that_is_no_file_is_told_as_unreadable(config: Map) -> None:
    config.schrijf()
    (config.pad / DIENSTBESTAND).unlink()
    (config.pad / DIENSTBESTAND).mkdir()

    with pytest.raises(ConfigProblem) as refused:
        load(config.pad)

    assert [problem.code for problem in refused.value.problems] == ["C-0116"]
