"""The door of the ledger: every question and every write, each in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Self

from ledger.shapes import (
    Anchor,
    Closing,
    Decision,
    History,
    Lease,
    OutboxRow,
    OutboxStatus,
    Outgoing,
    Rekey,
    Resultaat,
    RunResult,
    RunRow,
    RunStart,
    Staged,
    Stand,
    StubKort,
    StubNote,
    StubRow,
    StubSoort,
    Unstaged,
    Verdict,
)
from regres import Problem, Receipt


class Ledger:
    ledger_id: str

    @classmethod
    def open(cls, url: str) -> Self:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # leases
    def take_lease(self, gemeente: str, holder: str, now: datetime, seconds: int = 120) -> Lease:
        raise NotImplementedError

    def renew(self, lease: Lease, now: datetime, seconds: int = 120) -> None:
        raise NotImplementedError

    def renew_all(self, holder: str, now: datetime, seconds: int = 120) -> frozenset[Lease]:
        raise NotImplementedError

    def release(self, lease: Lease, now: datetime) -> None:
        raise NotImplementedError

    # runs
    def recover(self, lease: Lease, now: datetime) -> int:
        raise NotImplementedError

    def begin(self, lease: Lease, start: RunStart, now: datetime) -> int:
        raise NotImplementedError

    def next_hand(self, gemeente: str, bronset: str, dag: date) -> str:
        raise NotImplementedError

    def note_missed(self, lease: Lease, start: RunStart, now: datetime) -> int:
        raise NotImplementedError

    def stage(
        self, lease: Lease, run: int, rows: Sequence[Staged], stubs: Sequence[StubNote] = ()
    ) -> None:
        raise NotImplementedError

    def unstage(self, lease: Lease, run: int, zoeksleutel: str) -> Unstaged | None:
        raise NotImplementedError

    def close_run(
        self,
        lease: Lease,
        run: int,
        closing: Closing,
        decide: Callable[[History], Verdict],
        now: datetime,
    ) -> RunResult:
        raise NotImplementedError

    def fail_run(
        self,
        lease: Lease,
        run: int,
        resultaat: Resultaat,
        problems: Sequence[Problem],
        proof: Mapping[str, Any],
        now: datetime,
    ) -> None:
        raise NotImplementedError

    def release_run(self, run: int, wie: str, reden: str, now: datetime) -> RunResult:
        raise NotImplementedError

    def reject_run(self, run: int, wie: str, reden: str, now: datetime) -> None:
        raise NotImplementedError

    def runs(self, gemeente: str | None = None, limit: int = 50) -> list[RunRow]:
        raise NotImplementedError

    def run(self, run: int) -> RunRow:
        raise NotImplementedError

    def last_run_per_slot(self, gemeente: str) -> dict[tuple[str, str], RunRow]:
        raise NotImplementedError

    # what is known
    def standen(self, gemeente: str) -> dict[str, Stand]:
        raise NotImplementedError

    def open_stubs(self, gemeente: str) -> dict[str, StubKort]:
        raise NotImplementedError

    def stubs(self, gemeente: str, soort: StubSoort | None = None) -> list[StubRow]:
        raise NotImplementedError

    def stub_counts(self, gemeente: str) -> dict[StubSoort, int]:
        raise NotImplementedError

    def rekey(self, lease: Lease, keys: Sequence[Rekey]) -> None:
        raise NotImplementedError

    def checkpoint(self, gemeente: str, bronset: str, snede: str = "") -> dict[str, Any] | None:
        raise NotImplementedError

    def next_tijdstip(self, gemeente: str, bron: str, now: datetime) -> str:
        raise NotImplementedError

    # outbox
    def due(
        self, gemeente: str, now: datetime, limit: int, holder: str, seconds: int = 120
    ) -> list[Outgoing]:
        raise NotImplementedError

    def delivered(self, outgoing: Outgoing, receipt: Receipt, now: datetime) -> None:
        raise NotImplementedError

    def retry_later(self, outgoing: Outgoing, op: datetime, code: str, now: datetime) -> None:
        raise NotImplementedError

    def refused(self, outgoing: Outgoing, code: str, now: datetime) -> None:
        raise NotImplementedError

    def voided(
        self, outgoing: Outgoing, now: datetime, laatste_versie: int | None, code: str
    ) -> None:
        raise NotImplementedError

    def outbox(self, gemeente: str, limit: int = 50) -> list[OutboxRow]:
        raise NotImplementedError

    def outbox_counts(self, gemeente: str) -> dict[OutboxStatus, int]:
        raise NotImplementedError

    def oldest_waiting(self, gemeente: str, now: datetime) -> timedelta | None:
        raise NotImplementedError

    # people and proof
    def note_decision(
        self,
        gemeente: str,
        soort: str,
        wie: str,
        rol: str,
        reden: str,
        now: datetime,
        gegevens: Mapping[str, Any],
    ) -> int:
        raise NotImplementedError

    def decisions(self, gemeente: str, soort: str | None = None) -> list[Decision]:
        raise NotImplementedError

    def note_audit(
        self,
        actie: str,
        resultaat: str,
        actor: str,
        now: datetime,
        object_: str = "",
        oorsprong: str = "",
    ) -> None:
        raise NotImplementedError

    def audit_verify(self, anchor: Anchor | None = None) -> list[Problem]:
        raise NotImplementedError

    def anchor(self) -> Anchor:
        raise NotImplementedError
