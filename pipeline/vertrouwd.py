"""A provision that stands, and whose record is as it was: counted without being judged again.

That is nearly every accident of a second night. The ledger keeps a mark of the record as it came,
made under everything that decides what becomes of it; the reasons it is counted by are in that mark
too, and not beside it. It is believed for the days that it was made for: on each of these the
reasons are the same.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from ledger import Stand, StandStaat, StubKort
from pipeline.besluiten import Besluiten
from pipeline.bezwaren import Bezwaren
from pipeline.landing import Kandidaat, Landing
from pipeline.ontmoet import Ontmoet
from pipeline.partij import Partij
from pipeline.retour import Ontmoetingen
from pipeline.route import Route
from privacy import Bronmerken
from regres import Bucket, CsvLayout, Indicatie, SoortMelding, SourceRecord
from regres.versie import VERSIE

#: For so many days a mark is believed. For each provision they begin on another day, so that a few
#: are read in full each night, and never all.
TIJDVAK: Final = 28
#: So many combinations of reasons are known; a municipality has a few dozen.
_MEESTE: Final = 64
_STANDHOUDEND: Final = (Bucket.ONGEWIJZIGD, Bucket.KLAARGEZET)


class Vertrouwd:
    """Recognises what did not change, and marks what was read in full.

    aan    False: everything is read in full, and of what is met no mark stays
    nieuw  referentie -> its mark, to be written; "" = none any more
    """

    def __init__(
        self,
        route: Route,
        bekend: tuple[Mapping[str, Stand], Mapping[str, StubKort], Besluiten],
        bezwaren: Bezwaren,
        ontmoet: tuple[Ontmoet, Ontmoetingen],
        partij: Partij,
        vandaag: date,
        *,
        aan: bool,
    ) -> None:
        self.nieuw: dict[str, str] = {}
        self._route, self._partij, self._dag = route, partij, vandaag.toordinal()
        self._standen, self._stubs, self._besluiten = bekend
        self._bezwaren = bezwaren
        self._ontmoet, self._ontmoetingen = ontmoet
        self._aan = aan and bool(route.beleidsmerk)
        self._enig = any(stand.bronmerk for stand in self._standen.values())
        self._merken = Bronmerken(route.pseudoniemen, waaronder(route))
        self._gezien: list[tuple[str, ...]] = []

    def __bool__(self) -> bool:
        """Tell whether anything can be recognised."""
        return self._aan and self._enig

    def neem(self, key: str, record: SourceRecord) -> tuple[str, ...] | None:
        """Give what a record is counted by that did not change, and remember that it came.

        None: it must be read in full.
        """
        stand = self._standen.get(key) if self._aan else None
        if stand is None or not (self._staat(stand) and self._rustig(key, stand)):
            return None
        codes = self._codes(key, stand, record)
        if codes is not None:
            self._ontmoet.neem(key, stand)
            self._partij.staat_nog(key, stand)
        return codes

    def merk(self, landing: Landing) -> None:
        """Mark what was read in full, where the next read would find the same of it."""
        if landing.zoek is None or landing.bucket is Bucket.DUBBEL:
            return
        key = landing.zoek.waarde
        stand, merk = self._standen.get(key), self._van(key, landing)
        if merk and landing.bucket is Bucket.KLAARGEZET:
            self._partij.rows[key] = replace(self._partij.rows[key], bronmerk=merk)
            merk = ""  # what stood before is overtaken
        if stand is not None and self.nieuw.get(stand.referentie, stand.bronmerk) != merk:
            self.nieuw[stand.referentie] = merk

    # -- recognising ----------------------------------------------------------------------------

    def _staat(self, stand: Stand) -> bool:
        """Tell whether it stands by the word of this source, with marks under the present key."""
        own = stand.bronset == self._route.bronset and stand.staat is StandStaat.STAAND
        marked = bool(stand.bronmerk and stand.inhoudsmerk)
        return own and marked and stand.merkversie == self._route.pseudoniemen.huidige

    def _rustig(self, key: str, stand: Stand) -> bool:
        """Tell whether nothing waits for it, was decided, is asked back, or came in this read."""
        if key in self._stubs or self._besluiten.kent(key):
            return False
        asked = self._ontmoetingen.zoekt(stand.referentie)
        return not asked and self._partij.doubles.eerder(key) is None

    def _codes(self, key: str, stand: Stand, record: SourceRecord) -> tuple[str, ...] | None:
        whole = geheel(record, self._route)
        if whole is None or self._bezwaard(record, stand):
            return None
        number, _ = tijdvak(key, self._dag)
        merk = self._merken.van(number, stand.inhoudsmerk, stand.clientmerk, whole)
        return next((codes for codes in self._gezien if merk.met(codes) == stand.bronmerk), None)

    def _bezwaard(self, record: SourceRecord, stand: Stand) -> bool:
        if not self._bezwaren:
            return False
        clients = self._route.plan.clienten(record)
        self._bezwaren.zie(clients)
        return self._bezwaren.geldt(stand, next(iter(clients), None))

    # -- marking --------------------------------------------------------------------------------

    def _van(self, key: str, landing: Landing) -> str:
        """Give the mark of what was read in full; "" when the next read may find otherwise."""
        case = landing.case
        if not self._aan or case is None or not self._houdt(key, landing, case):
            return ""
        marks, whole = self._merken_van(key, case), geheel(case.record, self._route)
        if marks is None or whole is None or not self._leer(landing.codes):
            return ""
        number, _ = tijdvak(key, self._dag)
        return self._merken.van(number, *marks, whole).slot(landing.codes)

    def _houdt(self, key: str, landing: Landing, case: Kandidaat) -> bool:
        """Tell whether facts alone led here, and will for as long as the mark is believed."""
        stands = landing.bucket in _STANDHOUDEND and landing.soort is not SoortMelding.INTREKKING
        if not stands or landing.problems or landing.terug or self._besluiten.kent(key):
            return False
        if landing.feiten is None or case.flag.indicatie is not Indicatie.J:
            return False
        code, (_, days) = self._route.gemeente.gemeentecode, tijdvak(key, self._dag)
        return self._route.regels.blijft(landing.feiten, code, *days)

    def _merken_van(self, key: str, case: Kandidaat) -> tuple[str, str] | None:
        """Give the marks of facts and client that will stand; None when one is not of now."""
        row, stand, pseudo = self._partij.rows.get(key), case.stand, self._route.pseudoniemen
        if row is not None:
            return row.sealed.kop.inhoudsmerk, row.clientmerk
        client = case.peek.client
        who = pseudo.clientmerk(*client).waarde if client else ""
        if stand is None or stand.merkversie != pseudo.huidige or stand.clientmerk != who:
            return None
        return (stand.inhoudsmerk, who) if stand.bronset == self._route.bronset else None

    def _leer(self, codes: tuple[str, ...]) -> bool:
        """Remember a combination of reasons; False when there are too many."""
        if codes not in self._gezien and len(self._gezien) < _MEESTE:
            self._gezien.append(codes)
        return codes in self._gezien


def waaronder(route: Route) -> str:
    """Give what changes whenever anything does by which records of a source are judged."""
    gemeente = route.gemeente
    parts = [VERSIE, route.plan.merk, route.beleidsmerk, gemeente.gemeentecode, route.bronset]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def tijdvak(key: str, dag: int) -> tuple[int, tuple[date, date]]:
    """Give the number of the days that a day lies in for this lookup key, the first and the last.

    dag  counted as `date.toordinal`
    """
    shift = int(key[:8], 16) % TIJDVAK
    number = (dag + shift) // TIJDVAK
    first = date.fromordinal(max(1, number * TIJDVAK - shift))
    return number, (first, first + timedelta(days=TIJDVAK - 1))


def geheel(record: SourceRecord, route: Route) -> bytes | None:
    """Give all of a record that is read of it; None when it is not all in there."""
    more = (record.gebrek, record.heel, record.aanvulling)
    if record.verwijderd or any(one is not None for one in more):
        return None
    layout = route.plan.layout
    return record.fields.geheel(layout.kolommen if isinstance(layout, CsvLayout) else ())
