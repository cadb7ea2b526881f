"""The moulds of one source: made on the way, of objects that the parser has read."""

from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from connectors.stuf_zkn.mal import Mal, is_bruikbaar
from connectors.stuf_zkn.malknoop import Knoop, Onleesbaar, Ontleding
from connectors.stuf_zkn.uittreksel import Uittreksel

#: A read of fewer objects is over before a mould has paid for itself.
VANAF: Final = 256
#: So many objects that fit no mould are worth another casting.
PROEVEN: Final = 64
#: Of so many objects is learned; after the first ones, of one in four.
_MEEST: Final = 512
_IEDER: Final = 64
#: Moulds of one source; objects that fit none are the parser's.
_MALLEN: Final = 6
#: Ways in which a source uses prefixes; one that makes up its own for every page gets no moulds.
_OMGEVINGEN: Final = 4
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
        """Give the moulds for text in which these prefixes are in force."""
        if prefixen not in self._sets and len(self._sets) < _OMGEVINGEN:
            self._sets[prefixen] = Malset(self._uittreksel, self._proeven)
        return self._sets.get(prefixen)


class Malset:
    """The moulds for text in which the same prefixes are in force."""

    def __init__(self, uittreksel: Uittreksel, proeven: int) -> None:
        self._uittreksel, self._proeven = uittreksel, proeven
        self._mallen: list[Mal] = []
        self._geleerd = self._gemist = 0

    def neem(self, tekst: str, begin: int, eind: int) -> tuple[str, ...] | None:
        """Give the values of the object that this text is; None when it fits no mould."""
        for place, mal in enumerate(self._mallen):
            found = mal.neem(tekst, begin, eind)
            if found is not None:
                if place:  # the next one will be like it
                    self._mallen.insert(0, self._mallen.pop(place))
                return found
        return None

    def leer(self, tekst: str, element: etree._Element) -> None:
        """Learn of an object that the parser read out of this text, and that is not odd."""
        self._gemist += 1
        if self._is_leerzaam(tekst):
            self._geleerd += 1
            self._neem_op(tekst, element)
        if self._gemist >= self._proeven:
            self._gemist = 0
            for mal in self._mallen:
                mal.giet()

    def _is_leerzaam(self, tekst: str) -> bool:
        seldom = self._geleerd >= _IEDER and self._gemist % 4
        return not seldom and self._geleerd < _MEEST and len(tekst) <= LANGST

    def _neem_op(self, tekst: str, element: etree._Element) -> None:
        uittreksel = self._uittreksel
        plaatsen = uittreksel.plaatsen(element)
        if plaatsen is None:
            return
        parsing = Ontleding(uittreksel.boom, uittreksel.gevraagd, _per_element(plaatsen))
        try:
            tree = parsing.ontleed(tekst, element)
        except Onleesbaar:
            return
        if not any(mal.leer(tree) for mal in self._mallen):
            self._nieuw(tree, len(plaatsen))

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
