"""One XML message from a stranger, whole in memory: no DTD, no entities, no network, no mending."""

from collections.abc import Iterable

from lxml import etree

from regres import SourceDown, SourceRefused
from regres.berichten import bericht


def bouw(pieces: Iterable[bytes], waar: str) -> etree._Element:
    """Parse the pieces of one message.

    Raises:
        SourceRefused: it is not well-formed UTF-8, or has a DTD.
        SourceDown: it breaks off.

    """
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
    )
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
