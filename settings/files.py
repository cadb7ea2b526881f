"""Reads one YAML file of config/ into a typed block, or says everything that is wrong with it."""

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from regres import ConfigProblem, Problem

Block = TypeVar("Block", bound=BaseModel)

# pydantic's error type -> (our code, Dutch sentence, what to do). Everything else is C-0109.
_SAYINGS = {
    "missing": ("C-0103", "Verplicht veld ontbreekt: {naam}.", "Voeg de regel toe."),
    "extra_forbidden": ("C-0104", "Onbekend veld: {naam}.", "{voorstel}"),
    "letterlijk_geheim": (
        "C-0105",
        "Hier staat een geheim letterlijk in de configuratie ({naam}).",
        "Verwijs ernaar: secret://env/NAAM, secret://file/pad of secret://credential/NAAM. "
        "Vervang het geheim ook: het heeft leesbaar in een bestand gestaan.",
    ),
    "code_zonder_aanhalingstekens": (
        "C-0102",
        "De gemeentecode staat zonder aanhalingstekens; dan valt een voorloopnul weg.",
        'Schrijf de code tussen aanhalingstekens, bijvoorbeeld "0999".',
    ),
    "gemeentecode": (
        "C-0106",
        "{naam} is geen gemeentecode.",
        'Een gemeentecode is 4 cijfers tussen aanhalingstekens, bijvoorbeeld "9901".',
    ),
    "tijdstip": ("C-0107", "{naam} is geen tijdstip.", 'Schrijf "uu:mm" tussen aanhalingstekens.'),
    "geen_https": (
        "C-0108",
        "{naam} is geen https-adres.",
        "Alleen https:// is toegestaan, zonder gebruikersnaam in het adres.",
    ),
    "literal_error": ("C-0110", "{naam} heeft een waarde die hier niet kan.", "Kies: {keuze}."),
    "union_tag_invalid": ("C-0110", "{naam} heeft een soort die niet bestaat.", "Kies: {keuze}."),
    "union_tag_not_found": ("C-0103", "Verplicht veld ontbreekt: {naam}.soort.", "Voeg het toe."),
}
_NO_START = "Regresbrug start niet zolang dit zo is."


def read_block(file: Path, shape: type[Block], shown: str) -> Block:
    """Read a file into its shape; `shown` is how messages name the file.

    Raises ConfigProblem with every problem at once, each at file:line:column.
    """
    tree = _tree(file, shown)
    try:
        return shape.model_validate(_plain(tree))
    except ValidationError as wrong:
        details = wrong.errors(include_url=False, include_input=False)
        problems = [_problem(error, tree, shape, shown) for error in details]
    raise ConfigProblem(*problems)


def _tree(file: Path, shown: str) -> CommentedMap:
    reader = YAML(typ="rt", pure=True)
    try:
        tree = reader.load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigProblem(_missing_file(shown)) from None
    except UnicodeDecodeError as wrong:
        raise ConfigProblem(_bad_bytes(shown, wrong.start)) from None
    except DuplicateKeyError as wrong:
        raise ConfigProblem(_at_mark(wrong, shown, "Een veld staat er twee keer.")) from None
    except MarkedYAMLError as wrong:
        raise ConfigProblem(_at_mark(wrong, shown, "Dit is geen geldige YAML.")) from None
    except YAMLError:
        raise ConfigProblem(_not_a_map(shown)) from None
    if not isinstance(tree, CommentedMap):
        raise ConfigProblem(_not_a_map(shown))
    return tree


def _missing_file(shown: str) -> Problem:
    return Problem(
        "C-0100",
        "Dit bestand is er niet.",
        shown,
        _NO_START,
        "Maak het bestand, of geef met --config de juiste map op.",
    )


def _bad_bytes(shown: str, offset: int) -> Problem:
    return Problem(
        "C-0101",
        f"Dit bestand is geen UTF-8 (byte {offset}).",
        shown,
        _NO_START,
        "Bewaar als UTF-8.",
    )


def _not_a_map(shown: str) -> Problem:
    doe = "Begin met `veld: waarde`; kijk in config/ van het voorbeeld."
    return Problem("C-0101", "Dit bestand heeft geen velden.", shown, _NO_START, doe)


def _at_mark(wrong: MarkedYAMLError, shown: str, wat: str) -> Problem:
    mark = wrong.problem_mark or wrong.context_mark
    where = f"{shown}:{mark.line + 1}:{mark.column + 1}" if mark else shown
    doe = "Kijk naar de inspringing, de dubbele punt en de aanhalingstekens op deze regel."
    return Problem("C-0101", wat, where, _NO_START, doe)


def _plain(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, Sequence) and not isinstance(node, str):
        return tuple(_plain(value) for value in node)
    return str(node) if isinstance(node, str) else node


def _problem(
    error: ErrorDetails, tree: CommentedMap, shape: type[BaseModel], shown: str
) -> Problem:
    path = _in_file(error["loc"], tree)
    code, wat, doe = _SAYINGS.get(
        error["type"], ("C-0109", "{naam} heeft een verkeerde waarde.", "Kijk in het handboek.")
    )
    words = {
        "naam": ".".join(str(part) for part in path) or "bestand",
        "keuze": str(error.get("ctx", {}).get("expected") or _tags(error)),
        "voorstel": _suggestion(path, shape),
    }
    where = place(tree, path, shown)
    return Problem(code, wat.format(**words), where, _NO_START, doe.format(**words))


def _tags(error: ErrorDetails) -> str:
    return str(error.get("ctx", {}).get("expected_tags", "een van de beschreven soorten"))


def _in_file(loc: tuple[int | str, ...], tree: CommentedMap) -> tuple[int | str, ...]:
    """Drop the parts that pydantic adds for unions and keys: they are not in the file."""
    kept: list[int | str] = []
    node: Any = tree
    for number, part in enumerate(loc):
        last = number == len(loc) - 1
        if isinstance(node, Mapping) and part not in node and not last:
            continue
        if part == "[key]":
            continue
        kept.append(part)
        node = _step(node, part)
    return tuple(kept)


def _step(node: Any, part: int | str) -> Any:
    if isinstance(node, Mapping):
        return node.get(part)
    if isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
        return node[part]
    return None


def place(tree: CommentedMap, path: Sequence[int | str], shown: str) -> str:
    """Give file:line:column of the value at a path, or of the nearest block above it."""
    node: Any = tree
    line, column = 0, 0
    for part in path:
        try:
            line, column = _position(node, part)
        except (KeyError, TypeError, AttributeError, IndexError):
            break
        node = _step(node, part)
    return f"{shown}:{line + 1}:{column + 1}"


def _position(node: Any, part: int | str) -> tuple[int, int]:
    spot = node.lc.data[part]
    return spot[0], spot[1]


def _suggestion(path: Sequence[int | str], shape: type[BaseModel]) -> str:
    wrong = str(path[-1]) if path else ""
    near = difflib.get_close_matches(wrong, sorted(_all_names(shape)), n=1, cutoff=0.6)
    return f"Bedoelde u {near[0]}?" if near else "Haal de regel weg of kijk in het handboek."


def _all_names(shape: type[BaseModel]) -> set[str]:
    schema = shape.model_json_schema()
    blocks = [schema, *schema.get("$defs", {}).values()]
    return {name for block in blocks for name in block.get("properties", {})}
