"""Finding the elements of an address by walking down, where an XPath engine is not needed.

Nearly every address of a mapping is names with "/" between them. For such a path libxml2's XPath
takes ten times as long as asking for the children by name; and paths that begin alike share what
was found on the way. What is found is the same, also when something stands there more than once.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

_STAP = re.compile(
    r"""(?P<prefix>[A-Za-z_][\w.-]*):(?P<naam>[A-Za-z_][\w.-]*)
        (?:\[@naam=(?:'(?P<enkel>[^'\[\]]*)'|"(?P<dubbel>[^"\[\]]*)")\])?\Z""",
    re.VERBOSE | re.ASCII,
)
_DEEL = re.compile(r"""(?:[^/'"]|'[^']*'|"[^"]*")+""")  # a "/" between quotes is no step

#: A step down: the element's name, and the value of its attribute `naam`; None = whatever it is.
Neer = tuple[str, str | None]


@dataclass(slots=True)
class Boom:
    """All paths of a mapping, numbered; a path is its parent's number and one step. 0 = the object.

    Filled while addresses are compiled, only read afterwards.

    volledig  every path of the mapping is in it: none takes an XPath engine
    """

    volledig: bool = True
    _paden: list[tuple[int, str, str | None]] = field(default_factory=lambda: [(0, "", None)])
    _nummers: dict[tuple[int, str, str | None], int] = field(default_factory=dict)

    def nummer(self, xpath: str, namespaces: Mapping[str, str]) -> int | None:
        """Give the number of a path; None when only an XPath engine can follow it."""
        steps = _stappen(xpath, namespaces)
        if steps is None:
            self.volledig = False
            return None
        found = 0
        for step in steps:
            path = (found, *step)
            if path not in self._nummers:
                self._nummers[path] = len(self._paden)
                self._paden.append(path)
            found = self._nummers[path]
        return found

    def onder(self, boven: Iterable[int], tag: str, naam: str | None) -> frozenset[int]:
        """Give the paths that one step leads to, from any of these."""
        steps = {(nummer, tag, one) for nummer in boven for one in (None, naam)}
        return frozenset(self._nummers[step] for step in steps if step in self._nummers)

    def __getitem__(self, nummer: int) -> tuple[int, str, str | None]:
        """Give the parent's number and the last step of a path."""
        return self._paden[nummer]


class Wandeling:
    """What was found of one object so far, by the numbers of `Boom`.

    The children of an element are sorted by their names the first time one of them is asked for:
    to ask lxml for those of one name costs as much as to look at all of them.
    """

    __slots__ = ("_boom", "_gevonden", "_kinderen", "_op_naam")

    def __init__(self, boom: Boom, element: etree._Element) -> None:
        self._boom = boom
        self._gevonden: dict[int, list[etree._Element]] = {0: [element]}
        self._kinderen: dict[int, _Gesorteerd] = {}
        self._op_naam: dict[tuple[int, str], _Gesorteerd] = {}

    def vind(self, nummer: int) -> list[etree._Element]:
        """Give the elements of a path, in the order of the document."""
        found = self._gevonden.get(nummer)
        if found is None:
            parent, tag, naam = self._boom[nummer]
            sorted_ = self._kinderen.get(parent) or self._sorteer(parent)
            if naam is None:
                found = sorted_.get(tag, [])
            else:
                found = self._met_naam(parent, tag, sorted_.get(tag, [])).get(naam, [])
            self._gevonden[nummer] = found
        return found

    def _sorteer(self, parent: int) -> "_Gesorteerd":
        found: _Gesorteerd = {}
        for one in self.vind(parent):
            for kind in one:
                found.setdefault(kind.tag, []).append(kind)
        self._kinderen[parent] = found
        return found

    def _met_naam(self, parent: int, tag: str, of: list[etree._Element]) -> "_Gesorteerd":
        """Sort elements by their attribute `naam`: a zaak has a dozen extraElementen."""
        found = self._op_naam.get((parent, tag))
        if found is None:
            found = self._op_naam[parent, tag] = {}
            for one in of:
                found.setdefault(one.get("naam"), []).append(one)
        return found


#: Children by their name, or by their `naam`; comments are under a name that no path has.
_Gesorteerd = dict[object, list[etree._Element]]


def _stappen(xpath: str, namespaces: Mapping[str, str]) -> list[Neer] | None:
    bare = xpath.strip().removeprefix("./")
    parts = _DEEL.findall(bare)
    if not parts or "/".join(parts) != bare:
        return None
    found: list[Neer] = []
    for part in parts:
        match = _STAP.match(part)
        if match is None or match["prefix"] not in namespaces:
            return None
        naam = match["enkel"] if match["enkel"] is not None else match["dubbel"]
        found.append((f"{{{namespaces[match['prefix']]}}}{match['naam']}", naam))
    return found
