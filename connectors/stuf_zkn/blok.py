"""Objects that follow each other on a page, what is read of each taken out of them together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from lxml import etree

from connectors.stuf_zkn.antwoord import laat_los
from connectors.stuf_zkn.namen import VERWERKINGSSOORT, VOORBIJ
from connectors.stuf_zkn.uittreksel import Uittreksel
from connectors.stuf_zkn.uitwisseling import Gezien
from connectors.stuf_zkn.zeef import TypeZeef, Zeef
from regres import Rijblok, SourceRecord

#: Makes the record of an object: the number it has on its page, and the values taken out of it.
Maker = Callable[[etree._Element, int, Sequence[str]], SourceRecord]
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
        elementen: list[etree._Element],
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


def neem(
    uittreksel: Uittreksel, zeef: Zeef | TypeZeef, element: etree._Element
) -> Sequence[str] | None:
    """Take out of an object what is read of every one; None unless it is as expected."""
    cells = uittreksel.neem(element)
    if cells is None or element.get(VERWERKINGSSOORT) in VOORBIJ:
        return None
    return cells if zeef.past(cells[-2], cells[-1]) else None


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
    taken: list[tuple[Sequence[str], etree._Element, int]] = []
    for number, (element, cells) in objects:
        if cells is not None:
            taken.append((cells, element, number))
        elif zeef.laat_door(element):
            if taken:
                yield _blok(index, taken, maak)
                taken = []
            yield maak(element, number, _NIETS)
            laat_los(element)
    if taken:
        yield _blok(index, taken, maak)


def _blok(
    index: Mapping[str, int], taken: list[tuple[Sequence[str], etree._Element, int]], maak: Maker
) -> Objectblok:
    cells, elements, numbers = zip(*taken, strict=True)
    return Objectblok(index, cells, list(elements), numbers, maak)
