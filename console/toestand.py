"""How one municipality stands: what `status` shows, as values."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import scheduler
from ledger import Herinneringen, Ledger, OutboxStatus, Pauze, Resultaat, RunRow
from pipeline.drift import CODES
from pipeline.pauze import gepauzeerd
from pipeline.report import exit_van_rij
from regres import Problem
from regres.berichten import bericht
from settings import GemeenteInstelling, Settings, ontvangers_van

_OPEN = (OutboxStatus.KLAARGEZET, OutboxStatus.VRIJ, OutboxStatus.VERSTUURD)
_SLECHT = (Resultaat.MISLUKT, Resultaat.GEEN_LEVERING, Resultaat.AFGEBROKEN)


@dataclass(frozen=True, slots=True)
class Toestand:
    """One municipality at one moment; counts and codes only.

    herinneringen  records to judge that wait for 14 days or more
    pauze          since when, by whom and why it stands still; None while it goes on
    """

    een: GemeenteInstelling
    runs: tuple[RunRow, ...]
    wacht_op_mens: dict[str, int]
    uitgaand: dict[str, int]
    problemen: tuple[Problem, ...]
    herinneringen: Herinneringen
    pauze: Pauze | None = None

    @property
    def exit_code(self) -> int:
        """Give 0 when nobody needs to act, else 1."""
        bad = any(row.resultaat in _SLECHT for row in self.runs)
        waits = any(row.resultaat is Resultaat.WACHT_OP_VRIJGAVE for row in self.runs)
        return int(bad or waits or bool(self.problemen) or any(self.wacht_op_mens.values()))

    def as_json(self) -> dict[str, Any]:
        """Give it for machines."""
        return {
            "schema": "regresbrug/status/1",
            "gemeente": self.een.blok.naam,
            "code": self.een.blok.gemeentecode,
            "stand": self.een.blok.stand,
            "pauze": _pauze_json(self.pauze),
            "runs": [run_json(row) for row in self.runs],
            "wacht_op_mens": self.wacht_op_mens,
            "herinneringen": asdict(self.herinneringen),
            "uitgaand": self.uitgaand,
            "problemen": [problem.as_json() for problem in self.problemen],
        }


def toestand(
    settings: Settings, ledger: Ledger, een: GemeenteInstelling, now: datetime
) -> Toestand:
    """Look at the ledger and the keys; connects to nothing."""
    code, today = een.identiteit, scheduler.vandaag(lambda: now)
    last = ledger.last_run_per_slot(code)
    stubs = ledger.stub_counts(code)
    box = ledger.outbox_counts(code)
    keys = ontvangers_van(settings)
    pauze = ledger.pauze(code)
    return Toestand(
        een=een,
        runs=tuple(last[key] for key in sorted(last)),
        wacht_op_mens={soort.value: count for soort, count in sorted(stubs.items())},
        uitgaand={status.value: box.get(status, 0) for status in _OPEN},
        problemen=(
            *((gepauzeerd(pauze),) if pauze else ()),
            *keys.waarschuwingen(today),
            *_drift(last.values()),
            *_teruggezet(ledger),
            *_aflopend(ledger, code, today),
        ),
        herinneringen=ledger.herinneringen(code, today),
        pauze=pauze,
    )


def _pauze_json(pauze: Pauze | None) -> dict[str, Any] | None:
    if pauze is None:
        return None
    return {
        "sinds": pauze.sinds.isoformat(),
        "wie": pauze.wie,
        "rol": pauze.rol,
        "reden": pauze.reden,
    }


def _teruggezet(ledger: Ledger) -> tuple[Problem, ...]:
    """Tell that a backup was put back or anchors are gone, until a person has said so."""
    if gone := ledger.ankers_weg():
        return (bericht("L-0609", waar="anker.jsonl", regel=gone),)
    return (bericht("L-0606"),) if ledger.teruggezet() else ()


def _aflopend(ledger: Ledger, code: str, today: date) -> Iterator[Problem]:
    """Tell of kept records of delta sources whose end is near, by alarm."""
    near = Counter(row.alarm for row in ledger.aanleveringen(code, today) if row.alarm)
    for days in sorted(near):
        yield bericht("L-0607", waar=code, aantal=near[days], dagen=days)


def _drift(rows: Iterable[RunRow]) -> tuple[Problem, ...]:
    """Give what the last run of each slot saw change in its source."""
    return tuple(one for row in rows for one in row.problems if one.code in CODES)


def run_json(row: RunRow) -> dict[str, Any]:
    """Give one run of the ledger as a JSON value."""
    return {
        "run": row.id,
        "gemeente": row.gemeente,
        "bron": row.bronset,
        "slot": row.slot,
        "dag": row.dag.isoformat(),
        "stand": row.stand,
        "begonnen": row.begonnen.isoformat(),
        "geeindigd": row.geeindigd.isoformat() if row.geeindigd else None,
        "resultaat": row.resultaat.value if row.resultaat else None,
        "exit": exit_van_rij(row),
        "wacht_sinds": row.wacht_sinds.isoformat() if row.wacht_sinds else None,
        "telling": row.telling.as_json() if row.telling else None,
        "details": row.proof.get("details", {}),
        "problemen": [problem.as_json() for problem in row.problems],
    }
