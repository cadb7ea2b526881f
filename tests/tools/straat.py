"""One municipality with exports, a ledger and a clock: each `nacht` is a night later."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import scheduler
from assessment import Regelset
from ledger import Keuze, StubRow, StubSoort
from pipeline import Opdracht, RunVerslag, SlotSoort
from pipeline.preview import preview
from regres import Handelend
from settings import aansluiten
from tests.tools.gemeente import NU, Gemeente

CODE = "9901"


def soorten(verslag: RunVerslag) -> dict[str, int]:
    """Give how many of each kind were sealed, without zeros."""
    return {soort.value: n for soort, n in verslag.telling.soorten.items() if n}


def buckets(verslag: RunVerslag) -> dict[str, int]:
    """Give how many landed in each bucket, without zeros."""
    return {bucket.value: n for bucket, n in verslag.telling.buckets.items() if n}


class Straat:
    """One municipality and its ledger; every `nacht` is a night later."""

    def __init__(self, folder: Path) -> None:
        self.gemeente = Gemeente(folder)
        self.ledger = self.gemeente.settings().open_grootboek(NU)
        self.now = NU

    def klok(self) -> datetime:
        return self.now

    def nacht(
        self,
        *,
        volume_klopt: bool = False,
        regels: Regelset | None = None,
        bron: str = "export",
    ) -> RunVerslag:
        settings = self.gemeente.settings()
        line = aansluiten(settings, settings.gemeenten[0], self.klok, {}, regels=regels)
        self.now += timedelta(days=1)

        def task(given: Opdracht) -> Opdracht:
            return Opdracht(slot=given.slot, vandaag=given.vandaag, volume_klopt=volume_klopt)

        done = scheduler.ronde(line, self.ledger, [(bron, SlotSoort.NACHT)], self.klok, task)
        (verslag,) = done.runs
        verslag.bezorging = done.bezorging
        return verslag

    def preview(self) -> list[dict[str, Any]]:
        """Look at the export with what the ledger knows; gives the lines."""
        settings = self.gemeente.settings()
        line = aansluiten(settings, settings.gemeenten[0], self.klok, {})
        source = line.bronnen["export"]
        (slot,) = source.slots(self.now.date())
        seen = preview(
            source.route,
            slot,
            self.now,
            self.now.date(),
            bekend=self.ledger.standen(CODE),
            besloten=self.ledger.besluiten(CODE),
        )
        return seen.regels

    def wacht(self, soort: StubSoort = StubSoort.BEOORDELEN) -> StubRow:
        """Give the one record that waits for this."""
        (row,) = self.ledger.stubs(CODE, soort)
        return row

    def besluit(self, keuze: Keuze, zoeksleutel: str | None = None) -> str:
        """Decide about a record, by default the one that waits for it; gives its key."""
        soort = StubSoort.VASTGEHOUDEN if keuze is Keuze.LAAT_LOS else StubSoort.BEOORDELEN
        key = zoeksleutel or self.wacht(soort).zoeksleutel
        self.ledger.decide(
            CODE, key, keuze, Handelend("T. Consulent", "consulent", "dossier"), self.now
        )
        return key
