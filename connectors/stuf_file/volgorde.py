"""In which order messages came: later each time, and none twice (StUF 3.01: StUF016, StUF019)."""

from hashlib import blake2b

from lxml import etree

from connectors.stuf_file.stuurgegevens import Kop
from regres import SourceRefused
from regres.berichten import bericht


class Volgorde:
    """What is remembered of the messages of one read: some 70 bytes of each.

    tijdstip   of the last message, at first that of the read before; "" = none
    herhaald   messages that came again unchanged; they are passed over
    """

    def __init__(self, tijdstip: str, tot: str) -> None:
        """Begin after `tijdstip`; a message of after `tot` is of a clock that is wrong."""
        self.tijdstip = tijdstip
        self.herhaald = 0
        self._tot = tot
        self._nummers: set[int] = set()
        self._nu: dict[str, bytes] = {}

    def neem(self, kop: Kop, message: etree._Element, waar: str) -> bool:
        """Note a message; False when it is one that came before, unchanged.

        Raises SourceRefused: earlier than the one before it (B-0609), of a day to come (B-0609
        `toekomst`), or its number was used for another message (B-0610).
        """
        if kop.tijdstip < self.tijdstip:
            raise SourceRefused(bericht("B-0609", waar=waar))
        if kop.tijdstip > self._tot:
            raise SourceRefused(bericht("B-0609", "toekomst", waar=waar))
        if kop.tijdstip > self.tijdstip:
            self._nu.clear()
            self.tijdstip = kop.tijdstip
        number = _getal(kop.referentienummer)
        if number in self._nummers:
            self._keur_herhaling(kop, message, waar)
            return False
        self._nummers.add(number)
        self._nu[kop.referentienummer] = _merk(message)
        return True

    def _keur_herhaling(self, kop: Kop, message: etree._Element, waar: str) -> None:
        """Take it only as the same message: who sends again keeps number, moment and content."""
        if self._nu.get(kop.referentienummer) != _merk(message):
            raise SourceRefused(bericht("B-0610", waar=waar))
        self.herhaald += 1


def _getal(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=7).digest())


def _merk(message: etree._Element) -> bytes:
    written = etree.tostring(message, encoding="utf-8", with_tail=False)
    return blake2b(written, digest_size=16).digest()
