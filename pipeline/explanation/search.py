"""Explaining one record: its source is read again by the road of a run, and nothing is kept.

A file is read to its end, so that another row with the same key is seen as a run sees it. A polling
source is left at the record: whoever asks for one person does not ask for all others.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from connectors.base import ReadRequest
from pipeline.explanation.record import andere, leg_uit, naar_quarantaine
from pipeline.geheugen import Geheugen
from pipeline.landing import Landing, dubbele_sleutel
from pipeline.route import Route
from pipeline.sealing import Verzegeling
from pipeline.slots import Slot
from pipeline.take_in import TakeIn
from pipeline.verantwoording import TONEN, noteer
from privacy import betrokkene
from regres import Bucket, Plaats, Problem, SourceRecord, UsageProblem
from regres.berichten import bericht
from regres.verwerking import Betrokkene

#: Tells whether this is the record that was asked for.
Kiest = Callable[[SourceRecord, Landing], bool]


def met_referentie(route: Route, begin: str) -> Kiest:
    """Choose by referentie, by the kenmerk on a list of waiting records, or by how one begins."""

    def kiest(record: SourceRecord, landing: Landing) -> bool:
        del record
        if landing.zoek is not None and landing.zoek.waarde.startswith(begin):
            return True
        if landing.sleutel is None:
            return False
        made = route.pseudoniemen.referentie(route.plan.sleutelruimte, landing.sleutel)
        return made.startswith(begin)

    return kiest


def op_plaats(regel: int, bericht: str = "") -> Kiest:
    """Choose by physical line, of a message when one is named."""

    def kiest(record: SourceRecord, landing: Landing) -> bool:
        del landing
        there = record.plaats
        return there.regel == regel and bericht in ("", there.bericht)

    return kiest


def zoek(
    route: Route, slot: Slot, kiest: Kiest, geheugen: Geheugen, now: datetime, vandaag: date
) -> dict[str, Any] | None:
    """Read one slot of a source and explain the record that is chosen; None when it is not there.

    The explanation has whole dates: coarsen it before showing it to anyone but a consulent or the
    privacy officer.

    Raises:
        SourceError: the source or the file as a whole is refused, as a run would refuse it.
        UsageProblem: several provisions are meant (R-0401).

    """
    take = TakeIn(route, geheugen, slot.snede, now, vandaag)
    kijker = _Kijker(route, now, vandaag, kiest)
    with route.connector.read(ReadRequest(van=slot.van, tot=slot.tot)) as reading:
        for record in reading:
            kijker.zie(record, take.take(record))
            if kijker.uitleg is not None and slot.van is not None:
                return kijker.verantwoord()
        # A file whose end does not hold is refused as a whole, whatever was found in it.
        reading.proof()
    if kijker.uitleg is not None:
        kijker.uitleg["zelfde_sleutel"]["heel_gelezen"] = True
    return kijker.verantwoord()


@dataclass(slots=True)
class _Kijker:
    """Watches a read for one record, and for others with its key; those change where it lands."""

    route: Route
    now: datetime
    vandaag: date
    kiest: Kiest
    uitleg: dict[str, Any] | None = None
    _wie: Betrokkene | None = None
    _zoeksleutel: str = ""
    _dubbel: Problem = field(init=False)
    _plaatsen: dict[str, list[Plaats]] = field(default_factory=dict)

    def zie(self, record: SourceRecord, landing: Landing) -> None:
        """Look at one record that was taken in."""
        key = landing.zoek.waarde if landing.zoek else ""
        if self.uitleg is None:
            if self.kiest(record, landing):
                self._gevonden(record, landing, key)
        elif key == self._zoeksleutel:
            self._nog_een(record.plaats, landing)
        elif self.kiest(record, landing):
            raise UsageProblem(_meer_dan_een())
        if landing.bucket is not Bucket.GEEN_ONGEVAL:
            # Without accident and unknown: such a record leaves nothing and is not compared.
            self._plaatsen.setdefault(key, []).append(record.plaats)

    def verantwoord(self) -> dict[str, Any] | None:
        """Give what was found, once the Logboek dataverwerkingen knows that it will be shown."""
        noteer(self.route.logboek, TONEN, self.now, self._wie)
        return self.uitleg

    def _gevonden(self, record: SourceRecord, landing: Landing, key: str) -> None:
        self._zoeksleutel, self._dubbel = key, dubbele_sleutel(record)
        found = leg_uit(self.route, record, landing, self.vandaag, self._gelijk(landing))
        self._wie = _betrokkene(self.route, landing, found["referentie"] or "")
        if landing.bucket is not Bucket.GEEN_ONGEVAL:
            same = landing.bucket is Bucket.DUBBEL
            before = self._plaatsen.get(key, [])
            found["zelfde_sleutel"]["andere"] = [
                andere(plaats, zelfde_inhoud=same, eerder=True) for plaats in before
            ]
        self.uitleg = found

    def _nog_een(self, plaats: Plaats, landing: Landing) -> None:
        if self.uitleg is None or not (landing.terug or landing.bucket is Bucket.DUBBEL):
            return
        self.uitleg["zelfde_sleutel"]["andere"].append(
            andere(plaats, zelfde_inhoud=not landing.terug, eerder=False)
        )
        if landing.terug:
            naar_quarantaine(self.uitleg, self._dubbel)

    def _gelijk(self, landing: Landing) -> bool | None:
        if landing.case is None or landing.feiten is None or landing.case.staand is None:
            return None
        seal = Verzegeling(self.route, self.now, self.vandaag)
        return seal.vergelijk(landing.case, landing.feiten).ongewijzigd


def _meer_dan_een() -> Problem:
    return bericht("R-0401")


def _betrokkene(route: Route, landing: Landing, referentie: str) -> Betrokkene | None:
    client = landing.case.peek.client if landing.case else None
    if client is None:
        return betrokkene("", 0, referentie)
    merk = route.pseudoniemen.clientmerk(*client)
    return betrokkene(merk.waarde, merk.versie)
