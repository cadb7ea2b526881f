"""A YAML file as a tree in which every key and every value knows its line and column.

The tree is built from ruamel's node graph, not from its data: so a scalar stays the text that was
written (`J`, `1`, `true`), two equal keys are both seen, and `0363` without quotes, which a YAML
reader turns into the number 363, can be told apart from "0363".
"""

import re
from pathlib import Path
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from mappings.complaints import Klachten, Plek
from regres.waarde import dataclass
from regres.yaml_knopen import knopen

#: Bytes of the largest mapping file: three seconds of reading, and thirty times the largest preset.
GROOTST = 256 * 1024
#: Brackets that may stand in one another; a mapping needs six.
_DIEPST = 30
_HAAKJE = re.compile(r"[\[\]{}]")
_LEADING_ZERO = re.compile(r"\A[-+]?0[0-9]+\Z", re.ASCII)
#: What "\\ud800" in quotes makes: half of a pair, which nothing else can write down.
_HALF = re.compile("[\ud800-\udfff]")
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value")
)
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Tekst:
    """A scalar, exactly as written; "" when nothing was written."""

    waarde: str
    plek: Plek


@dataclass(frozen=True, slots=True)
class Lijst:
    """A list."""

    delen: tuple["Node", ...]
    plek: Plek


@dataclass(frozen=True, slots=True)
class Blok:
    """Keys with their values; `sleutels` says where each key stands."""

    delen: dict[str, "Node"]
    sleutels: dict[str, Plek]
    plek: Plek


Node = Tekst | Lijst | Blok


def read(path: Path, klachten: Klachten, getoond: str = "") -> Blok | None:
    """Read a file; None when it could not be read at all, and then a complaint says why.

    getoond  how places name the file; its path when ""
    """
    name = getoond or path.as_posix()
    start = Plek(name, 1, 1)
    klachten.mappen[name] = path.parent
    try:
        with path.open("rb") as opened:
            data = opened.read(GROOTST + 1)
        text = data.decode("utf-8-sig") if len(data) <= GROOTST else ""
    except OSError:
        klachten.meld("M-0001", start)
        return None
    except UnicodeDecodeError:
        klachten.meld("M-0002", start)
        return None
    if len(data) > GROOTST:
        klachten.meld("M-0003", start, "groot", grens=GROOTST // 1024)
        return None
    return ontleed(text, name, klachten)


def ontleed(text: str, naam: str, klachten: Klachten) -> Blok | None:
    """Make the tree of a text, in which places name the file `naam`; None after a complaint."""
    start = Plek(naam, 1, 1)
    if len(text.encode("utf-8", "replace")) > GROOTST:
        klachten.meld("M-0003", start, "groot", grens=GROOTST // 1024)
        return None
    klachten.bron[naam] = tuple(text.splitlines())
    root = _compose(text, start, klachten)
    if root is None:
        return None
    node = _Reader(naam, klachten).node(root)
    if not isinstance(node, Blok):
        klachten.meld("M-0008", start, "begin")
        return None
    return node


def _te_diep(text: str) -> int:
    """Give the line on which brackets stand too deep in one another; 0 = nowhere.

    The YAML reader looks at every open bracket for every sign, so it takes minutes over a heap of
    them. Brackets in texts are counted too: nobody opens thirty of those and closes none.
    """
    depth = 0
    for found in _HAAKJE.finditer(text):
        depth = depth + 1 if found[0] in "[{" else max(depth - 1, 0)
        if depth > _DIEPST:
            return text.count("\n", 0, found.start()) + 1
    return 0


def _compose(text: str, start: Plek, klachten: Klachten) -> Any:
    if line := _te_diep(text):
        klachten.meld("M-0003", Plek(start.bestand, line, 1), "diep")
        return None
    try:
        root = knopen(text)
    except MarkedYAMLError as wrong:
        mark = wrong.problem_mark
        where = Plek(start.bestand, mark.line + 1, mark.column + 1) if mark else start
        klachten.meld("M-0003", where)
        return None
    except YAMLError:
        klachten.meld("M-0003", start, "tekens")
        return None
    except (ValueError, OverflowError, RecursionError, AssertionError):
        # An escape beyond Unicode, a version of a million digits, a thousand brackets, "%YAML 1.3".
        klachten.meld("M-0003", start)
        return None
    if root is None:
        klachten.meld("M-0003", start, "leeg")
    return root


class _Reader:
    def __init__(self, file: str, klachten: Klachten) -> None:
        self._file = file
        self._klachten = klachten

    def node(self, raw: Any) -> Node:
        where = self._where(raw)
        if raw.anchor is not None or raw.tag not in _PLAIN_TAGS:
            self._klachten.meld("M-0009", where)
            # Not looked into: by a reference a list can hold itself.
            return Tekst(raw.value if isinstance(raw, ScalarNode) else "?", where)
        if isinstance(raw, MappingNode):
            return self._blok(raw, where)
        if isinstance(raw, SequenceNode):
            return Lijst(tuple(self.node(part) for part in raw.value), where)
        return self._tekst(raw, where)

    def _blok(self, raw: MappingNode, where: Plek) -> Blok:
        found = Blok({}, {}, where)
        for raw_key, raw_value in raw.value:
            key = self.node(raw_key)
            if not isinstance(key, Tekst):
                self._klachten.meld("M-0008", key.plek, "woord")
            elif key.waarde in found.delen:
                first = found.sleutels[key.waarde].regel
                self._klachten.meld("M-0004", key.plek, sleutel=key.waarde, regel=first)
            else:
                found.sleutels[key.waarde] = key.plek
                found.delen[key.waarde] = self._value(raw_value, key.plek)
        return found

    def _value(self, raw: Any, key: Plek) -> Node:
        # A value that is not written has the place of whatever follows it: the key's is better.
        if isinstance(raw, ScalarNode) and raw.tag == _NULL and not raw.value:
            return Tekst("", key)
        return self.node(raw)

    def _tekst(self, raw: ScalarNode, where: Plek) -> Tekst:
        if raw.style is None and _LEADING_ZERO.match(raw.value):
            self._klachten.meld("M-0007", where, waarde=raw.value)
        if raw.tag == _NULL and raw.style is None:
            return Tekst("", where)
        if _HALF.search(raw.value):
            self._klachten.meld("M-0003", where, "half")
            return Tekst("?", where)
        return Tekst(raw.value, where)

    def _where(self, raw: Any) -> Plek:
        return Plek(self._file, raw.start_mark.line + 1, raw.start_mark.column + 1)
