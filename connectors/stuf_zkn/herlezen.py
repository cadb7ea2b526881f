"""The text of one page, out of which an object that was let go can be read again.

Of nearly every object of a page only a few values are asked for, and its tree takes ten times the
room of its text. So the tree is let go as soon as those were taken, and the few objects of which
more is asked are parsed once more: the page with all other objects left out of it.

Where an object begins is told by its start tag. In a page that was proven, without a comment,
CDATA or instruction, a "<" is never anything but the begin of a tag; so when all objects are named
alike and as many start tags have that name, these are theirs, in their order. Of any other page
the whole is parsed again.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from lxml import etree

from connectors.veilige_boom import bouw
from regres import SourceError

_VERKLARING: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?<\?xml\s[^<>]*\?>")
#: What may stand behind the name in a tag.
_NA_NAAM: Final = b" \t\r\n/>"
_TEKENS: Final = 10_000
#: What stands before the objects, how each begins, each from there, and what stands behind them.
_Delen = tuple[bytes, bytes, list[bytes], bytes]


class Paginatekst:
    """The text of one page, kept while it comes in.

    heel   it had to be parsed again as a whole
    """

    def __init__(self, waar: str) -> None:
        self._waar = waar
        self._tekst: list[bytes] = []
        self._delen: _Delen | None = None
        self._boom: etree._Element | None = None
        self.heel = False

    def bewaar(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Pass the pieces on, and keep them."""
        for piece in pieces:
            self._tekst.append(piece)
            yield piece

    def neem_af(self) -> list[bytes]:
        """Give what was kept, and keep it no more."""
        found, self._tekst = self._tekst, []
        return found

    def lees(
        self, element: etree._Element, is_het: Callable[[etree._Element], bool]
    ) -> etree._Element:
        """Give an object as it came; only after its page was proven.

        element  the object, or what is left of it in its page
        is_het   tells whether what was found can be it
        """
        if len(element):
            return element
        place = _plaats(element)
        alone = None if self.heel else self._alleen(element, place)
        return alone if alone is not None and is_het(alone) else self._in_boom(place)

    def _alleen(self, element: etree._Element, place: list[int]) -> etree._Element | None:
        """Read it in a page of its own; None when its text cannot be told from that around it."""
        parent = element.getparent()
        if self._delen is None and parent is not None:
            self._verdeel(parent)
        if self._delen is None:
            return None
        before, begin, objects, behind = self._delen
        try:
            root = bouw([before, begin, objects[place[-1]], behind], self._waar)
            return _daal(root, [*place[:-1], 0])
        except (SourceError, IndexError):
            return None

    def _verdeel(self, parent: etree._Element) -> None:
        """Cut the text, of which then only the parts are kept."""
        text = b"".join(self._tekst)
        self._delen = _verdeeld(text, parent)
        self._tekst = [] if self._delen else [text]

    def _in_boom(self, place: list[int]) -> etree._Element:
        """Give it out of the whole page."""
        self.heel = True
        if self._boom is None:
            pieces = self._tekst
            if self._delen is not None:
                before, begin, objects, behind = self._delen
                pieces = [before, begin, begin.join(objects), behind]
            self._boom = bouw(pieces, self._waar)
        return _daal(self._boom, place)


def _plaats(element: etree._Element) -> list[int]:
    """Give the places of an element and of what is around it, from the root down."""
    found: list[int] = []
    parent = element.getparent()
    while parent is not None:
        found.append(parent.index(element))
        element, parent = parent, parent.getparent()
    return found[::-1]


def _daal(root: etree._Element, place: Iterable[int]) -> etree._Element:
    for one in place:
        root = root[one]
    return root


def _verdeeld(text: bytes, parent: etree._Element) -> _Delen | None:
    """Cut a page where its objects begin; None when that cannot be done for sure."""
    tag = _naam(parent)
    if not tag:
        return None
    head, *objects = text.split(b"<" + tag)
    named = all(one[:1] in _NA_NAAM for one in objects)
    if not named or len(objects) != len(parent) or _heeft_meer(text):
        return None
    close = objects[-1].find(b"</" + tag)
    end = objects[-1].find(b">", close) + 1
    if close < 0:
        return None
    behind, objects[-1] = objects[-1][end:], objects[-1][:end]
    return head, b"<" + tag, objects, behind


def _naam(parent: etree._Element) -> bytes:
    """Give the name by which all that stands in an element begins; b"" when it is not one."""
    names = {(one.prefix, one.tag) for one in parent}
    ((prefix, tag),) = names if len(names) == 1 else ((None, None),)
    if not isinstance(tag, str):
        return b""
    name = tag.rpartition("}")[2]
    return f"{prefix}:{name}".encode() if prefix else name.encode()


def _heeft_meer(text: bytes) -> bool:
    """Tell whether there is a comment, CDATA or instruction in it."""
    found = _VERKLARING.match(text)
    return any(_staat_achter(text, mark, found.end() if found else 0) for mark in (b"!", b"?"))


def _staat_achter(text: bytes, mark: bytes, place: int) -> bool:
    """Tell whether a mark stands behind a "<", or it is there too often to look at each of them.

    As a rule there are few, and to find two bytes takes thirty times as long as to find one.
    """
    for _ in range(_TEKENS):
        place = text.find(mark, place) + 1
        if not place:
            return False
        if text.endswith(b"<", 0, place - 1):
            return True
    return True
