"""Reads the objects of one answer: as text where a mould fits, else by the parser.

The parser reads a page up to the end of its first object. What comes behind it stands in an element
that was proven, under prefixes that are known, so each text up to the end of the next object can be
judged by itself: it fits a mould, or it is parsed alone in the same surroundings. Text that is
neither goes to the parser with all behind it, and so does a page in which no place is sure: then
the answer is read, proven or refused as if there were no moulds.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol

from lxml import etree

from connectors.stuf_zkn.antwoord import Antwoord
from connectors.stuf_zkn.mallen import LANGST, Mallen, Malset
from connectors.stuf_zkn.paginatekst import Paginatekst
from connectors.stuf_zkn.tekstobject import Blad, Object, Omgeving, Tekstobject, als_element
from regres.waarde import dataclass

#: Markup in which the end of an object may stand without being one, and how it ends.
_VERBORGEN: Final = re.compile(r"<!--|<!\[CDATA\[|<\?|<!")
_SLOT: Final = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_EINDE: Final = re.compile(r"</(?:[^\s<>/:]+:)?object[ \t\r\n]*>")
#: Pieces are read together until they are so large, in bytes.
BUNDEL: Final = 16_384
#: After so many objects on a page that fit no mould, the rest of it is parsed as it is.
_VERGEEFS: Final = 128

#: An object, and what was taken out of it: None = it is odd.
Gezien = tuple[Object, Sequence[str] | None]


class Oogst(Protocol):
    """What is taken out of every object."""

    mallen: Mallen

    def neem(self, element: etree._Element) -> Sequence[str] | None:
        """Give the values; None for an object that is odd."""
        ...

    def keur(self, waarden: Sequence[str]) -> Sequence[str] | None:
        """Give the values again; None when they make their object odd."""
        ...


class Voorlezer:
    """Reads one answer."""

    def __init__(self, antwoord: Antwoord, oogst: Oogst, bundel: int = BUNDEL) -> None:
        self._antwoord, self._oogst, self._bundel = antwoord, oogst, bundel
        self._gewoon = not oogst.mallen.loont
        self._stand: _Stand | None = None
        self._tekst = Paginatekst()
        self._vergeefs = 0

    def groepen(self, pieces: Iterable[bytes]) -> Iterator[list[Gezien]]:
        """Give the objects of each piece together; raises as `Antwoord.objecten` does."""
        for piece in _bundels(pieces, self._bundel):
            yield self._ontleed(piece) if self._gewoon else self._lees(piece)
        last = [] if self._gewoon else self._verder_gewoon()
        root, rest = self._antwoord.sluit()
        yield [*last, *self._genomen(rest)]
        self._antwoord.bewijs(root)

    def _ontleed(self, piece: bytes) -> list[Gezien]:
        return self._genomen(self._antwoord.voer(piece))

    def _genomen(self, elements: list[etree._Element]) -> list[Gezien]:
        self._oogst.mallen.tel(len(elements))
        return [(element, self._oogst.neem(element)) for element in elements]

    def _verder_gewoon(self) -> list[Gezien]:
        """Give the parser all that it has not seen, and what comes after this as well."""
        self._gewoon = True
        line, column, unseen = self._tekst.neem_rest()
        self._antwoord.verschuif(line, column)
        return self._ontleed(unseen) if unseen else []

    def _lees(self, piece: bytes) -> list[Gezien]:
        """Give the objects that end in this piece."""
        if not self._tekst.vul_aan(piece):
            return self._verder_gewoon()  # the parser says where it is no UTF-8
        if self._stand is not None:
            return self._neem(self._stand)
        return self._begin()

    def _begin(self) -> list[Gezien]:
        """Let the parser read the first object; go on from its end if that is a sure place."""
        tekst = self._tekst
        found = _EINDE.search(tekst.tekst)
        if found is None or not _is_buiten(tekst.tekst[: found.end()]):
            return [] if found is None and tekst.over <= LANGST else self._verder_gewoon()
        antwoord, head = self._antwoord, tekst.tekst[: found.end()]
        elements = self._genomen(antwoord.voer(head.encode()))
        tekst.zie(found.end())
        if len(elements) != 1 or antwoord.einden != 1 or antwoord.ouder is None:
            return [*elements, *self._verder_gewoon()]
        omgeving = Omgeving(antwoord.ouder)
        mallen = self._oogst.mallen.bij(omgeving.prefixen)
        if mallen is None:
            return [*elements, *self._verder_gewoon()]
        words = ("xml:id", antwoord.naam)
        stand = self._stand = _Stand(found[0], omgeving, antwoord.object, mallen, words)
        # The parser may still write behind its last object: that one must stay in its tree.
        blad, (element, taken) = stand.blad(head, 1), elements[0]
        first = Tekstobject(blad, 0, len(head), als_element(element))
        return [(first, taken), *self._neem(stand)]

    def _neem(self, stand: "_Stand") -> list[Gezien]:
        """Give the objects of which the text is whole."""
        tekst, found = self._tekst, list[Gezien]()
        blad, keur = stand.blad(tekst.tekst, tekst.regel), self._oogst.keur
        while tekst.over:
            begin = tekst.op
            taken = stand.mallen.neem(blad.tekst, begin)
            if taken is not None:
                values, tekst.op = taken
                found.append((Tekstobject(blad, begin, tekst.op), keur(values)))
                self._vergeefs = 0
                continue
            end = tekst.eind_van(stand.slot)
            if end is None:
                break
            if not self._neem_los(stand, blad, begin, end, found):
                return [*found, *self._verder_gewoon()]
            tekst.op = end
        return found if tekst.over <= LANGST else [*found, *self._verder_gewoon()]

    def _neem_los(
        self, stand: "_Stand", blad: Blad, begin: int, end: int, found: list[Gezien]
    ) -> bool:
        """Parse one object that fits no mould; False if it is none, or enough was tried."""
        text = blad.tekst[begin:end]
        if self._vergeefs >= _VERGEEFS or any(word in text for word in stand.hele_pagina):
            return False
        element = stand.omgeving.lees(text, stand.tag)
        if element is None:
            return False
        self._vergeefs += 1
        if self._antwoord.is_zaak(element):
            values = self._oogst.neem(element)
            found.append((Tekstobject(blad, begin, end, element), values))
            if values is not None:
                stand.mallen.leer(text, element)
        return True


@dataclass(frozen=True, slots=True)
class _Stand:
    """What is known of a page after its first object.

    slot         how an object ends
    hele_pagina  words that may mean something that only whoever reads all of a page can judge: an
                 xml:id must be the only one of its name, and an answer in an object is refused
    """

    slot: str
    omgeving: Omgeving
    tag: str
    mallen: Malset
    hele_pagina: tuple[str, ...]

    def blad(self, tekst: str, regel: int) -> Blad:
        return Blad(tekst, regel, self.omgeving, self.tag)


def _bundels(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Join small pieces, for what waits for its end is copied for each; and cut large ones."""
    waiting: list[bytes] = []
    length = 0
    for piece in _gesneden(pieces):
        waiting.append(piece)
        length += len(piece)
        if length >= size:
            yield b"".join(waiting)
            waiting, length = [], 0
    if waiting:
        yield b"".join(waiting)


def _gesneden(pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield from (piece[at : at + LANGST] for at in range(0, len(piece), LANGST))


def _is_buiten(begin: str) -> bool:
    """Tell whether the beginning of a page ends outside a comment, CDATA or an instruction.

    False for a page with a DTD as well.
    """
    found = _VERBORGEN.search(begin)
    while found is not None:
        end = begin.find(_SLOT[found[0]], found.end()) if found[0] in _SLOT else -1
        if end < 0:
            return False
        found = _VERBORGEN.search(begin, end + len(_SLOT[found[0]]))
    return True
