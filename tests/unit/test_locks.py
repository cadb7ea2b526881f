"""The locks: every package with its version and hashes, from wherever the machine gets it."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("run", "test", "xmlsec")


def lock(kind: str) -> str:
    return (ROOT / "requirements" / f"{kind}.txt").read_text("utf-8")


def entries(kind: str) -> list[str]:
    """One text per package: its line, and the lines with hashes that belong to it."""
    return re.split(r"\n(?=\S)", lock(kind).strip())


def versions(kind: str) -> dict[str, str]:
    found = (re.match(r"([^=\[]+)(?:\[.*?\])?==(\S+)", entry) for entry in entries(kind))
    return {plain(match[1]): match[2] for match in found if match}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(lines: list[str]) -> set[str]:
    """The names in a list of requirements, without versions, extras and comments."""
    found = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines)
    return {plain(match[0]) for match in found if match}


@pytest.mark.parametrize("kind", KINDS)
def test_every_package_has_one_version_and_hashes(kind: str) -> None:
    entry = re.compile(r"[a-z0-9-]+(\[[a-z,-]+\])?==\S+( ; .+)?( \\\n    --hash=sha256:\w{64})+")

    assert [text for text in entries(kind) if not entry.fullmatch(text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_package_stands_there_twice(kind: str) -> None:
    assert len(versions(kind)) == len(entries(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_a_lock_names_no_place_to_fetch_from(kind: str) -> None:
    assert re.findall(r"://|--index|--find-links|@ ", lock(kind)) == []


def test_everything_the_product_names_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = wanted(project["project"]["dependencies"] + project["build-system"]["requires"])

    assert named - set(versions("run")) == set()


def test_the_reason_for_everything_the_product_names_is_written_down() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    page = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text("utf-8")
    first_cells = re.findall(r"^\| ([^|]+) \|", page, re.MULTILINE)
    told = wanted([name.strip() for cell in first_cells for name in cell.split(",")])

    assert wanted(project["project"]["dependencies"]) - told == set()


@pytest.mark.parametrize("kind", KINDS)
def test_everything_a_list_names_is_in_its_lock(kind: str) -> None:
    listed = (ROOT / "requirements" / f"{kind}.in").read_text("utf-8").splitlines()

    assert wanted(listed) - set(versions(kind)) == set()


def test_the_tests_run_on_the_versions_that_the_product_ships_with() -> None:
    tested = versions("test")

    assert {name: tested.get(name) for name in versions("run")} == versions("run")


def test_the_extra_goes_with_the_versions_that_the_product_ships_with() -> None:
    """Both xmlsec and lxml stand on libxml2: another lxml beside it fails at import."""
    run, extra = versions("run"), versions("xmlsec")

    assert extra["lxml"] == run["lxml"]
    assert versions("test")["xmlsec"] == extra["xmlsec"]
