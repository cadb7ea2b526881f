"""What is remembered of one page: enough to see that the next one goes on from it."""

from collections.abc import Sequence

from lxml import etree

from connectors.stuf_zkn.namen import SLEUTEL_VERZENDEND, zkn
from connectors.stuf_zkn.tekstobject import Object, als_element
from connectors.stuf_zkn.vraag import kopie
from regres import SourceRefused
from regres.berichten import bericht


class Pagina:
    """One page of a chain; `gezien` holds the first and last objects of all pages before it.

    nummer    from 1, over all chains of a read
    laatste   the last object that came, also when it was not asked for: paging goes on from there
    """

    def __init__(self, nummer: int, gezien: set[str]) -> None:
        self.nummer = nummer
        self.waar = f"bericht {nummer}"
        self.aantal = 0
        self._laatste: Object | None = None
        self._gezien = gezien

    @property
    def laatste(self) -> etree._Element | None:
        """Give the last object."""
        return None if self._laatste is None else als_element(self._laatste)

    def neem(self, element: Object) -> None:
        """Note the next object.

        Raises:
            SourceRefused: the first object began or ended a page before this one.

        """
        self._laatste = element
        self.aantal += 1
        if self.aantal == 1:
            self._onthoud(element)

    def neem_samen(self, elements: Sequence[Object]) -> None:
        """Note the next objects; raises SourceRefused as `neem` does."""
        if elements:
            self.neem(elements[0])
            self._laatste = elements[-1]
            self.aantal += len(elements) - 1

    def maak_los(self) -> None:
        """Hold on to a copy of the last object: the object itself would hold its whole page."""
        if self._laatste is not None:
            self._laatste = kopie(als_element(self._laatste))

    def sluit(self, *, vervolg: bool) -> None:
        """Check at the end of a page that there is something to go on from.

        Raises:
            SourceRefused: the server promises more but gave nothing, or it turns in a circle.

        """
        if self._laatste is None:
            if vervolg:
                raise SourceRefused(bericht("B-0339", waar=self.waar))
        elif self.aantal > 1:
            self._onthoud(self._laatste)

    def _onthoud(self, element: Object) -> None:
        who = _wie(als_element(element))
        if who in self._gezien:
            raise SourceRefused(bericht("B-0337", waar=self.waar))
        self._gezien.add(who)


def _wie(element: etree._Element) -> str:
    """Tell an object from others: by the server's own key, else by number, else by its content."""
    key = element.get(SLEUTEL_VERZENDEND) or element.findtext(zkn("identificatie"))
    return key or inhoud(element)


def inhoud(element: etree._Element) -> str:
    """Write an object so that two that are the same are written the same."""
    try:
        return etree.tostring(element, method="c14n").decode()
    except etree.C14NError:  # a name space that is no absolute address (Canonical XML 1.1, 1.3)
        return repr([(one.tag, sorted(one.items()), one.text) for one in element.iter("*")])
