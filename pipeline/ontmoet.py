"""What a read met of what is remembered: no term may end for what the source still shows."""

from collections.abc import Iterable
from datetime import datetime

from ledger import SPELING, StaandBesluit, Stand


class Ontmoet:
    """Collects what was not noted as seen lately, so that few rows are written.

    overgenomen  referenties that stood by the word of a source that is gone, and now by this one's
    """

    def __init__(self, besluiten: Iterable[StaandBesluit], bronset: str, now: datetime) -> None:
        self.standen: set[str] = set()
        self.overgenomen: set[str] = set()
        self.besluiten: set[str] = set()
        self._bronset, self._now = bronset, now
        self._stale = {one.zoeksleutel for one in besluiten if self._lang(one.laatst_gezien)}

    def neem(self, zoeksleutel: str, stand: Stand | None) -> None:
        """Meet a record; only what was sent or decided before is kept."""
        if stand is not None and (self._lang(stand.laatst_gezien) or self._eigen(stand)):
            self.standen.add(stand.referentie)
        if zoeksleutel in self._stale:
            self.besluiten.add(zoeksleutel)

    def _eigen(self, stand: Stand) -> bool:
        """Tell whether it stands by the word of this source, and that was not noted lately."""
        return stand.bronset == self._bronset and self._lang(stand.bron_gezien)

    def _lang(self, seen: datetime | None) -> bool:
        return seen is None or self._now - seen >= SPELING
