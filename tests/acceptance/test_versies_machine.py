"""Sources change, nights come and wait, people release, deliveries fail: in any order.

A model that is a page long says what the backend should have; the pipeline and the ledger are the
real ones, over files and SQLite. It knows the rules of docs/architecture.md and none of the code:
by whose word a melding stands, that a waiting batch moves nothing, and that what was read last is
what a release sends.
"""

import tempfile
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ledger import Resultaat
from pipeline import Opdracht, SlotSoort, Uitgang, deliver, run
from regres import Handelend, Paused, SealedMelding, SinkDown, SoortMelding
from regres.berichten import bericht
from settings import aansluiten
from sinks.memory import Memory
from tests.tools.gemeente import NU, Gemeente, csv_bytes, rij
from tests.tools.straat import CODE

BRONNEN = ("een", "twee")
NUMMERS = (1, 2, 3)
WOORDEN = ("", "N", "J", "j", "O", "leeg", "Jj")
#: More new meldingen, or withdrawals, than this in one read wait for a person.
REM = 1
WIE = Handelend("F. Functionaris", "fg", "toets")
RIJEN: dict[str, list[tuple[str, dict[str, str]]]] = {
    "": [],
    "N": [("N", {})],
    "J": [("J", {})],
    "j": [("J", {"Bedrag": "8.000,00"})],
    "O": [("O", {})],
    "leeg": [("", {})],
    "Jj": [("J", {}), ("J", {"Bedrag": "1,00"})],
}


class Killed(BaseException):
    """The process is gone; nothing of ours catches this."""


@dataclass
class Melding:
    """What the model knows of one provision: its last content, whose word, and how many versions.

    inhoud  "J" or "j" while it stands, "" once it is withdrawn
    """

    inhoud: str
    bron: str
    versie: int


@dataclass
class Partij:
    """What one read would send: number -> (version, content, "" = withdrawn)."""

    run: int
    stuks: dict[int, tuple[int, str]] = field(default_factory=dict)

    @property
    def te_veel(self) -> bool:
        new = sum(versie == 1 for versie, _ in self.stuks.values())
        gone = sum(not inhoud for _, inhoud in self.stuks.values())
        return max(new, gone) > REM


class Model:
    """What should stand, by the rules alone."""

    def __init__(self) -> None:
        self.staand: dict[int, Melding] = {}
        self.wachtend: dict[str, Partij] = {}

    def gelezen(self, bron: str, zegt: dict[int, str], nummer: int) -> Partij:
        partij = Partij(nummer)
        for provision, says in zegt.items():
            known = self.staand.get(provision)
            versie = known.versie + 1 if known else 1
            if known and known.inhoud and known.bron != bron:
                continue
            if says in ("J", "j") and (known is None or known.inhoud != says):
                partij.stuks[provision] = (versie, says)
            if says == "N" and known and known.inhoud:
                partij.stuks[provision] = (versie, "")
        return partij

    def vrij(self, bron: str, partij: Partij) -> None:
        """Let a batch count, but for what others made of it since it was read."""
        for provision, (versie, inhoud) in partij.stuks.items():
            known = self.staand.get(provision)
            if known is None or known.versie < versie:
                self.staand[provision] = Melding(inhoud, bron, versie)


class Nachten(RuleBasedStateMachine):
    """See the module."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.gemeente = Gemeente(Path(self.folder.name))
        bronnen = self.gemeente.gemeente["bronnen"]
        source = bronnen.pop("export")
        for bron in BRONNEN:
            (self.gemeente.folder / bron).mkdir()
            bronnen[bron] = source | {"map": f"../{bron}"}
        self.gemeente.gemeente["rem"] = {"nieuw": REM, "aandeel": 1.0, "waarom": "toets"}
        self.gemeente.schrijf()
        self.now = NU
        self.ledger = self.gemeente.settings().open_grootboek(self.now)
        config = self.gemeente.settings()
        self.line = aansluiten(config, config.gemeenten[0], lambda: self.now)
        self.backend = Memory(lambda: self.now)
        self.uitgang: Uitgang = replace(self.line.uitgang, sink=self.backend)
        self.model = Model()
        self.zegt = {bron: dict.fromkeys(NUMMERS, "") for bron in BRONNEN}
        self.merken: dict[str, str] = {}
        self.stil = False

    # ---- the municipality

    @rule(
        bron=st.sampled_from(BRONNEN),
        nummer=st.sampled_from(NUMMERS),
        woord=st.sampled_from(WOORDEN),
    )
    def a_source_changes(self, bron: str, nummer: int, woord: str) -> None:
        self.zegt[bron][nummer] = woord

    @rule(bron=st.sampled_from(BRONNEN))
    def a_night_comes(self, bron: str) -> None:
        if self.stil:
            self.a_night_is_held(bron)
            return
        ended = self.lees(bron)
        partij = self.model.gelezen(bron, self.zegt[bron], ended.run or 0)
        if ended.resultaat is Resultaat.ONGEWIJZIGD:
            assert not partij.stuks, "a file was skipped that had something to tell"
            assert bron not in self.model.wachtend
        elif partij.te_veel:
            assert ended.resultaat is Resultaat.WACHT_OP_VRIJGAVE
            self.model.wachtend[bron] = partij
        else:
            assert ended.resultaat is Resultaat.VRIJ
            self.model.wachtend.pop(bron, None)
            self.model.vrij(bron, partij)

    @rule(bron=st.sampled_from(BRONNEN))
    def a_night_is_killed(self, bron: str) -> None:
        if self.stil:
            return
        try:
            self.lees(bron, sterf=True)
        except Killed:
            return

    def a_night_is_held(self, bron: str) -> None:
        try:
            self.lees(bron)
        except Paused:
            return
        raise AssertionError("a paused municipality was read")

    # ---- people

    @precondition(lambda self: self.model.wachtend)
    @rule(data=st.data(), ja=st.booleans())
    def a_person_decides_about_a_batch(self, data: st.DataObject, ja: bool) -> None:
        bron = data.draw(st.sampled_from(sorted(self.model.wachtend)))
        partij = self.model.wachtend.pop(bron)
        if ja:
            self.ledger.release_run(partij.run, WIE, self.now)
            self.model.vrij(bron, partij)
        else:
            self.ledger.reject_run(partij.run, WIE, self.now)

    @precondition(lambda self: self.model.wachtend)
    @rule(bron=st.sampled_from(BRONNEN), data=st.data())
    def a_person_releases_while_a_night_reads(self, bron: str, data: st.DataObject) -> None:
        """The night judged by what stood before; whatever it makes of that, the next one mends."""
        if self.stil:
            return
        whose = data.draw(st.sampled_from(sorted(self.model.wachtend)))
        partij = self.model.wachtend.pop(whose)
        before = self.model.gelezen(bron, self.zegt[bron], 0)
        ended = self.lees(bron, tijdens=partij.run)
        before.run = ended.run or 0
        self.model.vrij(whose, partij)
        if ended.resultaat is Resultaat.WACHT_OP_VRIJGAVE:
            self.model.wachtend[bron] = before
        elif ended.resultaat is Resultaat.VRIJ:
            self.model.wachtend.pop(bron, None)
            self.model.vrij(bron, before)

    @rule()
    def a_person_pauses_or_goes_on(self) -> None:
        act = self.ledger.hervat if self.stil else self.ledger.pauzeer
        assert act(CODE, WIE, self.now) is not None
        self.stil = not self.stil

    # ---- delivery

    @rule(gaat=st.integers(0, 4))
    def some_are_delivered(self, gaat: int) -> None:
        """After so many deliveries the backend does not answer; it may have taken the next one."""
        self.now += timedelta(minutes=30)
        taken = len(self.backend.geschiedenis)
        planned = SinkDown(bericht("S-0101", waar="toets"))
        self.bezorg(gaat, planned)
        assert not self.stil or len(self.backend.geschiedenis) == taken

    # ---- promises

    @invariant()
    def no_version_arrives_twice_as_something_else_and_none_comes_late(self) -> None:
        seen: dict[str, dict[int, str]] = {}
        for sealed in getattr(self, "backend", Memory()).geschiedenis:
            kop = sealed.kop
            versions = seen.setdefault(kop.referentie, {})
            assert versions.get(kop.versie, kop.inhoudsmerk) == kop.inhoudsmerk
            assert not versions or kop.versie >= max(versions)
            versions[kop.versie] = kop.inhoudsmerk

    @invariant()
    def every_run_accounts_for_what_it_read(self) -> None:
        for row in self.ledger.runs(CODE, 5) if hasattr(self, "ledger") else ():
            assert row.telling is None or row.telling.klopt

    @invariant()
    def what_waits_waits_in_the_ledger_too(self) -> None:
        if hasattr(self, "ledger"):
            waits = {row.bronset: row.id for row in self.ledger.wachtende_runs(CODE)}
            assert waits == {bron: one.run for bron, one in self.model.wachtend.items()}

    def teardown(self) -> None:
        """Let all come to rest: what the backend has is what the model says."""
        if not hasattr(self, "ledger"):
            return
        if self.stil:
            self.a_person_pauses_or_goes_on()
        for bron in sorted(self.model.wachtend):
            self.ledger.reject_run(self.model.wachtend.pop(bron).run, WIE, self.now)
        for _ in range(3):
            for bron in BRONNEN:
                self.a_night_comes(bron)
                if bron in self.model.wachtend:
                    partij = self.model.wachtend.pop(bron)
                    self.ledger.release_run(partij.run, WIE, self.now)
                    self.model.vrij(bron, partij)
        self.now += timedelta(hours=1)
        self.bezorg(1000, None)
        self.vergelijk()
        assert self.ledger.audit_verify() == []
        self.ledger.close()
        self.folder.cleanup()

    # ---- how

    def lees(self, bron: str, *, sterf: bool = False, tijdens: int | None = None):  # type: ignore[no-untyped-def]  # RunVerslag
        self.now += timedelta(minutes=1)
        rows = [rij(900)]
        for nummer, woord in self.zegt[bron].items():
            rows += [rij(nummer, vlag, **cells) for vlag, cells in RIJEN[woord]]
        path = self.gemeente.folder / bron / "wmo.csv"
        if not path.exists() or path.read_bytes() != csv_bytes(rows):
            path.write_bytes(csv_bytes(rows))
        source = self.line.bronnen[bron]
        (slot,) = source.slots(self.now.date())

        def happens(telling: object) -> None:
            if sterf:
                raise Killed
            if tijdens is not None:
                self.now += timedelta(seconds=10)
                self.ledger.release_run(tijdens, WIE, self.now)

        task = Opdracht(
            slot=replace(slot, soort=SlotSoort.HAND), vandaag=self.now.date(), voortgang=happens
        )
        return run(source.route, self.ledger, task, lambda: self.now)

    def bezorg(self, gaat: int, daarna: SinkDown | None) -> None:
        """Deliver; the one after `gaat` gets no answer."""
        sink = Storing(self.backend, gaat, daarna)
        deliver(replace(self.uitgang, sink=sink), self.ledger, lambda: self.now, meteen=True)

    def vergelijk(self) -> None:
        last: dict[str, SealedMelding] = {}
        for sealed in self.backend.geschiedenis:
            last[sealed.kop.referentie] = sealed
        stands = {one.referentie: one for one in self.ledger.standen(CODE).values()}
        route = self.line.bronnen["een"].route
        for nummer in NUMMERS:
            row = rij(nummer)
            key = (row["Beschikkingnr"], row["Productcode"], row["Ingangsdatum"])
            ref = route.pseudoniemen.referentie(route.plan.sleutelruimte, key)
            should = self.model.staand.get(nummer)
            got = last.get(ref)
            if should is None:
                assert (ref in stands, got) == (False, None)
            elif not should.inhoud:
                assert got is None or got.kop.soortMelding is SoortMelding.INTREKKING
            else:
                assert got is not None
                assert got.kop.soortMelding is not SoortMelding.INTREKKING
                assert got.kop.versie == should.versie
                self.inhoud_klopt(nummer, should.inhoud, got.kop.inhoudsmerk)

    def inhoud_klopt(self, nummer: int, inhoud: str, merk: str) -> None:
        """The same content of the same provision has the same mark, and another another."""
        known = self.merken.setdefault(f"{nummer}{inhoud}", merk)
        other = self.merken.get(f"{nummer}{'j' if inhoud == 'J' else 'J'}")
        assert known == merk != other


class Storing(Memory):
    """A backend that stops answering after some deliveries; what it got before that it keeps."""

    def __init__(self, achter: Memory, gaat: int, fout: SinkDown | None) -> None:
        super().__init__()
        self._achter, self._gaat, self._fout = achter, gaat, fout

    def deliver(self, sealed: SealedMelding, traceparent: str = ""):  # type: ignore[no-untyped-def]  # Delivery
        if self._fout is not None and self._gaat == 0:
            self._achter.deliver(sealed, traceparent)
            raise self._fout
        self._gaat -= 1
        return self._achter.deliver(sealed, traceparent)


TestNachten = Nachten.TestCase
TestNachten.settings = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
