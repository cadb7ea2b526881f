"""A YAML file as plain values, with the line and column of every key and every value.

The values are made from ruamel's node graph, not by its constructors: so two equal keys are both
seen, a day that does not exist has a place, and nothing a file holds can end in an odd exception.
"""

import re
from collections.abc import Sequence
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from regres import ConfigProblem, Problem
from regres.berichten import bericht
from regres.waarde import dataclass
from regres.yaml_knopen import knopen

Pad = tuple[int | str, ...]
Plek = tuple[int, int]

_TAG = "tag:yaml.org,2002:"
_KINDS = frozenset({"str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge"})
_DAY = re.compile(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_INT = re.compile(r"\A[-+]?[0-9]{1,18}\Z", re.ASCII)
_FLOAT = re.compile(r"\A[-+]?[0-9]{1,18}\.[0-9]{0,18}\Z", re.ASCII)
# A key that looks like a word may be shown; anything else could be a value in the wrong place.
_NAME = re.compile(r"\A[A-Za-z0-9_-]{1,40}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Boom:
    """The values of one file and where they stand; `bestand` is how messages name the file."""

    bestand: str
    waarden: dict[Any, Any]
    sleutels: dict[Pad, Plek] = field(repr=False)
    plekken: dict[Pad, Plek] = field(repr=False)

    def bij(self, *pad: int | str) -> str:
        """Give file:line:column of a value, or of the nearest key above it that there is."""
        return self._waar(pad, self.plekken)

    def bij_sleutel(self, *pad: int | str) -> str:
        """Give file:line:column of a key, or of the nearest one above it that there is."""
        return self._waar(pad, self.sleutels)

    def _waar(self, pad: Sequence[int | str], places: dict[Pad, Plek]) -> str:
        for length in range(len(pad), 0, -1):
            found = (places if length == len(pad) else self.sleutels).get(tuple(pad[:length]))
            if found:
                return f"{self.bestand}:{found[0]}:{found[1]}"
        return f"{self.bestand}:1:1"


def lees(file: Path, bestand: str) -> Boom:
    """Read a file; raises ConfigProblem with everything that keeps it from being read."""
    root = _compose(_text(file, bestand), bestand)
    if not isinstance(root, MappingNode):
        raise ConfigProblem(bericht("C-0118", waar=f"{bestand}:1:1"))
    reader = _Reader(bestand)
    values = reader.value(root, ())
    if reader.problems:
        raise ConfigProblem(*reader.problems)
    return Boom(bestand, values, reader.keys, reader.places)


def naam(pad: Sequence[int | str]) -> str:
    """Give a path as messages show it; a key that is no word is not repeated."""
    parts = [str(part) if _NAME.match(str(part)) else "(?)" for part in pad]
    return ".".join(parts) or "bestand"


# -- bytes to nodes ---------------------------------------------------------------------------


def _text(file: Path, bestand: str) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ConfigProblem(bericht("C-0100", waar=str(file))) from None
    except OSError as fault:
        raise ConfigProblem(bericht("C-0116", waar=bestand, fout=type(fault).__name__)) from fault
    except UnicodeDecodeError as wrong:
        offset = wrong.start
    raise ConfigProblem(bericht("C-0101", waar=bestand, byte=offset))


def _compose(text: str, bestand: str) -> Any:
    try:
        return knopen(text)
    except MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        where = f"{bestand}:{mark.line + 1}:{mark.column + 1}" if mark else bestand
    except YAMLError:
        where = bestand
    except (ValueError, OverflowError, RecursionError, AssertionError):
        # An escape beyond Unicode, a version of a million digits, a thousand brackets, "%YAML 1.3".
        where = bestand
    raise ConfigProblem(bericht("C-0117", waar=where))


# -- nodes to values --------------------------------------------------------------------------


class _Reader:
    def __init__(self, bestand: str) -> None:
        self.keys: dict[Pad, Plek] = {}
        self.places: dict[Pad, Plek] = {}
        self.problems: list[Problem] = []
        self._bestand = bestand

    def value(self, node: Any, pad: Pad) -> Any:
        if node.anchor is not None or _kind(node) not in _KINDS:
            # Not looked into: by a reference a list can hold itself.
            self._complain(node, "C-0114")
            return None
        if isinstance(node, MappingNode):
            return self._map(node, pad)
        if isinstance(node, SequenceNode):
            return tuple(self._item(part, (*pad, at)) for at, part in enumerate(node.value))
        return self._scalar(node)

    def _map(self, node: MappingNode, pad: Pad) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for raw_key, raw_value in node.value:
            if not isinstance(raw_key, ScalarNode):
                self._complain(raw_key, "C-0112")
                continue
            key = self.value(raw_key, pad)
            if key in found:
                self._complain(raw_key, "C-0113", naam=naam([key]))
                continue
            here = (*pad, key)
            self.keys[here] = self.places[here] = _plek(raw_key)
            found[key] = self._item(raw_value, here)
        return found

    def _item(self, node: Any, pad: Pad) -> Any:
        # A value that is not written has the place of whatever follows it: the key's is better.
        written = not (isinstance(node, ScalarNode) and not node.value and node.style is None)
        if written or pad not in self.places:
            self.places[pad] = _plek(node)
            self.keys.setdefault(pad, _plek(node))
        return self.value(node, pad)

    def _scalar(self, node: ScalarNode) -> Any:
        text: str = node.value
        match _kind(node):
            case "null":
                return None
            case "bool":
                return text.casefold() == "true"
            case "int" if _INT.match(text):
                return int(text)
            case "float" if _FLOAT.match(text):
                return float(text)
            case "timestamp" if _DAY.match(text):
                return self._day(node)
        return text

    def _day(self, node: ScalarNode) -> date | None:
        try:
            return date.fromisoformat(node.value)
        except ValueError:
            self._complain(node, "C-0115")
            return None

    def _complain(self, node: Any, code: str, **woorden: Any) -> None:
        line, column = _plek(node)
        where = f"{self._bestand}:{line}:{column}"
        self.problems.append(bericht(code, waar=where, **woorden))


def _kind(node: Any) -> str:
    return str(node.tag).removeprefix(_TAG)


def _plek(node: Any) -> Plek:
    return node.start_mark.line + 1, node.start_mark.column + 1
