"""Whether the service still does anything: its clock beats, and each beat is noted."""

import time

#: Seconds between beats, and after how many without one the clock is taken for dead.
TUSSEN = 15
DOOD = 120


class Hartslag:
    """The last beat, in Unix time for who looks from outside; a stopped clock gives no new one."""

    def __init__(self) -> None:
        self.laatste = time.time()
        self._tik = time.monotonic()

    def sla(self) -> None:
        """Note a beat."""
        self.laatste, self._tik = time.time(), time.monotonic()

    @property
    def leeft(self) -> bool:
        """Tell whether the last beat is recent; a wall clock that is set changes nothing."""
        return time.monotonic() - self._tik < DOOD
