"""A run that goes on: how it begins, and what it has until it is closed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from ledger import (
    Aansluiting,
    Lease,
    Overname,
    Resultaat,
    RunStart,
    Staged,
    StubNote,
)
from ledger.shapes.regie import ACTIEF
from mappings.kolomstand import Kolomteller
from pipeline.brake import Rem
from pipeline.grootboekgeheugen import Grootboekgeheugen
from pipeline.landing import Inhaalslag
from pipeline.opdracht import Opdracht
from pipeline.report import RunVerslag
from pipeline.retour import gezocht
from pipeline.route import Klok, Route
from pipeline.slots import Slot, SlotSoort, met_de_hand
from pipeline.take_in import TakeIn
from pipeline.verantwoording import Lezing
from regres import Levering, Problem
from regres.waarde import dataclass

if TYPE_CHECKING:
    from ledger import Ledger


@dataclass(frozen=True, slots=True)
class _RunGeheugen(Grootboekgeheugen):
    """The ledger as one run sees it: every write carries the lease, and is accounted for first."""

    number: int
    lezing: Lezing

    def overnames(self) -> dict[str, Overname]:
        return self.ledger.afstemming.overnames(self.lease.gemeente)

    def sluit_aan(self, met: Sequence[Aansluiting]) -> None:
        self.ledger.afstemming.sluit_aan(self.lease, self.number, met)

    def stage(self, rows: Sequence[Staged], stubs: Sequence[StubNote]) -> None:
        self.lezing.genomen(rows, stubs)
        self.ledger.stage(self.lease, self.number, rows, stubs)

    def unstage(self, zoeksleutel: str) -> None:
        self.ledger.unstage(self.lease, self.number, zoeksleutel)


@dataclass(frozen=True, slots=True)
class _ProefGeheugen(Grootboekgeheugen):
    """The ledger as a run in the stand proef sees it: what is sealed to count it is let go of."""

    def stage(self, rows: Sequence[Staged], stubs: Sequence[StubNote]) -> None:
        """Keep nothing."""

    def unstage(self, zoeksleutel: str) -> None:
        """Keep nothing."""


@dataclass(frozen=True, slots=True)
class Lopend:
    """One run with all it works by: lease, slot and number, what it takes in, and its report."""

    route: Route
    ledger: "Ledger"
    lease: Lease
    slot: Slot
    number: int
    klok: Klok
    lezing: Lezing
    take: TakeIn
    teller: Kolomteller
    verslag: RunVerslag
    inhaalslag: Inhaalslag | None = None
    geleverd_op: datetime | None = None

    @property
    def delta(self) -> bool:
        """Tell whether this source gives each change once."""
        return self.route.plan.levering is Levering.DELTA

    def bij(self, found: tuple[Problem, ...]) -> None:
        """Tell more of what a person must look at: in the report and in the row of the run."""
        if found:
            self.verslag.oorzaken = (*self.verslag.oorzaken, *found)
            self.ledger.note_run_problems(self.lease, self.number, found)


def begin(route: Route, ledger: "Ledger", lease: Lease, opdracht: Opdracht, klok: Klok) -> Lopend:
    """Write the run down, and make ready what it takes in by what the ledger knows."""
    ledger.noteer_stand(lease, route.gemeente.actief, klok())
    slot = _own_name(ledger, route, opdracht.slot)
    number = ledger.begin(lease, start_van(route, slot), klok())
    lezing = Lezing(route.logboek, klok)
    actief = route.gemeente.stand == ACTIEF
    slag = opdracht.inhaalslag
    kept = _RunGeheugen(ledger, lease, number, lezing, alleen=slag.keys if slag else None)
    memory = kept if actief else _ProefGeheugen(ledger, lease)
    take = TakeIn(
        *(route, memory, slot.bewijst, klok(), opdracht.vandaag),
        gezocht=gezocht(route, ledger, klok()),
        inhaalslag=opdracht.inhaalslag,
    )
    verslag = RunVerslag(route.gemeente.naam, route.bronset, slot.naam, number, Resultaat.VRIJ)
    verslag.telling, verslag.problemen = take.telling, take.problemen
    teller = Kolomteller(route.plan)
    return Lopend(
        _met_rem(route, slag),
        ledger,
        lease,
        slot,
        number,
        klok,
        lezing,
        take,
        teller,
        verslag,
        slag,
        opdracht.geleverd_op,
    )


def _met_rem(route: Route, slag: Inhaalslag | None) -> Route:
    """Give the way with the brake of this read: one that catches up has its own number."""
    if slag is None:
        return route
    rem = Rem(nieuw=len(slag.keys), aandeel=1.0)
    return replace(route, gemeente=replace(route.gemeente, rem=rem))


def _own_name(ledger: "Ledger", route: Route, slot: Slot) -> Slot:
    if slot.soort is not SlotSoort.HAND:
        return slot
    name = ledger.next_hand(route.gemeente.identiteit, route.bronset, slot.dag)
    return met_de_hand(slot, name)


def start_van(route: Route, slot: Slot) -> RunStart:
    """Give what is written down of a run before it reads."""
    return RunStart(
        bronset=route.bronset,
        dag=slot.dag,
        slot=slot.naam,
        mapping_merk=route.plan.merk,
        regelversie=route.regels.versie,
        stand=route.gemeente.stand,
    )
