"""How long one read of a source may take, and when its source gave a first answer."""

from collections.abc import Callable
from datetime import timedelta

from pipeline.route import Klok
from regres import SourceDown
from regres.berichten import bericht


class Leesgrens:
    """What one read asks before each page and each 1,000 records: may it go on, and still?

    waar       the source, for a problem's place
    mag_door   raises to stop the read without a result
    antwoord   called when the source gave something: the second time it is asked, at the latest
    hoogstens  how long the read may take; past it the read ends as one that failed
    """

    def __init__(
        self,
        waar: str,
        klok: Klok,
        mag_door: Callable[[], None],
        antwoord: Callable[[], None],
        hoogstens: timedelta,
    ) -> None:
        self._waar, self._klok, self._mag_door = waar, klok, mag_door
        self._antwoord, self._hoogstens = antwoord, hoogstens
        self._tot = klok() + hoogstens
        self._gevraagd = False

    def doorgaan(self) -> None:
        """Raise what `mag_door` raises, and SourceDown (R-0304) past the time."""
        self._mag_door()
        if self._gevraagd:
            self._antwoord()
        self._gevraagd = True
        if self._klok() > self._tot:
            minutes = round(self._hoogstens.total_seconds() / 60)
            raise SourceDown(bericht("R-0304", waar=self._waar, minuten=minutes))
