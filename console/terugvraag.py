"""Asking for feedback before a turn, unless the destination just let another turn wait for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from console.werkrij import LANG
from pipeline import Klok, haal_op
from pipeline.route import Uitgang

if TYPE_CHECKING:
    from ledger import Ledger

#: So long nobody asks for feedback after the destination let one turn wait. All municipalities ask
#: the same one: else each turn of the night would wait for it, in its first call.
RUST: Final = timedelta(minutes=15)


class Terugvraag:
    """Reads feedback for all turns of the service; what it passes by comes with the next turn."""

    def __init__(self, haal: Callable[[Uitgang, "Ledger", Klok], object] = haal_op) -> None:
        self._haal = haal
        self._vanaf: datetime | None = None

    def __call__(self, uitgang: Uitgang, ledger: "Ledger", klok: Klok) -> None:
        """Read the steps since the last time, or nothing while the destination hangs."""
        begun = klok()
        if self._vanaf is not None and begun < self._vanaf:
            return
        self._haal(uitgang, ledger, klok)
        ended = klok()
        self._vanaf = ended + RUST if ended - begun > LANG else None
