"""Objects that follow each other on a page, what is read of each taken out of them together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from lxml import etree

from connectors.stuf_zkn.antwoord import laat_los
from connectors.stuf_zkn.namen import VERWERKINGSSOORT, VOORBIJ
from connectors.stuf_zkn.uittreksel import Uittreksel
from connectors.stuf_zkn.zeef import TypeZeef, Zeef
from regres import Rijblok, SourceRecord

#: Makes the record of an object: the number it has on its page, and what is known of its values.
Maker = Callable[[etree._Element, int, Mapping[str, str]], SourceRecord]
_NIETS: Final[Mapping[str, str]] = {}


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
        known = dict(zip(self.index, self.cellen[plaats], strict=False))
        return self._maak(self._elementen[plaats], self.regels[plaats], known)

    def laat_los(self) -> None:
        """Let go of the objects themselves: who keeps the block keeps no page."""
        self._elementen.clear()


Stuk = Objectblok | SourceRecord


def stukken(
    elements: Iterable[tuple[int, etree._Element]],
    uittreksel: Uittreksel | None,
    zeef: Zeef | TypeZeef,
    maak: Maker,
) -> Iterator[Stuk]:
    """Give the objects that were asked for, in their order: the odd ones as a record of their own.

    elements  each with the number it has on its page
    """
    if uittreksel is None:
        for number, element in elements:
            if zeef.laat_door(element):
                yield maak(element, number, _NIETS)
            laat_los(element)
        return
    taken: list[tuple[Sequence[str], etree._Element, int]] = []
    for number, element in elements:
        cells = uittreksel.neem(element)
        plain = cells is not None and element.get(VERWERKINGSSOORT) not in VOORBIJ
        if cells is not None and plain and zeef.past(cells[-2], cells[-1]):
            taken.append((cells, element, number))
        elif zeef.laat_door(element):
            if taken:
                yield _blok(uittreksel, taken, maak)
                taken = []
            yield maak(element, number, _NIETS)
            laat_los(element)
    if taken:
        yield _blok(uittreksel, taken, maak)


def _blok(
    uittreksel: Uittreksel, taken: list[tuple[Sequence[str], etree._Element, int]], maak: Maker
) -> Objectblok:
    cells, elements, numbers = zip(*taken, strict=True)
    return Objectblok(uittreksel.index, cells, list(elements), numbers, maak)
