"""What waits for a person, and whose record is as it was: it waits on without being judged again.

As with what stands (vertrouwd.py) a mark of the record tells, made under everything that decides.
Its codes, reasons and deadline are those of its stub, and they are in the mark: a stub that was
changed by anything else fits no mark of before. All the rest is done as ever: it is noted anew.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ledger import Stand, StubKort, StubNote, StubSoort, words
from mappings import Unmappable
from pipeline.besluiten import Besluiten
from pipeline.bezwaren import Bezwaren
from pipeline.landing import Kandidaat, Landing
from pipeline.partij import Partij
from pipeline.route import Route
from pipeline.vertrouwd import geheel, tijdvak, waaronder
from privacy import Bronmerken, Gemerkt
from regres import Bucket, Flag, Indicatie, SourceRecord
from regres.words import IndicatieBron


class Wachtend:
    """Recognises what waits and did not change, and marks what was read in full.

    aan  False: everything is read in full, and nothing is marked
    """

    def __init__(
        self,
        route: Route,
        bekend: tuple[Mapping[str, Stand], Mapping[str, StubKort], Besluiten],
        bezwaren: Bezwaren,
        partij: Partij,
        vandaag: date,
        *,
        aan: bool,
    ) -> None:
        self._route, self._partij, self._dag = route, partij, vandaag.toordinal()
        self._standen, self._stubs, self._besluiten = bekend
        self._bezwaren = bezwaren
        self._aan = aan and bool(route.beleidsmerk)
        self._enig = any(stub.bronmerk for stub in self._stubs.values())
        self._merken = Bronmerken(route.pseudoniemen, waaronder(route))

    def __bool__(self) -> bool:
        """Tell whether anything can be recognised."""
        return self._aan and self._enig

    def neem(self, key: str, record: SourceRecord) -> Landing | None:
        """Let a record wait on that did not change; None: it must be read in full."""
        stub = self._stubs.get(key) if self._aan else None
        if stub is None or not self._rustig(key, stub):
            return None
        indicatie = self._indicatie(key, stub, record)
        case = None if indicatie is None else self._case(key, record, indicatie)
        if case is None:
            return None
        reasons = words.load_reasons(stub.redenen)
        bucket, codes = Bucket.BEOORDELEN, stub.codes
        landing = self._partij.wacht(case, bucket, codes, stub.uiterlijk, redenen=reasons)
        self._merk(key, stub.bronmerk)
        return replace(landing, flag=case.flag)

    def merk(self, landing: Landing) -> None:
        """Mark what was read in full and waits, where the next read would find the same of it."""
        case, key = landing.case, landing.zoek.waarde if landing.zoek else ""
        note = self._partij.notes.get(key)
        if not self._aan or case is None or note is None or not self._houdt(landing, case):
            return
        whole = geheel(case.record, self._route)
        if whole is not None:
            mark = self._merken.van(tijdvak(key, self._dag)[0], note.merk, "", whole)
            self._merk(key, mark.slot(_wat(case.flag.indicatie, note)))

    # -- recognising ----------------------------------------------------------------------------

    def _rustig(self, key: str, stub: StubKort) -> bool:
        """Tell whether it waits here for that alone, and did not come in this read."""
        own = stub.bronset == self._route.bronset and stub.soort is StubSoort.BEOORDELEN
        present = stub.merkversie == self._route.pseudoniemen.huidige
        if not stub.bronmerk or not own or not present or key in self._standen:
            return False
        return not self._besluiten.kent(key) and self._partij.doubles.eerder(key) is None

    def _indicatie(self, key: str, stub: StubKort, record: SourceRecord) -> Indicatie | None:
        """Give the verdict that it waits with, when the mark says that it did not change."""
        whole = geheel(record, self._route)
        if whole is None:
            return None
        mark = self._merken.van(tijdvak(key, self._dag)[0], stub.merk, "", whole)
        ways = (Indicatie.O, Indicatie.J)
        return next((one for one in ways if mark.met(_wat(one, stub)) == stub.bronmerk), None)

    def _case(self, key: str, record: SourceRecord, indicatie: Indicatie) -> Kandidaat | None:
        """Give the record on its way; None when its client objects."""
        peek = self._route.plan.peek(record)
        if isinstance(peek, Unmappable):
            return None
        if self._bezwaren:
            self._bezwaren.zie(self._route.plan.clienten(record))
        if self._bezwaren.geldt(None, peek.client):
            return None
        zoek = Gemerkt(key, self._route.pseudoniemen.huidige)
        return Kandidaat(record, peek, Flag(indicatie, IndicatieBron.TEKST, ()), zoek, None)

    # -- marking --------------------------------------------------------------------------------

    def _houdt(self, landing: Landing, case: Kandidaat) -> bool:
        """Tell whether the record alone led here, and will for as long as the mark is believed."""
        key = case.zoek.waarde
        waits = landing.bucket is Bucket.BEOORDELEN and not landing.problems and not landing.terug
        if not waits or case.stand is not None or self._besluiten.kent(key):
            return False
        if landing.als_ongeval is None:
            return True  # its fields give no facts, whatever the day
        code, (_, days) = self._route.gemeente.gemeentecode, tijdvak(key, self._dag)
        return self._route.regels.blijft(landing.als_ongeval, code, *days)

    def _merk(self, key: str, merk: str) -> None:
        self._partij.notes[key] = replace(self._partij.notes[key], bronmerk=merk)


def _wat(indicatie: Indicatie, stub: StubKort | StubNote) -> tuple[str, ...]:
    """Give what a stub says, and with which verdict it waits."""
    reasons = stub.redenen
    told = reasons if isinstance(reasons, str) else words.dump_reasons(reasons)
    until = "" if stub.uiterlijk is None else stub.uiterlijk.isoformat()
    return (indicatie.value, until, *stub.codes, told)
