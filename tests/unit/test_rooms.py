"""The plan of the house: which room may use which, and that its rooms' names are ours alone."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# From the top down. A room uses what stands below it, and does not know its neighbours.
FLOORS = (
    {"console"},
    {"web", "loket"},
    {"scheduler"},
    {"settings"},
    {"pipeline"},
    {"connectors", "mappings", "assessment", "privacy", "ledger", "sinks"},
    {"regres"},
)
ROOMS = sorted(set().union(*FLOORS))
# The demo plays with every room; nothing in the house leans on what stands outside of it.
OUTSIDE = {"bench", "tests", "start"}
HOUSE = {*ROOMS, "demo"}


@dataclass(frozen=True)
class Use:
    """One import: what for, where, and whether it waits until a function is called."""

    what: str
    where: str
    waits: bool

    @property
    def room(self) -> str:
        return self.what.partition(".")[0]


def offences(root: Path, room: str) -> list[str]:
    """The imports of a room that the plan does not allow, each with its place."""
    return [f"{use.where}: {use.what}" for use in uses(root, room) if not allowed(room, use)]


def allowed(room: str, use: Use) -> bool:
    if use.room not in HOUSE | OUTSIDE or use.room == room:
        return True
    if use.room in OUTSIDE:
        return False
    if use.room == "demo":
        return room == "console" and use.waits
    if room == "loket":
        return use.room == "regres" or f"{use.what}.".startswith("web.look.")
    return room == "demo" or floor(use.room) > floor(room)


def floor(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def uses(root: Path, room: str) -> Iterator[Use]:
    for file in files(root, room):
        tree = ast.parse(file.read_text("utf-8"))
        for node, waits in statements(tree):
            where = f"{file.relative_to(root)}:{node.lineno}"
            yield from (Use(what, where, waits) for what in imported(node))


def files(root: Path, room: str) -> list[Path]:
    """A room's Python files; none while it is not built yet."""
    return [file for file in (root / f"{room}.py", *(root / room).rglob("*.py")) if file.exists()]


def statements(tree: ast.AST, waits: bool = False) -> Iterator[tuple[ast.stmt, bool]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.stmt):
            yield node, waits
        inside = waits or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from statements(node, inside)


def imported(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [f"{node.module}.{name.name}" for name in node.names]
    return []


# --- the house as it stands -------------------------------------------------------------------


@pytest.mark.parametrize("room", sorted(HOUSE))
def test_a_room_uses_only_what_stands_below_it(room: str) -> None:
    assert offences(ROOT, room) == []


@pytest.mark.parametrize("room", sorted(HOUSE | OUTSIDE))
def test_no_other_distribution_installs_a_room_of_ours(room: str) -> None:
    assert set(packages_distributions().get(room, [])) <= {"regresbrug"}


@pytest.mark.parametrize("room", sorted(HOUSE))
def test_a_room_says_what_it_is_in_one_sentence(room: str) -> None:
    init = ROOT / room / "__init__.py"
    if init.exists():
        said = ast.get_docstring(ast.parse(init.read_text("utf-8"))) or ""

        assert re.findall(r"[.!?](?:\s|$)", said) == ["."]


def shipped() -> set[str]:
    """What pyproject.toml puts into the product: folders, and rooms of a single file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"])


def test_what_is_shipped_is_the_house_and_nothing_else() -> None:
    assert {name.removesuffix(".py") for name in shipped()} == HOUSE


def test_a_room_that_became_a_folder_is_shipped_as_one() -> None:
    built = {path.name for room in HOUSE for path in (ROOT / room, ROOT / f"{room}.py")}

    assert {name for name in built if (ROOT / name).exists()} <= shipped()


def test_no_room_is_built_that_the_plan_does_not_know() -> None:
    built = {init.parent.name for init in ROOT.glob("*/__init__.py")}
    built |= {file.stem for file in ROOT.glob("*.py")}

    assert built <= HOUSE | OUTSIDE


# --- the eye that looks -----------------------------------------------------------------------


def build(root: Path, **rooms: str) -> Path:
    """A small house elsewhere: each room one file with the given text."""
    for room, text in rooms.items():
        (root / room).mkdir()
        (root / room / "__init__.py").write_text(text, "utf-8")
    return root


@pytest.mark.parametrize(
    ("room", "text"),
    [
        ("sinks", "import ledger"),
        ("sinks", "from ledger.book import Book"),
        ("regres", "import pipeline"),
        ("pipeline", "from settings import load"),
        ("ledger", "def later():\n    import privacy"),
        ("mappings", "if True:\n    from connectors import base"),
        ("web", "import loket"),
        ("loket", "import web"),
        ("loket", "from web import pages"),
        ("loket", "from web.lookout import page"),
        ("loket", "import ledger"),
        ("loket", "import settings"),
        ("console", "import demo"),
        ("console", "class Later:\n    from demo import play"),
        ("web", "def later():\n    import demo"),
        ("demo", "import bench"),
        ("console", "from tests.tools import sshd"),
    ],
)
def test_a_use_against_the_plan_is_seen(tmp_path: Path, room: str, text: str) -> None:
    assert len(offences(build(tmp_path, **{room: text}), room)) == 1


@pytest.mark.parametrize(
    ("room", "text"),
    [
        ("console", "import web, loket.app, regres"),
        ("console", "def play():\n    from demo import play"),
        ("console", "async def play():\n    if True:\n        import demo.play"),
        ("web", "import scheduler, settings, ledger"),
        ("loket", "from web import look"),
        ("loket", "import web.look"),
        ("loket", "from web.look import page\nfrom regres.shapes import Melding"),
        ("pipeline", "import connectors, mappings, assessment, privacy, ledger, sinks, regres"),
        ("ledger", "from ledger.book import Book\nfrom . import book"),
        ("sinks", "import json, requests"),
        ("demo", "import console, loket, web, ledger"),
    ],
)
def test_a_use_within_the_plan_is_let_be(tmp_path: Path, room: str, text: str) -> None:
    assert offences(build(tmp_path, **{room: text}), room) == []


def test_an_offence_is_told_with_its_place(tmp_path: Path) -> None:
    house = build(tmp_path, sinks='"""Doors out."""\n\nfrom ledger import book')

    assert offences(house, "sinks") == ["sinks/__init__.py:3: ledger.book"]


def test_a_room_may_be_a_single_file(tmp_path: Path) -> None:
    (tmp_path / "pipeline.py").write_text("import settings", "utf-8")

    assert offences(tmp_path, "pipeline") == ["pipeline.py:1: settings"]
