"""Reading the source again for chosen stubs, or saying what that would do."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ledger import Afloop, Ledger, Resultaat, StubRow
from pipeline import Klok, Opdracht, RunVerslag, Slot, SlotSoort, deliver, run
from pipeline.opnieuw import slots_voor, voorspel
from pipeline.preview import Droog
from pipeline.verantwoording import Lezing
from privacy import Inzagesleutel
from regres import Bucket, Handelend, Levering, Problem, SourceRecord
from regres.dag import lokale_dag
from settings import Aansluiting, Settings, aansluiten
from settings.lijsten.doorzetten import geopend, zet_door
from settings.lijsten.quarantaine import Gekozen
from settings.plug import Bron
from settings.trial import geen_zegel

#: What becomes of a stub besides the buckets of the accounting, each with what it says.
UITLEG = {
    "niet_in_bron": "niet meer in de bron, of onder een ander kenmerk",
    "uit_aflevering": "het Regresloket weigerde de melding; opnieuw lezen verandert dat niet",
    "bron_weg": "deze bron staat niet meer in de configuratie",
    "niet_gelezen": "de bron kon niet goed worden gelezen; er is niets veranderd",
    "wacht_op_vrijgave": "de run wacht op vrijgave; daarna is het bekend",
    "inzagesleutel": "het record is bewaard; geef --inzagesleutel BESTAND, zonder --preview",
    "verlopen": "het record is niet meer bewaard; laat de bron het opnieuw aanleveren",
    "andere_sleutel": "staat nu onder een ander kenmerk: de wortelsleutel is gewisseld",
}
#: With these nobody has to look at the record any more.
KLAAR = frozenset({*Bucket} - {Bucket.BEOORDELEN, Bucket.VASTGEHOUDEN, Bucket.QUARANTAINE})


@dataclass(frozen=True, slots=True)
class Lot:
    """What became, or would become, of one stub; problemen only when it was looked ahead."""

    kenmerk: str
    bron: str
    plaats: str
    uitkomst: str
    codes: tuple[str, ...]
    pogingen: int
    problemen: tuple[Problem, ...] = ()

    @property
    def klaar(self) -> bool:
        """Tell whether nobody has to look at it any more."""
        return self.uitkomst in KLAAR

    def as_json(self) -> dict[str, Any]:
        """Give it for machines."""
        return {
            "kenmerk": self.kenmerk,
            "bron": self.bron,
            "plaats": self.plaats,
            "uitkomst": self.uitkomst,
            "codes": list(self.codes),
            "pogingen": self.pogingen,
        }


# -- what it would do ------------------------------------------------------------------------------


def kijk(settings: Settings, ledger: Ledger, gekozen: Gekozen, klok: Klok) -> list[Lot]:
    """Read the source and say what a replay would make of each stub; sends and keeps nothing."""
    code = gekozen.een.identiteit

    def number(bron: str) -> Any:
        return lambda: ledger.next_tijdstip(code, bron, klok())

    def weg(row: StubRow) -> str:
        if _eenmalig(line, row.bronset):
            return _niet_te_lezen(ledger, gekozen, row)
        return _gemist(line, row.bronset)

    line = aansluiten(settings, gekozen.een, klok, tijdstip=number, alleen_lezen=True)
    memory = Droog(ledger.standen(code), ledger.besluiten(code), ledger.blokkades(code))
    try:
        seen = {
            key: (landing.bucket.value, landing.codes, landing.problems)
            for bron, slot in _reads(line, gekozen, klok)
            for key, landing in _zie(bron, slot, memory, gekozen, klok).items()
        }
    finally:
        line.close()
    return [
        _lot(gekozen, at, *seen.get(row.zoeksleutel, (weg(row), row.codes)))
        for at, row in enumerate(gekozen.rows)
    ]


def _zie(bron: Bron, slot: Slot, memory: Droog, gekozen: Gekozen, klok: Klok) -> Any:
    route = replace(bron.route, sealer=geen_zegel)
    now = klok()
    keys = [row.zoeksleutel for row in gekozen.rows if row.bronset == bron.naam]
    with Lezing(route.logboek, klok):
        return voorspel(route, slot, memory, keys, now, lokale_dag(now))


# -- doing it --------------------------------------------------------------------------------------


def lees_opnieuw(
    settings: Settings,
    ledger: Ledger,
    gekozen: Gekozen,
    door: Handelend,
    klok: Klok,
    sleutel: Inzagesleutel | None = None,
) -> tuple[list[Lot], list[RunVerslag], int]:
    """Count the attempt, read again, deliver; gives every lot, the runs, and the worst exit code.

    The reads are ordinary manual runs: the brake, the lease and completeness hold for them too. A
    record that is kept is opened with `sleutel` and carried on; without it stays where it is.
    """
    code, now = gekozen.een.identiteit, klok()
    line = aansluiten(settings, gekozen.een, klok)
    try:
        readable = [row.zoeksleutel for row in gekozen.rows if row.bronset in line.bronnen]
        ledger.note_replay(code, readable, door, now)
        records = _bewaarde(settings, ledger, line, gekozen, klok, sleutel)
        done = [_draai(ledger, bron, slot, klok) for bron, slot in _reads(line, gekozen, klok)]
        done += [zet_door(settings, ledger, gekozen.een, *one, klok) for one in records]
        sent = deliver(line.uitgang, ledger, klok)
    finally:
        line.close()
    worst = max([verslag.exit_code for verslag in done] + [sent.exit_code])
    carried = {row.zoeksleutel for row, _ in records}
    return list(_lotgevallen(ledger, line, gekozen, done, carried)), done, worst


def _bewaarde(
    settings: Settings,
    ledger: Ledger,
    line: Aansluiting,
    gekozen: Gekozen,
    klok: Klok,
    sleutel: Inzagesleutel | None,
) -> list[tuple[StubRow, SourceRecord]]:
    """Open every kept record before anything runs: a wrong key changes nothing."""
    if sleutel is None:
        return []
    code = gekozen.een.identiteit
    return [
        (row, geopend(settings, ledger, gekozen.een, row, sleutel, klok))
        for row in gekozen.rows
        if _eenmalig(line, row.bronset) and ledger.aanlevering(code, row.zoeksleutel) is not None
    ]


def _draai(ledger: Ledger, bron: Bron, slot: Slot, klok: Klok) -> RunVerslag:
    today = lokale_dag(klok())
    # One month is no measure for another, nor for a whole window: the volume says nothing here.
    month = slot.van is not None and slot.snede != ""
    task = Opdracht(slot=slot, vandaag=today, toch_lezen=True, volume_klopt=month)
    return run(bron.route, ledger, task, klok)


def _lotgevallen(
    ledger: Ledger,
    line: Aansluiting,
    gekozen: Gekozen,
    done: Iterable[RunVerslag],
    carried: Collection[str],
) -> Iterator[Lot]:
    ended: dict[str, set[Resultaat]] = {}
    for verslag in done:
        ended.setdefault(verslag.bron, set()).add(verslag.resultaat)
    keys = [row.zoeksleutel for row in gekozen.rows]
    now = ledger.stub_aflopen(gekozen.een.identiteit, keys)
    for at, row in enumerate(gekozen.rows):
        after = now.get(row.zoeksleutel)
        if after is None:
            yield _lot(gekozen, at, "andere_sleutel", row.codes)
            continue
        met = _ontmoet(row, after, carried) or _niet_ontmoet(
            ledger, line, gekozen, row, ended.get(row.bronset, set())
        )
        yield replace(_lot(gekozen, at, met, after.codes), pogingen=after.pogingen)


def _ontmoet(row: StubRow, after: Afloop, carried: Collection[str]) -> str:
    """Give what a read made of a stub that it met; "" when none did.

    A kept record that was carried on still counts as seen when it was delivered.
    """
    if after.soort is None:
        return _gesloten(after.reden)
    if row.zoeksleutel in carried:
        return after.soort.value
    return after.soort.value if after.laatst_gezien > row.laatst_gezien else ""


def _niet_ontmoet(
    ledger: Ledger, line: Aansluiting, gekozen: Gekozen, row: StubRow, ended: set[Resultaat]
) -> str:
    if _eenmalig(line, row.bronset) and Resultaat.WACHT_OP_VRIJGAVE not in ended:
        return _niet_te_lezen(ledger, gekozen, row)
    if Resultaat.WACHT_OP_VRIJGAVE in ended:
        return "wacht_op_vrijgave"
    return "niet_gelezen" if ended - {Resultaat.VRIJ} else _gemist(line, row.bronset)


def _gesloten(reden: str) -> str:
    """Give the bucket of a stub that a read closed, or why it was closed."""
    known = {"verstuurd": Bucket.KLAARGEZET.value, "niet_meer_in_bron": "niet_in_bron"}
    return known.get(reden, reden)


# -- both ------------------------------------------------------------------------------------------


def _reads(line: Aansluiting, gekozen: Gekozen, klok: Klok) -> Iterator[tuple[Bron, Slot]]:
    """Give each source with the slots in which its stubs can be met."""
    today = lokale_dag(klok())
    for naam in sorted({row.bronset for row in gekozen.rows} & set(line.bronnen)):
        if _eenmalig(line, naam):
            continue
        bron = line.bronnen[naam]
        sneden = {row.snede for row in gekozen.rows if row.bronset == naam}
        turn, walk = bron.slots(today), bron.slots(today, SlotSoort.RONDGANG)
        for slot in slots_voor(sneden, turn, walk):
            yield bron, slot


def _eenmalig(line: Aansluiting, bronset: str) -> bool:
    """Tell whether a source gives each change once."""
    bron = line.bronnen.get(bronset)
    return bron is not None and bron.route.plan.levering is Levering.DELTA


def _niet_te_lezen(ledger: Ledger, gekozen: Gekozen, row: StubRow) -> str:
    kept = ledger.aanlevering(gekozen.een.identiteit, row.zoeksleutel)
    return "verlopen" if kept is None else "inzagesleutel"


def _gemist(line: Aansluiting, bronset: str) -> str:
    if not bronset:
        return "uit_aflevering"
    return "niet_in_bron" if bronset in line.bronnen else "bron_weg"


def _lot(
    gekozen: Gekozen,
    at: int,
    uitkomst: str,
    codes: Iterable[str],
    problems: tuple[Problem, ...] = (),
) -> Lot:
    row = gekozen.rows[at]
    kenmerk = gekozen.kenmerk[row.zoeksleutel]
    return Lot(kenmerk, row.bronset, row.plaats, uitkomst, tuple(codes), row.pogingen, problems)
