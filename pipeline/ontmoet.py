"""What a read met of what is remembered: no term may end for what the source still shows."""

from collections.abc import Iterable
from datetime import datetime

from ledger import SPELING, StaandBesluit, Stand


class Ontmoet:
    """Collects what was not noted as seen lately, so that few rows are written."""

    def __init__(self, besluiten: Iterable[StaandBesluit], now: datetime) -> None:
        self.standen: set[str] = set()
        self.besluiten: set[str] = set()
        self._now = now
        self._stale = {one.zoeksleutel for one in besluiten if self._lang(one.laatst_gezien)}

    def neem(self, zoeksleutel: str, stand: Stand | None) -> None:
        """Meet a record; only what was sent or decided before is kept."""
        if stand is not None and self._lang(stand.laatst_gezien):
            self.standen.add(stand.referentie)
        if zoeksleutel in self._stale:
            self.besluiten.add(zoeksleutel)

    def _lang(self, seen: datetime | None) -> bool:
        return seen is None or self._now - seen >= SPELING
