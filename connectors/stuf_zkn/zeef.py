"""Filtering again what came back, because a server may ignore any criterion of a question.

StUF 3.01 obliges a server to select only on the elements of the asked order; what it ignored it
reports in a melding StUF0001, if it reports at all. So every object is looked at here.
"""

import re
from datetime import date

from lxml import etree

from connectors.stuf_zkn.kenmerken import vreemd
from connectors.stuf_zkn.namen import ONVOLLEDIG, zkn
from regres import SourceRefused
from regres.berichten import bericht

_DATUM = re.compile(r"\A[0-9]{8}\Z", re.ASCII)
#: indOnvolledigeDatum -> how many digits of the date mean something.
_BEKEND = {"V": 8, "D": 6, "M": 4, "J": 0}
#: Where an object has what it is filtered by.
STARTDATUM, CODE = "ZKN:startdatum", "ZKN:isVan/ZKN:gerelateerde/ZKN:code"
_STARTDATUM = zkn("startdatum")
_NUMMER = zkn("identificatie")
_CODE = f"{zkn('isVan')}/{zkn('gerelateerde')}/{zkn('code')}"


def van_type(element: etree._Element, zaaktypen: tuple[str, ...]) -> bool:
    """Tell whether a zaak is of one of these (() = any); one that does not say so is."""
    codes = {(found.text or "").strip() for found in element.iterfind(_CODE)} - {""}
    return not zaaktypen or not codes or bool(codes & set(zaaktypen))


class TypeZeef:
    """Lets through the one zaak that was asked for by its number, when its zaaktype is ours.

    buiten   zaken of another zaaktype; they are not handed over
    """

    def __init__(self, nummer: str, zaaktypen: tuple[str, ...], waar: str) -> None:
        self._nummer = nummer
        self._zaaktypen = zaaktypen
        self._waar = waar
        self.buiten = 0

    def laat_door(self, element: etree._Element) -> bool:
        """Tell whether a zaak is one that we read; counts it when it is not.

        Raises:
            SourceRefused: it is another zaak than was asked for.

        """
        if (element.findtext(_NUMMER) or "").strip() != self._nummer:
            raise SourceRefused(bericht("B-0383", waar=self._waar))
        through = van_type(element, self._zaaktypen)
        self.buiten += not through
        return through

    def past(self, startdatum: str, code: str) -> bool:
        """Tell nothing by texts alone: its number must be looked at."""
        return False

    def keur(self, meldingen: list[str], waar: str) -> None:
        """Check nothing: a number leaves a server nothing to ignore."""


class Zeef:
    """Lets through what was asked for: one zaaktype ("" = any), and a window of start dates.

    An object that does not give its zaaktype or start date passes: the server was asked to select
    on them. Unless it says that it did not; then nobody can tell, and the read is refused. One that
    gives two of either passes when one of them is ours: which one counts is not for us to choose.

    buiten   objects that were not asked for; they are not handed over
    """

    def __init__(self, zaaktype: str, van: date, tot: date) -> None:
        self._zaaktype = zaaktype
        self._van = f"{van:%Y%m%d}"
        self._tot = f"{tot:%Y%m%d}"
        self._zonder_type = 0
        self._zonder_datum = 0
        self.buiten = 0

    def laat_door(self, element: etree._Element) -> bool:
        """Tell whether an object is one that was asked for; counts it when it is not."""
        through = self._in_venster(element) and self._van_type(element)
        self.buiten += not through
        return through

    def past(self, startdatum: str, code: str) -> bool:
        """Tell by its texts alone that a zaak was asked for; False when more must be looked at."""
        return (
            len(startdatum) == 8
            and startdatum.isascii()
            and startdatum.isdigit()
            and self._van <= startdatum <= self._tot
            and (not self._zaaktype or code.strip() == self._zaaktype)
        )

    def keur(self, meldingen: list[str], waar: str) -> None:
        """Check after a page that what the server ignored could be filtered here.

        Raises:
            SourceRefused: it ignored a criterion whose value it does not give back.

        """
        ignored = " ".join(text for text in meldingen if text.startswith("StUF0001"))
        if self._zonder_datum and "startdatum" in ignored:
            raise SourceRefused(bericht("B-0355", waar=waar, wat="startdatum"))
        if self._zonder_type and ("code" in ignored or "isVan" in ignored):
            raise SourceRefused(bericht("B-0355", waar=waar, wat="zaaktype"))

    def _in_venster(self, element: etree._Element) -> bool:
        inside = [*map(self._is_binnen, element.iterchildren(_STARTDATUM))] or [None]
        self._zonder_datum += None in inside
        return any(one is not False for one in inside)

    def _is_binnen(self, found: etree._Element) -> bool | None:
        """Tell whether a start date is in the window; None when that cannot be said."""
        text = (found.text or "").strip()
        if vreemd(found) or not _DATUM.match(text):
            return None
        known = _BEKEND.get(found.get(ONVOLLEDIG, "V"), 0)
        return self._van[:known] <= text[:known] <= self._tot[:known]

    def _van_type(self, element: etree._Element) -> bool:
        if not self._zaaktype:
            return True
        codes = {(found.text or "").strip() for found in element.iterfind(_CODE)} - {""}
        self._zonder_type += not codes
        return not codes or self._zaaktype in codes
