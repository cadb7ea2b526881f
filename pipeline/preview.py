"""A look at what a run would do: everything is read and assessed, nothing is sent or kept.

Each record gives one line without any personal value; its key is shown as the first 12 hex digits
of an HMAC under a key made for this call, so that lines of one preview can be compared and nothing
else can be done with them.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime
from typing import Any

from connectors.base import Connector, Proof, ReadRequest
from ledger import (
    Aansluiting,
    Blokkades,
    Hermerk,
    Overname,
    Rekey,
    Signaalmerk,
    StaandBesluit,
    Staged,
    Stand,
    StubKort,
    StubNote,
    Vernieuwd,
)
from pipeline.besluiten import HEROPEND, LAAT_LOS
from pipeline.landing import INHALEN, TEKST, VERVALLEN, Landing
from pipeline.report import Problemen
from pipeline.route import Route
from pipeline.slots import Slot
from pipeline.take_in import TakeIn
from privacy import Keys, Pseudoniemen
from regres import Bucket, Plaats, Problem, SourceRecord, Telling, Verhaalbaarheid
from regres.waarde import dataclass


@dataclass(frozen=True, slots=True)
class Droog:
    """A memory that keeps nothing; with what a ledger knows, or with nothing known."""

    bekend: dict[str, Stand] = field(default_factory=dict)
    besloten: tuple[StaandBesluit, ...] = ()
    bezwaar: Blokkades = field(default_factory=Blokkades)

    def standen(self) -> dict[str, Stand]:
        """Give what was sent before."""
        return self.bekend

    def uit_de_bron(self, now: datetime) -> dict[str, datetime]:
        """Give nothing: what stands by the word of another source is left to that source."""
        return {}

    def open_stubs(self) -> dict[str, StubKort]:
        """Give nothing: a look closes no stub."""
        return {}

    def besluiten(self) -> tuple[StaandBesluit, ...]:
        """Give what people decided."""
        return self.besloten

    def overnames(self) -> dict[str, Overname]:
        """Give nothing: a look joins nothing."""
        return {}

    def sluit_aan(self, met: Sequence[Aansluiting]) -> None:
        """Keep nothing."""

    def blokkades(self) -> Blokkades:
        """Give which clients object."""
        return self.bezwaar

    def vernieuw(self, bezwaren: Sequence[Vernieuwd], now: datetime) -> None:
        """Keep nothing."""

    def stage(self, rows: Sequence[Staged], stubs: Sequence[StubNote]) -> None:
        """Keep nothing."""

    def unstage(self, zoeksleutel: str) -> None:
        """Keep nothing."""

    def noteer_bronmerken(self, merken: Mapping[str, str]) -> None:
        """Keep nothing."""

    def zet_over(
        self,
        keys: Sequence[Rekey],
        merken: Sequence[Hermerk],
        signalen: Sequence[Signaalmerk],
        now: datetime,
    ) -> None:
        """Keep nothing."""


@dataclass(slots=True)
class Voorbeeld:
    """What a preview saw. regels: one JSON object per record, in reading order."""

    regels: list[dict[str, Any]] = field(default_factory=list)
    telling: Telling = field(default_factory=Telling)
    problemen: Problemen = field(default_factory=Problemen)
    proof: Proof | None = None


def preview(
    route: Route,
    slot: Slot,
    now: datetime,
    vandaag: date,
    *,
    bekend: dict[str, Stand] | None = None,
    besloten: tuple[StaandBesluit, ...] = (),
    bezwaar: Blokkades | None = None,
    hoogstens: int | None = None,
) -> Voorbeeld:
    """Read a source and say what each record would become.

    bekend     what the ledger knows; without it every record counts as new
    besloten   what people decided, as the next read will act on it
    bezwaar    who objects
    hoogstens  stop after this many records; the read then has no proof

    Raises SourceError when the source or file as a whole is refused.
    """
    memory = Droog(bekend or {}, besloten, bezwaar or Blokkades())
    take = TakeIn(route, memory, slot.snede, now, vandaag)
    blik = Blik(take, Schaduw(eenmalig()))
    seen = blik.gezien
    seen.proof = bekijk(route.connector, slot, (blik,), hoogstens)
    return seen


class Blik:
    """One way of judging, looking on while a source is read."""

    def __init__(self, take: TakeIn, schaduw: "Schaduw") -> None:
        self._take, self._schaduw = take, schaduw
        self.gezien = Voorbeeld(telling=take.telling, problemen=take.problemen)

    def zie(self, record: SourceRecord) -> None:
        """Take one record in and write its line."""
        landing, regels = self._take.take(record), self.gezien.regels
        regels.append(self._schaduw.regel(record.plaats, landing, regels))


def bekijk(
    connector: Connector, slot: Slot, blikken: Iterable[Blik], hoogstens: int | None
) -> Proof | None:
    """Read a source once, for everyone who looks on; gives no proof when it was not read whole.

    Raises SourceError when the source or file as a whole is refused.
    """
    lookers = tuple(blikken)
    with connector.read(ReadRequest(van=slot.van, tot=slot.tot)) as reading:
        for number, record in enumerate(reading, 1):
            for blik in lookers:
                blik.zie(record)
            if number == hoogstens:
                return None
        return reading.proof()


def eenmalig() -> Pseudoniemen:
    """Make a key that nothing outside this call can be compared with."""
    return Pseudoniemen(Keys({1: os.urandom(32)}), "0000")


class Schaduw:
    """Writes the lines of one look; with the same `pseudoniemen` two looks can be compared.

    terug  numbers of the records that went to quarantine because of a later one
    """

    def __init__(self, pseudoniemen: Pseudoniemen) -> None:
        self._pseudoniemen = pseudoniemen
        self._waar: dict[str, list[int]] = {}
        self.terug: set[int] = set()

    def regel(
        self, plaats: Plaats, landing: Landing, regels: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """Write the line of one record, and correct the earlier ones that went back with it."""
        return self.op(len(regels), plaats, landing, _Lijst(regels))

    def op(
        self,
        nummer: int,
        plaats: Plaats,
        landing: Landing,
        bewaard: Mapping[int, dict[str, Any]],
    ) -> dict[str, Any]:
        """Write the line of the record with this number, and correct those that are kept."""
        key = landing.zoek.waarde if landing.zoek else ""
        mine = self._waar.setdefault(key, []) if landing.bucket is not Bucket.GEEN_ONGEVAL else []
        if landing.terug:
            self.terug.update(mine)
            for number in mine:
                if number in bewaard:
                    self.verbeter(bewaard[number])
        mine.append(nummer)
        return {
            "bron": bron_json(plaats),
            "sleutel": self._sleutel(key),
            "uitkomst": _uitkomst(landing),
            "indicatie": landing.flag.indicatie.value if landing.flag else None,
            "redenen": _redenen(landing),
            "verhaalbaarheid": _advies(landing.advies),
            "problemen": [probleem_json(problem) for problem in landing.problems],
        }

    def verbeter(self, regel: dict[str, Any]) -> None:
        """Put the record of a line in quarantine, for another one has its key."""
        regel.update(_in_quarantaine(regel))

    def _sleutel(self, key: str) -> list[str]:
        if not key:
            return []
        return [self._pseudoniemen.zoeksleutel("preview", (key,)).waarde[:12]]


class _Lijst(Mapping[int, dict[str, Any]]):
    """A list of lines by their place in it."""

    def __init__(self, regels: list[dict[str, Any]]) -> None:
        self._regels = regels

    def __getitem__(self, nummer: int) -> dict[str, Any]:
        return self._regels[nummer]

    def __len__(self) -> int:
        return len(self._regels)

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self._regels)))


def bron_json(plaats: Plaats) -> dict[str, Any]:
    """Give where a record stands: a file and line, or a message, line and xpath."""
    if plaats.bestand:
        return {"bestand": plaats.bestand, "regel": plaats.regel}
    return {"bericht": plaats.bericht, "regel": plaats.regel, "xpath": plaats.xpath}


def probleem_json(problem: Problem) -> dict[str, str]:
    """Give a problem as preview's lines show it."""
    return {
        "code": problem.code,
        "veld": problem.veld,
        "plaats": problem.waar,
        "mapping": problem.mapping,
    }


def met_connector(route: Route, connector: Connector) -> Route:
    """Give the same route over another door: a file instead of the live source."""
    return replace(route, connector=connector)


def _uitkomst(landing: Landing) -> str:
    return landing.soort.value if landing.soort else landing.bucket.value


def _redenen(landing: Landing) -> list[dict[str, Any]]:
    if landing.flag is None:
        return []
    found: list[dict[str, Any]] = [
        {"regel": one.regel, "veld": one.veld, "term": one.term, "positie": one.positie}
        for one in landing.flag.redenen
    ]
    # The flag says nothing of these: what holds a melding back or sends it, and what was decided.
    said = [
        code for code in (INHALEN, TEKST, LAAT_LOS, HEROPEND, VERVALLEN) if code in landing.codes
    ]
    return found + [{"regel": code, "veld": "", "term": "", "positie": 0} for code in said]


def _advies(advies: Verhaalbaarheid | None) -> dict[str, Any] | None:
    if advies is None:
        return None
    return {"uitkomst": advies.uitkomst.value, "redencodes": list(advies.redencodes)}


def _in_quarantaine(regel: dict[str, Any]) -> dict[str, Any]:
    if regel["uitkomst"] == Bucket.QUARANTAINE.value:
        return {}
    place = ":".join(str(part) for part in regel["bron"].values())
    problem = {"code": "R-0201", "veld": "", "plaats": place, "mapping": ""}
    return {"uitkomst": Bucket.QUARANTAINE.value, "problemen": [*regel["problemen"], problem]}
