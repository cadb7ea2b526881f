"""tijdstipBericht: later at every message, or the receiver refuses it (StUF019)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from regres.dag import NEDERLAND

# StUF times carry no zone; everyone writes Dutch wall-clock time. In the autumn hour that comes
# twice the counter goes on from the latest, a millisecond a message.


class Tijdstippen:
    """Gives times for a connector that no ledger stands behind (`check`, `preview`)."""

    def __init__(self, klok: Callable[[], datetime]) -> None:
        self._klok = klok
        self._laatste = datetime(1, 1, 1)  # noqa: DTZ001 - StUF times are wall-clock times

    def __call__(self) -> str:
        """Give the next one: 17 digits, EEJJMMDDuummssddd, Dutch time."""
        now = self._klok().astimezone(NEDERLAND).replace(tzinfo=None)
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        self._laatste = max(now, self._laatste + timedelta(milliseconds=1))
        return f"{self._laatste:%Y%m%d%H%M%S}{self._laatste.microsecond // 1000:03}"
