"""Who sent a message, to whom, when, under which number: checked before anything else is read."""

import re
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from connectors.stuf_zkn.bron import Systeem
from connectors.stuf_zkn.namen import stuf, zkn
from regres import SourceRefused
from regres.berichten import bericht

_TIJDSTIP = re.compile(r"\A[0-9]{8,17}\Z", re.ASCII)
#: EEJJMMDDuummssddd; what a sender leaves out counts as its beginning.
_VOL = 17
_LANGSTE_NUMMER = 40


@dataclass(frozen=True, slots=True)
class Kop:
    """The header of one message; tijdstip filled up to 17 digits, so that it compares as text."""

    referentienummer: str
    tijdstip: str


@dataclass(frozen=True, slots=True)
class Partijen:
    """Who sends here and who receives, as the supplier prescribes it."""

    zender: Systeem
    ontvanger: Systeem

    def lees(self, message: etree._Element, waar: str) -> Kop:
        """Give the header of a zakLk01.

        Raises SourceRefused: no header or more than one (B-0607 `ontbreekt`), another berichtcode
        or entiteittype, sender or receiver, no number or no moment (B-0607 with the part).
        """
        found = message.findall(zkn("stuurgegevens"))
        if len(found) != 1:
            raise SourceRefused(bericht("B-0607", "ontbreekt", waar=waar))
        header = found[0]
        _eis(_tekst(header, "berichtcode") == "Lk01", "berichtcode", waar)
        _eis(_tekst(header, "entiteittype") == "ZAK", "entiteittype", waar)
        _eis_systeem(header, "zender", self.zender, waar)
        _eis_systeem(header, "ontvanger", self.ontvanger, waar)
        number, moment = _tekst(header, "referentienummer"), _tekst(header, "tijdstipBericht")
        _eis(0 < len(number) <= _LANGSTE_NUMMER, "referentienummer", waar)
        _eis(_is_moment(moment), "tijdstipBericht", waar)
        return Kop(number, moment.ljust(_VOL, "0"))


def _eis_systeem(header: etree._Element, rol: str, expected: Systeem, waar: str) -> None:
    found = header.find(stuf(rol))
    for deel in ("organisatie", "applicatie", "administratie"):
        said = "" if found is None else _tekst(found, deel)
        known = getattr(expected, deel)
        _eis(not known or said == known, f"{rol}.{deel}", waar)


def _eis(holds: bool, deel: str, waar: str) -> None:
    if not holds:
        raise SourceRefused(bericht("B-0607", waar=waar, deel=deel))


def _is_moment(text: str) -> bool:
    """Tell whether a tijdstipBericht is a moment that exists: 30 February would order messages."""
    if not _TIJDSTIP.match(text):
        return False
    parts = [text[:4], *(text[at : at + 2] for at in range(4, len(text[:14]), 2))]
    try:
        datetime(*map(int, parts))  # type: ignore[arg-type]  # noqa: DTZ001 - only whether it can be
    except ValueError:
        return False
    return True


def _tekst(element: etree._Element, name: str) -> str:
    """Give a value; "" when it is not there, stands there twice, or is no plain text."""
    found = element.findall(stuf(name))
    if len(found) != 1 or len(found[0]):
        return ""
    return (found[0].text or "").strip()
