"""One run of one source, from slot to freed rows; it reads like docs/architecture.md section 3."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog

from connectors.base import FileMark, Gelezen, Proof, Reading, ReadRequest
from ledger import (
    Aansluiting,
    Closing,
    History,
    Lease,
    Overname,
    Resultaat,
    RunStart,
    Staged,
    StubNote,
    Verdict,
    houders,
)
from ledger.shapes.regie import ACTIEF, PROEF
from ledger.shapes.runs import DELTA
from mappings.kolomstand import Kolomteller
from pipeline.aandacht import aandacht
from pipeline.afgestemd import eis_afgestemd
from pipeline.brake import Rem, te_veel
from pipeline.completeness import gewoonlijk, onvolledig
from pipeline.drift import veranderd
from pipeline.grootboekgeheugen import Grootboekgeheugen
from pipeline.landing import Inhaalslag
from pipeline.pauze import ga_door
from pipeline.report import Exit, RunVerslag
from pipeline.retour import Teruggave, gezocht
from pipeline.route import Klok, Route
from pipeline.sleutelproef import bewijs_sleutels
from pipeline.slots import Slot, SlotSoort, met_de_hand
from pipeline.take_in import TakeIn
from pipeline.verantwoording import Lezing
from pipeline.werklijst import geef
from regres import (
    Bucket,
    Levering,
    Paused,
    Problem,
    RegresbrugError,
    Rijblok,
    SinkStopped,
    SourceRecord,
    Telling,
)

if TYPE_CHECKING:
    from ledger import Ledger

#: A file that did not change is still read in full when the last full read is this old.
VOLLEDIG_NA = timedelta(days=7)
LEASE_SECONDS = 120
_RENEW_AFTER = timedelta(seconds=30)
_TELL_EVERY = 500

Voortgang = Callable[[Telling], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opdracht:
    """What a run is asked to do.

    vandaag       local date in Amsterdam: dates are judged by it
    volume_klopt  a person said that the suddenly smaller source is right
    toch_lezen    read a file also when it did not change
    doorgaan      called before every page and every 1,000 records; raises to stop the run, which
                  then has no result and may be run again; a SourceError makes it a failed run
    antwoord      called when the source gave its first record, or had none to give
    inhaalslag   take only these records, that waited for catching up; None = an ordinary read
    geleverd_op  when the kept records that are carried on were delivered: this run says nothing
                  of its source, and moves nothing of how far that was read; None = an ordinary read
    """

    slot: Slot
    vandaag: date
    volume_klopt: bool = False
    toch_lezen: bool = False
    voortgang: Voortgang = lambda telling: None
    doorgaan: Callable[[], None] = lambda: None
    antwoord: Callable[[], None] = lambda: None
    inhaalslag: Inhaalslag | None = None
    geleverd_op: datetime | None = None


@dataclass(frozen=True, slots=True)
class _RunGeheugen(Grootboekgeheugen):
    """The ledger as one run sees it: every write carries the lease, and is accounted for first."""

    number: int
    lezing: Lezing

    def overnames(self) -> dict[str, Overname]:
        return self.ledger.afstemming.overnames(self.lease.gemeente)

    def sluit_aan(self, met: Sequence[Aansluiting]) -> None:
        self.ledger.afstemming.sluit_aan(self.lease, self.number, met)

    def stage(self, rows: Sequence[Staged], stubs: Sequence[StubNote]) -> None:
        self.lezing.genomen(rows, stubs)
        self.ledger.stage(self.lease, self.number, rows, stubs)

    def unstage(self, zoeksleutel: str) -> None:
        self.ledger.unstage(self.lease, self.number, zoeksleutel)


@dataclass(frozen=True, slots=True)
class _ProefGeheugen(Grootboekgeheugen):
    """The ledger as a run in the stand proef sees it: what is sealed to count it is let go of."""

    def stage(self, rows: Sequence[Staged], stubs: Sequence[StubNote]) -> None:
        """Keep nothing."""

    def unstage(self, zoeksleutel: str) -> None:
        """Keep nothing."""


@dataclass(frozen=True, slots=True)
class _Run:
    route: Route
    ledger: "Ledger"
    lease: Lease
    slot: Slot
    number: int
    klok: Klok
    lezing: Lezing
    take: TakeIn
    teller: Kolomteller
    verslag: RunVerslag
    inhaalslag: Inhaalslag | None = None
    geleverd_op: datetime | None = None

    @property
    def delta(self) -> bool:
        """Tell whether this source gives each change once."""
        return self.route.plan.levering is Levering.DELTA


def run(route: Route, ledger: "Ledger", opdracht: Opdracht, klok: Klok) -> RunVerslag:
    """Read one source once and free what may go; delivering is the next step (`deliver`).

    Raises AlreadyRunning when another process has the municipality, or the slot was run before;
    LeaseLost when this one was overtaken; Paused, without a run, while the municipality stands
    still. A source or key that fails, and a pause that begins while it reads, is a report and not
    an exception: the run row then says so, and nothing of the read is kept.
    """
    ga_door(ledger, route.gemeente.identiteit)
    with huur(ledger, route, klok) as lease:
        ledger.recover(lease, klok())
        this = _begin(route, ledger, lease, opdracht, klok)
        # What libraries log on the way carries the run as well.
        with structlog.contextvars.bound_contextvars(
            gemeente=route.gemeente.identiteit, bron=route.bronset, run=this.number
        ):
            return _from_begin_to_end(this, opdracht)


def _from_begin_to_end(this: _Run, opdracht: Opdracht) -> RunVerslag:
    try:
        proof = _read(this, opdracht)
    except RegresbrugError as wrong:
        if wrong.exit_code == Exit.AL_BEZIG:
            raise
        return _noteer(_failed(this, wrong), this, opdracht)
    if proof.geen_levering or proof.overgeslagen:
        verslag = _nothing_read(this, proof)
    else:
        verslag = _close(this, proof, volume_klopt=opdracht.volume_klopt)
        _werklijst(this)
        _retour(this, opdracht.vandaag)
    verslag.wacht_op_mens = wacht_op_mens(this.ledger, this.route.gemeente.identiteit)
    return _noteer(verslag, this, opdracht)


def _noteer(verslag: RunVerslag, this: _Run, opdracht: Opdracht) -> RunVerslag:
    """Tell with the run what a person must look at besides: in the report and in its row."""
    _bij(this, aandacht(this.route, this.ledger, opdracht.vandaag))
    return verslag


def _bij(this: _Run, found: tuple[Problem, ...]) -> None:
    if found:
        this.verslag.oorzaken = (*this.verslag.oorzaken, *found)
        this.ledger.note_run_problems(this.lease, this.number, found)


def wacht_op_mens(ledger: "Ledger", gemeente: str) -> int:
    """Count what waits for a person; what is being caught up on waits for its night."""
    counts = ledger.stub_counts(gemeente)
    ordered = ledger.inhaalopdracht(gemeente) is not None
    return sum(counts.values()) - (ledger.wacht_op_inhalen(gemeente) if ordered else 0)


def gemist(route: Route, ledger: "Ledger", slots: Sequence[Slot], klok: Klok) -> int:
    """Write slots down that were never run and will not be; gives how many really were not."""
    with huur(ledger, route, klok) as lease:
        noted = [ledger.note_missed(lease, _start(route, slot), klok()) for slot in slots]
    return sum(number is not None for number in noted)


@contextmanager
def huur(ledger: "Ledger", route: Route, klok: Klok) -> Iterator[Lease]:
    """Hold the lease of a municipality; AlreadyRunning when another process does."""
    lease = ledger.take_lease(route.gemeente.identiteit, houders.naam(), klok(), LEASE_SECONDS)
    try:
        yield lease
    finally:
        ledger.release(lease, klok())


def _begin(route: Route, ledger: "Ledger", lease: Lease, opdracht: Opdracht, klok: Klok) -> _Run:
    ledger.noteer_stand(lease, route.gemeente.actief, klok())
    slot = _own_name(ledger, route, opdracht.slot)
    number = ledger.begin(lease, _start(route, slot), klok())
    lezing = Lezing(route.logboek, klok)
    actief = route.gemeente.stand == ACTIEF
    slag = opdracht.inhaalslag
    kept = _RunGeheugen(ledger, lease, number, lezing, alleen=slag.keys if slag else None)
    memory = kept if actief else _ProefGeheugen(ledger, lease)
    take = TakeIn(
        *(route, memory, slot.bewijst, klok(), opdracht.vandaag),
        gezocht=gezocht(route, ledger, klok()),
        inhaalslag=opdracht.inhaalslag,
    )
    verslag = RunVerslag(route.gemeente.naam, route.bronset, slot.naam, number, Resultaat.VRIJ)
    verslag.telling, verslag.problemen = take.telling, take.problemen
    teller = Kolomteller(route.plan)
    return _Run(
        _met_rem(route, slag),
        ledger,
        lease,
        slot,
        number,
        klok,
        lezing,
        take,
        teller,
        verslag,
        slag,
        opdracht.geleverd_op,
    )


def _met_rem(route: Route, slag: Inhaalslag | None) -> Route:
    """Give the way with the brake of this read: one that catches up has its own number."""
    if slag is None:
        return route
    rem = Rem(nieuw=len(slag.keys), aandeel=1.0)
    return replace(route, gemeente=replace(route.gemeente, rem=rem))


def _own_name(ledger: "Ledger", route: Route, slot: Slot) -> Slot:
    if slot.soort is not SlotSoort.HAND:
        return slot
    name = ledger.next_hand(route.gemeente.identiteit, route.bronset, slot.dag)
    return met_de_hand(slot, name)


def _start(route: Route, slot: Slot) -> RunStart:
    return RunStart(
        bronset=route.bronset,
        dag=slot.dag,
        slot=slot.naam,
        mapping_merk=route.plan.merk,
        regelversie=route.regels.versie,
        stand=route.gemeente.stand,
    )


# -- reading ------------------------------------------------------------------------------------


def _read(this: _Run, opdracht: Opdracht) -> Proof:
    eis_afgestemd(this.route.gemeente, this.ledger)
    # A mapping that is not what its own tests say reads nothing.
    this.route.plan.bewijs()
    bewijs_sleutels(this.route, this.ledger, this.lease, this.klok())
    # Asked for before reading: a key that is missing must not first cost an hour of the source.
    this.route.sealer(opdracht.vandaag)
    if this.route.werklijst is not None:
        this.route.werklijst.proef()
        this.route.werklijst.ruim_op(this.klok())
    beat = heartbeat(this.ledger, this.lease, this.klok, opdracht.doorgaan)
    with this.lezing:
        with this.route.connector.read(_request(this, opdracht, beat)) as reading:
            _take_all(_gehoord(reading, opdracht.antwoord), this, opdracht.voortgang, beat)
            proof = reading.proof()
        this.take.flush()
    _count_outside(this.take.telling, proof)
    ga_door(this.ledger, this.lease.gemeente)
    return proof


def _request(this: _Run, opdracht: Opdracht, beat: Callable[[], None]) -> ReadRequest:
    gemeente, bronset = this.route.gemeente.identiteit, this.route.bronset
    return ReadRequest(
        van=this.slot.van,
        tot=this.slot.tot,
        overslaan=None if opdracht.toch_lezen else _skippable(this),
        tijdstip=lambda: this.ledger.next_tijdstip(gemeente, bronset, this.klok()),
        doorgaan=beat,
        eerder=_eerder(this),
    )


def _eerder(this: _Run) -> Gelezen:
    """Give how far a source was read that gives each change once; it goes on from there."""
    kept = this.ledger.checkpoint(this.lease.gemeente, this.route.bronset, DELTA)
    if not kept or not this.delta:
        return Gelezen()
    marks = tuple(FileMark(**mark) for mark in kept["gelezen"]["bestanden"])
    return Gelezen(marks, kept["gelezen"]["tijdstip"])


def _gehoord(reading: Reading, antwoord: Callable[[], None]) -> Iterator[Rijblok | SourceRecord]:
    """Pass on what is read, and say it when the first comes, or when there is none."""
    parts = reading.stukken()
    first = next(parts, None)
    antwoord()
    if first is not None:
        yield first
    yield from parts


def _take_all(
    parts: Iterator[Rijblok | SourceRecord],
    this: _Run,
    voortgang: Voortgang,
    beat: Callable[[], None],
) -> None:
    klok, telling = this.klok, this.take.telling
    last, told = klok(), 0
    for part in parts:
        _neem(part, this)
        # A source that drips gives no thousandth record in time, and the lease runs on.
        if klok() - last >= _RENEW_AFTER:
            beat()
            last = klok()
        if telling.gelezen - told >= _TELL_EVERY:
            told = telling.gelezen
            voortgang(telling)
    voortgang(telling)


def _neem(part: Rijblok | SourceRecord, this: _Run) -> None:
    if isinstance(part, Rijblok):
        this.take.neem_blok(part)
        this.teller.zie_blok(part)
        return
    this.take.neem(part)
    if not part.verwijderd:
        this.teller.zie(part.fields)


def _count_outside(telling: Telling, proof: Proof) -> None:
    """Count what the source gave although it was not asked for; it was never looked at."""
    outside = int(proof.details.get("buiten_vraag", 0))
    if outside:
        telling.gelezen += outside
        telling.buckets[Bucket.BUITEN_BEREIK] += outside
        telling.codes["buiten_vraag"] += outside


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
        if now - last >= _RENEW_AFTER:
            ledger.renew(lease, now, LEASE_SECONDS)
            last = now

    return beat


def _skippable(this: _Run) -> FileMark | None:
    """Give the file that need not be read again.

    Same mapping and rules, no decision since, nothing to give back, and read under 7 days ago.
    While a batch of this source waits for release nothing is skipped: it may hold what this file
    no longer says.
    """
    route = this.route
    if this.delta:
        return None
    if this.ledger.wachtende_runs(route.gemeente.identiteit, route.bronset):
        return None
    kept = this.ledger.checkpoint(route.gemeente.identiteit, route.bronset, this.slot.snede)
    if not kept or not kept.get("bestand"):
        return None
    same = (kept["mapping_merk"], kept["beleidsmerk"]) == (route.plan.merk, route.beleidsmerk)
    heard = this.take.besluiten_tot <= kept.get("besluiten_tot", 0)
    fresh = this.klok() - datetime.fromisoformat(kept["volledig_gelezen"]) < VOLLEDIG_NA
    told = route.retour is None or not this.ledger.terug.wacht(this.lease.gemeente, route.bronset)
    return FileMark(**kept["bestand"]) if same and heard and fresh and told else None


# -- closing ------------------------------------------------------------------------------------


def _close(this: _Run, proof: Proof, *, volume_klopt: bool) -> RunVerslag:
    """Close the run in one transaction: completeness, accounting, brake; then free or hold."""
    telling, verslag = this.take.telling, this.verslag

    def decide(history: History) -> Verdict:
        # How much changed in a day says nothing about what is missing.
        usual = 0.0 if volume_klopt or this.delta else gewoonlijk(this.slot.dag, history.maten)
        return oordeel(this.route, telling, history, proof, usual)

    result = this.ledger.close_run(
        this.lease, this.number, _closing(this, proof), decide, this.klok()
    )
    verslag.details = proof.details
    verslag.resultaat, verslag.telling = result.resultaat, result.telling
    verslag.oorzaken = result.problems
    return verslag


def _werklijst(this: _Run) -> None:
    """Give the municipality its list; one that cannot be written keeps nothing from being sent."""
    read = this.verslag.resultaat in (Resultaat.VRIJ, Resultaat.WACHT_OP_VRIJGAVE)
    # Of a read that catches up the list would hold only what was chosen.
    if not read or this.inhaalslag is not None:
        return
    take, slot, now = this.take, this.slot, this.klok()
    try:
        geef(this.route, this.ledger, take.wachtenden, slot.snede, this.number, now)
    except SinkStopped as wrong:
        _bij(this, wrong.problems)


def _retour(this: _Run, vandaag: date) -> None:
    """Give the municipality its return files; what fails there keeps nothing from being sent."""
    if this.verslag.resultaat in (Resultaat.VRIJ, Resultaat.WACHT_OP_VRIJGAVE):
        giving = Teruggave(this.route, this.ledger, this.lease, this.number, vandaag, this.klok)
        _bij(this, giving.geef(this.take.ontmoetingen))


def _closing(this: _Run, proof: Proof) -> Closing:
    if this.inhaalslag is not None:
        return _closing_gekozen(this, proof, sorted(this.inhaalslag.keys))
    if this.geleverd_op is not None:
        return _closing_gekozen(this, proof, ())
    return Closing(
        telling=this.take.telling,
        proof=_proof_json(this, proof),
        checkpoint=_checkpoint(this, proof),
        snede=this.slot.snede,
        sneden=(this.slot.snede,) if this.slot.snede else (),
        gesloten_stubs=tuple(this.take.gesloten.items()),
        besluiten_tot=this.take.besluiten_tot,
        besluitlezingen=this.take.besluitlezingen,
        gezien=sorted(this.take.ontmoet.standen),
        overgenomen=sorted(this.take.ontmoet.overgenomen),
        besluiten_gezien=sorted(this.take.ontmoet.besluiten),
        problems=(*proof.waarschuwingen, *_drift(this)),
    )


def _closing_gekozen(this: _Run, proof: Proof, gezocht: Sequence[str]) -> Closing:
    """Close a run that looked at chosen records only: of all others it says nothing."""
    return Closing(
        telling=this.take.telling,
        proof=_proof_json(this, proof),
        gesloten_stubs=tuple(this.take.gesloten.items()),
        besluiten_tot=this.take.besluiten_tot,
        besluitlezingen=this.take.besluitlezingen,
        gezocht=gezocht,
        problems=proof.waarschuwingen,
        geleverd_op=this.geleverd_op,
    )


def _drift(this: _Run) -> tuple[Problem, ...]:
    """Tell what changed since the last good run of this source and kind of slot."""
    before = this.ledger.last_good(
        this.route.gemeente.identiteit, this.route.bronset, this.slot.naam
    )
    then = before.proof.get("kolommen", {}) if before else {}
    return veranderd(this.teller, then, this.route.bronset)


def oordeel(
    route: Route, telling: Telling, history: History, proof: Proof, gewoon: float
) -> Verdict:
    """Decide about a run, inside its closing transaction: whole? proef? too much at once?

    gewoon  how many records such a read usually has; 0 = not known, or a person said it is right
    """
    gaps = onvolledig(telling, proof, gewoon)
    if gaps:
        return Verdict(Resultaat.MISLUKT, gaps)
    if route.gemeente.stand == PROEF:
        return Verdict(Resultaat.PROEF)
    changed = history.mapping_merk != route.plan.merk
    waits = te_veel(route.gemeente.rem, telling, history.nieuw[::-1], mapping_nieuw=changed)
    return Verdict(Resultaat.WACHT_OP_VRIJGAVE if waits else Resultaat.VRIJ, waits)


def _nothing_read(this: _Run, proof: Proof) -> RunVerslag:
    verslag = this.verslag
    verslag.details, verslag.oorzaken = proof.details, proof.waarschuwingen
    absent = proof.geen_levering
    verslag.resultaat = Resultaat.GEEN_LEVERING if absent else Resultaat.ONGEWIJZIGD
    told = _proof_json(this, proof)
    problems = proof.waarschuwingen
    this.ledger.fail_run(this.lease, this.number, verslag.resultaat, problems, told, this.klok())
    return verslag


def _failed(this: _Run, wrong: RegresbrugError) -> RunVerslag:
    verslag, ended = this.verslag, this.klok()
    # Nothing failed when a person stopped it: its turn may come again.
    verslag.resultaat = Resultaat.AFGEBROKEN if isinstance(wrong, Paused) else Resultaat.MISLUKT
    verslag.oorzaken, verslag.fout_exit = wrong.problems, wrong.exit_code
    told = {"exit": wrong.exit_code}
    result = verslag.resultaat
    this.ledger.fail_run(this.lease, this.number, result, wrong.problems, told, ended)
    return verslag


def _proof_json(this: _Run, proof: Proof) -> dict[str, Any]:
    return {
        "bestand": asdict(proof.bestand) if proof.bestand else None,
        "details": proof.details,
        "problemen": this.take.problemen.as_json(),
        "kolommen": this.teller.as_json(),
    }


def _checkpoint(this: _Run, proof: Proof) -> dict[str, Any]:
    return {
        "gelezen": asdict(proof.gelezen_tot) if proof.gelezen_tot else None,
        "bestand": asdict(proof.bestand) if proof.bestand else None,
        "mapping_merk": this.route.plan.merk,
        "beleidsmerk": this.route.beleidsmerk,
        "besluiten_tot": this.take.besluiten_tot,
        "volledig_gelezen": this.klok().isoformat(),
    }
