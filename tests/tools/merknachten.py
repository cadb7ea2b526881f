"""Nights of rows with the marks of before: what a read tells, and what the next one knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from ledger import Keuze, StaandBesluit, Staged, Stand, StandStaat, StubKort, StubNote, StubSoort
from ledger.shapes.besluiten import Uitwerking
from ledger.words import dump_reasons
from pipeline import Route
from pipeline.preview import Droog
from pipeline.take_in import TakeIn
from regres import Rijblok, SoortMelding, SourceRecord
from tests.tools.gemeente import HEADER, NU, VANDAAG

INDEX = {name: place for place, name in enumerate(HEADER)}
#: Later on the same day: each mark is believed until a day of its own.
STRAKS = timedelta(hours=1)
VREEMD = "0" * 32
VERHAAL = "Zij is in maart 2025 als fietser aangereden door een auto."


@dataclass(frozen=True)
class Onthoudt(Droog):
    """A memory of one read, that tells what it was handed and gives what stands after it."""

    wacht: dict[str, StubKort] = field(default_factory=dict)
    gekregen: dict[str, Staged] = field(default_factory=dict)
    stubs: dict[str, StubNote] = field(default_factory=dict)
    merken: dict[str, str] = field(default_factory=dict)

    def open_stubs(self) -> dict[str, StubKort]:
        return self.wacht

    def stage(self, rows: Sequence[Staged], stubs: Sequence[StubNote]) -> None:
        self.gekregen.update((row.zoeksleutel, row) for row in rows)
        self.stubs.update((stub.zoeksleutel, stub) for stub in stubs)

    def unstage(self, zoeksleutel: str) -> None:
        self.gekregen.pop(zoeksleutel, None)
        self.stubs.pop(zoeksleutel, None)

    def noteer_bronmerken(self, merken: Mapping[str, str]) -> None:
        self.merken.update(merken)

    def na(self, gezien: set[str], now: datetime) -> "Onthoudt":
        """Give what the next read knows."""
        stands = {key: self._gezien(one, gezien, now) for key, one in self.bekend.items()}
        stands |= {key: staand(row, now) for key, row in self.gekregen.items()}
        waits = {key: wacht(note) for key, note in self.stubs.items()}
        return Onthoudt(bekend=stands, bezwaar=self.bezwaar, wacht=waits)

    def _gezien(self, stand: Stand, gezien: set[str], now: datetime) -> Stand:
        mark = self.merken.get(stand.referentie, stand.bronmerk)
        stand = replace(stand, bronmerk=mark)
        if stand.referentie not in gezien:
            return stand
        return replace(stand, laatst_gezien=now, bron_gezien=now)


def wacht(note: StubNote) -> StubKort:
    """Make of a note what waits once it was written."""
    told = (note.bronmerk, dump_reasons(note.redenen), note.uiterlijk) if note.bronmerk else ()
    return StubKort(note.soort, "export", note.merk, 1, note.codes, note.clientversie, *told)


def staand(row: Staged, now: datetime) -> Stand:
    """Make of a row what stands once it was freed and delivered."""
    kop, withdrawn = row.sealed.kop, row.sealed.kop.soortMelding is SoortMelding.INTREKKING
    return Stand(
        zoeksleutel=row.zoeksleutel,
        zoekversie=row.zoekversie,
        referentie=kop.referentie,
        dossiersleutel=kop.dossiersleutel,
        versie=kop.versie,
        inhoudsmerk=kop.inhoudsmerk,
        merkversie=row.merkversie,
        groepmerken=row.groepmerken,
        staat=StandStaat.INGETROKKEN if withdrawn else StandStaat.STAAND,
        afgeleverd=True,
        mapping_merk="",
        clientmerk=row.clientmerk,
        clientversie=row.clientversie,
        laatst_gezien=now,
        bronset="export",
        bron_gezien=now,
        bronmerk=row.bronmerk,
    )


def blok(rows: Sequence[Mapping[str, str]], begin: int = 2) -> Rijblok:
    cells = [[row[name] for name in HEADER] for row in rows]
    return Rijblok("9901", "proef.csv", range(begin, begin + len(rows)), cells, INDEX)


@dataclass(frozen=True)
class Lezing:
    """What one read told, and what the next one knows."""

    verteld: dict[str, Any]
    daarna: Onthoudt
    vol: int


def lees(
    route: Route,
    rows: Sequence[Mapping[str, str]],
    memory: Onthoudt,
    now: datetime = NU,
    hoe: str = "blok",
) -> Lezing:
    """Read rows; vol: how many in full."""
    vandaag = VANDAAG + (now - NU)
    take = Telt(route, memory, "dag", now, vandaag)
    if hoe == "blok":
        for begin in range(0, len(rows), 5):
            take.neem_blok(blok(rows[begin : begin + 5], begin + 2))
    else:
        for one in blok(rows):
            (take.neem if hoe == "los" else take.take)(one)
    take.flush()
    told = take.telling.as_json() | {
        "gekregen": {
            key: (row.sealed.kop.inhoudsmerk, row.sealed.kop.versie, row.bronmerk)
            for key, row in memory.gekregen.items()
        },
        "stubs": {key: (note.soort, note.codes, note.plaats) for key, note in memory.stubs.items()},
        "problemen": take.problemen.aantal,
        "gesloten": take.gesloten,
        "gezien": take.ontmoet.standen,
        "lezingen": take.besluitlezingen,
    }
    return Lezing(told, memory.na(take.ontmoet.standen, now), take.vol)


class Telt(TakeIn):
    """Counts the records that were read in full."""

    vol = 0

    def take(self, record: SourceRecord) -> Any:
        self.vol += 1
        return super().take(record)


def ongemerkt(memory: Onthoudt) -> Onthoudt:
    """Give the same memory with a mark that no record has, so that all are read in full."""
    plain = {key: replace(one, bronmerk=VREEMD) for key, one in memory.bekend.items()}
    waits = {
        key: replace(one, bronmerk=VREEMD) if one.bronmerk else one
        for key, one in memory.wacht.items()
    }
    return replace(memory, bekend=plain, wacht=waits, gekregen={}, stubs={}, merken={})


def besluit(key: str) -> StaandBesluit:
    what = (StubSoort.BEOORDELEN, "export", Keuze.LATER, "", 1, (), 1, NU, Uitwerking.ACHTERHAALD)
    return StaandBesluit(key, 1, *what, laatst_gezien=NU)
