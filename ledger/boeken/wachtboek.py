"""The door to what waits for a person: stubs, and records that are kept for them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from ledger import delta, opnieuw, stubs
from ledger.boeken.boek import Boek
from ledger.delta import DeltaRow
from ledger.opnieuw import Afloop
from ledger.shapes.stubs import Herinneringen, StubKort, StubRow, StubSoort
from regres import Handelend


class Wachtboek(Boek):
    """What waits for a person, and what became of it; deciding is for the Besluitboek."""

    def open_stubs(self, gemeente: str, keys: Collection[str] | None = None) -> dict[str, StubKort]:
        """Give open stubs by zoeksleutel: every one, or those of these keys."""
        return self._database.read(lambda c: stubs.brief(c, gemeente, keys))

    def stubs(self, gemeente: str, soort: StubSoort | None = None) -> list[StubRow]:
        """Give open stubs, nearest deadline first, then longest waiting."""
        return self._database.read(lambda c: stubs.listed(c, gemeente, soort))

    def stubs_per(self, gemeenten: Collection[str], soort: StubSoort) -> dict[str, list[StubRow]]:
        """Give open stubs of one kind by municipality, in one question, in the order of `stubs`."""
        return self._database.read(lambda c: stubs.listed_per(c, gemeenten, soort))

    def stub_counts(self, gemeente: str) -> dict[StubSoort, int]:
        """Count open stubs, zeros included."""
        return self._database.read(lambda c: stubs.counts(c, gemeente))

    def open_per_gemeente(self) -> dict[str, dict[StubSoort, int]]:
        """Count what waits for a person, of every municipality that has any."""
        return self._database.read(stubs.open_per_gemeente)

    def close_stub(self, gemeente: str, zoeksleutel: str, door: Handelend, now: datetime) -> None:
        """Close a stub by the name of a person; the only way to close one that was refused.

        Raises:
            UsageProblem: no such stub is open.

        """
        self._database.write(lambda c: stubs.close_by_hand(c, gemeente, zoeksleutel, door, now))

    def herinneringen(self, gemeente: str, vandaag: date) -> Herinneringen:
        """Count what waits for a judgement for 14 days or more; it is told anew every 14 days."""
        rows = self.stubs(gemeente, StubSoort.BEOORDELEN)
        yesterday = vandaag - timedelta(days=1)
        due = [row for row in rows if row.herinnering(vandaag)]
        fresh = [row for row in due if row.herinnering(vandaag) != row.herinnering(yesterday)]
        return Herinneringen(len(due), len(fresh))

    def note_replay(
        self,
        gemeente: str,
        zoeksleutels: Sequence[str],
        door: Handelend,
        now: datetime,
    ) -> None:
        """Note who lets the source be read again for these stubs, and count the attempt."""
        self._database.write(lambda c: opnieuw.note(c, gemeente, zoeksleutels, door, now))

    def stub_aflopen(self, gemeente: str, zoeksleutels: Sequence[str]) -> dict[str, Afloop]:
        """Give how each of these stubs stands now, open or closed."""
        return self._database.read(lambda c: opnieuw.aflopen(c, gemeente, zoeksleutels))

    def aanleveringen(self, gemeente: str, vandaag: date) -> list[DeltaRow]:
        """Give the records of delta sources that are kept, nearest end first."""
        return self._database.read(lambda c: delta.listed(c, gemeente, vandaag))

    def aanlevering(self, gemeente: str, zoeksleutel: str) -> str | None:
        """Give the sealed record of an open stub; None when none is kept."""
        return self._database.read(lambda c: delta.record(c, gemeente, zoeksleutel))
