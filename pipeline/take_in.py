"""One record's way: from what the source gave to exactly one bucket of the accounting.

Everything here happens in memory until a batch of at most 100 sealed rows and stubs goes to the
ledger. A record without accident leaves nothing but a count.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime

from ledger import Besluitlezing, Stand
from mappings import Peek, Unmappable
from pipeline.besluiten import Besluiten
from pipeline.bezwaren import Bezwaren
from pipeline.geheugen import Geheugen
from pipeline.gewoon import Gewoon
from pipeline.landing import (
    BUITEN_INHAALSLAG,
    Inhaalslag,
    Kandidaat,
    Landing,
    compleet,
)
from pipeline.ongevallen import Ongevallen
from pipeline.ontmoet import Ontmoet
from pipeline.overnemen import Overnames
from pipeline.overzetten import Overzetting
from pipeline.partij import Partij
from pipeline.report import Problemen
from pipeline.retour import Ontmoetingen
from pipeline.route import Route
from pipeline.sealing import Verzegeling
from pipeline.stubnotities import Stubnotities
from pipeline.vertrouwd import Vertrouwd
from pipeline.wachtend import Wachtend
from pipeline.weging import Weging
from pipeline.woord import Woord
from privacy import Gemerkt
from regres import (
    Bucket,
    Indicatie,
    Levering,
    Rijblok,
    Signals,
    SourceRecord,
    Telling,
)
from regres.words import Besluitstatus

# Rows that wait for the ledger. An envelope is some 6 KiB, so a thousand would be 6 MiB of a run;
# what one transaction for more of them saves is microseconds, of the milliseconds that each takes.
BATCH = 100


class TakeIn:
    """Takes the records of one run in, one by one; `flush` hands the last batch over.

    gesloten    lookup key -> why: stubs of earlier runs that this read answers
    wachtenden  what waits, with its key fields, when the municipality has a werklijst
    ontmoetingen  likewise of what was sent, when it has a return place; of before this read only
                what is `gezocht`

    With an `inhaalslag` it looks at no other record than those that were chosen for it.
    """

    def __init__(
        self,
        route: Route,
        geheugen: Geheugen,
        snede: str,
        now: datetime,
        vandaag: date,
        *,
        inhaalslag: Inhaalslag | None = None,
        gezocht: Collection[str] = (),
    ) -> None:
        self.telling = Telling()
        self.problemen = Problemen()
        self.ontmoetingen = Ontmoetingen(aan=route.retour is not None, gezocht=gezocht)
        self._route = route
        self._geheugen = geheugen
        self._now, self._vandaag = now, vandaag
        self._inhaalslag = inhaalslag
        self._verzegeling = Verzegeling(route, now, vandaag)
        # Copies: what is found under an old key moves to its present one.
        self._standen = dict(geheugen.standen())
        self._stubs = dict(geheugen.open_stubs())
        staand = geheugen.besluiten()
        self._besluiten = Besluiten(staand, route.bronset, route.pseudoniemen)
        known = (self._standen, self._stubs, self._besluiten)
        self._overzetting = Overzetting(route.pseudoniemen, route.plan.sleutelruimte, *known)
        ruimte = route.plan.sleutelruimte
        self._overnames = Overnames(geheugen.overnames(), route.pseudoniemen, ruimte)
        self.bezwaren = Bezwaren(geheugen.blokkades(), route.pseudoniemen)
        self.ontmoet = Ontmoet(staand, route.bronset, now)
        woord = Woord(route, geheugen, now)
        notities = Stubnotities(route, self._verzegeling, snede)
        held = (self._stubs, self._besluiten, self.ontmoetingen)
        self._partij = Partij(route, geheugen, self.telling, notities, *held)
        self._doubles = self._partij.doubles
        self.gesloten, self.wachtenden = self._partij.gesloten, self._partij.wachtenden
        context = (self._besluiten, woord, self.ontmoet, inhaalslag)
        accidents = Ongevallen(route, vandaag, self._verzegeling, self._partij, *context)
        judged = (self._besluiten, self.bezwaren, woord)
        self._weging = Weging(route, accidents, self._partij, *judged)
        self._delta = route.plan.levering is Levering.DELTA
        # What moves to another key, comes once, or was chosen one by one, is read in full.
        plain = inhaalslag is None and not self._delta and self._overzetting.stil
        whole = plain and not self._overnames.wacht
        self._gewoon = Gewoon(route, self._heeft) if whole else None
        seen = (self.ontmoet, self.ontmoetingen)
        self._vertrouwd = Vertrouwd(
            route, known, self.bezwaren, seen, self._partij, vandaag, aan=whole
        )
        self._wachtend = Wachtend(route, known, self.bezwaren, self._partij, vandaag, aan=whole)
        self._oordeel = route.assess if self._gewoon is None else self._gewoon.oordeel

    @property
    def besluiten_tot(self) -> int:
        """Give the highest number among the decisions that this read knows."""
        return max(self._besluiten.tot, self.bezwaren.tot)

    @property
    def besluitlezingen(self) -> tuple[Besluitlezing, ...]:
        """Give what this read made of decisions, where that is new."""
        return self._besluiten.lezingen

    def neem(self, record: SourceRecord) -> None:
        """Do as `take`, at a glance where that will do: for who does not look at the landing."""
        if self._vertrouwd or self._wachtend:
            sleutel = self._route.plan.sleutel(record)
            if sleutel and self._staat_nog(self._zoeksleutel(sleutel), record):
                return
        self._neem(record)

    def neem_blok(self, blok: Rijblok) -> None:
        """Do as `neem` with each row; of those that are ordinary no record is made."""
        gewoon = self._gewoon
        codes = [None] * len(blok) if gewoon is None else gewoon.blok(blok)
        keys = None if gewoon is None else gewoon.bekende
        objects = bool(self.bezwaren)
        for place, one in enumerate(codes):
            if one is None:
                self._neem_uit(blok, place, keys)
            elif objects:
                self.bezwaren.zie(self._route.plan.clienten(blok.record(place)))
        if gewoon is not None:
            gewoon.vergeet()
        for one, count in Counter(codes).items():
            if one is not None:
                self.telling.gewoon(one, count)

    def _neem_uit(self, blok: Rijblok, place: int, keys: Mapping[int, str] | None) -> None:
        """Take one row in; keys: of the rows of which something is known, once that was looked."""
        record = blok.record(place)
        if keys is None:
            self.neem(record)
        elif place not in keys:
            self._neem(record)
        elif not self._staat_nog(keys[place], record):
            self.take(record)

    def _neem(self, record: SourceRecord) -> None:
        codes = None if self._gewoon is None else self._gewoon.codes(record)
        if codes is None:
            landing = self.take(record)
            if self._gewoon is not None:
                self._gewoon.leer(landing)
            return
        if self.bezwaren:
            self.bezwaren.zie(self._route.plan.clienten(record))
        self.telling.gewoon(codes)

    def _staat_nog(self, key: str, record: SourceRecord) -> bool:
        """Count a record that stands or waits as it did; False when it must be read in full."""
        codes = self._vertrouwd.neem(key, record)
        if codes is not None:
            self.telling.ongewijzigd(codes)
            return True
        landing = self._wachtend.neem(key, record)
        if landing is None:
            return False
        self.telling.j += landing.flag is not None and landing.flag.indicatie is Indicatie.J
        self._tel(landing)
        self._geef_over()
        return True

    def _zoeksleutel(self, sleutel: tuple[str, ...]) -> str:
        pseudoniemen, ruimte = self._route.pseudoniemen, self._route.plan.sleutelruimte
        return pseudoniemen.zoeksleutel(ruimte, sleutel).waarde

    def _heeft(self, keys: Collection[bytes]) -> set[bytes]:
        """Give the lookup keys under which anything is known, of before or of this read."""
        if not (self._standen or self._stubs or self._besluiten):
            return self._doubles.bekend(keys)
        some = set(map(bytes.hex, keys))
        known = (self._standen.keys() & some) | (self._stubs.keys() & some)
        known |= self._besluiten.bekend(some)
        return self._doubles.bekend(keys) | set(map(bytes.fromhex, known))

    def take(self, record: SourceRecord) -> Landing:
        """Put one record into its bucket, and count it."""
        landing = self._land(record)
        self._tel(landing)
        for problem in landing.problems:
            self.problemen.noteer(problem)
        self._overzetting.merk(landing)
        self._vertrouwd.merk(landing)
        self._wachtend.merk(landing)
        self._geef_over()
        return landing

    def _tel(self, landing: Landing) -> None:
        self.telling.gelezen += 1
        self.telling.tel(landing.bucket, *landing.codes)
        if landing.soort is not None:
            self.telling.soorten[landing.soort] += 1

    def _geef_over(self) -> None:
        """Hand the batch over when there is enough of it."""
        partij, moves = self._partij, len(self._overzetting) + len(self._overnames)
        waits = len(partij.rows) + len(partij.notes), moves, len(self._vertrouwd.nieuw)
        if max(waits) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Hand the batch over: sealed rows and stubs in one transaction.

        What moves to the present key goes first: the batch speaks of it under that key.
        """
        if len(self._overnames):
            self._geheugen.sluit_aan(self._overnames.neem())
        if len(self._overzetting):
            self._geheugen.zet_over(*self._overzetting.neem(), self._now)
        renewed = self.bezwaren.neem()
        if renewed:
            self._geheugen.vernieuw(renewed, self._now)
        if self._vertrouwd.nieuw:
            self._geheugen.noteer_bronmerken(self._vertrouwd.nieuw)
            self._vertrouwd.nieuw.clear()
        rows, notes = self._partij.rows, self._partij.notes
        if rows or notes:
            self._geheugen.stage(list(rows.values()), list(notes.values()))
            rows.clear()
            notes.clear()

    # -- one by one -------------------------------------------------------------------------

    def _land(self, record: SourceRecord) -> Landing:
        peek = self._peek(record)
        if not self._gekozen(peek.sleutel):
            return Landing(Bucket.BUITEN_BEREIK, (BUITEN_INHAALSLAG,))
        if isinstance(peek, Unmappable):
            return replace(self._onleesbaar(record, peek), sleutel=peek.sleutel)
        if self.bezwaren:
            self.bezwaren.zie(self._route.plan.clienten(record))
        flag = self._oordeel(peek.signals)
        zoek, stand = self._opzoeken(peek.sleutel)
        stand = stand or self._neem_over(zoek, peek)
        self.ontmoetingen.zie(stand, peek.sleutel)
        case = Kandidaat(record, peek, flag, zoek, stand)
        if self._besluiten.kent(zoek.waarde) and not record.verwijderd:
            case = self._besluiten.beoordeeld(case)
        self.telling.j += case.flag.indicatie is Indicatie.J
        return compleet(self._weging.weeg(case), case)

    def _peek(self, record: SourceRecord) -> Peek | Unmappable:
        """Read key and signals; of what the source took away only the key says anything."""
        found = self._route.plan.peek(record)
        if record.gebrek is not None:
            return Unmappable((record.gebrek,), found.sleutel or None)
        if record.verwijderd and found.sleutel:
            client = next(iter(self._route.plan.clienten(record)), None)
            return Peek(found.sleutel, Signals(()), Besluitstatus.ONBEKEND, client)
        return found

    def _gekozen(self, sleutel: tuple[str, ...] | None) -> bool:
        """Tell whether this read looks at a record; one without key was never chosen."""
        if self._inhaalslag is None:
            return True
        if sleutel is None:
            return False
        marks = self._route.pseudoniemen.zoeksleutels(self._route.plan.sleutelruimte, sleutel)
        return any(mark.waarde in self._inhaalslag.keys for mark in marks)

    def _opzoeken(self, sleutel: tuple[str, ...]) -> tuple[Gemerkt, Stand | None]:
        zoek = self._overzetting.zoek(sleutel)
        if self._delta:
            self._partij.haal_in(zoek.waarde)
        stand = self._standen.get(zoek.waarde)
        self.ontmoet.neem(zoek.waarde, stand)
        return zoek, stand

    def _onleesbaar(self, record: SourceRecord, found: Unmappable) -> Landing:
        """Quarantine a record; without a key the place stands in, good for this file only."""
        zoek, _ = self._opzoeken(found.sleutel or ("plaats", str(record.plaats)))
        return self._partij.onleesbaar(record, zoek, found)

    def _neem_over(self, zoek: Gemerkt, peek: Peek) -> Stand | None:
        """Find a record that the backend has and this ledger lost, and know it from now on."""
        found = self._overnames.zoek(zoek, peek.sleutel, peek.client)
        if found is not None:
            self._standen[zoek.waarde] = found
        return found
