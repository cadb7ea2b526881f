"""A code is explained, on the command line and on a page."""

import re
from pathlib import Path

import pytest

from console.cli import main
from console.codepagina import lijst, pagina, schrijf
from regres.berichten import Taal, catalogus

#: What a sentence of the catalogue is filled in at; `{kolom: Soort}` is an example of a mapping.
PLACEHOLDER = re.compile(r"\{[A-Za-z_]+\}|\{\{")
ROOT = Path(__file__).resolve().parents[3]
PAGES = ROOT / "docs" / "problemen"
#: A command as a person would type it: the command, and what follows it when that is a word.
NAMED = re.compile(r"(?:`| {4})regresbrug ([a-z-]+(?: [a-z][a-z-]*)?)")


def test_a_code_is_explained_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["problemen", "s-0004"]) == 0

    shown = capsys.readouterr().out
    assert "Er komt geen verbinding met het Regresloket" in shown
    assert "No connection to the Regresloket could be made" in shown


def test_an_unknown_code_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["problemen", "X-0001"]) == 2

    assert capsys.readouterr().err.startswith("C-0009  De code X-0001 bestaat niet.")


def test_problems_are_told_in_english_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "problemen", "X-0001"]) == 2

    told = capsys.readouterr().err
    assert "There is no code X-0001" in told
    assert "do:" in told


def test_the_next_command_speaks_dutch_again(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--lang", "en", "problemen", "X-0001"])
    main(["problemen", "X-0001"])

    assert "doe:" in capsys.readouterr().err


def test_without_a_code_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["problemen"]) == 0

    assert len(capsys.readouterr().out.splitlines()) == 1 + len(list(lijst()))


def named_commands() -> set[str]:
    files = [
        *(ROOT / "regres" / "berichten").glob("*.toml"),
        *(ROOT / "docs/handboek").glob("*.md"),
    ]
    return {words for file in files for words in NAMED.findall(file.read_text("utf-8"))}


@pytest.mark.parametrize("words", sorted(named_commands()))
def test_every_command_that_a_message_or_the_handbook_names_exists(words: str) -> None:
    assert main([*words.split(), "--help"]) == 0


def test_the_pages_stand_as_they_are_made(tmp_path: Path) -> None:
    """Made anew by: regresbrug problemen --naar docs/problemen."""
    schrijf(tmp_path)

    made = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert {path.name: path.read_text("utf-8") for path in PAGES.iterdir()} == made


def test_a_page_tells_every_way_it_may_end_where_it_says_what_follows() -> None:
    for code, cases in catalogus().gevallen.items():
        for taal, head in ((Taal.NL, "**Gevolg.**"), (Taal.EN, "**What follows.**")):
            lines = pagina(code, [taal]).splitlines()
            (told,) = [line for line in lines if line.startswith(head)] or [""]
            for case in cases.values():
                ends = re.sub(r"\{\w+\}", "…", case[taal].gevolg)
                assert ends in told or ends == "…", code


def test_a_value_that_is_no_word_of_the_table_does_not_always_go_on() -> None:
    (told,) = [line for line in pagina("M-0107").splitlines() if line.startswith("**Gevolg.**")]

    assert "als er verder niets mis is. Of: Deze regel gaat naar quarantaine" in told


def test_a_ledger_is_called_by_one_word() -> None:
    told = " ".join(catalogus().teksten[f"L-020{n}"][Taal.NL].wat for n in range(1, 9))

    assert "grootboek" in told and "logboek" not in told


def test_anchors_that_are_gone_name_the_command_that_records_it() -> None:
    assert "regresbrug audit hersteld --wie" in catalogus().teksten["L-0609"][Taal.NL].doe


def test_a_page_never_says_the_same_twice() -> None:
    for code in catalogus().teksten:
        cases = [line for line in pagina(code).splitlines() if line.startswith("- ")]
        assert len(cases) == len(set(cases)), code


def test_a_page_leaves_open_what_a_message_fills_in() -> None:
    assert "## De code … bestaat niet" in pagina("C-0009")


def test_no_page_shows_a_word_in_braces() -> None:
    assert [code for code in catalogus().teksten if PLACEHOLDER.search(pagina(code))] == []


def test_no_list_shows_a_word_in_braces() -> None:
    assert [row for taal in Taal for row in lijst(taal) if PLACEHOLDER.search(row[1])] == []


@pytest.mark.parametrize("asked", ["m-01", " M-01", "M-01"])
def test_the_beginning_of_a_code_gives_the_list_of_those(
    capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    assert main(["problemen", asked]) == 0

    codes = [line.split()[0] for line in capsys.readouterr().out.splitlines()[1:]]
    assert codes == [code for code in sorted(catalogus().teksten) if code.startswith("M-01")]


def test_in_english_the_list_and_the_page_are_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "problemen", "s-00"]) == 0
    assert main(["--lang", "en", "problemen", "s-0004"]) == 0

    shown = capsys.readouterr().out
    assert "No connection to the Regresloket could be made" in shown
    assert "Er komt geen verbinding" not in shown
    assert "Part: destination." in shown
