"""One record's way: from what the source gave to exactly one bucket of the accounting.

Everything here happens in memory until a batch of at most 100 sealed rows and stubs goes to the
ledger. A record without accident leaves nothing but a count.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from ledger import Besluitlezing, Stand
from mappings import Peek, Unmappable
from pipeline.besluiten import Besluiten
from pipeline.bezwaren import GEBLOKKEERD, Bezwaren
from pipeline.geheugen import Geheugen
from pipeline.gewoon import Gewoon
from pipeline.landing import (
    BUITEN_INHAALSLAG,
    INGETROKKEN_TOEN,
    TEKST,
    VERVALLEN,
    VERWIJDERD,
    Inhaalslag,
    Kandidaat,
    Landing,
    compleet,
    rules_of,
)
from pipeline.ongevallen import Ongevallen, uiterlijk
from pipeline.ontmoet import Ontmoet
from pipeline.overnemen import Overnames
from pipeline.overzetten import Overzetting
from pipeline.partij import Partij
from pipeline.report import Problemen
from pipeline.retour import Ontmoetingen
from pipeline.route import Route
from pipeline.sealing import Verzegeling
from pipeline.stubnotities import Stubnotities
from pipeline.woord import ANDERE_BRON, Woord
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
from regres.words import Besluitstatus, IntrekkingReden

# Rows that wait for the ledger. An envelope is some 6 KiB, so a thousand would be 6 MiB of a run;
# what one transaction for more of them saves is microseconds, of the milliseconds that each takes.
BATCH = 100
#: Grants that go on, and silence, which is no sign; any other status takes a melding back.
_TOEGEKEND = (Besluitstatus.TOEGEKEND, Besluitstatus.BEEINDIGD, Besluitstatus.ONBEKEND)


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
        self._woord = Woord(route, geheugen, now)
        notities = Stubnotities(route, self._verzegeling, snede)
        held = (self._stubs, self._besluiten, self.ontmoetingen)
        self._partij = Partij(route, geheugen, self.telling, notities, *held)
        self._doubles = self._partij.doubles
        self.gesloten, self.wachtenden = self._partij.gesloten, self._partij.wachtenden
        context = (self._besluiten, self._woord, self.ontmoet, inhaalslag)
        self._ongevallen = Ongevallen(route, vandaag, self._verzegeling, self._partij, *context)
        self._delta = route.plan.levering is Levering.DELTA
        # What moves to another key, comes once, or was chosen one by one, is read in full.
        plain = inhaalslag is None and not self._delta and self._overzetting.stil
        whole = plain and not self._overnames.wacht
        self._gewoon = Gewoon(route, self._heeft) if whole else None
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
        codes = None if self._gewoon is None else self._gewoon.codes(record)
        if codes is None:
            landing = self.take(record)
            if self._gewoon is not None:
                self._gewoon.leer(landing)
            return
        if self.bezwaren:
            self.bezwaren.zie(self._route.plan.clienten(record))
        self.telling.gewoon(codes)

    def neem_blok(self, blok: Rijblok) -> None:
        """Do as `neem` with each row; of those that are ordinary no record is made."""
        gewoon = self._gewoon
        codes = [None] * len(blok) if gewoon is None else gewoon.blok(blok)
        objects = bool(self.bezwaren)
        for place, one in enumerate(codes):
            if one is None:
                self.neem(blok.record(place))
            elif objects:
                self.bezwaren.zie(self._route.plan.clienten(blok.record(place)))
        if gewoon is not None:
            gewoon.vergeet()
        for one, count in Counter(codes).items():
            if one is not None:
                self.telling.gewoon(one, count)

    def _heeft(self, keys: Collection[bytes]) -> set[bytes]:
        """Give the lookup keys under which anything is known, of before or of this read."""
        some = set(map(bytes.hex, keys))
        known = (self._standen.keys() & some) | (self._stubs.keys() & some)
        known |= self._besluiten.bekend(some)
        return self._doubles.bekend(keys) | set(map(bytes.fromhex, known))

    def take(self, record: SourceRecord) -> Landing:
        """Put one record into its bucket, and count it."""
        landing = self._land(record)
        self.telling.gelezen += 1
        self.telling.tel(landing.bucket, *landing.codes)
        if landing.soort is not None:
            self.telling.soorten[landing.soort] += 1
        for problem in landing.problems:
            self.problemen.noteer(problem)
        self._overzetting.merk(landing)
        partij, moves = self._partij, len(self._overzetting) + len(self._overnames)
        if max(len(partij.rows) + len(partij.notes), moves) >= BATCH:
            self.flush()
        return landing

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
        rows, notes = self._partij.rows, self._partij.notes
        if rows or notes:
            self._geheugen.stage(list(rows.values()), list(notes.values()))
            rows.clear()
            notes.clear()

    # -- which way --------------------------------------------------------------------------

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
        return compleet(self._weeg(case), case)

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

    def _weeg(self, case: Kandidaat) -> Landing:
        if case.record.verwijderd:
            return self._verwijderd(case)
        indicatie = case.flag.indicatie
        if indicatie is Indicatie.N and not self._bekend(case):
            return self._geen_ongeval(case)
        if self.bezwaren.geldt(case):
            return self._geblokkeerd(case)
        if case.staand and self._woord.elders(case.staand) and self._zwijgt(case, case.staand):
            return self._naast(case)
        if case.staand and case.peek.besluitstatus not in _TOEGEKEND:
            return self._ongevallen.intrekken(case, case.staand, IntrekkingReden.STATUS_INGETROKKEN)
        if indicatie is Indicatie.N:
            return self._niet_meer(case)
        if indicatie is Indicatie.O and case.peek.besluitstatus not in _TOEGEKEND:
            # Nothing was granted, so there is nothing to recover and nothing to ask a person.
            return self._partij.tel(case, "V02", Bucket.BUITEN_BEREIK, ("V02",))
        if case.ingetrokken_toen and not case.besluit:
            return self._beoordelen(case, (INGETROKKEN_TOEN,))
        if indicatie is Indicatie.O or (case.flag.alleen_tekst and self._eerst_kijken(case)):
            return self._beoordelen(case, rules_of(case.flag))
        landing = self._ongevallen.neem(case)
        if case.flag.alleen_tekst:
            return replace(landing, codes=(*landing.codes, TEKST))
        return landing

    def _verwijderd(self, case: Kandidaat) -> Landing:
        """Take back what stands of a provision that the source took away."""
        stand = case.staand
        if stand is None:
            return self._partij.tel(case, VERWIJDERD, Bucket.BUITEN_BEREIK, (VERWIJDERD,))
        if self._woord.elders(stand) and self._zwijgt(case, stand):
            return self._naast(case)
        return self._ongevallen.intrekken(case, stand, IntrekkingReden.SOORT_V)

    def _geblokkeerd(self, case: Kandidaat) -> Landing:
        """Pass by the record of a client who objects, and take back what was sent of it."""
        if case.staand:
            return self._ongevallen.intrekken(case, case.staand, IntrekkingReden.BEZWAAR)
        return self._partij.tel(case, GEBLOKKEERD, Bucket.BUITEN_BEREIK, (GEBLOKKEERD,))

    def _zwijgt(self, case: Kandidaat, stand: Stand) -> bool:
        """Tell whether this source has no say about what stands by the word of another.

        Where that other is gone a J takes its place, and a person may decide; an N changed nothing.
        """
        denies = case.flag.indicatie is Indicatie.N and not case.besluit
        return self._woord.geldt(stand) or denies or case.peek.besluitstatus not in _TOEGEKEND

    def _naast(self, case: Kandidaat) -> Landing:
        """Count what stands by the word of another source: this one changes nothing about it."""
        if case.flag.indicatie is Indicatie.N:
            codes = (*rules_of(case.flag), ANDERE_BRON)
            return self._partij.tel(case, "N", Bucket.GEEN_ONGEVAL, codes)
        merk = self._route.pseudoniemen.signaalmerk(case.peek.signals)
        return self._partij.tel(case, merk.waarde, Bucket.ONGEWIJZIGD, (ANDERE_BRON,))

    def _bekend(self, case: Kandidaat) -> bool:
        """Tell whether it was sent or decided about before: then its twins are looked at."""
        return case.stand is not None or self._besluiten.kent(case.zoek.waarde)

    def _eerst_kijken(self, case: Kandidaat) -> bool:
        """Tell whether a person looks at what only a note says.

        Also where that is sent, what a person decided on and then changed is theirs again.
        """
        return case.heropend or not self._route.gemeente.tekst_versturen

    # -- without accident -------------------------------------------------------------------

    def _geen_ongeval(self, case: Kandidaat) -> Landing:
        if self._doubles.eerder(case.zoek.waarde) is None:
            self._partij.sluit_stub(case, "geen_ongeval")
        return Landing(Bucket.GEEN_ONGEVAL, rules_of(case.flag))

    def _niet_meer(self, case: Kandidaat) -> Landing:
        """Handle N for a provision that was sent before, or that a person judged."""
        if case.staand is None:
            return self._partij.tel(case, "N", Bucket.GEEN_ONGEVAL, rules_of(case.flag))
        if case.vervallen:
            return self._beoordelen(case, (VERVALLEN,))
        # A decision travels as `vlag_n` too: the wire has no word for who said no.
        return self._ongevallen.intrekken(case, case.staand, IntrekkingReden.VLAG_N)

    # -- waiting for a person ---------------------------------------------------------------

    def _beoordelen(self, case: Kandidaat, codes: tuple[str, ...]) -> Landing:
        return self._partij.wacht(case, Bucket.BEOORDELEN, codes, self._termijn(case))

    def _termijn(self, case: Kandidaat) -> date | None:
        """Give the nearest deadline, were it an accident: the list shows first what is urgent."""
        as_if = replace(case.flag, indicatie=Indicatie.J)
        outcome = self._route.plan.feiten(case.record, as_if, self._vandaag)
        if isinstance(outcome, Unmappable):
            return None
        code = self._route.gemeente.gemeentecode
        return uiterlijk(self._route.regels.verhaalbaarheid(outcome.feiten, code, self._vandaag))
