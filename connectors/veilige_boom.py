"""XML from a stranger: no DTD, no entities, no network, no mending; and one message as a tree."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, Final, Literal, cast

from lxml import etree

from regres import SourceDown, SourceRefused
from regres.berichten import bericht

#: What every parser of ours is told. Depth (256) and the length of a text (10 MB) are libxml2's own
#: bounds, which stay.
_STRENG: Final[Mapping[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": False,
    "recover": False,
}


def ontleder(**eigen: Any) -> "etree.XMLParser":
    """Make a parser of a whole text; `eigen` are words of lxml beside ours."""
    return etree.XMLParser(**_STRENG, **eigen)


def trekker(events: Iterable[Literal["start", "end"]], **eigen: Any) -> "etree.XMLPullParser":
    """Make a parser that gives what it finds while the text comes in."""
    return etree.XMLPullParser(events=events, **_STRENG, **eigen)


def bouw(pieces: Iterable[bytes], waar: str) -> etree._Element:
    """Parse the pieces of one message.

    Raises:
        SourceRefused: it is not well-formed UTF-8, or has a DTD.
        SourceDown: it breaks off.

    """
    parser = ontleder(encoding="utf-8")
    for piece in pieces:
        place = _voer(parser, piece)
        if place is not None:
            raise SourceRefused(bericht("B-0330", waar=f"{waar}:{place[0]}:{place[1]}"))
    root = _sluit(parser)
    if root is None:
        raise SourceDown(bericht("B-0305", waar=waar))
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceRefused(bericht("B-0331", waar=waar))
    return root


def wortel(begin: bytes) -> str | None:
    """Give the tag of the root out of the first bytes of a file; None when there is none in them.

    Only to see what a file is: whoever reads it judges it.
    """
    parser = trekker(("start",))
    with suppress(etree.XMLSyntaxError):
        parser.feed(begin)
    first = next(iter(parser.read_events()), None)
    return None if first is None else str(cast(etree._Element, first[1]).tag)


def _voer(parser: "etree.XMLParser", piece: bytes) -> tuple[int, int] | None:
    """Give the place where it is wrong: lxml's own error quotes the message, and stays here."""
    try:
        parser.feed(piece)
    except etree.XMLSyntaxError as wrong:
        return wrong.position
    return None


def _sluit(parser: "etree.XMLParser") -> etree._Element | None:
    try:
        return parser.close()
    except etree.XMLSyntaxError:
        return None
