"""Reads one YAML file of config/ into a typed block, or says everything that is wrong with it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from regres import ConfigProblem, Problem
from regres.berichten import Zin, bericht, een_van, zin
from regres.spelling import near
from settings.tree import Boom, Pad, lees, naam

Block = TypeVar("Block", bound=BaseModel)


#: Kind of an error of pydantic's -> our code, and which case of it.
_CODES = {
    "missing": ("C-0103", ""),
    "extra_forbidden": ("C-0104", ""),
    "letterlijk_geheim": ("C-0105", ""),
    "code_zonder_aanhalingstekens": ("C-0102", ""),
    "gemeentecode": ("C-0106", ""),
    "tijdstip": ("C-0107", ""),
    "geen_https": ("C-0108", ""),
    "literal_error": ("C-0110", ""),
    "union_tag_invalid": ("C-0110", "soort"),
    "union_tag_not_found": ("C-0103", ""),
    "hostpoort": ("C-0111", ""),
    "email": ("C-0119", ""),
    "grootboek": ("C-0120", ""),
    "leeg": ("C-0121", ""),
    "geen_uri": ("C-0122", ""),
    "geen_hostsleutel": ("C-0123", ""),
    "less_than_equal": ("C-0109", "hoogstens"),
    "greater_than_equal": ("C-0109", "minstens"),
    "nooit_bereikt": ("C-0124", ""),
    "niet_deze_computer": ("C-0125", ""),
}
_OTHER = ("C-0109", "")
#: Errors that are about a key, not about a value.
_OF_KEYS = frozenset({"extra_forbidden", "missing", "union_tag_not_found"})
_OF_KIND = frozenset({"union_tag_invalid", "union_tag_not_found"})


def read_block(file: Path, shape: type[Block], shown: str) -> tuple[Block, Boom]:
    """Read a file into its shape; `shown` is how messages name the file.

    Raises ConfigProblem with every problem at once, each at file:line:column.
    """
    boom = lees(file, shown)
    try:
        return shape.model_validate(boom.waarden), boom
    except ValidationError as wrong:
        details = wrong.errors(include_url=False, include_input=False)
        problems = [_problem(error, boom, shape) for error in details]
    raise ConfigProblem(*problems)


def _problem(error: ErrorDetails, boom: Boom, shape: type[BaseModel]) -> Problem:
    kind = error["type"]
    path = _in_file(error["loc"], boom.waarden)
    if kind in _OF_KIND:
        path = (*path, "soort")
    code, case = _CODES.get(kind, _OTHER)
    where = boom.bij_sleutel(*path) if kind in _OF_KEYS else boom.bij(*path)
    words: dict[str, Any] = {}
    if code == "C-0104":
        words["voorstel"] = _suggestion(path, shape)
    elif code == "C-0110":
        words["keuze"] = _choice(error.get("ctx", {}), _value(boom.waarden, path))
    elif code == "C-0109" and case:
        words["grens"] = next(iter(error["ctx"].values()))
    return bericht(code, case, waar=where, naam=naam(path), **words)


def _choice(ctx: Mapping[str, Any], value: object) -> str | Zin:
    """Name what may be chosen; first the one that was meant, when the value is a misspelling."""
    told = str(ctx.get("expected") or ctx.get("expected_tags", ""))
    names = re.findall(r"'([^']*)'", told)
    meant = near(value, names) if isinstance(value, str) else ""
    if meant:
        return zin("bedoelde_keuze", woord=meant, keuze=een_van(names))
    return een_van(names) if names else zin("soorten")


def _value(node: Any, path: Pad) -> Any:
    for part in path:
        node = _step(node, part)
    return node


def _in_file(loc: tuple[int | str, ...], values: Any) -> Pad:
    """Drop the parts that pydantic adds for unions and keys: they are not in the file."""
    kept: list[int | str] = []
    node, entered = values, False
    for part in loc:
        if part == "[key]" or (entered and _is_kind(node, part)):
            entered = False
            continue
        kept.append(part)
        node, entered = _step(node, part), True
    return tuple(kept)


def _is_kind(node: Any, part: int | str) -> bool:
    """Tell whether a part is the `soort` of the block just entered: the union's, not the file's."""
    return isinstance(node, Mapping) and node.get("soort") == part


def _step(node: Any, part: int | str) -> Any:
    if isinstance(node, Mapping):
        return node.get(part)
    if isinstance(node, tuple) and isinstance(part, int) and part < len(node):
        return node[part]
    return None


def _suggestion(path: Pad, shape: type[BaseModel]) -> Zin:
    wrong = str(path[-1]) if path else ""
    # A key of another block is no misspelling of itself.
    meant = near(wrong, sorted(_all_names(shape) - {wrong}))
    return zin("bedoelde", woord=meant) if meant else zin("weghalen")


def _all_names(shape: type[BaseModel]) -> set[str]:
    schema = shape.model_json_schema()
    blocks = [schema, *schema.get("$defs", {}).values()]
    return {name for block in blocks for name in block.get("properties", {})}
