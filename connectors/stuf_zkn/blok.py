"""Objects that follow each other on a page, what is read of each taken out of them together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from lxml import etree

from connectors.stuf_zkn.mallen import Mallen
from connectors.stuf_zkn.namen import VERWERKINGSSOORT, VOORBIJ
from connectors.stuf_zkn.tekstobject import Object, als_element, laat_los
from connectors.stuf_zkn.uittreksel import Uittreksel
from connectors.stuf_zkn.voorlezer import Gezien
from connectors.stuf_zkn.zeef import TypeZeef, Zeef
from regres import Rijblok, SourceRecord

#: Makes the record of an object: the number it has on its page, and the values taken out of it.
Maker = Callable[[Object, int, Sequence[str]], SourceRecord]
_NIETS: Final[Sequence[str]] = ()


class Objectblok(Rijblok):
    """Objects that are built as expected, as rows of the values that are read of each.

    Valid until what comes after it is asked for.
    """

    __slots__ = ("_elementen", "_maak")

    def __init__(
        self,
        index: Mapping[str, int],
        cellen: Sequence[Sequence[str]],
        elementen: list[Object],
        nummers: Sequence[int],
        maak: Maker,
    ) -> None:
        super().__init__("", "", nummers, cellen, index)
        self._elementen, self._maak = elementen, maak

    def record(self, plaats: int) -> SourceRecord:
        """Make a record of one object, counted from 0; all of the object can be read from it."""
        return self._maak(self._elementen[plaats], self.regels[plaats], self.cellen[plaats])

    def laat_los(self) -> None:
        """Let go of the objects themselves: who keeps the block keeps no page."""
        self._elementen.clear()


Stuk = Objectblok | SourceRecord


class Objectoogst:
    """Takes out of the objects of a page what is read of every one, when it is as expected."""

    def __init__(self, uittreksel: Uittreksel, mallen: Mallen, zeef: Zeef | TypeZeef) -> None:
        self._uittreksel, self.mallen, self._zeef = uittreksel, mallen, zeef

    def neem(self, element: etree._Element) -> Sequence[str] | None:
        """Give the values; None for an object that is odd, was ended, or was not asked for."""
        cells = self._uittreksel.neem(element)
        if cells is None or element.get(VERWERKINGSSOORT) in VOORBIJ:
            return None
        return cells if self._zeef.past(cells[-2], cells[-1]) else None

    def keur(self, waarden: Sequence[str]) -> Sequence[str] | None:
        """Give the values of an object that is as expected; None when it was not asked for."""
        return waarden if self._zeef.past(waarden[-2], waarden[-1]) else None


def stukken(
    objects: Iterable[tuple[int, Gezien]],
    index: Mapping[str, int],
    zeef: Zeef | TypeZeef,
    maak: Maker,
) -> Iterator[Stuk]:
    """Give the objects that were asked for, in their order: the odd ones as a record of their own.

    objects  each with the number it has on its page; odd is one out of which nothing was taken
    index    address -> its place among the values that were taken
    """
    taken: list[tuple[Sequence[str], Object, int]] = []
    for number, (element, cells) in objects:
        if cells is not None:
            taken.append((cells, element, number))
        elif zeef.laat_door(als_element(element)):
            if taken:
                yield _blok(index, taken, maak)
                taken = []
            yield maak(element, number, _NIETS)
            laat_los(element)
    if taken:
        yield _blok(index, taken, maak)


def _blok(
    index: Mapping[str, int], taken: list[tuple[Sequence[str], Object, int]], maak: Maker
) -> Objectblok:
    cells, elements, numbers = zip(*taken, strict=True)
    return Objectblok(index, cells, list(elements), numbers, maak)
