"""Plays one night: every source of the municipality is read once, and what was freed is delivered.

A slot is run once a day, and a rondgang once a week. Who plays the same night again gets the
window and the export once more, as runs by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from demo.data import MAANDEN
from demo.progress import Voortgang
from ledger import Ledger, OutboxStatus, Resultaat
from pipeline import (
    Bezorging,
    Klok,
    Opdracht,
    RunVerslag,
    Slot,
    SlotSoort,
    deliver,
    haal_op,
    run,
)
from pipeline.afstemmen import Afstemming, stem_af
from settings import Aansluiting, Bron

#: After these a slot is open again.
_OPNIEUW = (None, Resultaat.AFGEBROKEN, Resultaat.GEEN_LEVERING, Resultaat.MISLUKT)
_GOED = (Resultaat.VRIJ, Resultaat.ONGEWIJZIGD)


@dataclass(slots=True)
class Nacht:
    """What came of one night; runs are grouped by (bronset, kind of slot)."""

    runs: dict[tuple[str, SlotSoort], list[RunVerslag]] = field(default_factory=dict)
    bezorging: Bezorging = field(default_factory=Bezorging)
    afstemming: Afstemming = field(default_factory=lambda: Afstemming(0))

    @property
    def mislukt(self) -> list[RunVerslag]:
        """Give the runs that did not go as they should; records that wait are as it should."""
        return [one for group in self.runs.values() for one in group if one.resultaat not in _GOED]

    @property
    def exit_code(self) -> int:
        """Give 0 when the whole chain worked, also when records wait for a person."""
        done = self.bezorging
        if self.mislukt:
            return int(max(one.exit_code for one in self.mislukt)) or 1
        stuck = done.geweigerd or done.vervallen or done.uitgesteld or done.wacht
        stuck = stuck or len(self.afstemming.bevindingen)
        return int(done.exit_code) or int(bool(stuck))


def speel(
    lijn: Aansluiting, ledger: Ledger, vandaag: date, klok: Klok, voortgang: Voortgang
) -> Nacht:
    """Read feedback, run every slot of this night that is due, then deliver and compare."""
    night = Nacht()
    haal_op(lijn.uitgang, ledger, klok)
    for naam, bron in lijn.bronnen.items():
        for soort, slots in _beurten(ledger, lijn, bron, vandaag):
            told = voortgang.werk(_werk(naam, soort, len(slots)), len(slots))
            group = night.runs.setdefault((naam, soort), [])
            for slot in slots:
                task = Opdracht(slot=slot, vandaag=vandaag)
                group.append(run(bron.route, ledger, task, klok))
                told(len(group))
    night.bezorging = _bezorg(lijn, ledger, klok, voortgang)
    night.afstemming = stem_af(lijn.uitgang, ledger, klok)
    return night


def _beurten(
    ledger: Ledger, lijn: Aansluiting, bron: Bron, vandaag: date
) -> Iterator[tuple[SlotSoort, list[Slot]]]:
    done = _gedaan(ledger, lijn.gemeente.identiteit, bron.naam, vandaag)
    nightly = list(bron.slots(vandaag))
    yield nightly[0].soort, [_met_de_hand(slot) if slot.naam in done else slot for slot in nightly]
    months = [slot for slot in bron.slots(vandaag, SlotSoort.RONDGANG) if slot.van]
    due = [slot for slot in months[-MAANDEN - 1 :] if slot.naam not in done]
    if due and nightly[0].soort is SlotSoort.VENSTER:
        yield SlotSoort.RONDGANG, due


def _gedaan(ledger: Ledger, gemeente: str, bronset: str, vandaag: date) -> set[str]:
    return {
        row.slot
        for row in ledger.runs(gemeente, limit=10 * MAANDEN)
        if row.bronset == bronset and row.dag == vandaag and row.resultaat not in _OPNIEUW
    }


def _met_de_hand(slot: Slot) -> Slot:
    return replace(slot, soort=SlotSoort.HAND)


def _werk(naam: str, soort: SlotSoort, aantal: int) -> str:
    return f"{naam}: {soort.value}" if aantal == 1 else f"{naam}: {soort.value}, {aantal} maanden"


def _bezorg(lijn: Aansluiting, ledger: Ledger, klok: Klok, voortgang: Voortgang) -> Bezorging:
    waiting = ledger.outbox_counts(lijn.gemeente.identiteit)
    total = sum(waiting.get(status, 0) for status in (OutboxStatus.VRIJ, OutboxStatus.VERSTUURD))
    told = voortgang.werk("bezorgen bij het Regresloket", total)
    return deliver(
        lijn.uitgang, ledger, klok, voortgang=lambda done: told(done.ontvangen + done.geweigerd)
    )
