"""Objects that are written alike, as one expression: text that it fits is read by it alone.

An expression is put together from objects that the parser has read, element by element: whatever it
fits is well-formed, has these elements in this order, and holds nothing that would be read in
another way than it is written (`malknoop`). Elements that not every object has may be absent, and
each may be written in any of the ways that were met. So for what fits there is one way to read it,
which is the parser's; and all that does not fit goes to the parser.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from difflib import SequenceMatcher
from operator import itemgetter
from typing import Final
from xml.sax.saxutils import unescape

from connectors.stuf_zkn.malknoop import LUCHT, WAARDE, Knoop

#: So many ways of writing one element are told apart.
_MEESTE: Final = 16
#: So many elements a mould has, and so many of them may be absent: more are tried one by one.
_GROOTSTE: Final = 500
_MISBAAR: Final = 64

#: The values of an object, and where its text ends.
Genomen = tuple[tuple[str, ...], int]
#: Any but the five entities that every parser knows (XML 1.0, 4.6), and what never stands in a
#: value (2.4).
_ANDERS: Final = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;)|\]\]>")
_VAST: Final = {"&quot;": '"', "&apos;": "'"}


class Mal:
    """One mould.

    aantal  of the values that are taken, at least two
    vast    paths of values that may stand in more than one place: what is there of these is the
            same in every object of a mould, so that there is no choice
    """

    __slots__ = ("_aantal", "_boom", "_gegoten", "_kies", "_past", "_vast")

    def __init__(self, boom: Knoop, aantal: int, vast: frozenset[int]) -> None:
        self._boom, self._aantal, self._vast = boom, aantal, vast
        self._gegoten: Knoop | None = None
        self._kies: Callable[[Sequence[str]], tuple[str, ...]] = tuple
        self._past: Callable[[str, int], re.Match[str] | None] = lambda *_: None

    def neem(self, tekst: str, begin: int) -> Genomen | None:
        """Take the object that begins here; "" for each value that is not there."""
        found = self._past(tekst, begin)
        if found is None:
            return None
        values, end = self._kies(found.groups("")), found.end()
        for sign in "&]\r":
            if tekst.find(sign, begin, end) >= 0:
                odd = _ANDERS.search(tekst, begin, end)
                return None if odd else (_ontcijferd(values), end)
        return values, end

    def leer(self, ander: Knoop) -> bool:
        """Take in another object; False when it is too different."""
        joined = _samen(self._boom, ander)
        if joined is self._boom:
            return True
        if joined is None or not _is_eenduidig(joined, self._vast):
            return False
        self._boom = joined
        return True

    def giet(self) -> None:
        """Make the expression anew when something was taken in."""
        if self._boom is self._gegoten:
            return
        groups: list[tuple[int, ...]] = []
        expression = re.compile(f"{_expressie(self._boom, groups)}()")
        re.purge()  # it would be kept there for as long as we run, with the attributes in it
        place = {value: group for group, values in enumerate(groups) for value in values}
        # One that is not there is the last group, which is always empty.
        self._kies = itemgetter(*(place.get(value, len(groups)) for value in range(self._aantal)))
        self._past, self._gegoten = expression.match, self._boom


def _ontcijferd(values: tuple[str, ...]) -> tuple[str, ...]:
    """Read what is written in another way: the end of a line (XML 1.0, 2.11), and entities."""
    lines = [value.replace("\r\n", "\n").replace("\r", "\n") for value in values]
    return tuple([unescape(value, _VAST) if "&" in value else value for value in lines])


def is_bruikbaar(boom: Knoop) -> bool:
    """Tell whether a mould can be made of one object."""
    return _is_eenduidig(boom, frozenset())


def _is_eenduidig(boom: Knoop, vast: frozenset[int]) -> bool:
    """Tell whether no path leads to two elements, and no element may be taken for another."""
    every = list(boom.alle())
    if len(every) > _GROOTSTE or sum(node.misbaar for node in every) > _MISBAAR:
        return False
    met = Counter(nummer for node in every for nummer in node.nummers)
    if any(times > 1 for times in met.values()):
        return False
    return all(_is_vast(node, vast) and _zonder_keus(node.kinderen) for node in every)


def _is_vast(node: Knoop, vast: frozenset[int]) -> bool:
    below = (nummer for one in node.alle() for nummer in one.nummers)
    return not (node.misbaar and vast.intersection(below))


def _zonder_keus(kinderen: Sequence[Knoop]) -> bool:
    """Tell whether none that may be absent stands beside another like it.

    To try which of them is there would take time without end.
    """
    met = Counter(kind.sleutel for kind in kinderen)
    return not any(kind.misbaar and met[kind.sleutel] > 1 for kind in kinderen)


def _samen(een: Knoop, ander: Knoop) -> Knoop | None:
    """Join two trees of the same element; the first itself when the second adds nothing."""
    if een.sleutel != ander.sleutel or een.waarden != ander.waarden:
        return None
    if bool(een.kinderen) != bool(ander.kinderen):
        return None
    children = _naast_elkaar(een.kinderen, ander.kinderen)
    if children is None or _voegt_niets_toe(een, ander, children):
        return een if children is not None else None
    found = Knoop(een.sleutel, een.nummers, een.waarden)
    found.begin, found.leeg = een.begin | ander.begin, een.leeg | ander.leeg
    found.kinderen, found.misbaar = children, een.misbaar or ander.misbaar
    found.lucht = een.lucht or ander.lucht
    found.slotlucht = een.slotlucht or ander.slotlucht
    return found if len(found.begin) + len(found.leeg) <= _MEESTE else None


def _voegt_niets_toe(een: Knoop, ander: Knoop, children: tuple[Knoop, ...]) -> bool:
    return (
        ander.begin <= een.begin
        and ander.leeg <= een.leeg
        and een.misbaar >= ander.misbaar
        and een.lucht >= ander.lucht
        and een.slotlucht >= ander.slotlucht
        and len(children) == len(een.kinderen)
        and all(new is old for new, old in zip(children, een.kinderen, strict=True))
    )


def _naast_elkaar(een: Sequence[Knoop], ander: Sequence[Knoop]) -> tuple[Knoop, ...] | None:
    """Join the elements in two elements in their order; what only one of them has may be absent."""
    found: list[Knoop | None] = []
    for alike, some, others in _gelijklopend(een, ander):
        if alike:
            found += map(_samen, some, others)
        else:
            found += map(_misbaar, (*some, *others))
    joined = tuple(one for one in found if one is not None)
    return joined if len(joined) == len(found) else None


def _gelijklopend(
    een: Sequence[Knoop], ander: Sequence[Knoop]
) -> Iterator[tuple[bool, Sequence[Knoop], Sequence[Knoop]]]:
    """Cut two rows of elements in pieces that are named alike, and pieces that are not."""
    keys, others = ([kind.sleutel for kind in kinderen] for kinderen in (een, ander))
    if keys == others:
        yield True, een, ander
        return
    for what, a, b, c, d in SequenceMatcher(None, keys, others, autojunk=False).get_opcodes():
        yield what == "equal", een[a:b], ander[c:d]


def _misbaar(node: Knoop) -> Knoop:
    if node.misbaar:
        return node
    found = copy(node)
    found.misbaar = True
    return found


def _expressie(node: Knoop, groups: list[tuple[int, ...]]) -> str:
    """Write one element as an expression; of each group it is noted which values it holds."""
    ways = [*sorted(node.leeg)]
    if node.begin:
        ways.insert(0, f"{_keus(sorted(node.begin))}{_inhoud(node, groups)}")
    text = f"{LUCHT if node.lucht else ''}{_keus(ways)}"
    return f"(?:{text})?" if node.misbaar else text


def _inhoud(node: Knoop, groups: list[tuple[int, ...]]) -> str:
    inside = WAARDE
    if node.kinderen:
        inside = "".join(_expressie(kind, groups) for kind in node.kinderen)
        inside += LUCHT if node.slotlucht else ""
    elif node.waarden:
        groups.append(node.waarden)
        inside = f"({WAARDE})"
    return f"{inside}</{re.escape(node.sleutel[0])}>"


def _keus(ways: Sequence[str]) -> str:
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
