"""Slots: which run this is. The ledger allows each slot once, so running twice is always safe."""

import calendar
from datetime import date, timedelta
from enum import StrEnum

from ledger.shapes.runs import DELTA, INHALEN
from regres.waarde import dataclass


class SlotSoort(StrEnum):
    """Kinds of slot; the brake and the baselines compare like with like, kind by kind."""

    VENSTER = "venster"
    RONDGANG = "rondgang"
    NACHT = "nacht"
    HAND = "hand"
    INHALEN = INHALEN


@dataclass(frozen=True, slots=True)
class Slot:
    """One turn of one source.

    dag     local date in Amsterdam
    naam    unique within the day: "venster", "rondgang:2024-03", "nacht", "hand-1", "inhalen"
    snede   the read slice that stubs belong to: a month, "bestand", or "" when this read covers
            no slice from end to end (a sliding window never proves that something is gone).
            "delta" names how far a source was read that gives each change once
    """

    soort: SlotSoort
    dag: date
    naam: str
    van: date | None = None
    tot: date | None = None
    snede: str = ""

    @property
    def bewijst(self) -> str:
        """Give the slice of which this read proves that what it does not show is gone, or ""."""
        return "" if self.snede == DELTA else self.snede


def venster(dag: date, dagen: int) -> Slot:
    """Give the nightly slot of a polling source: start dates of the last `dagen` days."""
    return Slot(SlotSoort.VENSTER, dag, "venster", dag - timedelta(days=dagen), dag)


def rondgang(dag: date, vanaf: date) -> tuple[Slot, ...]:
    """Give one slot per month from `vanaf` up to today, oldest first."""
    return tuple(
        Slot(SlotSoort.RONDGANG, dag, f"rondgang:{first:%Y-%m}", first, last, f"{first:%Y-%m}")
        for first, last in _months(vanaf, dag)
    )


def nacht(dag: date, *, delta: bool = False) -> Slot:
    """Give the nightly slot of a file source; delta: of one that gives each change once."""
    return Slot(SlotSoort.NACHT, dag, "nacht", snede=DELTA if delta else "bestand")


def met_de_hand(slot: Slot, naam: str) -> Slot:
    """Give the same read as a manual run named "hand-<n>"."""
    return Slot(SlotSoort.HAND, slot.dag, naam, slot.van, slot.tot, slot.snede)


def om_in_te_halen(slot: Slot) -> Slot:
    """Give the same read as one that only catches up: once a day for each slice."""
    naam = INHALEN if slot.snede in ("", "bestand") else f"{INHALEN}:{slot.snede}"
    return Slot(SlotSoort.INHALEN, slot.dag, naam, slot.van, slot.tot, slot.snede)


def _months(first: date, last: date) -> list[tuple[date, date]]:
    months = []
    start = first
    while start <= last:
        end = start.replace(day=calendar.monthrange(start.year, start.month)[1])
        months.append((start, min(end, last)))
        start = end + timedelta(days=1)
    return months
