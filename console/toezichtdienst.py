"""The watch of `serve`: looks how everything stands, and lets the mail go that is due.

In a thread of its own, so that a mail server that hangs keeps no turn waiting.
"""

import os
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Final

import structlog

from console.post import postbode_van
from console.toezicht import kijk, kijk_gemeente
from ledger import Gemeld, Ledger
from regres import RegresbrugError
from settings import GemeenteInstelling, Settings

log = structlog.get_logger()

#: What cannot even begin, told until the turn or delivery after it goes well.
BEURT: Final = "beurt"


class Toezichtdienst:
    """What the service does about what is wrong."""

    def __init__(self, settings: Settings, ledger: Ledger, klok: Callable[[], datetime]) -> None:
        self._settings = settings
        self._ledger = ledger
        self._klok = klok
        self._bezig = threading.Lock()

    def ronde(self) -> None:
        """Look at everything and send what is due; one at a time."""
        if not self._bezig.acquire(blocking=False):
            return
        try:
            self._ronde()
        except RegresbrugError as wrong:
            log.error("toezicht_mislukt", codes=[one.code for one in wrong.problems])
        finally:
            self._bezig.release()

    def na_beurt(
        self, een: GemeenteInstelling, bron: str, fout: RegresbrugError | None = None
    ) -> None:
        """Look at a municipality after a turn of it; what kept it from running is told."""
        problems = fout.problems if fout else ()
        found = [Gemeld(one, bron) for one in problems]
        now = self._klok()
        try:
            self._ledger.meld(een.identiteit, {f"{BEURT}:{bron}": found}, now)
            kijk_gemeente(self._settings, self._ledger, een, now)
        except RegresbrugError as wrong:
            log.error("toezicht_mislukt", codes=[one.code for one in wrong.problems])

    def na_bezorging(self, een: GemeenteInstelling) -> None:
        """Look at a municipality of which a delivery did not go well."""
        try:
            kijk_gemeente(self._settings, self._ledger, een, self._klok())
        except RegresbrugError as wrong:
            log.error("toezicht_mislukt", codes=[one.code for one in wrong.problems])

    def rustig(self, seconden: float) -> bool:
        """Wait for the look that is under way; False when that takes longer."""
        if not self._bezig.acquire(timeout=seconden):
            return False
        self._bezig.release()
        return True

    def _ronde(self) -> None:
        now = self._klok()
        kijk(self._settings, self._ledger, now)
        postbode = postbode_van(self._settings, self._ledger, os.environ)
        if postbode is not None:
            postbode.ronde(now)
