"""The door of the ledger: every question and every write, each in one transaction."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection

from ledger import (
    audit,
    auditlijst,
    audittoets,
    besluiten,
    bewaarklok,
    bewaring,
    binding,
    blokkades,
    closing,
    delta,
    dossier,
    gezien,
    inhalen,
    leases,
    marks,
    maten,
    meldingen,
    migrate,
    openstaand,
    opnieuw,
    opzoeken,
    outbox,
    overzetten,
    overzicht,
    post,
    problems,
    regelmaten,
    regie,
    runs,
    sleutels,
    staging,
    standen,
    stubs,
    termijnen,
    wisjournaal,
    zekering,
)
from ledger.afstemboek import Afstemboek
from ledger.bewaarklok import Klokstand
from ledger.bewaring import Bewaring
from ledger.bewijs import Bewijsmap
from ledger.database import Database
from ledger.delta import DeltaRow
from ledger.opnieuw import Afloop
from ledger.opzoeken import Bekend
from ledger.regelmaten import Regelmaat
from ledger.shapes.audit import Anchor, AuditRegel, AuditVraag, Ketenstand
from ledger.shapes.besluiten import BeslotenRow, Decision, Keuze, StaandBesluit
from ledger.shapes.bezorgen import Bezorgstand, Doorgang, Zekering
from ledger.shapes.dossier import Blokkades, Dossier, Gevonden, Merk, Vernieuwd
from ledger.shapes.meldingen import Melding, Meldingvraag
from ledger.shapes.openstaand import Gemeld, OpenProbleem, PostSoort, Poststand, Vertelling
from ledger.shapes.regie import (
    Inhaalkandidaat,
    Inhaalopdracht,
    Inhaalstand,
    Pauze,
    Standbesluit,
)
from ledger.shapes.runs import (
    Closing,
    History,
    Lease,
    Leesstand,
    Nachtreeks,
    Nachtrij,
    Resultaat,
    Runloop,
    RunMaat,
    RunResult,
    RunRow,
    RunStart,
    Verdict,
)
from ledger.shapes.sleutels import Gedragen, Hermerk, Rekey, Signaalmerk, Sleutelrij
from ledger.shapes.standen import OutboxRow, OutboxStatus, Outgoing, Staged, Stand, Unstaged
from ledger.shapes.stubs import Herinneringen, StubKort, StubNote, StubRow, StubSoort
from ledger.termijnen import Bewaarplan, Termijnen
from ledger.terugboek import Terugboek
from ledger.verankering import Verankering
from ledger.zekering import ALLE, Wacht
from regres import Handelend, Problem, Receipt

LEASE_SECONDS = 120
#: Of a row that is offered: as long as one call may last, so that what a dead worker held is free
#: within a minute, also on another machine.
CLAIM_SECONDS = 60


class Ledger:
    """What one installation remembers; one object may be shared by threads.

    Every `now` is an aware moment; what comes back is in UTC. `gemeente` is the identiteit: the
    municipality's code at onboarding. Whatever takes a lease raises LeaseLost, and writes nothing,
    once that lease was released or taken over. Any method raises LedgerError when the database
    cannot do its work; then nothing of that call was kept.

    terug       the way back: feedback, and files for the municipality
    afstemming  comparing with the backend, and what a restored ledger must do first
    """

    def __init__(self, database: Database, ledger_id: str, bewijs: Bewijsmap | None = None) -> None:
        self._database = database
        self._bewijs = bewijs
        self._verankering = Verankering(database, bewijs, ledger_id)
        self.ledger_id = ledger_id
        self.terug = Terugboek(database, bewijs)
        self.afstemming = Afstemboek(database, self._verankering, ledger_id, bewijs)

    @classmethod
    def open(cls, url: str, bewijs: Path | None = None) -> Self:
        """Open a ledger by its SQLAlchemy URL ("sqlite:////var/lib/regresbrug/ledger.sqlite").

        Makes it when it is not there (a file gets mode 0600) and brings its schema up to date.

        bewijs  the folder outside the database (`bewijs.py`); without one nothing is anchored
        """
        database = Database.open(url)
        with ExitStack() as unless_usable:
            unless_usable.callback(database.close)
            folder = None if bewijs is None else Bewijsmap(bewijs)
            made = cls(database, migrate.prepare(database), folder)
            unless_usable.pop_all()
        return made

    def herhaal_wissingen(self, now: datetime) -> bool:
        """Carry out what the journal of erasures says and this ledger has not done; tells if so.

        After a restore, or when a process died between the journal and the database. To be called
        before anything else is done with a ledger.
        """
        folder = self._bewijs
        if folder is None:
            return False
        if not self._database.read(lambda c: wisjournaal.open_regels(c, folder)):
            return False
        changed = self._database.write(
            lambda c: wisjournaal.herhaal(
                c, self.ledger_id, wisjournaal.open_regels(c, folder), now
            )
        )
        self._database.compact(anew=changed)
        return changed

    def neem_over(self, now: datetime) -> bool:
        """Have the audit trail answer for what a ledger of before held; tells if it had to."""
        if not self._database.read(binding.over_te_nemen):
            return False
        return self._database.write(lambda c: binding.neem_over(c, now))

    def close(self) -> None:
        """Anchor the audit trail, and close its connections."""
        try:
            self.veranker()
        finally:
            self._database.close()

    def __enter__(self) -> Self:
        """Use it in a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    # ---- who may write

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

    # ---- runs

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

    def gepauzeerd(self) -> frozenset[str]:
        """Give the municipalities that a person let stand still."""
        return self._database.read(overzicht.gepauzeerd)

    def laatste_run(self) -> int:
        """Give the highest number of a run: about how many there are; 0 = none."""
        return self._database.read(overzicht.laatste_run)

    def reeks(self, row: RunRow, sinds: date) -> list[Nachtrij]:
        """Give the runs like this one since a day and up to its own, oldest first."""
        return self._database.read(lambda c: overzicht.reeks(c, row, sinds))

    def runloop(self, run: int) -> Runloop:
        """Tell what became of what a run made ready."""
        return self._database.read(lambda c: overzicht.runloop(c, run))

    def leesstanden(self, gemeente: str) -> list[Leesstand]:
        """Give how far each slice of a municipality's sources was read."""
        return self._database.read(lambda c: overzicht.leesstanden(c, gemeente))

    def open_per_gemeente(self) -> dict[str, dict[StubSoort, int]]:
        """Count what waits for a person, of every municipality that has any."""
        return self._database.read(stubs.open_per_gemeente)

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

    # ---- what is known

    def standen(self, gemeente: str) -> dict[str, Stand]:
        """Give every stand by zoeksleutel."""
        return self._database.read(lambda c: standen.by_key(c, gemeente))

    def uit_de_bron(self, gemeente: str, now: datetime) -> dict[str, datetime]:
        """Give per source since when a provision must be unseen there to be gone from it.

        A source that was not read whole twice has none.
        """
        limits = self._database.read(lambda c: gezien.grenzen(c, now, gemeente))
        return {bronset: since for (_, bronset), since in limits.items()}

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

    def close_stub(self, gemeente: str, zoeksleutel: str, door: Handelend, now: datetime) -> None:
        """Close a stub by the name of a person; the only way to close one that was refused.

        Raises:
            UsageProblem: no such stub is open.

        """
        self._database.write(lambda c: stubs.close_by_hand(c, gemeente, zoeksleutel, door, now))

    def decide(
        self,
        gemeente: str,
        zoeksleutel: str,
        keuze: Keuze,
        door: Handelend,
        now: datetime,
        *,
        houd: bool = False,
    ) -> int:
        """Decide about a waiting record, or anew about a decided one; gives the number in the log.

        Bound to what the record said when it was last read; the next read acts on it. An open stub
        closes at once, and `later` keeps it, or puts it back. houd: it stays until its kept record
        was carried on.

        Raises:
            UsageProblem: nothing waits or was decided under this key, or for another kind of
                decision.

        """
        return self._database.write(
            lambda c: besluiten.decide(c, gemeente, zoeksleutel, keuze, door, now, houd=houd)
        )

    def toch_geen_ongeval(
        self, gemeente: str, referentie: str, door: Handelend, now: datetime
    ) -> int:
        """Decide that a melding that stands was no accident; gives the number in the log.

        The next read of its record withdraws it, and goes on doing so while its signals stay.

        Raises:
            UsageProblem: no melding stands under this referentie.

        """
        return self._database.write(
            lambda c: besluiten.toch_geen_ongeval(c, gemeente, referentie, door, now)
        )

    def besluiten(self, gemeente: str) -> tuple[StaandBesluit, ...]:
        """Give every decision that stands, of all sources."""
        return self._database.read(lambda c: besluiten.standing(c, gemeente))

    def blokkades(self, gemeente: str) -> Blokkades:
        """Give which clients object."""
        return self._database.read(lambda c: blokkades.standing(c, gemeente))

    def decided(self, gemeente: str, soort: StubSoort) -> list[BeslotenRow]:
        """Give decided records, newest decision first; what was put off is among the stubs."""
        return self._database.read(lambda c: besluiten.decided(c, gemeente, soort))

    def decided_per(
        self, gemeenten: Collection[str], soort: StubSoort, most: int
    ) -> list[tuple[str, BeslotenRow]]:
        """Give the last decided records of several municipalities, in one question."""
        return self._database.read(lambda c: besluiten.decided_per(c, gemeenten, soort, most))

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

    # ---- what a person sets going or stops

    def pauze(self, gemeente: str) -> Pauze | None:
        """Give the pause of a municipality; None while it goes on."""
        return self._database.read(lambda c: regie.pauze(c, gemeente))

    def pauzeer(self, gemeente: str, door: Handelend, now: datetime) -> int | None:
        """Let a municipality stand still; gives the decision's number, None when it did already."""
        return self._database.write(lambda c: regie.pauzeer(c, gemeente, door, now))

    def hervat(self, gemeente: str, door: Handelend, now: datetime) -> int | None:
        """Let it go on; gives the decision's number, None when it did not stand still."""
        return self._database.write(lambda c: regie.hervat(c, gemeente, door, now))

    def noteer_stand(self, lease: Lease, actief: Standbesluit | None, now: datetime) -> None:
        """Keep what the configuration says about sending, when that is new; None = proef."""
        self._database.write(lambda c: regie.noteer_stand(c, lease, actief, now))

    def inhaalopdracht(self, gemeente: str) -> Inhaalopdracht | None:
        """Give the order to catch up that stands; None when there is none."""
        return self._database.read(lambda c: regie.opdracht(c, gemeente))

    def haal_in(
        self,
        gemeente: str,
        vanaf: date,
        per_nacht: int,
        door: Handelend,
        now: datetime,
    ) -> int:
        """Order catching up, in the place of an earlier order; gives the decision's number."""
        return self._database.write(
            lambda c: regie.haal_in(c, gemeente, vanaf, per_nacht, door, now)
        )

    def stop_inhalen(self, gemeente: str, door: Handelend, now: datetime) -> int | None:
        """Take the order to catch up back; None when there was none."""
        return self._database.write(lambda c: regie.stop_inhalen(c, gemeente, door, now))

    def inhaalkandidaten(
        self,
        gemeente: str,
        bronnen: Sequence[str],
        vanaf: date,
        hoogstens: int,
        vandaag: date,
    ) -> list[Inhaalkandidaat]:
        """Give what is to be caught up on next, most urgent first."""
        return self._database.read(
            lambda c: inhalen.kandidaten(c, gemeente, bronnen, vanaf, hoogstens, vandaag)
        )

    def ingehaald(self, gemeente: str, dag: date) -> int:
        """Count the meldingen that catch-up freed on a day."""
        return self._database.read(lambda c: inhalen.ingehaald(c, gemeente, dag))

    def inhaalstand(self, gemeente: str, vanaf: date, vandaag: date) -> Inhaalstand:
        """Count what waits for catching up, and what was done."""
        return self._database.read(lambda c: inhalen.stand(c, gemeente, vanaf, vandaag))

    def wacht_op_inhalen(self, gemeente: str) -> int:
        """Count what waits for catching up, whatever its day."""
        return self._database.read(lambda c: inhalen.wachtend(c, gemeente))

    # ---- root keys

    def zet_over(
        self,
        lease: Lease,
        keys: Sequence[Rekey],
        merken: Sequence[Hermerk] = (),
        signalen: Sequence[Signaalmerk] = (),
        *,
        now: datetime,
    ) -> None:
        """Write lookup keys and marks that were made under an old root key anew, everywhere."""
        self._database.write(lambda c: overzetten.zet_over(c, lease, keys, merken, signalen, now))

    def herken_sleutels(
        self, lease: Lease, proeven: Mapping[int, str], now: datetime
    ) -> tuple[int, ...]:
        """Give the versions that are another key than this ledger was written with.

        proeven   version -> what the key is recognised by; new versions are kept, when none differ
        """
        return self._database.write(lambda c: sleutels.herken(c, lease, proeven, now))

    def sleutels(self, gemeente: str) -> list[Sleutelrij]:
        """Give the root keys that this ledger was written with, oldest first."""
        return self._database.read(lambda c: sleutels.bekend(c, gemeente))

    def gedragen(self, gemeente: str) -> dict[int, Gedragen]:
        """Give, per version of the root key that anything leans on, how much does."""
        return self._database.read(lambda c: sleutels.gedragen(c, gemeente))

    def stop_sleutel(
        self,
        lease: Lease,
        versie: int,
        door: Handelend,
        now: datetime,
        *,
        toch: bool = False,
    ) -> Gedragen:
        """Retire a version of the root key; gives how much had to let go of it.

        Raises:
            UsageProblem: rows of it are under way; or something leans on it, and not `toch`.

        """
        return self._database.write(lambda c: sleutels.stop(c, lease, versie, door, now, toch=toch))

    def verzegeld_voor(self) -> dict[str, int]:
        """Count what is not delivered yet by the recipient's key it was sealed for."""
        return self._database.read(outbox.sealed_for)

    def noteer_kopie(
        self,
        gemeente: str,
        versies: Sequence[int],
        kid: str,
        door: Handelend,
        now: datetime,
    ) -> None:
        """Note that a backup of these versions was made for the key `kid`."""
        self._database.write(lambda c: sleutels.kopie(c, gemeente, versies, kid, door, now))

    # ---- how far a source was read

    def checkpoint(self, gemeente: str, bronset: str, snede: str = "") -> dict[str, Any] | None:
        """Give what the last released run of this slice left as its checkpoint."""
        return self._database.read(lambda c: marks.checkpoint(c, gemeente, bronset, snede))

    def next_tijdstip(self, gemeente: str, bron: str, now: datetime) -> str:
        """Give the next StUF tijdstipBericht: 17 digits, Dutch local time, always rising."""
        return self._database.write(lambda c: marks.next_tijdstip(c, gemeente, bron, now))

    def find(self, gemeente: str, begin: str) -> list[Bekend]:
        """Give what was released under each referentie that begins so; [] when nothing was."""
        return self._database.read(lambda c: opzoeken.find(c, gemeente, begin))

    def meldingen(self, asked: Meldingvraag) -> tuple[int, list[Melding]]:
        """Give how many meldingen were asked for, and the last ones with their steps."""
        return self._database.read(
            lambda c: (meldingen.counted(c, asked), meldingen.listed(c, asked))
        )

    def regelmaten(self, gemeenten: Collection[str], dag: date) -> dict[str, Regelmaat]:
        """Give how often each rule was counted since a day, and what people said of it."""
        return self._database.read(lambda c: regelmaten.sinds(c, gemeenten, dag))

    def note_afgesloten(self, gemeente: str, referentie: str, dag: date) -> None:
        """Note the day on which the Regresloket closed the case of a provision: a term begins."""
        self._database.write(lambda c: standen.closed(c, gemeente, referentie, dag))

    # ---- what is kept, and for how long

    def bewaarplan(self, terms: Termijnen, now: datetime) -> Bewaarplan:
        """Look what is past its term; erases nothing and does not mind the clock."""
        return self._database.read(lambda c: termijnen.plan(c, self.ledger_id, terms, now))

    def klokstand(self, now: datetime) -> Klokstand:
        """Tell whether the clock may be believed when terms are counted."""
        return self._database.read(lambda c: bewaarklok.stand(c, now))

    def bewaar(self, terms: Termijnen, now: datetime, klok: Handelend | None = None) -> Bewaring:
        """Erase what is past its term, and leave nothing of it in the file.

        klok  a person who says that a clock that jumped is right

        Raises ProtectionStop, and nothing was erased: the clock jumped (L-0801, L-0802), or the
        journal of erasures is gone (L-0615).
        """
        self._verankering.eis_journaal()
        done = self._database.write(lambda c: bewaring.apply(c, self._context(), terms, now, klok))
        self._verankering.ruim_op(now - terms.wisjournaal)
        self.terug.ruim_op(now)
        clean = self._database.compact(anew=bool(done.gewist))
        return replace(done, verdicht=clean)

    def dossier(
        self,
        gemeente: str,
        merken: Sequence[Merk],
        door: Handelend,
        now: datetime,
        *,
        rectificatie: bool = False,
    ) -> Dossier:
        """Give all that is remembered of a client; who asked and why is noted first.

        merken        of the client under every key version there is
        rectificatie  the client asks for correction: then every source of a melding is read again
                      in full, so that what was mended becomes a new version
        """
        kind = dossier.RECTIFICATIE if rectificatie else dossier.INZAGE

        def work(conn: Connection) -> Dossier:
            found, _ = dossier.show(conn, gemeente, merken, kind, door, now)
            if rectificatie:
                marks.read_again(conn, gemeente, now)
            return found

        return self._database.write(work)

    def gevonden(self, gemeente: str, merken: Sequence[Merk]) -> Gevonden:
        """Count what is known of a client."""
        return self._database.read(lambda c: dossier.gevonden(c, gemeente, merken))

    def blokkeer(
        self,
        gemeente: str,
        merken: Sequence[Merk],
        door: Handelend,
        now: datetime,
    ) -> int:
        """Note that a client objects, and stop what had not arrived; gives the decision's number.

        merken  of the client under every key version there is; the next read takes back what stands
        """
        line = wisjournaal.bezwaar(gemeente, list(merken), door, opheffen=False)

        def work(conn: Connection) -> int:
            wisjournaal.schrijf(conn, self._bewijs, self.ledger_id, line, now)
            return blokkades.place(conn, gemeente, merken, door, now)

        number = self._database.write(work)
        self._database.compact(anew=False)
        return number

    def vernieuw(self, lease: Lease, bezwaren: Sequence[Vernieuwd], now: datetime) -> None:
        """Let objections that were met under an old root key be known under the present one too."""
        line = wisjournaal.vernieuwd(lease.gemeente, bezwaren)

        def work(conn: Connection) -> None:
            leases.check(conn, lease)
            wisjournaal.schrijf(conn, self._bewijs, self.ledger_id, line, now)
            blokkades.renew(conn, lease.gemeente, bezwaren, now)

        self._database.write(work)

    def hef_op(
        self,
        gemeente: str,
        merken: Sequence[Merk],
        door: Handelend,
        now: datetime,
    ) -> int | None:
        """Lift an objection; None when there is none."""
        line = wisjournaal.bezwaar(gemeente, list(merken), door, opheffen=True)

        def work(conn: Connection) -> int | None:
            number = blokkades.lift(conn, gemeente, merken, door, now)
            if number is not None:
                wisjournaal.schrijf(conn, self._bewijs, self.ledger_id, line, now)
            return number

        return self._database.write(work)

    def _context(self) -> tuple[str, Bewijsmap | None]:
        return self.ledger_id, self._bewijs

    # ---- the outbox

    def due(
        self, gemeente: str, now: datetime, limit: int, holder: str, seconds: int = CLAIM_SECONDS
    ) -> list[Outgoing]:
        """Claim freed rows that may be offered now, for `seconds`.

        Per referentie only the oldest undelivered version is given.
        """
        return self._database.write(lambda c: outbox.due(c, gemeente, now, limit, holder, seconds))

    def delivered(self, outgoing: Outgoing, receipt: Receipt, now: datetime) -> None:
        """Mark as ontvangen; LeaseLost when the claim was taken over, as for every mark."""
        if not self.all_delivered([(outgoing, receipt)], now):
            raise problems.claim_lost(outgoing.claim)

    def all_delivered(
        self, received: Sequence[tuple[Outgoing, Receipt]], now: datetime
    ) -> list[Receipt]:
        """Mark many as ontvangen, in one transaction; gives the receipts of those it marked.

        One whose claim was taken over is left alone.
        """
        return self._database.write(lambda c: outbox.delivered(c, received, now))

    def retry_later(
        self, outgoing: Outgoing, op: datetime, code: str, now: datetime, *, eigen: bool = False
    ) -> None:
        """Offer the same row again, byte for byte, from `op` on.

        eigen  the destination answered usably just before: it may lie in this row
        """
        self._database.write(lambda c: outbox.retry_later(c, outgoing, op, code, now, eigen=eigen))

    def give_back(self, *rows: Outgoing) -> None:
        """Give rows back that were never offered: they can still be overtaken by newer versions."""
        self._database.write(lambda c: outbox.give_back(c, rows))

    def refused(self, outgoing: Outgoing, code: str, now: datetime) -> None:
        """Mark as geweigerd.

        The stand keeps version and merk, so the same content is not sent again; a quarantine stub
        (uit_aflevering) waits until a later version is freed or a person closes it.
        """
        self._database.write(lambda c: outbox.refused(c, outgoing, code, now))

    def voided(
        self, outgoing: Outgoing, now: datetime, laatste_versie: int | None, code: str
    ) -> None:
        """Mark as vervallen; the next read seals this provision again, whatever it finds.

        laatste_versie   of the backend (409): goes on from there. None (422 sleutel-onbekend): the
                         version number is given out again; a first version leaves no stand.
        """
        self._database.write(lambda c: outbox.voided(c, outgoing, now, laatste_versie, code))

    def outbox(self, gemeente: str, limit: int = 50) -> list[OutboxRow]:
        """Give rows of the outbox, newest first."""
        return self._database.read(lambda c: outbox.newest(c, gemeente, limit))

    def outbox_counts(self, gemeente: str) -> dict[OutboxStatus, int]:
        """Count rows by status, zeros included."""
        return self._database.read(lambda c: outbox.counts(c, gemeente))

    def oldest_waiting(self, gemeente: str, now: datetime) -> timedelta | None:
        """Give how long the oldest freed row has waited for delivery."""
        return self._database.read(lambda c: outbox.oldest_waiting(c, gemeente, now))

    # ---- what is wrong now, and who knows

    def meld(self, gemeente: str, gemeld: Mapping[str, Sequence[Gemeld]], now: datetime) -> None:
        """Take reports: per melder all that is wrong now. What it no longer reports is over.

        gemeente  "" = the installation
        """
        if self._database.read(lambda c: openstaand.verschil(c, gemeente, gemeld, now)):
            self._database.write(lambda c: openstaand.meld(c, gemeente, gemeld, now))

    def openstaand(self, gemeente: str | None = None) -> list[OpenProbleem]:
        """Give what is wrong now, longest first; of a municipality, the installation (""), all."""
        return self._database.read(lambda c: openstaand.openstaande(c, gemeente))

    def vertellingen(self, aan: str, gemeenten: Collection[str]) -> list[Vertelling]:
        """Give what is open of these municipalities, and what is over since `aan` was told."""
        return self._database.read(lambda c: openstaand.vertellingen(c, aan, gemeenten))

    def vertel(self, aan: str, er: Sequence[int], weg: Sequence[int], now: datetime) -> None:
        """Note that `aan` was told of these open problems, and that these others are over."""
        self._database.write(lambda c: openstaand.vertel(c, aan, er, weg, now))

    def poststand(self, soort: PostSoort, aan: str) -> Poststand:
        """Give how one kind of mail to these readers went so far."""
        return self._database.read(lambda c: post.stand(c, soort, aan))

    def poststanden(self) -> list[Poststand]:
        """Give how every mail went so far."""
        return self._database.read(post.standen)

    def noteer_post(self, soort: PostSoort, aan: str, now: datetime, *, gelukt: bool) -> None:
        """Note that a mail was tried, and whether the server took it."""
        self._database.write(lambda c: post.noteer(c, soort, aan, now, gelukt=gelukt))

    def te_bezorgen(self, now: datetime, gemeente: str | None = None) -> list[str]:
        """Give the municipalities, or whether it is this one, of which something may go now."""
        return self._database.read(lambda c: outbox.due_for(c, now, gemeente))

    # ---- the way out as a whole

    def doorgang(
        self, bestemming: str, gemeente: str, now: datetime, *, meteen: bool = False
    ) -> Doorgang:
        """Tell what may be offered at a destination; PROEF is given to one asker a minute.

        meteen  a person waits for it: a trial is given at once
        """
        if not self._database.read(lambda c: zekering.is_open(c, bestemming, gemeente)):
            return Doorgang.VRIJ
        return self._database.write(
            lambda c: zekering.doorgang(c, bestemming, gemeente, now, CLAIM_SECONDS, meteen=meteen)
        )

    def wacht_niet_langer(self, gemeente: str, now: datetime) -> None:
        """Let rows that wait for a next attempt be due now: a person stands there."""
        self._database.write(lambda c: zekering.wacht_niet_langer(c, now, gemeente))

    def zekering(self, bestemming: str, gemeente: str = ALLE) -> Zekering:
        """Give how the breaker of a destination stands, or that of one municipality there."""
        return self._database.read(lambda c: zekering.stand(c, bestemming, gemeente))

    def zekering_gelukt(self, bestemming: str, gemeente: str, now: datetime) -> None:
        """Note a usable answer: both breakers are in again, and what waited for them may go."""
        self._database.write(lambda c: zekering.gelukt(c, bestemming, gemeente, now))

    def zekering_mislukt(
        self, bestemming: str, gemeente: str, now: datetime, code: str, wacht: Wacht
    ) -> Zekering:
        """Count an attempt without a usable answer.

        gemeente  "" = it says something of the destination as a whole
        wacht     after how many in a row it stays out, and for how long; None = not yet
        """
        return self._database.write(
            lambda c: zekering.mislukt(c, bestemming, gemeente, now, code, wacht)
        )

    def bezorgstand(self, bestemming: str, gemeente: str) -> Bezorgstand:
        """Tell what waits for delivery of a municipality, and since when nothing arrives."""

        def look(conn: Connection) -> Bezorgstand:
            door = zekering.stand(conn, bestemming)
            own = zekering.stand(conn, bestemming, gemeente)
            return outbox.bezorgstand(conn, gemeente, door, own)

        return self._database.read(look)

    # ---- people and proof

    def note_decision(
        self,
        gemeente: str,
        soort: str,
        door: Handelend,
        now: datetime,
        gegevens: Mapping[str, Any],
    ) -> int:
        """Keep what a named person decided; `gegevens` is JSON without personal values."""
        return self._database.write(
            lambda c: marks.note_decision(c, gemeente, soort, door, now, gegevens)
        )

    def decisions(self, gemeente: str, soort: str | None = None) -> list[Decision]:
        """Give decisions, oldest first."""
        return self._database.read(lambda c: marks.decisions(c, gemeente, soort))

    def note_audit(
        self,
        actie: str,
        resultaat: str,
        actor: str,
        now: datetime,
        object_: str = "",
        oorsprong: str = "",
    ) -> None:
        """Add an entry of your own to the audit trail: codes and names of staff, no persons."""
        self._database.write(
            lambda c: audit.note(
                c, actie, resultaat, now, object_=object_, oorsprong=oorsprong, actor=actor
            )
        )

    def note_seen(self, referentie: str, resultaat: str, door: Handelend, now: datetime) -> None:
        """Add to the audit trail that someone asked why.

        Of a referentie that was never released only that it was asked is kept, not which one.
        """
        self._database.write(lambda c: opzoeken.note_seen(c, referentie, resultaat, door, now))

    def audit_verify(self, *anchors: Anchor) -> list[Problem]:
        """Walk the audit trail; [] = whole. Only an anchor can show that its end was cut off."""
        return list(self._database.read(lambda c: audittoets.verify(c, anchors)).problemen)

    def audit_toets(self, *anchors: Anchor) -> Ketenstand:
        """Walk the audit trail, and tell all that was found, also what is missing outside.

        anchors  all that are known: those of `ankers`, and those kept elsewhere
        """
        return self._verankering.toets(anchors)

    def audit_regels(self, vraag: AuditVraag) -> list[AuditRegel]:
        """Give entries of the audit trail, newest first."""
        return self._database.read(lambda c: auditlijst.listed(c, vraag))

    def anchor(self) -> Anchor:
        """Give the last link of the audit trail, to be noted outside the database."""
        return self._verankering.anker()

    def ankers(self) -> list[Anchor]:
        """Give every link that was noted outside the database, oldest first."""
        return self._verankering.ankers()

    def veranker(self) -> None:
        """Note the last link outside the database, unless it stands there already.

        A ledger that lacks the link that was noted last notes nothing: that link is the proof. Nor
        does one whose anchors or journal were taken away: a new one would hide that.

        Raises LedgerError (L-0605): the folder cannot be written.
        """
        self._verankering.veranker()

    def ankers_weg(self) -> int:
        """Give the entry up to which anchors were noted that are gone; 0 when none are."""
        return self._verankering.ankers_weg()

    def teruggezet(self) -> bool:
        """Tell whether this ledger lacks the link that was noted last: a backup was put back.

        Also when it only says so: an entry `hersteld` of which no anchor outside tells.
        """
        return self._verankering.achter()

    def journaalproblemen(self) -> tuple[Problem, ...]:
        """Tell when the journal of erasures is not any more what was anchored (L-0615)."""
        return self._verankering.journaalproblemen()

    def note_hersteld(self, door: Handelend, now: datetime) -> None:
        """Note that a person accepts what was lost: by a backup, of the anchors, of the journal.

        The anchor that is noted with it tells of it outside the database.
        """
        self._verankering.aanvaard(door, now)
