"""A municipality that reads one hostile case after the other, by the road of every night.

One ledger and one plugged-in line serve a whole batch: making those takes longer than a case. So
every case has provisions of its own, and a slot of its own.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import scheduler
from assessment import Regelset
from ledger import OutboxStatus
from pipeline import Opdracht, RunVerslag, SlotSoort
from pipeline.slots import met_de_hand
from settings import aansluiten
from tests.faults.vijandig.geval import Gezien
from tests.tools.keten import Keten

#: Marks no message may show; every person in a case has one in a name or note.
KANARIE = "Kanarie7Geheim"


class Huis:
    """A municipality with one source; `draai` reads it once."""

    def __init__(self, keten: Keten, bron: str, soort: SlotSoort) -> None:
        self.keten = keten
        self._bron, self._soort = bron, soort
        settings = keten.gemeente.settings()
        self._ledger = settings.open_grootboek(_nu())
        een = settings.gemeenten[0]
        self._lijn = aansluiten(settings, een, _nu, {}, regels=Regelset.laad())
        self._nummer = 0

    def close(self) -> None:
        """Let go of ledger and connections."""
        self._lijn.close()
        self._ledger.close()

    def draai(self, geheimen: tuple[str, ...]) -> Gezien:
        """Run once; `geheimen` may not stand in anything that is told."""
        self._nummer += 1
        with _meet() as gemeten:
            try:
                verslag = self._run()
            except Exception as error:  # whatever comes out here is the finding
                return _gestruikeld(error, gemeten)
        return self._gezien(verslag, geheimen, gemeten)

    def _run(self) -> RunVerslag:
        name = f"hand-{self._nummer}"

        def task(given: Opdracht) -> Opdracht:
            slot = met_de_hand(given.slot, name)
            return Opdracht(slot=slot, vandaag=given.vandaag, volume_klopt=True)

        done = scheduler.ronde(self._lijn, self._ledger, [(self._bron, self._soort)], _nu, task)
        return done.runs[0]

    def _gezien(
        self, verslag: RunVerslag, geheimen: tuple[str, ...], gemeten: dict[str, float]
    ) -> Gezien:
        told = json.dumps(verslag.as_json(), ensure_ascii=False, default=str)
        waiting = self._ledger.outbox_counts("9901")
        ready = sum(waiting[state] for state in (OutboxStatus.KLAARGEZET, OutboxStatus.VRIJ))
        return Gezien(
            resultaat=verslag.resultaat.value,
            codes=_codes(verslag),
            buckets={b.value: n for b, n in verslag.telling.buckets.items() if n},
            gelezen=verslag.telling.gelezen,
            bezorgd=self._opgehaald(),
            wachten=ready,
            lek=any(secret in told for secret in (KANARIE, *geheimen)),
            seconden=gemeten["seconden"],
            rekentijd=gemeten["rekentijd"],
            megabytes=gemeten["megabytes"],
        )

    def _opgehaald(self) -> int:
        """Count what was delivered, and take it away."""
        files = self.keten.gemeente.bezorgd
        for file in files:
            file.unlink()
        return len(files)


def _codes(verslag: RunVerslag) -> tuple[str, ...]:
    return (*(p.code for p in verslag.oorzaken), *(key[0] for key in verslag.problemen.aantal))


def _gestruikeld(error: Exception, gemeten: dict[str, float]) -> Gezien:
    told = f"crash: {type(error).__name__}: {error}"
    took = gemeten["seconden"], gemeten["rekentijd"], gemeten["megabytes"]
    return Gezien("", (), {}, 0, 0, 0, *took, gestruikeld=told)


@contextmanager
def _meet() -> Iterator[dict[str, float]]:
    """Measure seconds and the highest resident size; Linux can set that mark back."""
    found: dict[str, float] = {"seconden": 0.0, "rekentijd": 0.0, "megabytes": 0.0}
    reset = Path("/proc/self/clear_refs")
    if reset.exists():
        reset.write_text("5")
    begin, rekende = time.perf_counter(), time.process_time()
    try:
        yield found
    finally:
        found["seconden"] = time.perf_counter() - begin
        found["rekentijd"] = time.process_time() - rekende
        found["megabytes"] = _hoogste()


def _hoogste() -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    (line,) = (one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _nu() -> datetime:
    return datetime.now(UTC)
