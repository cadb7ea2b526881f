"""The batch of a read: what is sealed and what waits, until the ledger has it; each key once.

The same key twice with other content puts both in quarantine, the first one included, for nobody
here can tell which is true. In a source that gives each change once the last message counts.
"""

from collections.abc import Mapping
from datetime import date

from ledger import Staged, Stand, StubKort, StubNote
from mappings import Unmappable
from pipeline.besluiten import HEROPEND, Besluiten
from pipeline.doubles import Doubles, Gezien, zelfde
from pipeline.geheugen import Geheugen
from pipeline.landing import (
    LATER_BERICHT,
    Kandidaat,
    Landing,
    codes_of,
    dubbele_sleutel,
    plekken_van,
    redenen_van,
)
from pipeline.retour import Ontmoetingen
from pipeline.route import Route
from pipeline.stubnotities import Stubnotities
from pipeline.werklijst import Wachtenden
from privacy import Gemerkt
from regres import Bucket, SourceRecord, Telling
from regres.melding import Reden


class Partij:
    """Puts what was judged into its bucket, and holds what is to be handed over.

    rows, notes  by lookup key
    doubles      what this read made of each key
    gesloten     lookup key -> why: stubs of earlier runs that this read answers
    wachtenden   what waits, with its key fields, when the municipality has a werklijst
    """

    def __init__(
        self,
        route: Route,
        geheugen: Geheugen,
        telling: Telling,
        notities: Stubnotities,
        stubs: Mapping[str, StubKort],
        besluiten: Besluiten,
        ontmoetingen: Ontmoetingen,
    ) -> None:
        self.rows: dict[str, Staged] = {}
        self.notes: dict[str, StubNote] = {}
        self.doubles = Doubles()
        self.gesloten: dict[str, str] = {}
        self.wachtenden = Wachtenden(aan=route.werklijst is not None)
        self._route = route
        self._geheugen = geheugen
        self._telling = telling
        self._notities = notities
        self._stubs = stubs
        self._besluiten = besluiten
        self._ontmoetingen = ontmoetingen

    def zet_klaar(
        self, case: Kandidaat, staged: Staged, merk: str, codes: tuple[str, ...]
    ) -> Landing:
        """Hold a sealed version; merk: of its content, to compare a next one with."""
        key, soort = case.zoek.waarde, staged.sealed.kop.soortMelding
        self.rows[key] = staged
        self._ontmoetingen.zet(staged, case.peek.sleutel)
        self.doubles.onthoud(key, _van(staged.clientmerk, merk), Bucket.KLAARGEZET, soort)
        self.sluit_stub(case, "verstuurd")
        return Landing(Bucket.KLAARGEZET, codes, soort=soort)

    def wacht(
        self,
        case: Kandidaat,
        bucket: Bucket,
        codes: tuple[str, ...],
        uiterlijk: date | None = None,
        toekenning: date | None = None,
        redenen: tuple[Reden, ...] = (),
    ) -> Landing:
        """Hold a stub.

        uiterlijk   the nearest deadline: the list shows first what is urgent
        toekenning  of what waits for catching up: the day by which that chooses
        redenen     of what stranded; else those of its flag
        """
        merk = self._route.pseudoniemen.signaalmerk(case.peek.signals)
        twice = self.dubbel(case, merk.waarde)
        if twice:
            return twice
        if case.heropend:
            codes = (HEROPEND, *codes)
        # A twin without accident answers nothing: the stub keeps its first day.
        self.gesloten.pop(case.zoek.waarde, None)
        note = self._notities.van(
            case.record,
            case.zoek,
            bucket,
            codes,
            case.peek.sleutel,
            case.peek.client,
            redenen=redenen or redenen_van(case),
            merk=merk.waarde,
            merkversie=merk.versie,
            uiterlijk=uiterlijk,
            toekenning=toekenning,
        )
        self._noteer(note, case.peek.sleutel)
        self.doubles.onthoud(case.zoek.waarde, _van(note.clientmerk, merk.waarde), bucket)
        return Landing(bucket, codes)

    def onleesbaar(self, record: SourceRecord, zoek: Gemerkt, found: Unmappable) -> Landing:
        """Quarantine a record whose key or signals cannot be read."""
        self._besluiten.vergeet(zoek.waarde)
        before = self.doubles.eerder(zoek.waarde)
        self._terug(zoek.waarde, before)
        codes = codes_of(found.problems)
        # Who it is about may be read although the rest cannot: access and objection reach him too.
        client = next(iter(self._route.plan.clienten(record)), None)
        where, bucket = plekken_van(found.problems), Bucket.QUARANTAINE
        note = self._notities.van(record, zoek, bucket, codes, found.sleutel, client, redenen=where)
        self._noteer(note, found.sleutel or ())
        self.doubles.onthoud(zoek.waarde, "", Bucket.QUARANTAINE)
        return Landing(
            Bucket.QUARANTAINE, codes, zoek, problems=found.problems, terug=before is not None
        )

    def tel(self, case: Kandidaat, merk: str, bucket: Bucket, codes: tuple[str, ...]) -> Landing:
        """Count a record that leaves nothing but that; merk: of what it says."""
        twice = self.dubbel(case, merk)
        if twice:
            return twice
        self.doubles.onthoud(case.zoek.waarde, self._van_wie(case, merk), bucket)
        self.sluit_stub(case, bucket.value)
        return Landing(bucket, codes)

    def staat_nog(self, key: str, stand: Stand) -> None:
        """Count a record of which neither facts nor client changed, as `tel` does."""
        self.doubles.onthoud(key, _van(stand.clientmerk, stand.inhoudsmerk), Bucket.ONGEWIJZIGD)

    def dubbel(self, case: Kandidaat, merk: str) -> Landing | None:
        """Land a key that this read has met before; None when it is the first time."""
        key = case.zoek.waarde
        before = self.doubles.eerder(key)
        if before is None:
            return None
        if zelfde(before, self._van_wie(case, merk)):
            self.doubles.nog_een(key)
            return Landing(Bucket.DUBBEL)
        self._terug(key, before)
        self._besluiten.vergeet(key)
        problem, peek = dubbele_sleutel(case.record), case.peek
        codes, bucket = (problem.code,), Bucket.QUARANTAINE
        note = self._notities.van(case.record, case.zoek, bucket, codes, peek.sleutel, peek.client)
        self._noteer(note, peek.sleutel)
        self.doubles.onthoud(key, "", bucket)
        return Landing(bucket, codes, problems=(problem,), terug=True)

    def haal_in(self, key: str) -> None:
        """Let a later message of a read take the place of what an earlier one said.

        A source that gives each change once says in order what became of a provision; in a source
        that gives everything nobody could tell which of two is true.
        """
        before = self.doubles.vergeet(key)
        if before is None:
            return
        self._telling.verplaats(before.bucket, Bucket.DUBBEL, LATER_BERICHT)
        if before.soort is not None:
            self._telling.soorten[before.soort] -= 1
        kept = self.rows.pop(key, None), self.notes.pop(key, None)
        if kept == (None, None):
            self._geheugen.unstage(key)
        self.wachtenden.weg(key)
        self.gesloten.pop(key, None)
        self._besluiten.vergeet(key)

    def sluit_stub(self, case: Kandidaat, reden: str) -> None:
        """Close what waited; what another source with this key says is no answer."""
        stub = self._stubs.get(case.zoek.waarde)
        if stub is not None and stub.bronset == self._route.bronset:
            self.gesloten[case.zoek.waarde] = reden

    def _terug(self, key: str, before: Gezien | None) -> None:
        """Take the earlier records with this key back out of their buckets."""
        if before is None or not before.merk:
            return
        self._telling.verplaats(before.bucket, Bucket.QUARANTAINE, "R-0201")
        for _ in range(before.dubbel):
            self._telling.verplaats(Bucket.DUBBEL, Bucket.QUARANTAINE, "R-0201")
        if before.soort is not None:
            self._telling.soorten[before.soort] -= 1
            if self.rows.pop(key, None) is None:
                self._geheugen.unstage(key)
        self.notes.pop(key, None)
        self.wachtenden.weg(key)
        self.gesloten.pop(key, None)

    def _noteer(self, note: StubNote, sleutel: tuple[str, ...]) -> None:
        self.notes[note.zoeksleutel] = note
        self.wachtenden.zet(note, sleutel)

    def _van_wie(self, case: Kandidaat, merk: str) -> str:
        client = case.peek.client
        return _van(self._route.pseudoniemen.clientmerk(*client).waarde if client else "", merk)


def _van(wie: str, merk: str) -> str:
    """Add the person to a mark of content: a BSN that is not sent is no fact, yet two are two.

    Eight signs of each is what is remembered of them.
    """
    return f"{wie[:8]:8}{merk}"
