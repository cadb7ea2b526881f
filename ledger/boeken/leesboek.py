"""The door to how far sources were read."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from ledger import gezien, marks, overzicht, tijdstippen
from ledger.boeken.boek import Boek
from ledger.shapes.runs import Leesstand
from ledger.tijdstippen import Tijdstippen


class Leesboek(Boek):
    """How far sources were read: checkpoints, slices, and the moments that StUF asks for."""

    def checkpoint(self, gemeente: str, bronset: str, snede: str = "") -> dict[str, Any] | None:
        """Give what the last released run of this slice left as its checkpoint."""
        return self._database.read(lambda c: marks.checkpoint(c, gemeente, bronset, snede))

    def leesstanden(self, gemeente: str) -> list[Leesstand]:
        """Give how far each slice of a municipality's sources was read."""
        return self._database.read(lambda c: overzicht.leesstanden(c, gemeente))

    def uit_de_bron(self, gemeente: str, now: datetime) -> dict[str, datetime]:
        """Give per source since when a provision must be unseen there to be gone from it.

        A source that was not read whole twice has none.
        """
        limits = self._database.read(lambda c: gezien.grenzen(c, now, gemeente))
        return {bronset: since for (_, bronset), since in limits.items()}

    def next_tijdstip(self, gemeente: str, bron: str, now: datetime) -> str:
        """Give the next StUF tijdstipBericht: 17 digits, Dutch local time, always rising."""
        found, _ = self._database.write(lambda c: tijdstippen.volgende(c, gemeente, bron, now))
        return found

    def tijdstippen(self, gemeente: str, bron: str, klok: Callable[[], datetime]) -> Tijdstippen:
        """Give what gives them for as long as one source is read: few of these are a write."""

        def houd(now: datetime, vooruit: timedelta) -> tuple[str, str]:
            return self._database.write(
                lambda c: tijdstippen.volgende(c, gemeente, bron, now, vooruit)
            )

        return Tijdstippen(houd, klok)
