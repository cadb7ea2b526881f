"""A read that only brings the ledger to the present root key: nothing is judged, kept or sent.

It takes the same road as a run, with a memory that keeps the moving and nothing else. Cut off, it
has done what it did; given again, it finds the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from connectors.base import ReadRequest
from ledger import (
    Hermerk,
    Ledger,
    Rekey,
    Signaalmerk,
    Staged,
    StubNote,
)
from pipeline.grootboekgeheugen import Grootboekgeheugen
from pipeline.huur import heartbeat, huur
from pipeline.pauze import ga_door
from pipeline.route import Klok, Route
from pipeline.sleutelproef import bewijs_sleutels
from pipeline.slots import Slot
from pipeline.take_in import TakeIn
from pipeline.verantwoording import Lezing


@dataclass(slots=True)
class Overgezet:
    """What a read moved: lookup keys, and stands with new marks."""

    gelezen: int = 0
    sleutels: int = 0
    merken: int = 0


@dataclass(frozen=True, slots=True)
class _AlleenSleutels(Grootboekgeheugen):
    """The ledger as this read sees it: what it would keep is left, for the next run finds it."""

    done: Overgezet

    def stage(self, rows: Sequence[Staged], stubs: Sequence[StubNote]) -> None:
        """Keep nothing."""

    def unstage(self, zoeksleutel: str) -> None:
        """Keep nothing."""

    def zet_over(
        self,
        keys: Sequence[Rekey],
        merken: Sequence[Hermerk],
        signalen: Sequence[Signaalmerk],
        now: datetime,
    ) -> None:
        Grootboekgeheugen.zet_over(self, keys, merken, signalen, now)
        self.done.sleutels += len(keys)
        self.done.merken += len(merken) + len(signalen)


def zet_over(route: Route, ledger: Ledger, slot: Slot, klok: Klok, vandaag: date) -> Overgezet:
    """Read one slot of a source and move what it meets.

    route   with a seal that seals nothing (`settings.trial.geen_zegel`)

    Raises AlreadyRunning when a run is busy, Paused while the municipality stands still, KeyProblem
    for keys that do not fit the ledger, ProtectionStop when the read cannot be accounted for, and
    SourceError when the source cannot be read; what was moved by then stays moved.
    """
    done = Overgezet()
    ga_door(ledger, route.gemeente.identiteit)
    with huur(ledger, route, klok) as lease:
        bewijs_sleutels(route, ledger, lease, klok())
        take = TakeIn(route, _AlleenSleutels(ledger, lease, done), slot.snede, klok(), vandaag)
        gemeente, bronset = route.gemeente.identiteit, route.bronset
        asked = ReadRequest(
            van=slot.van,
            tot=slot.tot,
            tijdstip=ledger.tijdstippen(gemeente, bronset, klok),
            doorgaan=heartbeat(ledger, lease, klok, lambda: None),
        )
        with Lezing(route.logboek, klok), route.connector.read(asked) as reading:
            for record in reading:
                take.take(record)
            reading.proof()
        take.flush()
        done.gelezen = take.telling.gelezen
    return done
