"""The door to what runs were: one, the newest, the nights, the last good one."""

from collections.abc import Collection
from datetime import date

from ledger import maten, overzicht, runs
from ledger.boeken.boek import Boek
from ledger.shapes.runs import Nachtreeks, Nachtrij, Runloop, RunMaat, RunRow


class Runlijst(Boek):
    """What became of runs; it changes nothing."""

    def runs(self, gemeente: str | None = None, limit: int = 50) -> list[RunRow]:
        """Give runs, newest first."""
        return self._database.read(lambda c: runs.newest(c, gemeente, limit))

    def runs_since(self, gemeente: str, dag: date) -> list[RunRow]:
        """Give the runs of the slots since a day, oldest first."""
        return self._database.read(lambda c: runs.since(c, gemeente, dag))

    def run(self, run: int) -> RunRow:
        """Give one run; UsageProblem when there is none."""
        return self._database.read(lambda c: runs.get(c, run))

    def wachtende_runs(self, gemeente: str, bronset: str | None = None) -> list[RunRow]:
        """Give the runs that wait for release, longest waiting first."""
        return self._database.read(lambda c: runs.waiting(c, gemeente, bronset))

    def nachten(self, gemeenten: Collection[str], sinds: date) -> list[Nachtreeks]:
        """Give the nightly runs since a day of many municipalities, of each as one series."""
        return self._database.read(lambda c: overzicht.nachten(c, gemeenten, sinds))

    def gelezen_op(
        self, gemeenten: Collection[str], dagen: Collection[date]
    ) -> list[tuple[str, str, date, int]]:
        """Give what the nightly runs of these days read: municipality, source, day, records."""
        return self._database.read(lambda c: overzicht.gelezen_op(c, gemeenten, dagen))

    def laatste_run(self) -> int:
        """Give the highest number of a run: about how many there are; 0 = none."""
        return self._database.read(overzicht.laatste_run)

    def reeks(self, row: RunRow, sinds: date) -> list[Nachtrij]:
        """Give the runs like this one since a day and up to its own, oldest first."""
        return self._database.read(lambda c: overzicht.reeks(c, row, sinds))

    def runloop(self, run: int) -> Runloop:
        """Tell what became of what a run made ready."""
        return self._database.read(lambda c: overzicht.runloop(c, run))

    def last_run_per_slot(self, gemeente: str) -> dict[tuple[str, str], RunRow]:
        """Give the newest run of each (bronset, slotnaam)."""
        return self._database.read(lambda c: runs.last_per_slot(c, gemeente))

    def maten(self, gemeente: str, sinds: date) -> list[RunMaat]:
        """Give what every run since a day measured, manual ones left out, oldest first."""
        return self._database.read(lambda c: maten.maten(c, gemeente, sinds))

    def laatst_vrij(self, gemeente: str, bronset: str) -> RunRow | None:
        """Give the last run of a source that was freed and did more than catch up."""
        return self._database.read(lambda c: runs.last_free(c, gemeente, bronset))

    def last_good(self, gemeente: str, bronset: str, slot: str) -> RunRow | None:
        """Give the last run of a source and kind of slot that was good, to compare with."""
        return self._database.read(lambda c: runs.last_good(c, gemeente, bronset, slot))

    def goede_voor(self, run: RunRow) -> RunRow | None:
        """Give the last good run before this one of its source and kind of slot."""
        return self._database.read(lambda c: runs.good_before(c, run))
