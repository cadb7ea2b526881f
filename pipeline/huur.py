"""The lease of a municipality: held while it is read, and renewed while a source takes its time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from ledger import Lease, houders
from pipeline.pauze import ga_door
from pipeline.route import Klok, Route

if TYPE_CHECKING:
    from ledger import Ledger

LEASE_SECONDS = 120
VERNIEUW_NA = timedelta(seconds=30)


@contextmanager
def huur(ledger: "Ledger", route: Route, klok: Klok) -> Iterator[Lease]:
    """Hold the lease of a municipality; AlreadyRunning when another process does."""
    lease = ledger.take_lease(route.gemeente.identiteit, houders.naam(), klok(), LEASE_SECONDS)
    try:
        yield lease
    finally:
        ledger.release(lease, klok())


def heartbeat(
    ledger: "Ledger", lease: Lease, klok: Klok, doorgaan: Callable[[], None]
) -> Callable[[], None]:
    """Give what a source calls while it reads: it may stop the read, and keeps the lease.

    It stops it too (Paused) when a person let the municipality stand still.
    """
    last = klok()

    def beat() -> None:
        nonlocal last
        doorgaan()
        ga_door(ledger, lease.gemeente)
        now = klok()
        if now - last >= VERNIEUW_NA:
            ledger.renew(lease, now, LEASE_SECONDS)
            last = now

    return beat
