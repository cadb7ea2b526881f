"""The pages about the rules say what the rules are."""

from pathlib import Path

import pytest

from tests.tools.regeldocs import PAGINAS, TABELLEN, plekken, vul

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("page", PAGINAS, ids=str)
def test_a_page_shows_its_data_as_it_is_now(page: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    assert vul(text) == text, "run: python -m tests.tools.regeldocs"


def test_every_table_stands_on_a_page() -> None:
    pages = [(ROOT / page).read_text(encoding="utf-8") for page in PAGINAS]

    assert set().union(*(plekken(page) for page in pages)) == set(TABELLEN)


def test_a_page_that_is_behind_is_brought_up_to_date() -> None:
    behind = "voor\n<!-- tabel steun -->\noud\n<!-- einde -->\nna\n"

    assert "| kenteken | zwak |" in vul(behind)
    assert "oud" not in vul(behind)
