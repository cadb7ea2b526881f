"""Catching up on grants from before the day of `actief`: so many a night, the most urgent first.

Such grants are held at every read (`wacht_op_inhalen`). An order chooses among their stubs; a run
of its own reads where they were met, and takes only those. It moves no checkpoint and judges
nothing else, so the nights go on as they are. What is done and what is left is counted from stubs
and runs: killed at any moment, the next night goes on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from ledger import Inhaalkandidaat, Inhaalopdracht, RunExists
from ledger.shapes.regie import ACTIEF
from pipeline.landing import Inhaalslag
from pipeline.opdracht import Opdracht
from pipeline.opnieuw import slots_voor
from pipeline.report import RunVerslag
from pipeline.route import Klok, Route
from pipeline.run import run
from pipeline.slots import Slot, SlotSoort, om_in_te_halen
from regres import Levering
from regres.waarde import dataclass

if TYPE_CHECKING:
    from ledger import Ledger


class Bron(Protocol):
    """A source that is plugged in, as `settings` gives it."""

    @property
    def route(self) -> Route:
        """Give its way."""
        ...

    def slots(self, vandaag: date, soort: SlotSoort | None = None) -> tuple[Slot, ...]:
        """Give its slots of a day."""
        ...


@dataclass(frozen=True, slots=True)
class _Keuze:
    """What one run of one source takes."""

    bron: Bron
    slot: Slot
    keys: frozenset[str]


def haal_in(
    bronnen: Mapping[str, Bron],
    ledger: "Ledger",
    gemeente: str,
    vandaag: date,
    klok: Klok,
    opdracht: Callable[[Opdracht], Opdracht] = lambda given: given,
) -> list[RunVerslag]:
    """Take what a municipality may catch up on today; [] when nothing is ordered or all is done.

    opdracht  completes each task, as for an ordinary round
    """
    done: list[RunVerslag] = []
    order = ledger.inhaalopdracht(gemeente)
    for keuze in _keuzes(bronnen, ledger, order, vandaag) if order else ():
        # Looked at anew: someone may have stopped it, or changed it, in the meantime.
        order = ledger.inhaalopdracht(gemeente)
        if order is None:
            break
        slag = Inhaalslag(keuze.keys, order.vanaf)
        task = Opdracht(
            slot=keuze.slot, vandaag=vandaag, toch_lezen=True, volume_klopt=True, inhaalslag=slag
        )
        try:
            done.append(run(keuze.bron.route, ledger, opdracht(task), klok))
        except RunExists:
            continue
    return done


def _keuzes(
    bronnen: Mapping[str, Bron], ledger: "Ledger", order: Inhaalopdracht, vandaag: date
) -> Iterator[_Keuze]:
    gemeente = order.gemeente
    left = order.per_nacht - ledger.ingehaald(gemeente, vandaag)
    names = [naam for naam, bron in bronnen.items() if _mag(ledger, naam, bron)]
    if left <= 0 or not names:
        return
    found = ledger.inhaalkandidaten(gemeente, names, order.vanaf, left, vandaag)
    for naam in names:
        yield from _van(bronnen[naam], [one for one in found if one.bronset == naam], vandaag)


def _mag(ledger: "Ledger", naam: str, bron: Bron) -> bool:
    """Tell whether a source may be caught up on.

    Not while a batch of it waits for release, nor under a mapping of which no read was freed: its
    new meldingen would pass the brake by. Nor one that gives each change once: it cannot be read
    again, and a person lets its records go.
    """
    route = bron.route
    if route.plan.levering is Levering.DELTA:
        return False
    if route.gemeente.stand != ACTIEF or ledger.wachtende_runs(route.gemeente.identiteit, naam):
        return False
    last = ledger.laatst_vrij(route.gemeente.identiteit, naam)
    return last is not None and last.mapping_merk == route.plan.merk


def _van(bron: Bron, chosen: Sequence[Inhaalkandidaat], vandaag: date) -> Iterator[_Keuze]:
    turn, walk = bron.slots(vandaag), bron.slots(vandaag, SlotSoort.RONDGANG)
    known = {slot.snede for slot in (*turn, *walk)}
    for slot in slots_voor({one.snede for one in chosen} & known, turn, walk):
        keys = frozenset(one.zoeksleutel for one in chosen if one.snede == slot.snede)
        yield _Keuze(bron, om_in_te_halen(slot), keys)
