"""The moulds of one source: made on the way, of objects that the parser has read."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from connectors.stuf_zkn.mal import Genomen, Mal, is_bruikbaar
from connectors.stuf_zkn.malknoop import Knoop, Onleesbaar, Ontleding
from connectors.stuf_zkn.uittreksel import Uittreksel

#: A read of fewer objects is over before a mould has paid for itself.
VANAF: Final = 256
#: So many objects that fit no mould are worth another casting.
PROEVEN: Final = 64
#: So many objects are taken apart; of one that is written like another, nothing is to be learned.
_MEEST: Final = 128
#: None is longer, in characters.
_LEERZAAM: Final = 16_384
#: What is left out of an object to see how it is written: its texts, and the keys of a system.
_TEKST: Final = re.compile(r">[^<]+<")
_SLEUTEL: Final = re.compile(r"(sleutel[A-Za-z]+=\")[^\"]*")
#: Moulds of one source; objects that fit none are the parser's.
_MALLEN: Final = 6
#: Ways in which a source uses prefixes; one that makes up its own for every page gets no moulds.
_OMGEVINGEN: Final = 4
#: And so many prefixes in each: all are declared anew around an object that is parsed alone.
_PREFIXEN: Final = 32
#: The longest object, in characters.
LANGST: Final = 65_536

Prefixen = tuple[tuple[str, str], ...]


class Mallen:
    """What is known of the objects of one read; shared by all its pages.

    vanaf     so many objects are read without looking at how they are written
    proeven   so many objects that fit no mould are worth making one
    """

    def __init__(self, uittreksel: Uittreksel, vanaf: int = VANAF, proeven: int = PROEVEN) -> None:
        self._uittreksel, self._vanaf, self._proeven = uittreksel, vanaf, proeven
        self._sets: dict[Prefixen, Malset] = {}
        self._gelezen = 0

    def tel(self, aantal: int) -> None:
        """Note that the parser read so many objects."""
        self._gelezen += aantal

    @property
    def loont(self) -> bool:
        """Tell whether it is worth looking at how objects are written."""
        return self._gelezen >= self._vanaf

    def bij(self, prefixen: Prefixen) -> "Malset | None":
        """Give the moulds for text in which these prefixes are in force; None = there are none."""
        room = len(self._sets) < _OMGEVINGEN and len(prefixen) <= _PREFIXEN
        if prefixen not in self._sets and room:
            self._sets[prefixen] = Malset(self._uittreksel, self._proeven)
        return self._sets.get(prefixen)


class Malset:
    """The moulds for text in which the same prefixes are in force."""

    def __init__(self, uittreksel: Uittreksel, proeven: int) -> None:
        self._uittreksel, self._proeven = uittreksel, proeven
        self._mallen: list[Mal] = []
        self._geleerd: set[int] = set()
        self._gemist = self._geprobeerd = 0

    def neem(self, tekst: str, begin: int) -> Genomen | None:
        """Take the object that begins here; None when it fits no mould, or is not whole."""
        for place, mal in enumerate(self._mallen):
            found = mal.neem(tekst, begin)
            if found is not None:
                if place:  # the next one will be like it
                    self._mallen.insert(0, self._mallen.pop(place))
                return found
        return None

    def leer(self, tekst: str, element: etree._Element) -> None:
        """Learn of an object that the parser read out of this text, and that is not odd."""
        self._gemist += 1
        if self._geprobeerd < _MEEST and len(tekst) <= _LEERZAAM:
            way = hash(_SLEUTEL.sub(r"\1", _TEKST.sub(">.<", tekst)))
            if way not in self._geleerd and self._neem_op(tekst, element):
                self._geleerd.add(way)
        if self._gemist >= self._proeven:
            self._gemist = 0
            for mal in self._mallen:
                mal.giet()

    def _neem_op(self, tekst: str, element: etree._Element) -> bool:
        """Take in how an object is written; False when of this one it cannot be said."""
        self._geprobeerd += 1
        uittreksel = self._uittreksel
        plaatsen = uittreksel.plaatsen(element)
        if plaatsen is None:
            return False
        parsing = Ontleding(uittreksel.boom, uittreksel.gevraagd, _per_element(plaatsen))
        try:
            tree = parsing.ontleed(tekst, element)
        except Onleesbaar:
            return False
        if not any(mal.leer(tree) for mal in self._mallen):
            self._nieuw(tree, len(plaatsen))
        return True

    def _nieuw(self, tree: Knoop, count: int) -> None:
        if len(self._mallen) < _MALLEN and is_bruikbaar(tree):
            self._mallen.append(Mal(tree, count, self._uittreksel.keuzes))


def _per_element(plaatsen: Sequence[int | None]) -> Mapping[int, tuple[int, ...]]:
    """Turn value -> element around; an element may hold what is asked twice."""
    found: dict[int, tuple[int, ...]] = {}
    for value, place in enumerate(plaatsen):
        if place is not None:
            found[place] = (*found.get(place, ()), value)
    return found
