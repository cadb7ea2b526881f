"""The few values that are read of every object, taken out in one go.

Nearly all objects of a supplier are built alike: the same elements in the same order. Of each way
of building (`_Vorm`) is known where the values stand, so of the next object that is built so only
the names are compared and those places read. An object that is odd in any way gives nothing: then
`velden` reads it as it reads any, and tells what is wrong with it.

Odd is: a value or anything around it that stands there twice, a value with something inside it, and
an attribute that says that a value may not be seen, or that stands in the wrong namespace.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import attrgetter, itemgetter
from typing import Final

from lxml import etree

from connectors.stuf_zkn.kenmerken import GEEN, is_nil, vreemd, zonder_waarde
from connectors.stuf_zkn.namen import NO_VALUE, NSMAP
from connectors.stuf_zkn.paden import Boom, Wandeling
from connectors.stuf_zkn.velden import Paden
from connectors.stuf_zkn.zeef import CODE, STARTDATUM

#: So many ways of building are known; a supplier has a few dozen. Of larger ones none is.
_MEESTE: Final = 512
_GROOTSTE: Final = 500
_LANGSTE: Final = 20_000
_TAG: Final = attrgetter("tag")
_TEKST: Final = attrgetter("text")
_GEEF: Final = etree._Element.get
_NAAM: Final = repeat("naam")

#: Takes elements out of all those of an object, by place in document order; the object itself comes
#: twice after them, for of a single place itemgetter gives no sequence.
_Keuze = Callable[[Sequence[etree._Element]], Sequence[etree._Element]]
#: The attributes of some elements.
_Kenmerken = Sequence[object]


class _Vorm:
    """Where the values of an object that is built this way stand.

    genomen    their places in document order, `kies` takes them
    plaats     per value its place among what was taken, or None: it is not there
    boven      what stands around a value that is not there: it may say that nothing may be seen
    kenmerken  the attributes of the values of the object before, which most have as well
    leeg       which of these values are not there, by their attributes
    """

    __slots__ = ("boven", "genomen", "kenmerken", "kies", "leeg", "plaats")

    def __init__(
        self, taken: Sequence[int], plaats: tuple[int | None, ...], boven: tuple[int, ...]
    ) -> None:
        self.genomen = tuple(taken)
        self.kies: _Keuze = itemgetter(*taken, 0, 0)
        self.plaats, self.boven = plaats, boven
        self.kenmerken: _Kenmerken = []
        self.leeg: list[int] = []


class _Bouw:
    """Objects with the same elements.

    ouders   takes those in which others stand; of these `aantallen` says how many, so that none can
             stand in any other
    benoemd  takes those told apart by their attribute `naam`
    """

    __slots__ = ("aantallen", "benoemd", "laatste", "namen", "ouders", "tags", "vormen")

    def __init__(self, tags: list[str], counts: Sequence[int], benoemd: tuple[int, ...]) -> None:
        self.tags = tags
        self.benoemd: _Keuze = itemgetter(*benoemd, *[0] * (2 - len(benoemd)))
        self.ouders: _Keuze = itemgetter(*(at for at, one in enumerate(counts) if one), 0, 0)
        self.aantallen = [*filter(None, counts), *counts[:1], *counts[:1]]
        self.vormen: dict[tuple[str | None, ...], _Vorm | None] = {}
        self.namen: list[str | None] | None = None
        self.laatste: _Vorm | None = None


@dataclass(frozen=True, slots=True)
class Gevraagd:
    """What is taken out of every object, compiled once.

    index  address -> its place among the values
    paden  per value the numbers in `boom` that lead to it; the first that exists counts
    """

    boom: Boom
    index: Mapping[str, int]
    paden: tuple[tuple[int, ...], ...]


def gevraagd(paden: Paden, altijd: Sequence[str]) -> Gevraagd | None:
    """Compile what is read of every object, and after it what an answer is filtered by.

    None when nobody knows what is read of every object, or when it takes an XPath engine.
    """
    pads = [pad for adres in altijd for pad in paden[adres]]
    if not pads or any(pad.nummer is None for pad in pads):
        return None
    boom = pads[0].boom
    asked = [tuple(pad.nummer or 0 for pad in paden[adres]) for adres in altijd]
    sieve = [(boom.nummer(path, NSMAP) or 0,) for path in (STARTDATUM, CODE)]
    return Gevraagd(boom, {adres: place for place, adres in enumerate(altijd)}, (*asked, *sieve))


class Uittreksel:
    """Takes values out of the objects of one read.

    boom      the paths of the mapping
    gevraagd  those that lead to a value, or on to one
    keuzes    those of values that may stand in more than one place
    """

    def __init__(self, wat: Gevraagd) -> None:
        self.index = wat.index
        self.boom, self._paden = wat.boom, wat.paden
        self.gevraagd = frozenset(self._alle())
        self.keuzes = frozenset(self._met_keus())
        self._namen = {tag for tag, naam in map(self._stap, self._alle()) if naam is not None}
        self._bouwen: dict[tuple[Hashable, ...], _Bouw] = {}
        self._laatste = _Bouw([], [], ())
        self._bekend = 0
        self._leeg: dict[tuple[object, ...], bool | None] = {}

    def neem(self, element: etree._Element) -> list[str] | None:
        """Give the values, "" for each that is not there; None for an object that is odd."""
        every = list(element.iter())
        vorm = self._vorm(every)
        if vorm is None:
            return None
        for place in vorm.boven:
            if zonder_waarde(every[place]):
                return None
        values = vorm.kies(every)[:-2]
        attributes = list(map(etree._Element.items, values))
        if attributes != vorm.kenmerken and not self._weeg(vorm, values, attributes):
            return None
        found = list(map(_TEKST, values))
        for place in vorm.leeg:
            if (found[place] or "").strip():
                return None
            found[place] = ""
        if len(found) == len(vorm.plaats) and None not in found:
            return found
        return ["" if place is None else found[place] or "" for place in vorm.plaats]

    def plaatsen(self, element: etree._Element) -> list[int | None] | None:
        """Give per value the place of its element in document order, None for one that is absent.

        None when nothing is known of objects that are built so.
        """
        vorm = self._vorm(list(element.iter()))
        if vorm is None:
            return None
        return [None if place is None else vorm.genomen[place] for place in vorm.plaats]

    def _weeg(self, vorm: _Vorm, values: Sequence[etree._Element], attributes: _Kenmerken) -> bool:
        """Find which values say that they are not there; False when one says anything odd."""
        said = list(map(self._is_leeg, values))
        if None in said:
            return False
        vorm.leeg = [place for place, empty in enumerate(said) if empty]
        vorm.kenmerken = attributes
        return True

    def _is_leeg(self, element: etree._Element) -> bool | None:
        """Tell whether a value says that it is not there; None when it says anything odd."""
        attributes = tuple(element.items())
        try:
            return self._leeg[attributes]
        except KeyError:
            found = _zegt_niets(element)
            if len(self._leeg) < _MEESTE and sum(len(value) for _, value in attributes) < _LANGSTE:
                self._leeg[attributes] = found
            return found

    # -- how it is built ----------------------------------------------------------------------

    def _vorm(self, every: list[etree._Element]) -> _Vorm | None:
        """Find how an object is built: which elements in which order, and how many in each."""
        tags, bouw = list(map(_TAG, every)), self._laatste
        if tags != bouw.tags or list(map(len, bouw.ouders(every))) != bouw.aantallen:
            bouw = self._laatste = self._bouw(tags, list(map(len, every)))
        names = list(map(_GEEF, bouw.benoemd(every), _NAAM))
        if names != bouw.namen:
            bouw.laatste = self._benoemd(bouw.vormen, tuple(names), every)
            bouw.namen = names
        return bouw.laatste

    def _bouw(self, tags: list[str], counts: list[int]) -> _Bouw:
        key = (*tags, *counts)
        found = self._bouwen.get(key)
        if found is None:
            named = tuple(place for place, tag in enumerate(tags) if tag in self._namen)
            found = _Bouw(tags, counts, named)
            if len(tags) <= _GROOTSTE and self._is_plaats(key):
                self._bouwen[key] = found
        return found

    def _benoemd(
        self,
        known: dict[tuple[str | None, ...], _Vorm | None],
        names: tuple[str | None, ...],
        every: list[etree._Element],
    ) -> _Vorm | None:
        if names not in known:
            if not self._is_plaats(names):
                return None
            known[names] = self._maak(every)
        return known[names]

    def _is_plaats(self, key: tuple[Hashable, ...]) -> bool:
        """Tell whether there is room for one more."""
        room = self._bekend < _MEESTE and _lengte(key) < _LANGSTE
        self._bekend += room
        return room

    def _maak(self, every: list[etree._Element]) -> _Vorm | None:
        walk = Wandeling(self.boom, every[0])
        places = {one: place for place, one in enumerate(every)}
        taken: list[int] = []
        plaats: list[int | None] = []
        around: dict[int, None] = {}
        for aliases in self._paden:
            chains = [list(self._keten(nummer)) for nummer in aliases]
            met = [[walk.vind(step) for step in chain] for chain in chains]
            if any(len(found) > 1 for chain in met for found in chain):
                return None
            value = next((chain[0][0] for chain in met if chain[0]), None)
            if value is not None and len(value):
                return None
            plaats.append(None if value is None else len(taken))
            if value is None:
                around |= dict.fromkeys(
                    places[one] for chain in met for (one,) in filter(None, chain)
                )
            else:
                taken.append(places[value])
        return _Vorm(taken, tuple(plaats), tuple(around))

    def _keten(self, nummer: int) -> Iterator[int]:
        """Give a path and those it goes through, up to the object."""
        while nummer:
            yield nummer
            nummer = self.boom[nummer][0]

    def _alle(self) -> Iterator[int]:
        for aliases in self._paden:
            for nummer in aliases:
                yield from self._keten(nummer)

    def _met_keus(self) -> Iterator[int]:
        for aliases in self._paden:
            for nummer in aliases[: len(aliases) * (len(aliases) > 1)]:
                yield from self._keten(nummer)

    def _stap(self, nummer: int) -> tuple[str, str | None]:
        return self.boom[nummer][1:]


def _zegt_niets(element: etree._Element) -> bool | None:
    if vreemd(element):
        return None
    reason = element.get(NO_VALUE)
    if reason is None:
        return is_nil(element)
    return True if reason in GEEN else None


def _lengte(key: tuple[Hashable, ...]) -> int:
    return sum(len(part) for part in key if isinstance(part, str))
