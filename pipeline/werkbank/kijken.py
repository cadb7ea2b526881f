"""Reading a sample of a source by a mapping: counts, problems, and one record; all in memory.

Of a run a record without accident is looked at no further. Here every record is translated, for
somebody who makes a mapping must also see the wrong date in a row that is N today.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from connectors.base import Proof, ReadRequest
from mappings import Plan, Unmappable
from pipeline.landing import Landing
from pipeline.preview import Droog, Schaduw, eenmalig
from pipeline.route import Route
from pipeline.slots import Slot
from pipeline.take_in import TakeIn
from pipeline.werkbank.afscherming import Afscherming
from pipeline.werkbank.groepen import Groep, Groepen, ernst
from pipeline.werkbank.record import Getoond, Opname
from regres import (
    CsvLayout,
    Flag,
    Indicatie,
    Problem,
    Row,
    SourceRecord,
    Telling,
)
from regres.words import IndicatieBron

#: Records of a sample.
HOOGSTENS = 500
#: After how many records is asked whether it was enough.
_VAAK = 50
#: Whether a record can be translated is asked without a verdict on its signs.
_GEEN_OORDEEL = Flag(Indicatie.J, IndicatieBron.EXPLICIET, ())


@dataclass(frozen=True, slots=True)
class Wens:
    """What is looked at.

    hoogstens  stop after this many records
    nummer     the record to show; 0 = the first with a problem, else the first with an accident
    genoeg     asked after every so many records: whoever types does not wait for the last ones
    """

    hoogstens: int = HOOGSTENS
    nummer: int = 0
    genoeg: Callable[[], bool] = lambda: False


@dataclass(slots=True)
class Kijk:
    """What a sample gave; nothing in it is a value that may not be shown.

    heel      it was read to its end
    vertaald  records that could be translated, whatever their signs say
    kolommen  of the source, and how many of them are used
    """

    bestand: str = ""
    geen_levering: bool = False
    heel: bool = False
    telling: Telling = field(default_factory=Telling)
    vertaald: int = 0
    groepen: list[Groep] = field(default_factory=list)
    record: Getoond | None = None
    kolommen: int = 0
    gebruikt: int = 0
    eisen: list[tuple[str, bool]] = field(default_factory=list)


def kijk(
    route: Route,
    slot: Slot,
    wens: Wens,
    now: datetime,
    vandaag: date,
    dicht: frozenset[str] = frozenset(),
) -> Kijk:
    """Read a sample and say what its records become.

    dicht  columns that stay closed whatever this mapping says

    Raises SourceError when the source or file as a whole is refused.
    """
    ziener = _Ziener(route, slot, wens, now, vandaag, Afscherming(route.plan, dicht))
    with route.connector.read(ReadRequest(van=slot.van, tot=slot.tot)) as reading:
        for nummer, record in enumerate(reading, 1):
            ziener.zie(nummer, record)
            late = nummer % _VAAK == 0 and wens.genoeg()
            if late or nummer == wens.hoogstens:
                return ziener.klaar(None)
        return ziener.klaar(reading.proof())


class _Ziener:
    """Looks on while a sample is read."""

    def __init__(
        self,
        route: Route,
        slot: Slot,
        wens: Wens,
        now: datetime,
        vandaag: date,
        scherm: Afscherming,
    ) -> None:
        self._plan, self._wens, self._vandaag = route.plan, wens, vandaag
        self._take = TakeIn(route, Droog(), slot.snede, now, vandaag)
        self._schaduw = Schaduw(eenmalig())
        self._regels: dict[int, dict[str, Any]] = {}
        self._scherm = scherm
        self._groepen = Groepen(route.plan)
        self._opname: Opname | None = None
        self._rang = -1
        self._kijk = Kijk(telling=self._take.telling)

    def zie(self, nummer: int, record: SourceRecord) -> None:
        landing = self._take.take(record)
        line = self._schaduw.op(nummer, record.plaats, landing, self._regels)
        self._regels[nummer] = line
        problems = _alle(self._plan, record, landing, self._vandaag)
        self._kijk.vertaald += not any(_blijft(one) for one in problems)
        self._groepen.noteer(nummer, record, problems)
        self._scherm.zie(record)
        self._kies(nummer, record, landing, problems)
        if nummer == 1:
            self._kolommen(record)

    def klaar(self, proof: Proof | None) -> Kijk:
        """Give what was seen; only now it is known which values came often enough."""
        seen, shown = self._kijk, self._opname
        seen.heel = proof is not None
        seen.geen_levering = proof is not None and proof.geen_levering
        seen.groepen = self._groepen.lijst(self._scherm)
        seen.eisen = list(_eisen(self._plan, seen.groepen))
        if proof is not None:
            seen.groepen += [Groep(one, ernst(one), 0, 1) for one in proof.waarschuwingen]
        if shown is not None:
            line = self._regels[shown.nummer]
            seen.record = shown.toon(self._plan, self._scherm, line["uitkomst"])
            seen.bestand = shown.plaats.bestand
        return seen

    def _kies(
        self, nummer: int, record: SourceRecord, landing: Landing, problems: tuple[Problem, ...]
    ) -> None:
        """Keep the record that was asked for, else the first that a person wants to see."""
        accident = landing.flag is not None and landing.flag.indicatie is Indicatie.J
        rank = 3 if nummer == self._wens.nummer else 2 if problems else int(accident)
        if rank > self._rang:
            self._rang = rank
            self._opname = Opname.van(nummer, record, landing, problems, self._plan)

    def _kolommen(self, record: SourceRecord) -> None:
        used = set(self._plan.bestemmingen()) | set(self._plan.sleutelnamen)
        layout = self._plan.layout
        if isinstance(record.fields, Row):
            names: tuple[str, ...] = record.fields.adressen()
        else:
            names = tuple(layout.kolommen if isinstance(layout, CsvLayout) else layout.adressen)
        self._kijk.kolommen = len(names)
        self._kijk.gebruikt = len(used.intersection(names))


def _alle(plan: Plan, record: SourceRecord, landing: Landing, vandaag: date) -> tuple[Problem, ...]:
    """Give every problem of a record, each once: also those that a run does not come to."""
    found = list(landing.problems)
    if landing.feiten is None:
        rest = plan.feiten(record, _GEEN_OORDEEL, vandaag)
        found += rest.problems if isinstance(rest, Unmappable) else rest.waarschuwingen
    # The note of a verdict differs, but a place that is wrong is wrong once.
    once = {(one.code, one.veld, one.mapping, one.waar): one for one in reversed(found)}
    return tuple(reversed(once.values()))


def _blijft(problem: Problem) -> bool:
    return problem.code[0] == "M" and ernst(problem).value == "fout"


#: What every melding must have: its name, the fields that give it, and what says that it lacks.
_EISEN = (
    ("sleutel", ("sleutel",), ("M-0101",)),
    ("besluitstatus", ("voorziening.besluitstatus", "voorziening.toegekend"), ()),
    (
        "productcode of omschrijving",
        ("voorziening.productcode", "voorziening.omschrijving"),
        ("M-0102",),
    ),
    (
        "toekenning of ingang",
        ("voorziening.datumToekenning", "voorziening.ingangsdatum"),
        ("M-0103",),
    ),
    ("wet", ("voorziening.wet",), ()),
    ("leveringsvorm", ("voorziening.leveringsvorm",), ()),
)


def _eisen(plan: Plan, groepen: list[Groep]) -> Iterator[tuple[str, bool]]:
    """Give every requirement, and whether each record of the sample meets it."""
    wrong = [one.problem for one in groepen if _blijft(one.problem)]
    codes = {one.code for one in wrong}
    paths = {one.veld for one in wrong if one.code not in ("M-0101", "M-0102", "M-0103")}
    known = {path for _, path_list, _ in _EISEN for path in path_list}
    for naam, own, lacks in _EISEN:
        yield naam, not (codes & {*lacks} or paths & {*own})
    for pad, lezer in plan.delen.velden.items():
        if lezer.verplicht and pad not in known:
            yield pad, pad not in paths
