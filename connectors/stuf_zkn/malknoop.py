"""How one object is written: its elements as text that stays the same and values that do not.

Made of the text of an object that the parser has read already, and of what the parser made of it;
only of text in which nothing can mean something else than it says: no comment, CDATA, entity,
instruction, or name space of its own.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from connectors.stuf_zkn.kenmerken import is_nil, zonder_waarde
from connectors.stuf_zkn.namen import NO_VALUE, STUF
from connectors.stuf_zkn.paden import Boom

#: What a value may hold: text as XML allows (XML 1.0, 2.2), without what opens markup. Entities,
#: what ends CDATA, and ends of lines are looked at by whoever takes the value.
WAARDE: Final = r"[^<\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*+"
#: White space between elements; so much that it is no layout is the parser's.
LUCHT: Final = r"[ \t\r\n]{0,200}+"
#: So deep elements may stand in each other.
_DIEPST: Final = 32
_KENMERKWAARDE: Final = r"[^<>&\"\x00-\x1f\ufffe\uffff]*+"
_DEEL: Final = re.compile(r"([^<]*)<([^<>]+)>")
_KENMERK: Final = re.compile(r"""[ \t\r\n]+([^\s=/<>"'&]+)=("[^"<&]*"|'[^'<&]*')""")
_NAAM: Final = re.compile(r"""[^\s=/<>"'&!?]+""")
#: Keys of a system: another one in every object (StUF 3.01, 3.3).
_SLEUTELS: Final = frozenset(
    {"sleutelVerzendend", "sleutelOntvangend", "sleutelGegevensbeheer", "sleutelSynchronisatie"}
)


class Knoop:
    """One element; `sleutel` tells those in one place apart: its name, and its attribute `naam`.

    begin      the ways in which it opens when something may stand in it, as expressions
    leeg       the ways in which all of it is written when nothing stands in it
    kinderen   the elements in it; () = it holds text
    lucht      white space may stand before it, `slotlucht`: before its end
    misbaar    it may be absent
    nummers    the paths to it that lead to, or on to, a value that is asked
    waarden    which of the values that are asked stand here
    """

    __slots__ = (
        "begin",
        "kinderen",
        "leeg",
        "lucht",
        "misbaar",
        "nummers",
        "sleutel",
        "slotlucht",
        "waarden",
    )

    def __init__(
        self, sleutel: tuple[str, str | None], nummers: frozenset[int], waarden: tuple[int, ...]
    ) -> None:
        self.sleutel, self.nummers, self.waarden = sleutel, nummers, waarden
        self.begin: frozenset[str] = frozenset()
        self.leeg: frozenset[str] = frozenset()
        self.kinderen: tuple[Knoop, ...] = ()
        self.lucht = self.slotlucht = self.misbaar = False

    def alle(self) -> Iterator["Knoop"]:
        """Give this element and all in it."""
        yield self
        for kind in self.kinderen:
            yield from kind.alle()


class Onleesbaar(Exception):
    """Of this text no mould can be made."""


class Ontleding:
    """Makes the tree of one object out of its text, beside the elements that the parser gave.

    paden     the paths that lead to, or on to, a value that is asked
    waarden   place of an element in document order -> the values that are taken from it
    """

    def __init__(
        self, boom: Boom, paden: frozenset[int], waarden: Mapping[int, tuple[int, ...]]
    ) -> None:
        self._boom, self._paden, self._waarden = boom, paden, waarden
        self._open: list[tuple[Knoop, list[Knoop], etree._Element]] = []

    def ontleed(self, tekst: str, element: etree._Element) -> Knoop:
        """Give the tree of `tekst`, which is white space and this element.

        Raises:
            Onleesbaar: something in it is written in a way that no mould is made of.

        """
        parts = _DEEL.findall(tekst)
        if sum(len(before) + len(inside) + 2 for before, inside in parts) != len(tekst):
            raise Onleesbaar
        # A comment or instruction is written as no name of an element.
        every = enumerate(element.iter("*"))
        top: list[Knoop] = []
        for before, inside in parts:
            if inside.startswith("/"):
                self._sluit(before, inside)
            else:
                self._opening(before, inside, next(every, (0, None)), top)
        if self._open or len(top) != 1 or next(every, None) is not None:
            raise Onleesbaar
        return top[0]

    def _opening(
        self,
        before: str,
        inside: str,
        wat: tuple[int, etree._Element | None],
        top: list[Knoop],
    ) -> None:
        place, element = wat
        bare = inside.removesuffix("/")
        if (
            len(self._open) > _DIEPST
            or element is None
            or before.strip(" \t\r\n")
            or not _is_naam(bare, element)
        ):
            raise Onleesbaar
        node = Knoop(
            (_naam(bare), element.get("naam")),
            self._nummers(element),
            self._waarden.get(place, ()),
        )
        node.lucht = bool(before)
        (self._open[-1][1] if self._open else top).append(node)
        if bare != inside:
            node.leeg = frozenset({f"<{_uitdrukking(bare, element)}/>"})
        else:
            node.begin = frozenset({f"<{_uitdrukking(bare, element)}>"})
            self._open.append((node, [], element))

    def _sluit(self, before: str, inside: str) -> None:
        node, inner, element = self._open.pop() if self._open else _niets()
        if inside != f"/{node.sleutel[0]}":
            raise Onleesbaar
        if inner:
            self._sluit_ouder(node, inner, before, element)
        elif node.waarden and _zegt_leeg(element):
            _sluit_leeg(node, before, inside)

    def _sluit_ouder(
        self, node: Knoop, inner: list[Knoop], before: str, element: etree._Element
    ) -> None:
        # One on the way to a value that says that it has none may speak for that value too.
        if before.strip(" \t\r\n") or (node.nummers and zonder_waarde(element)):
            raise Onleesbaar
        node.kinderen, node.slotlucht = tuple(inner), bool(before)

    def _nummers(self, element: etree._Element) -> frozenset[int]:
        if not self._open:
            return frozenset({0})
        above = self._open[-1][0].nummers
        found = self._boom.onder(above, str(element.tag), element.get("naam"))
        return found & self._paden


def _sluit_leeg(node: Knoop, before: str, inside: str) -> None:
    if before:
        raise Onleesbaar
    node.leeg = frozenset(f"{begin}<{re.escape(inside)}>" for begin in node.begin)
    node.begin = frozenset()


def _niets() -> tuple[Knoop, list[Knoop], etree._Element]:
    raise Onleesbaar


def _zegt_leeg(element: etree._Element) -> bool:
    return is_nil(element) or element.get(NO_VALUE) is not None


def _naam(inside: str) -> str:
    found = _NAAM.match(inside)
    return found[0] if found else ""


def _is_naam(inside: str, element: etree._Element) -> bool:
    """Compare a name as it is written with the one that the parser read."""
    prefix, _, local = _naam(inside).rpartition(":")
    return (prefix or None) == element.prefix and local == etree.QName(element).localname


def _uitdrukking(inside: str, element: etree._Element) -> str:
    """Give what stands between < and > as an expression; a key of a system may be any key."""
    name = _naam(inside)
    rest, found = inside[len(name) :], [re.escape(name)]
    while (one := _KENMERK.match(rest)) is not None:
        found.append(_kenmerk(one, element))
        rest = rest[one.end() :]
    if rest.strip(" \t\r\n"):
        raise Onleesbaar
    return "".join(found) + re.escape(rest)


def _kenmerk(one: re.Match[str], element: etree._Element) -> str:
    prefix, _, local = one[1].rpartition(":")
    if prefix.startswith("xml") or local.startswith("xmlns"):
        raise Onleesbaar
    free = local in _SLEUTELS and element.nsmap.get(prefix) == STUF and one[2].startswith('"')
    if not free:
        return re.escape(one[0])
    written = one[0][: one.start(2) - one.start()]
    return f'{re.escape(written)}"{_KENMERKWAARDE}"'
