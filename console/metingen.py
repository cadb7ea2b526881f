"""The figures of /metrics: read from the ledger when they are asked for, never kept beside it.

A label is a municipality's code, a source, a kind of slot or a word of the accounting; never a
referentie, a file or a message. Counts under 5 are left out: a monitoring system often stands
outside the municipality.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from datetime import time as day_time
from importlib.metadata import version

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.core import InfoMetricFamily
from prometheus_client.process_collector import ProcessCollector

import scheduler
from ledger import Ledger, RunRow
from regres import RegresbrugError
from regres.dag import NEDERLAND
from regres.telling import klein
from settings import Settings, ontvangers_van

#: What /metrics answers with; the version is that of the text format, not ours.
SOORT = "text/plain; version=0.0.4; charset=utf-8"


class Metingen:
    """Collects all figures of one configuration and its ledger.

    tik  gives the Unix time of the service's last sign of life
    """

    def __init__(self, settings: Settings, ledger: Ledger, tik: Callable[[], float]) -> None:
        self._settings = settings
        self._ledger = ledger
        self._tik = tik
        self._registry = CollectorRegistry()
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    def tekst(self) -> bytes:
        """Give the page; raises LedgerDown when the ledger cannot be read."""
        return generate_latest(self._registry)

    def describe(self) -> Iterable[Gauge]:
        """Say nothing beforehand, so that registering does not read the ledger."""
        return ()

    def collect(self) -> Iterator[Gauge | InfoMetricFamily]:
        """Read everything once."""
        now = datetime.fromtimestamp(time.time(), UTC)
        yield InfoMetricFamily(
            "regresbrug", "De versie die draait.", {"versie": version("regresbrug")}
        )
        yield _een("regresbrug_dienst_tik_seconds", "Laatste teken van leven.", self._tik())
        yield from self._runs()
        yield from self._wachtend(now)
        yield self._beurten(now)
        yield from self._sleutels()
        yield from self._grootboek()

    def _runs(self) -> Iterator[Gauge]:
        head = ("gemeente", "bron", "slot")
        begonnen = Gauge("regresbrug_run_begonnen_seconds", "Begin van de laatste run.", None, head)
        geeindigd = Gauge("regresbrug_run_geeindigd_seconds", "Einde daarvan.", None, head)
        hoe = Gauge("regresbrug_run_resultaat", "Hoe hij eindigde.", None, (*head, "resultaat"))
        records = Gauge("regresbrug_run_records", "Telling van die run.", None, (*head, "groep"))
        for een in self._settings.gemeenten:
            for (bron, slot), row in self._ledger.last_run_per_slot(een.identiteit).items():
                label = (een.identiteit, bron, slot)
                begonnen.add_metric(label, row.begonnen.timestamp())
                if row.geeindigd is not None:
                    geeindigd.add_metric(label, row.geeindigd.timestamp())
                hoe.add_metric((*label, row.resultaat.value if row.resultaat else "bezig"), 1)
                for groep, count in _telling(row):
                    records.add_metric((*label, groep), count)
        return iter((begonnen, geeindigd, hoe, records))

    def _wachtend(self, now: datetime) -> Iterator[Gauge]:
        box = Gauge("regresbrug_uitgaand", "Meldingen per stap.", None, ("gemeente", "stap"))
        oudste = Gauge(
            "regresbrug_uitgaand_oudste_seconds",
            "Hoe lang de oudste melding op bezorging wacht.",
            None,
            ("gemeente",),
        )
        mens = Gauge(
            "regresbrug_wacht_op_mens", "Records die wachten.", None, ("gemeente", "soort")
        )
        for een in self._settings.gemeenten:
            code = een.identiteit
            waits = self._ledger.oldest_waiting(code, now)
            oudste.add_metric((code,), waits.total_seconds() if waits else 0)
            for status, count in self._ledger.outbox_counts(code).items():
                _tel(box, (code, status.value), count)
            for soort, count in self._ledger.stub_counts(code).items():
                _tel(mens, (code, soort.value), count)
        return iter((box, oudste, mens))

    def _beurten(self, now: datetime) -> Gauge:
        head = ("gemeente", "bron", "slot")
        found = Gauge("regresbrug_beurt_seconds", "Wanneer de volgende beurt is.", None, head)
        for turn in scheduler.beurten(self._settings):
            if after := scheduler.trigger(turn).get_next_fire_time(None, now):
                found.add_metric((turn.gemeente, turn.bron, turn.soort.value), after.timestamp())
        return found

    def _sleutels(self) -> Iterator[Gauge]:
        tot = Gauge("regresbrug_sleutel_tot_seconds", "Tot wanneer hij geldt.", None, ["kid"])
        try:
            keys = ontvangers_van(self._settings).sleutels
        except RegresbrugError:
            # Which one and why is for /readyz and the log; the other figures must stay to be seen.
            keys = ()
        for key in keys:
            end = datetime.combine(key.laatste, day_time.max, NEDERLAND)
            tot.add_metric((key.kid,), end.timestamp())
        yield tot

    def _grootboek(self) -> Iterator[Gauge]:
        size = Gauge("regresbrug_grootboek_bytes", "Grootte van het grootboek.", None, ["bestand"])
        for kind, ending in (("db", ""), ("wal", "-wal")):
            file = self._settings.grootboekbestand
            path = file.with_name(file.name + ending)
            size.add_metric((kind,), path.stat().st_size if path.exists() else 0)
        yield size
        back = float(self._ledger.teruggezet())
        yield _een("regresbrug_grootboek_teruggezet", "1: een oude kopie staat terug.", back)


def _een(name: str, help_text: str, value: float) -> Gauge:
    return Gauge(name, help_text, value)


def _tel(gauge: Gauge, label: tuple[str, ...], count: int) -> None:
    if isinstance(told := klein(count), int):
        gauge.add_metric(label, told)


def _telling(row: RunRow) -> Iterator[tuple[str, int]]:
    """Give the counts of a run that may be told."""
    told = row.telling.naar_buiten() if row.telling else {}
    for groep, count in told.items():
        if isinstance(count, int):
            yield groep, count
        elif isinstance(count, dict):
            yield from ((name, n) for name, n in count.items() if isinstance(n, int))
