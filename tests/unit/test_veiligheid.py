"""The threat model tells the truth: each test it names exists; what has none says it is open."""

import ast
import re
from pathlib import Path

import pytest

from tests.tools.gemeente import ROOT

MAP = ROOT / "docs" / "veiligheid"
PAGES = sorted(MAP.glob("*.md"))
TOETS = re.compile(r"`([a-z_/0-9]+\.py)::(\w+)`")


def namen_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = (node.name for node in ast.walk(tree) if isinstance(node, kinds))
    return {name for name in found if name.startswith("test_")}


def rijen(page: Path) -> list[list[str]]:
    """Give the cells of the rows of the tables that name threats or points."""
    lines = [line for line in page.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if re.fullmatch(r"[A-Z]?[0-9]+", row[0])]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_is_named_exists(page: Path) -> None:
    named = TOETS.findall(page.read_text("utf-8"))
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not (ROOT / "tests" / file).is_file() or name not in namen_in(ROOT / "tests" / file)
    ]

    assert missing == []
    assert not re.search(r"\.py::\w+(?!\w|`)", page.read_text("utf-8"))


@pytest.mark.parametrize("name", ["stride.md", "linddun.md", "punten.md"])
def test_a_row_names_a_test_or_says_that_it_is_open(name: str) -> None:
    rows = rijen(MAP / name)

    assert len(rows) > 25
    for row in rows:
        whole = " | ".join(row)
        assert TOETS.search(whole) or "`open`" in whole, whole
    assert len({row[0] for row in rows}) == len(rows)


def test_each_letter_of_both_models_has_its_rows() -> None:
    assert {row[0][0] for row in rijen(MAP / "stride.md")} == set("STRIDE")
    # O: onthullen (disclosure), U: onwetend (unawareness), C: niet naleven (non-compliance).
    assert {row[0][0] for row in rijen(MAP / "linddun.md")} == set("LINDOUC")


def test_all_forty_two_points_are_there_in_order() -> None:
    assert [row[0] for row in rijen(MAP / "punten.md")] == [str(nr) for nr in range(1, 43)]


def test_what_the_pseudonym_does_not_do_on_one_machine_is_said() -> None:
    text = (MAP / "README.md").read_text("utf-8")

    assert "Wat open is" in text
    assert "beschermt het pseudoniem niet" in text


def test_figures_are_made_at_one_place_where_their_labels_are_proven() -> None:
    """By `acceptance/test_bewaking.py::test_a_label_is_a_word_of_ours_and_never_of_a_record`."""
    outside = {".venv", ".cache", "tests", "bench"}
    files = [file for file in ROOT.rglob("*.py") if file.relative_to(ROOT).parts[0] not in outside]
    named = [file for file in files if "prometheus_client" in file.read_text("utf-8")]

    assert [str(file.relative_to(ROOT)) for file in named] == ["console/metingen.py"]
