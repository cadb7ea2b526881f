"""The door to the leases: who may write."""

from datetime import datetime

from ledger import leases
from ledger.boeken.boek import Boek
from ledger.shapes.runs import Lease

LEASE_SECONDS = 120


class Leaseboek(Boek):
    """Who may write for a municipality, and until when."""

    def take_lease(
        self, gemeente: str, holder: str, now: datetime, seconds: int = LEASE_SECONDS
    ) -> Lease:
        """Take the lease of a municipality; one that ran out is taken over with a higher token.

        holder   names this process, and must be its own: `renew_all` renews by it.

        Raises:
            AlreadyRunning: someone holds it.

        """
        return self._database.write(lambda c: leases.take(c, gemeente, holder, now, seconds))

    def renew(self, lease: Lease, now: datetime, seconds: int = LEASE_SECONDS) -> None:
        """Keep a lease for `seconds` from now on."""
        self._database.write(lambda c: leases.renew(c, lease, now, seconds))

    def renew_all(
        self, holder: str, now: datetime, seconds: int = LEASE_SECONDS
    ) -> frozenset[Lease]:
        """Keep every lease of a process in one statement; gives those it still has."""
        return self._database.write(lambda c: leases.renew_all(c, holder, now, seconds))

    def release(self, lease: Lease, now: datetime) -> None:
        """Let a lease go; nothing happens when it was already taken over."""
        self._database.write(lambda c: leases.release(c, lease, now))
