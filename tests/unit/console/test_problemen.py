"""A code is explained, on the command line and on a page."""

from pathlib import Path

import pytest

from console.cli import main
from console.codepagina import lijst, pagina, schrijf

PAGES = Path(__file__).resolve().parents[3] / "docs" / "problemen"


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


def test_the_pages_stand_as_they_are_made(tmp_path: Path) -> None:
    """Made anew by: regresbrug problemen --naar docs/problemen."""
    schrijf(tmp_path)

    made = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert {path.name: path.read_text("utf-8") for path in PAGES.iterdir()} == made


def test_a_page_shows_where_words_are_filled_in() -> None:
    assert "{code}" in pagina("C-0009")
