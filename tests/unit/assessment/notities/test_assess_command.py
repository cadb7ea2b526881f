"""`regresbrug assess`, through the door that an administrator uses."""

import json
from pathlib import Path

import pytest

from console.cli import main
from tests.unit.mappings.test_notes import with_note

CASES = Path(__file__).parents[3] / "data" / "law" / "cases.json"


def csv_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "notities.csv"
    path.write_bytes(text.encode(encoding))
    return path


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_notes_are_judged_one_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = csv_file(
        tmp_path,
        "id;note\n"
        '1;"Door een taxi aangereden\nop 3-4-2021."\n'
        "2;Vraagt hulp.\n3;Mogelijk gevallen.\n",
    )

    assert main(["assess", "--file", str(path), "--column", "note", "--format", "jsonl"]) == 0

    first, second, third = lines(capsys)
    assert list(first) == ["regel", "indicatie", "derde", "soort", "datum", "precisie", "redenen"]
    assert [first["regel"], second["regel"], third["regel"]] == [2, 4, 5]
    assert (first["indicatie"], first["derde"], first["soort"]) == ("J", "ja", "verkeer")
    assert (first["datum"], first["precisie"]) == ("2021-04-03", "dag")
    assert (second["indicatie"], second["soort"], second["datum"]) == ("N", None, None)
    assert third["indicatie"] == "O"


def test_the_note_itself_is_never_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = csv_file(tmp_path, "note\nMevrouw Testpersoon uit Duinrand is aangereden.\n")

    assert main(["assess", "--file", str(path), "--format", "table"]) == 0
    shown = capsys.readouterr()

    assert "aangereden" in shown.out
    assert "Testpersoon" not in shown.out + shown.err
    assert "Duinrand" not in shown.out + shown.err


@pytest.mark.parametrize(
    ("text", "column", "encoding", "code"),
    [
        ("a;b\n1;2\n", "note", "utf-8", "A-0112"),
        ("a;note\n1;2;3\n", "note", "utf-8", "A-0113"),
        ('a;note\n1;"nooit dicht\n', "note", "utf-8", "A-0113"),
        ("note\ncliënt\n", "note", "cp1252", "A-0111"),
        ("", "note", "utf-8", "A-0112"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    column: str,
    encoding: str,
    code: str,
) -> None:
    path = csv_file(tmp_path, text, encoding)

    assert main(["assess", "--file", str(path), "--column", column]) == 2
    said = capsys.readouterr().err
    assert code in said
    assert str(tmp_path) not in said


def test_a_missing_column_is_told_by_the_name_that_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = csv_file(tmp_path, "Mevrouw Testpersoon is gevallen.\n")

    assert main(["assess", "--file", str(path)]) == 2

    said = capsys.readouterr().err
    assert "Kolom `note` staat niet in de eerste regel" in said
    assert "moet de namen van de kolommen hebben" in said
    assert "Testpersoon" not in said


def test_a_file_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", "--file", "weg.csv"]) == 2
    assert "A-0111  Dit bestand is er niet" in capsys.readouterr().err


def test_a_character_set_that_does_not_exist_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = csv_file(tmp_path, "note\nGevallen.\n")

    assert main(["assess", "--file", str(path), "--encoding", "cp99999"]) == 2
    assert "A-0111  De tekenset cp99999 bestaat niet" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["--file", "a.csv", "--cases", "b.json"]])
def test_one_kind_of_file_is_asked_for(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(["assess", *words]) == 2
    assert "A-0114" in capsys.readouterr().err


def test_cases_are_judged_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", "--cases", str(CASES), "--format", "jsonl"]) == 0

    found = lines(capsys)
    assert len(found) == 20
    assert list(found[0]) == ["id", "uitkomst", "redencodes", "uiterlijkeDatums"]


def test_cases_are_shown_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", "--cases", str(CASES)]) == 0
    assert "relatief5:" in capsys.readouterr().out


# -- with a mapping ---------------------------------------------------------------------------


def with_mapping(tmp_path: Path, words: str) -> list[str]:
    mapping = tmp_path / "proef.yaml"
    mapping.write_text(with_note(words), encoding="utf-8")
    path = csv_file(tmp_path, "note\nMw. kan niet meer lopen na een flurk in mei.\n")
    return ["assess", "--file", str(path), "--mapping", str(mapping), "--format", "jsonl"]


def test_notes_are_judged_with_the_words_of_a_mapping(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(with_mapping(tmp_path, "leeg: x")) == 0
    assert lines(capsys)[0]["indicatie"] == "N"

    assert main(with_mapping(tmp_path, "termen: {ongeval: [flurk]}")) == 0
    assert lines(capsys)[0]["indicatie"] == "J"


def test_a_name_that_does_not_exist_is_told_at_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(with_mapping(tmp_path, "termen: {ongval: [flurk]}")) == 3

    told = capsys.readouterr()
    assert "A-0004" in told.err
    assert "proef.yaml:12:" in told.err
    assert told.out == ""


def test_a_mapping_goes_with_notes_and_not_with_cases(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", "--cases", str(CASES), "--mapping", str(tmp_path / "x.yaml")]) == 2
    assert "A-0114" in capsys.readouterr().err
