"""The messages of one file, one in memory at a time, and nothing a hostile file could hide in.

No DTD, no entities, nothing from elsewhere; depth and length of a text as libxml2 bounds them
(256 levels, 10 MB), and the size of one message as it is bounded here.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Final, cast

from lxml import etree

from connectors.stuf_zkn.namen import stuf, zkn
from connectors.veilige_boom import trekker
from connectors.xml_codering import BEGIN, is_utf8
from regres import SourceRefused
from regres.berichten import bericht

SET: Final = stuf("StUF-berichtenSet")
LK01: Final = zkn("zakLk01")
#: Bytes of one message. A zaak is some kilobytes; documents do not travel in these messages.
GROOTSTE_BERICHT: Final = 512 * 1024
#: Bytes fed at once: a message too large is seen within so many.
_HAP = 64 * 1024
#: What may stand between messages and says nothing.
_STIL: Final = (etree._Comment, etree._ProcessingInstruction)


class Ontleding:
    """Cuts a StUF-berichtenSet into messages; `wortel` is LK01 to read one kept message again."""

    def __init__(self, naam: str, wortel: str = SET) -> None:
        self._naam = naam
        self._wortel = wortel
        self._root: etree._Element | None = None
        self._sinds = 0
        self._begin = b""
        self._parser = trekker(("start", "end"), tag=(SET, LK01), encoding="utf-8")

    def berichten(self, chunks: Iterable[bytes]) -> Iterator[etree._Element]:
        """Yield each message when it is complete; it is gone when the next but one comes.

        Raises SourceRefused: not well-formed or cut off (B-0603), a DTD (B-0604), another root or
        message (B-0605), a message that is too large (B-0606), or no UTF-8 (B-0328 `bestand`).
        """
        for piece in _happen(chunks):
            self._sinds += len(piece)
            self._begin += piece[: BEGIN - len(self._begin)]
            self._probeer(lambda piece=piece: self._parser.feed(piece))  # type: ignore[misc]
            yield from self._gereed()
            self._keur()
        self._probeer(self._parser.close)
        yield from self._gereed()
        self._keur(einde=True)

    def _probeer(self, doe: Callable[[], object]) -> None:
        # Raised outside: lxml's error quotes the file, and `from None` would only hide it.
        line, column = 0, 0
        try:
            doe()
            return
        except etree.XMLSyntaxError as wrong:
            with suppress(TypeError, ValueError):
                line, column = wrong.position
        self._keur_codering()
        raise SourceRefused(bericht("B-0603", waar=f"{self._naam}:{line}:{column}"))

    def _keur_codering(self) -> None:
        # The parser is told that it is UTF-8, and would pass by what the file says of itself.
        if not is_utf8(self._begin):
            raise SourceRefused(bericht("B-0328", "bestand", waar=self._naam))

    def _gereed(self) -> Iterator[etree._Element]:
        for event, found in self._parser.read_events():
            element = cast(etree._Element, found)  # both kinds of event carry elements
            if self._root is None:
                self._root = element
                self._keur_wortel(element)
            if event == "end" and self._is_bericht(element):
                self._sinds = 0
                yield element
                self._ruim_op(element)

    def _keur_wortel(self, element: etree._Element) -> None:
        self._keur_codering()
        if element.getroottree().docinfo.internalDTD is not None:
            raise self._geweigerd("B-0604", element)
        if element.tag != self._wortel or element.getparent() is not None:
            raise self._geweigerd("B-0605", element)

    def _is_bericht(self, element: etree._Element) -> bool:
        """Tell whether it is one; raises SourceRefused (B-0605) for one inside another."""
        if element.tag != LK01:
            return False
        above = None if self._wortel == LK01 else self._root
        if element is not self._root and element.getparent() is not above:
            raise self._geweigerd("B-0605", element)
        return True

    def _keur(self, *, einde: bool = False) -> None:
        """Look at what is there besides messages, which lxml gives no event for."""
        if self._root is None:
            if einde or self._sinds > _HAP:
                raise SourceRefused(bericht("B-0605", waar=f"{self._naam}:1"))
            return
        if self._wortel == SET and _zegt_iets(self._root.text):
            raise self._geweigerd("B-0605", self._root)
        for child in self._root if self._wortel == SET else ():
            self._keur_kind(child)
        if self._sinds > GROOTSTE_BERICHT:
            raise SourceRefused(bericht("B-0606", waar=self._naam, grens=GROOTSTE_BERICHT // 1024))

    def _keur_kind(self, child: etree._Element) -> None:
        strange = not isinstance(child, _STIL) and child.tag != LK01
        # Text too: a message that was wrapped once too often would else be passed by.
        if strange or _zegt_iets(child.tail):
            raise self._geweigerd("B-0605", child)

    def _ruim_op(self, element: etree._Element) -> None:
        """Take what stands before this message out of the tree.

        Not the message itself: the parser may still be writing the text behind it.
        """
        for before in list(element.itersiblings(preceding=True)):
            if self._root is not None and before.getparent() is self._root:
                self._keur_kind(before)
                self._root.remove(before)

    def _geweigerd(self, code: str, element: etree._Element) -> SourceRefused:
        line = cast(int | None, element.sourceline) or 0
        return SourceRefused(bericht(code, waar=f"{self._naam}:{line}"))


def _zegt_iets(text: str | None) -> bool:
    return bool(text) and not str(text).isspace()


def _happen(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        for begin in range(0, len(chunk), _HAP):
            yield chunk[begin : begin + _HAP]
