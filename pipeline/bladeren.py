"""Paging through a preview: memory stays flat however much is read, and no line is wrong.

A record can still go to quarantine when a later one has its key. So lines are written either when
all was read (a page of them, or all of a short file), or in a second reading of the same file.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from connectors.base import Proof, ReadRequest
from mappings.verkenning.vormen import patroon
from pipeline.landing import Landing
from pipeline.preview import Droog, Schaduw, Voorbeeld, eenmalig
from pipeline.route import Route
from pipeline.slots import Slot
from pipeline.take_in import TakeIn
from regres import Bucket, CsvLayout, Problem, SourceRecord, SourceRefused
from regres.berichten import bericht

#: Lines that are kept rather than that a file is read twice: half a megabyte.
BEWAARD = 1_000
#: Buckets of which a person wants to see nothing unless he asks.
STIL = frozenset({Bucket.GEEN_ONGEVAL, Bucket.DUBBEL})


@dataclass(frozen=True, slots=True)
class Blik:
    """What is looked at, and as of when.

    hoogstens  stop after this many records
    """

    route: Route
    slot: Slot
    geheugen: Droog
    now: datetime
    vandaag: date
    hoogstens: int | None = None

    def take(self) -> TakeIn:
        """Begin to take records in, with nothing taken yet."""
        return TakeIn(self.route, self.geheugen, self.slot.snede, self.now, self.vandaag)

    def lees(self, zie: Callable[[int, SourceRecord], bool]) -> Proof | None:
        """Show every record with its number, until `zie` says no; no proof when it was not whole.

        Raises SourceError when the source or file as a whole is refused.
        """
        request = ReadRequest(van=self.slot.van, tot=self.slot.tot)
        with self.route.connector.read(request) as reading:
            for number, record in enumerate(reading, 1):
                if not zie(number, record) or number == self.hoogstens:
                    return None
            return reading.proof()


@dataclass(frozen=True, slots=True)
class Bladzijde:
    """Which records to show: from this number on, so many of those that are not still.

    aantal  None = all of them
    alles   also those without accident
    """

    vanaf: int = 1
    aantal: int | None = None
    alles: bool = False

    def heeft(self, nummer: int, getoond: int) -> bool:
        """Tell whether a record is on the page, after so many others."""
        return nummer >= self.vanaf and (self.aantal is None or getoond < self.aantal)


@dataclass(slots=True)
class Gebladerd:
    """A page of a preview.

    regels  number of the record -> its line
    meer    number of the first record after the page; 0 = there is none
    """

    voorbeeld: Voorbeeld
    regels: dict[int, dict[str, Any]] = field(default_factory=dict)
    meer: int = 0


def blader(blik: Blik, bladzijde: Bladzijde) -> Gebladerd:
    """Read everything, and keep one page of lines."""
    take, schaduw = blik.take(), Schaduw(eenmalig())
    page = Gebladerd(Voorbeeld(telling=take.telling, problemen=take.problemen))

    def zie(number: int, record: SourceRecord) -> bool:
        landing = take.take(record)
        line = schaduw.op(number, record.plaats, landing, page.regels)
        wanted = number >= bladzijde.vanaf and (bladzijde.alles or landing.bucket not in STIL)
        if wanted and bladzijde.heeft(number, len(page.regels)):
            page.regels[number] = line
        elif wanted:
            page.meer = page.meer or number
        return True

    page.voorbeeld.proof = blik.lees(zie)
    return page


def stroom(
    blik: Blik, gezien: Voorbeeld, bladzijde: Bladzijde | None = None, bewaard: int = BEWAARD
) -> Iterator[dict[str, Any]]:
    """Yield each line in turn, and put into `gezien` what was seen.

    bewaard  a file of no more records than this is read once; a longer one twice

    Nothing is yielded of a file that is refused. Raises SourceRefused (B-0134) when it was another
    file the second time.
    """
    first = _eerste(blik, bewaard)
    if first.heel:
        gezien.telling, gezien.problemen = first.gezien.telling, first.gezien.problemen
        gezien.proof = first.gezien.proof
        yield from (line for number, line in first.regels.items() if _op(bladzijde, number))
    else:
        yield from _tweede(blik, gezien, bladzijde, first)


def _op(bladzijde: Bladzijde | None, number: int) -> bool:
    return bladzijde is None or bladzijde.heeft(number, number - bladzijde.vanaf)


def kan_twee_keer(blik: Blik) -> bool:
    """Tell whether a source is a file, that can be read again at no cost to a supplier."""
    return isinstance(blik.route.plan.layout, CsvLayout)


@dataclass(slots=True)
class _Eerste:
    """The first reading of a file.

    regels  its lines, as long as they may be kept
    heel    these are all of them
    terug   the numbers of the records that a later one takes with it to quarantine
    """

    gezien: Voorbeeld
    terug: set[int]
    regels: dict[int, dict[str, Any]] = field(default_factory=dict)
    heel: bool = True


def _eerste(blik: Blik, bewaard: int) -> _Eerste:
    take, schaduw = blik.take(), Schaduw(eenmalig())
    first = _Eerste(Voorbeeld(telling=take.telling, problemen=take.problemen), schaduw.terug)

    def zie(number: int, record: SourceRecord) -> bool:
        line = schaduw.op(number, record.plaats, take.take(record), first.regels)
        if number > bewaard:
            first.heel = False
            first.regels.clear()
        else:
            first.regels[number] = line
        return True

    first.gezien.proof = blik.lees(zie)
    return first


def _tweede(
    blik: Blik, gezien: Voorbeeld, bladzijde: Bladzijde | None, first: _Eerste
) -> Iterator[dict[str, Any]]:
    take, schaduw = blik.take(), Schaduw(eenmalig())
    gezien.telling, gezien.problemen = take.telling, take.problemen
    request = ReadRequest(van=blik.slot.van, tot=blik.slot.tot)
    with blik.route.connector.read(request) as reading:
        for number, record in enumerate(reading, 1):
            line = schaduw.op(number, record.plaats, take.take(record), {})
            if number in first.terug:
                schaduw.verbeter(line)
            if _op(bladzijde, number):
                yield line
            if number == blik.hoogstens:
                break
        else:
            gezien.proof = reading.proof()
    before, now = first.gezien.proof, gezien.proof
    if before and now and now.bestand != before.bestand:
        raise SourceRefused(bericht("B-0134", waar=_naam(before)))


def _naam(proof: Proof) -> str:
    return proof.bestand.naam if proof.bestand else ""


@dataclass(frozen=True, slots=True)
class Gevonden:
    """The first record with a problem: its line, what is wrong, and how its cells are written.

    cellen  column -> pattern; "" = empty. No value, whatever the column.
    """

    nummer: int
    regel: dict[str, Any]
    problemen: tuple[Problem, ...]
    cellen: dict[str, str]


def eerste_met(blik: Blik, code: str) -> Gevonden | None:
    """Read until the first record with this problem; None when no record has it."""
    take, schaduw = blik.take(), Schaduw(eenmalig())
    found: list[Gevonden] = []

    def zie(number: int, record: SourceRecord) -> bool:
        landing = take.take(record)
        if not _heeft(landing, code):
            return True
        line = schaduw.op(number, record.plaats, landing, {})
        found.append(Gevonden(number, line, landing.problems, _cellen(blik.route, record)))
        return False

    blik.lees(zie)
    return found[0] if found else None


def _heeft(landing: Landing, code: str) -> bool:
    return any(problem.code == code for problem in landing.problems)


def _cellen(route: Route, record: SourceRecord) -> dict[str, str]:
    layout = route.plan.layout
    names = layout.kolommen if isinstance(layout, CsvLayout) else tuple(layout.adressen)
    return {name: patroon(record.fields.text(name)) for name in names}
