"""The door to comparing with the backend, and to what a restored ledger must do first."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from ledger import afstemming, afstemuitslag, dialect, herstelplicht, leases, retour, retourjournaal
from ledger.boeken.boek import Boek
from ledger.retourjournaal import Regel
from ledger.shapes.afstemming import (
    Aansluiting,
    Boekstand,
    Overgenomen,
    Overname,
    Reparatie,
    Uitslag,
)
from ledger.shapes.runs import Lease
from ledger.tables import run
from regres import Handelend
from regres.terug import OntvangenMelding


class Afstemboek(Boek):
    """What one ledger knows of the backend's list.

    A ledger that was put back from a backup lacks its last nights. Until it was compared, and what
    the backend has was taken over, each municipality must wait: `moet`.
    """

    #: This ledger was seen not to be behind.
    _bij = False

    # ---- after a restore

    def moet(self, gemeente: str) -> bool:
        """Tell whether this ledger was put back and the municipality was not compared since."""
        # A ledger is put back while no process uses it: what was not behind then, will not be.
        if not self._bij and self._verankering.achter():
            return True
        self._bij = True
        return self._database.read(lambda c: herstelplicht.geldt(c, gemeente))

    def aanvaard(self, door: Handelend, now: datetime) -> None:
        """Note that a person put a backup back; every municipality is to be compared from then.

        Nothing is noted when this ledger is not behind. Numbers of runs that return files bear are
        not given out again; also when the restore was noted before, by `audit hersteld`.
        """
        if self._verankering.achter():
            self._verankering.aanvaard(door, now)
        highest = max((one.bestand.run for one in self._journaal()), default=0)
        self._database.write(lambda c: dialect.numbers_from(c, run, highest))

    def rond_af(self, lease: Lease) -> None:
        """Note that a municipality was compared, and that what its return files told was told."""
        lines = [one for one in self._journaal() if one.gemeente == lease.gemeente]
        self._database.write(lambda c: _rond_af(c, lease, lines))

    # ---- comparing

    def stand(self, gemeente: str) -> Boekstand:
        """Give all that was released here, to hold against the backend's list."""
        return self._database.read(lambda c: afstemming.boekstand(c, gemeente))

    def herstel(
        self, lease: Lease, reparaties: Sequence[Reparatie], door: Handelend, now: datetime
    ) -> None:
        """Let versions lapse that the backend lacks or has otherwise; the next read seals anew."""
        self._database.write(lambda c: afstemming.herstel(c, lease, reparaties, now, door.wie))

    def neem_over(
        self, lease: Lease, lijst: Iterable[OntvangenMelding], door: Handelend, now: datetime
    ) -> Overgenomen:
        """Take over what the backend has and this ledger does not know."""
        context = (self.ledger_id, self._bewijs)

        def work(conn: Connection) -> Overgenomen:
            return afstemming.neem_over(conn, lease, *context, lijst, now, door.wie)

        return self._database.write(work)

    def overnames(self, gemeente: str) -> dict[str, Overname]:
        """Give what was taken over and no read has met, by referentie."""
        return self._database.read(lambda c: afstemming.overnames(c, gemeente))

    def sluit_aan(self, lease: Lease, run: int, met: Sequence[Aansluiting]) -> None:
        """Make the stands of what was taken over and a read met."""
        self._database.write(lambda c: afstemming.sluit_aan(c, lease, run, met))

    def wacht(self, gemeente: str) -> int:
        """Count the meldingen that a read must meet: to be sealed again, or taken over."""
        return self._database.read(lambda c: afstemming.wacht(c, gemeente))

    def noteer(self, lease: Lease, uitslag: Uitslag) -> None:
        """Keep what comparing gave, for `status` and the mail."""
        self._database.write(lambda c: _noteer(c, lease, uitslag))

    def uitslag(self, gemeente: str) -> Uitslag | None:
        """Give what comparing gave last; None when it was never done."""
        return self._database.read(lambda c: afstemuitslag.laatste(c, gemeente))

    def _journaal(self) -> list[Regel]:
        return [] if self._bewijs is None else retourjournaal.lees(self._bewijs)


def _noteer(conn: Connection, lease: Lease, uitslag: Uitslag) -> None:
    leases.check(conn, lease)
    afstemuitslag.noteer(conn, lease.gemeente, uitslag)


def _rond_af(conn: Connection, lease: Lease, lines: Sequence[Regel]) -> None:
    leases.check(conn, lease)
    for one in lines:
        retour.was_beloofd(conn, lease.gemeente, one.bestand, one.nummers, one.tijd)
    herstelplicht.vervul(conn, lease.gemeente)
