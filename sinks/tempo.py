"""How fast a destination may be called: so many calls a second, whoever in this process calls."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable


class Tempo:
    """Spaces calls evenly; a pause is not saved up, so that no burst ever follows one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = 0.0

    def wacht(
        self,
        per_seconde: float,
        nu: Callable[[], float] = time.monotonic,
        slaap: Callable[[float], None] = time.sleep,
    ) -> None:
        """Wait for a turn; the turns of all threads are handed out in one row."""
        with self._lock:
            turn = max(self._next, nu())
            self._next = turn + 1.0 / per_seconde
        if (rest := turn - nu()) > 0:
            slaap(rest)

    def beurt(self, per_seconde: float, nu: Callable[[], float] = time.monotonic) -> bool:
        """Take a turn when it is there now; False when it would have to be waited for."""
        with self._lock:
            now = nu()
            if now < self._next:
                return False
            self._next = now + 1.0 / per_seconde
            return True


#: One row per destination: every municipality has a sink of its own, the backend is one.
_TEMPOS: defaultdict[str, Tempo] = defaultdict(Tempo)


def tempo_van(bestemming: str) -> Tempo:
    """Give the row of a destination."""
    return _TEMPOS[bestemming]
