"""A municipality, pushers and a backend do anything in any order; then all comes to rest.

The model is small: the backend takes a version only when it is higher than what it has, the source
says what is true. After every step the promises of the outbox are looked at; at the end the backend
must know exactly what the source says.
"""

import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ledger import (
    Closing,
    Ledger,
    OutboxStatus,
    Outgoing,
    Resultaat,
    Staged,
    StandStaat,
    StubNote,
)
from regres import Bucket, Handelend, LeaseLost, SoortMelding, Telling
from tests.tools.ledgers import (
    GEMEENTE,
    NOW,
    House,
    always,
    inhoudsmerk,
    note,
    receipt,
    referentie,
    staged,
    url_of,
    zoeksleutel,
)

PROVISIONS = range(3)
NOTHING, UNCLEAR, WITHDRAWN = "N", "O", "i"
ANSWERS = ["offer", "offer", "no answer", "not offered", "refuse", "key"]
UNDER_WAY = (OutboxStatus.VRIJ, OutboxStatus.VERSTUURD)


@dataclass
class Backend:
    """Takes rising versions; the same version with the same content again is no harm."""

    latest: Counter[str] = field(default_factory=Counter)
    merk: dict[str, str] = field(default_factory=dict)

    def offer(self, outgoing: Outgoing) -> int | None:
        """Give None when it is taken, or the latest version when it cannot be."""
        kop = outgoing.sealed.kop
        known = self.latest[kop.referentie]
        if kop.versie < known or (
            kop.versie == known and self.merk[kop.referentie] != kop.inhoudsmerk
        ):
            return known
        self.latest[kop.referentie] = kop.versie
        self.merk[kop.referentie] = kop.inhoudsmerk
        return None


@dataclass
class Reading:
    """A run that has not ended."""

    run: int
    rows: list[Staged]
    stubs: list[StubNote]
    telling: Telling


class Machine(RuleBasedStateMachine):
    """See the module."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.ledger = Ledger.open(url_of(Path(self.folder.name)))
        self.house = House(self.ledger)
        self.backend = Backend()
        self.source = dict.fromkeys(PROVISIONS, NOTHING)
        self.claims: list[Outgoing] = []
        self.reading: Reading | None = None
        self.now = NOW

    # ---- the municipality

    @rule(which=st.sampled_from(PROVISIONS), content=st.sampled_from(["a", "b", NOTHING, UNCLEAR]))
    def the_source_changes(self, which: int, content: str) -> None:
        self.source[which] = content

    @precondition(lambda self: self.reading is None)
    @rule(slot=st.sampled_from(["hand", "hand", "rondgang"]))
    def a_run_reads(self, slot: str) -> None:
        name = slot if slot == "hand" else f"{slot}:{len(self.ledger.runs(limit=10_000))}"
        self.reading = self.read(name)

    @precondition(lambda self: self.reading is not None)
    @rule(
        resultaat=st.sampled_from(
            [Resultaat.VRIJ] * 3 + [Resultaat.WACHT_OP_VRIJGAVE] * 2 + [Resultaat.MISLUKT]
        )
    )
    def the_run_closes(self, resultaat: Resultaat) -> None:
        assert self.reading is not None
        reading, self.reading = self.reading, None
        ended = self.close(reading, resultaat)
        assert ended is resultaat

    @precondition(lambda self: self.reading is not None)
    @rule()
    def the_run_dies(self) -> None:
        assert self.reading is not None
        self.reading = None
        assert self.ledger.recover(self.house.lease, self.now) == 1

    @rule(data=st.data(), yes=st.booleans())
    def a_person_decides(self, data: st.DataObject, yes: bool) -> None:
        waiting = [
            row.id
            for row in self.ledger.runs(limit=10_000)
            if row.resultaat is Resultaat.WACHT_OP_VRIJGAVE
        ]
        if waiting:
            run = data.draw(st.sampled_from(waiting))
            decide = self.ledger.release_run if yes else self.ledger.reject_run
            decide(run, Handelend("j.jansen", "consulent", "x"), self.now)

    # ---- the pushers

    @rule(limit=st.integers(1, 3))
    def a_pusher_claims(self, limit: int) -> None:
        before = self.under_way()
        for outgoing in self.ledger.due(GEMEENTE, self.now, limit, "pusher"):
            kop = outgoing.sealed.kop
            assert kop.versie == min(before[kop.referentie])
            self.claims.append(outgoing)

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), answer=st.sampled_from(ANSWERS))
    def a_pusher_hears(self, data: st.DataObject, answer: str) -> None:
        outgoing = self.claims.pop(data.draw(st.integers(0, len(self.claims) - 1)))
        try:
            self.mark(outgoing, answer)
        except LeaseLost:
            assert not self.still_claimed(outgoing)
        else:
            assert not self.still_claimed(outgoing)

    @precondition(lambda self: self.claims)
    @rule(data=st.data())
    def a_pusher_dies(self, data: st.DataObject) -> None:
        self.claims.pop(data.draw(st.integers(0, len(self.claims) - 1)))

    @rule(which=st.sampled_from(PROVISIONS))
    def the_backend_is_ahead(self, which: int) -> None:
        self.backend.latest[referentie(which)] += 1
        self.backend.merk[referentie(which)] = inhoudsmerk("x")

    @rule(seconds=st.integers(1, 200))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    # ---- promises

    @invariant()
    def an_envelope_lies_there_exactly_while_it_is_needed(self) -> None:
        counts = self.ledger.outbox_counts(GEMEENTE)
        needed = sum(counts[status] for status in (OutboxStatus.KLAARGEZET, *UNDER_WAY))
        path = Path(self.folder.name) / "ledger.sqlite"
        with closing(sqlite3.connect(path)) as conn:
            assert conn.execute("SELECT count(*) FROM envelop").fetchone() == (needed,)

    @invariant()
    def at_most_one_version_per_provision_was_never_offered(self) -> None:
        untouched = Counter(
            row.referentie
            for row in self.ledger.outbox(GEMEENTE, limit=10_000)
            if row.status is OutboxStatus.VRIJ
        )
        assert max(untouched.values(), default=0) <= 1

    @invariant()
    def no_version_number_is_on_its_way_twice(self) -> None:
        assert all(len(set(found)) == len(found) for found in self.under_way().values())

    @invariant()
    def every_run_accounts_for_its_records_and_its_rows(self) -> None:
        rows = Counter(row.run for row in self.ledger.outbox(GEMEENTE, limit=10_000))
        for run in self.ledger.runs(limit=10_000):
            if run.resultaat in (Resultaat.VRIJ, Resultaat.WACHT_OP_VRIJGAVE):
                assert run.telling is not None
                assert run.telling.klopt
                assert rows[run.id] == run.telling.buckets[Bucket.KLAARGEZET]
            elif run.resultaat is not None:
                assert rows[run.id] == 0

    def teardown(self) -> None:
        """Let everything come to rest, and compare what the backend knows with the source."""
        self.ledger.recover(self.house.lease, self.now)
        self.now += timedelta(days=1)
        self.settle({which: f"final{which}" for which in PROVISIONS})
        for which in PROVISIONS:
            assert self.backend.merk[referentie(which)] == inhoudsmerk(f"final{which}")
        self.settle(dict.fromkeys(PROVISIONS, NOTHING))
        for which in PROVISIONS:
            assert self.backend.merk[referentie(which)] == inhoudsmerk(WITHDRAWN)
        assert self.ledger.audit_verify(self.ledger.anchor()) == []
        self.ledger.close()
        self.folder.cleanup()

    # ---- how a pipeline would do it

    def settle(self, source: dict[int, str]) -> None:
        self.source = source
        for _ in range(4):
            self.close(self.read("hand"), Resultaat.VRIJ)
            while claimed := self.ledger.due(GEMEENTE, self.now, 10, "pusher"):
                for outgoing in claimed:
                    self.mark(outgoing, "offer")
            self.now += timedelta(days=1)
        assert not any(self.under_way().values())

    def read(self, slot: str) -> Reading:
        reading = Reading(self.house.start(slot, now=self.now), [], [], Telling())
        standen = self.ledger.standen(GEMEENTE)
        for which, content in self.source.items():
            stand = standen.get(zoeksleutel(which))
            reading.telling.gelezen += 1
            stands = stand is not None and stand.staat is StandStaat.STAAND
            if content == UNCLEAR:
                reading.stubs.append(note(which))
                reading.telling.tel(Bucket.BEOORDELEN)
            elif content == NOTHING and not stands:
                reading.telling.tel(Bucket.GEEN_ONGEVAL)
            elif stands and stand is not None and stand.inhoudsmerk == inhoudsmerk(content):
                reading.telling.tel(Bucket.ONGEWIJZIGD)
            else:
                versie = 1 if stand is None else stand.versie + 1
                reading.rows.append(seal(which, versie, content))
                reading.telling.tel(Bucket.KLAARGEZET)
                reading.telling.soorten[reading.rows[-1].sealed.kop.soortMelding] += 1
        self.ledger.stage(self.house.lease, reading.run, reading.rows, reading.stubs)
        return reading

    def close(self, reading: Reading, resultaat: Resultaat) -> Resultaat:
        closed = self.ledger.close_run(
            self.house.lease,
            reading.run,
            Closing(telling=reading.telling),
            always(resultaat),
            self.now,
        )
        return closed.resultaat

    def mark(self, outgoing: Outgoing, answer: str) -> None:
        match answer:
            case "refuse":
                self.ledger.refused(outgoing, "S-0404", self.now)
            case "key":
                self.ledger.voided(outgoing, self.now, None, "sleutel-onbekend")
            case "not offered":
                self.ledger.give_back(outgoing)
            case "no answer":
                later: datetime = self.now + timedelta(seconds=30)
                self.ledger.retry_later(outgoing, later, "S-0101", self.now)
            case _ if (latest := self.backend.offer(outgoing)) is not None:
                self.ledger.voided(outgoing, self.now, latest, "versie-bekend")
            case _:
                self.ledger.delivered(outgoing, receipt(outgoing), self.now)

    def under_way(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {referentie(which): [] for which in PROVISIONS}
        for row in self.ledger.outbox(GEMEENTE, limit=10_000):
            if row.status in UNDER_WAY:
                found[row.referentie].append(row.versie)
        return found

    def still_claimed(self, outgoing: Outgoing) -> bool:
        """Tell whether this claim could still mark its row."""
        path = Path(self.folder.name) / "ledger.sqlite"
        with closing(sqlite3.connect(path)) as conn:
            return bool(
                conn.execute(
                    "SELECT 1 FROM outbox WHERE id = ? AND claim = ? AND claim_tot IS NOT NULL",
                    (outgoing.id, outgoing.claim),
                ).fetchone()
            )


def seal(which: int, versie: int, content: str) -> Staged:
    """Make the row for a content: the first is nieuw, N is an intrekking."""
    if content == NOTHING:
        return staged(which, versie, SoortMelding.INTREKKING, WITHDRAWN)
    soort = SoortMelding.NIEUW if versie == 1 else SoortMelding.WIJZIGING
    return staged(which, versie, soort, content)


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
