"""An object that was read as text: what the parser makes of it, made when it is asked for."""

from typing import Final, cast
from xml.sax.saxutils import quoteattr

from lxml import etree

from connectors.veilige_boom import ontleder

_FOUT: Final = etree.ErrorLevels.ERROR


class Omgeving:
    """What an object stands in: the element around it, and every prefix that is in force there."""

    __slots__ = ("_begin", "_eind", "_parser", "prefixen")

    def __init__(self, ouder: etree._Element) -> None:
        self.prefixen = tuple(sorted((key or "", uri) for key, uri in ouder.nsmap.items()))
        name = etree.QName(ouder).localname
        name = f"{ouder.prefix}:{name}" if ouder.prefix else name
        declared = "".join(map(_verklaring, self.prefixen))
        # As deep as in a page (Envelope, Body, answer), for a parser has a bound to depth.
        self._begin = f"<a><b><c><{name}{declared}>".encode()
        self._eind = f"</{name}></c></b></a>".encode()
        self._parser = ontleder(encoding="utf-8")

    def lees(self, tekst: str, tag: str) -> etree._Element | None:
        """Parse what may be one object of this name and white space before it; None = it is not.

        What is well-formed by itself in these surroundings leaves the page as it found it.
        """
        try:
            root = etree.fromstring(self._begin + tekst.encode() + self._eind, self._parser)
        except etree.XMLSyntaxError:
            return None
        around = root[0][0][0]
        if any(one.level >= _FOUT for one in self._parser.error_log) or len(around) != 1:
            return None
        found = cast(etree._Element, around[0])
        alone = not (around.text or "").strip(" \t\r\n")
        return found if alone and found.tag == tag else None


def _verklaring(prefix: tuple[str, str]) -> str:
    name = f"xmlns:{prefix[0]}" if prefix[0] else "xmlns"
    return f" {name}={quoteattr(prefix[1])}"


class Blad:
    """Part of a page, of which `regel` is the first line; `tag` is the name of its objects."""

    __slots__ = ("omgeving", "regel", "tag", "tekst")

    def __init__(self, tekst: str, regel: int, omgeving: Omgeving, tag: str) -> None:
        self.tekst, self.regel, self.omgeving, self.tag = tekst, regel, omgeving, tag


class Tekstobject:
    """One object in a part of a page, from `begin` up to `eind`, parsed already or not."""

    __slots__ = ("_begin", "_blad", "_eind", "_element")

    def __init__(
        self, blad: Blad, begin: int, eind: int, element: etree._Element | None = None
    ) -> None:
        self._blad, self._begin, self._eind, self._element = blad, begin, eind, element

    def element(self) -> etree._Element:
        """Give the object as the parser reads it."""
        if self._element is None:
            page = self._blad
            text = page.tekst[self._begin : self._eind]
            self._element = page.omgeving.lees(text, page.tag)
        if self._element is None:
            raise RuntimeError("text that is an object is no object")
        return self._element

    def regel(self) -> int:
        """Give the line on which it stands in its page, from 1."""
        above = self._blad.tekst.count("\n", 0, self._begin)
        return self._blad.regel + above + _regel(self.element()) - 1


#: An object of a page, out of its tree or as text.
Object = etree._Element | Tekstobject


def als_element(one: Object) -> etree._Element:
    """Give the object as the parser reads it."""
    return one.element() if isinstance(one, Tekstobject) else one


def op_regel(one: Object) -> int:
    """Give its line in the page; 0 = not known."""
    return one.regel() if isinstance(one, Tekstobject) else _regel(one)


def _regel(element: etree._Element) -> int:
    return cast(int | None, element.sourceline) or 0


def laat_los(one: Object) -> None:
    """Take an object out of the tree of its page, so that the memory of a page does not grow.

    Only where it matters: this costs as much as all that is read of an object, for lxml gives it a
    set of namespaces of its own; and a whole tree is freed in half of the time that its objects
    take one by one. One that was read as text is in no tree, or must stay there.
    """
    if isinstance(one, Tekstobject):
        return
    parent = one.getparent()
    if parent is not None:
        parent.remove(one)
