"""The door to a run: its beginning, what it makes ready, and its end."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ledger import closing, runs, staging
from ledger.boeken.boek import Boek
from ledger.shapes.runs import Closing, History, Lease, Resultaat, RunResult, RunStart, Verdict
from ledger.shapes.standen import Staged, Unstaged
from ledger.shapes.stubs import StubNote
from regres import Handelend, Problem


class Runboek(Boek):
    """What a run does to the ledger, and what a person does to one that waits."""

    def recover(self, lease: Lease, now: datetime) -> int:
        """Drop what runs without a result left behind; they become afgebroken. Gives how many."""
        return self._database.write(lambda c: runs.recover(c, lease, now))

    def begin(self, lease: Lease, start: RunStart, now: datetime) -> int:
        """Begin the run of a slot and give its number.

        A slot that was afgebroken, mislukt or had geen_levering may be tried again, and keeps its
        number.

        Raises:
            RunExists: this slot has had its run.
            ProtectionStop: the journal of erasures is gone, and with it who objected (L-0615).

        """
        self._verankering.eis_journaal()
        return self._database.write(lambda c: runs.begin(c, lease, start, now))

    def next_hand(self, gemeente: str, bronset: str, dag: date) -> str:
        """Give the slot of the next manual run of a day: "hand-1", "hand-2", ..."""
        return self._database.read(lambda c: runs.next_hand(c, gemeente, bronset, dag))

    def note_missed(self, lease: Lease, start: RunStart, now: datetime) -> int | None:
        """Write down a slot that will not be caught up (gemist); None when it was run."""
        return self._database.write(lambda c: runs.note_missed(c, lease, start, now))

    def stage(
        self, lease: Lease, run: int, rows: Sequence[Staged], stubs: Sequence[StubNote] = ()
    ) -> None:
        """Keep one batch of at most 1,000 rows and 1,000 stubs until the run is closed.

        A stub noted twice in a run: the last note counts. A row staged twice: LedgerError L-0206.
        """
        self._database.write(lambda c: staging.stage(c, lease, run, rows, stubs))

    def unstage(self, lease: Lease, run: int, zoeksleutel: str) -> Unstaged | None:
        """Take row and stub of a key back, as for dubbele_sleutel; None when it has no row."""
        return self._database.write(lambda c: staging.unstage(c, lease, run, zoeksleutel))

    def close_run(
        self,
        lease: Lease,
        run: int,
        closing_: Closing,
        decide: Callable[[History], Verdict],
        now: datetime,
    ) -> RunResult:
        """Check the counts, ask `decide`, and free, keep or drop the run: all in one transaction.

        When the accounting identity does not hold, or the rows are not as many as counted, `decide`
        is not asked and the run is mislukt. `decide` must be quick and touch nothing: other writers
        wait for it.
        """
        return self._database.write(lambda c: closing.close(c, lease, run, closing_, decide, now))

    def fail_run(
        self,
        lease: Lease,
        run: int,
        resultaat: Resultaat,
        problems: Sequence[Problem],
        proof: Mapping[str, Any],
        now: datetime,
    ) -> None:
        """End a run that brings nothing: mislukt, geen_levering, ongewijzigd or afgebroken."""
        self._database.write(lambda c: runs.fail(c, lease, run, resultaat, problems, proof, now))

    def note_run_problems(self, lease: Lease, run: int, problems: Sequence[Problem]) -> None:
        """Add to what the row of a run that has ended tells."""
        self._database.write(lambda c: runs.note_problems(c, lease, run, problems))

    def release_run(self, run: int, door: Handelend, now: datetime) -> RunResult:
        """Free a waiting run: what closing would have done is done now.

        Raises:
            UsageProblem: this run does not wait.

        """
        return self._database.write(lambda c: closing.release(c, run, door, now))

    def reject_run(self, run: int, door: Handelend, now: datetime) -> None:
        """Throw a waiting run away (verworpen); UsageProblem when it does not wait."""
        self._database.write(lambda c: closing.reject(c, run, door, now))
