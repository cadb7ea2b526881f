"""What a person must look at although a run goes on: kept with the run, and told by `status`."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from pipeline.route import Route
from regres import LedgerError, Problem
from regres.berichten import bericht

if TYPE_CHECKING:
    from ledger import Ledger

#: Keys whose end is near, a ledger that was put back, anchors that are gone, kept records near
#: their end, and a folder of proof that cannot be read.
CODES: Final = frozenset({"K-0221", "K-0222", "K-0223", "L-0605", "L-0606", "L-0607", "L-0609"})


def aandacht(route: Route, ledger: "Ledger", vandaag: date) -> tuple[Problem, ...]:
    """Give it for one source; what cannot be looked at is told, and stops nothing."""
    found = [*route.sleutelmeldingen(vandaag)]
    try:
        found += teruggezet(ledger)
        found += aflopend(ledger, route.gemeente.identiteit, vandaag)
    except LedgerError as wrong:
        found += wrong.problems
    return tuple(found)


def teruggezet(ledger: "Ledger") -> tuple[Problem, ...]:
    """Tell that a backup was put back, or anchors or journal are gone, until a person says so."""
    if gone := ledger.ankers_weg():
        return (bericht("L-0609", waar="anker.jsonl", regel=gone),)
    behind = (bericht("L-0606"),) if ledger.teruggezet() else ()
    return (*behind, *ledger.journaalproblemen())


def aflopend(ledger: "Ledger", code: str, today: date) -> Iterator[Problem]:
    """Tell of kept records of delta sources whose end is near, by alarm."""
    near = Counter(row.alarm for row in ledger.aanleveringen(code, today) if row.alarm)
    for days in sorted(near):
        yield bericht("L-0607", waar=code, aantal=near[days], dagen=days)
