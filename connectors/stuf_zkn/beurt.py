"""Manners towards a server: so many questions at once and a minute, of all that this process asks.

Several municipalities often share one supplier's machine, so turns are counted per host, whichever
source asks; each keeps to the bounds of its own configuration.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast a server may be asked.

    tegelijk    questions that are out at the same time
    per_minuut  questions that begin in a minute, evenly spread; None = as fast as it answers
    """

    tegelijk: int = 4
    per_minuut: float | None = None


@dataclass(slots=True)
class _Host:
    vrij: threading.Condition = field(default_factory=threading.Condition)
    bezig: int = 0
    volgende: float = 0.0


class Beurten:
    """Hands out turns; one for the process, or one of its own for a test."""

    def __init__(self, klok: Callable[[], float] = time.monotonic) -> None:
        self._klok = klok
        self._slot = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def beurt(self, host: str, tempo: Tempo, slaap: Callable[[float], None]) -> Iterator[None]:
        """Wait for a turn at this host, and keep it as long as the question is out."""
        with self._slot:
            at = self._hosts.setdefault(host.lower(), _Host())
        with at.vrij:
            at.vrij.wait_for(lambda: at.bezig < tempo.tegelijk)
            at.bezig += 1
            wait = self._reserveer(at, tempo)
        try:
            if wait > 0:
                slaap(wait)
            yield
        finally:
            with at.vrij:
                at.bezig -= 1
                at.vrij.notify_all()

    def _reserveer(self, at: _Host, tempo: Tempo) -> float:
        """Take the next moment at which a question may begin; give the seconds until then."""
        now = self._klok()
        begin = max(now, at.volgende) if tempo.per_minuut else now
        if tempo.per_minuut:
            at.volgende = begin + 60 / tempo.per_minuut
        return begin - now


#: Of every source of this process.
BEURTEN = Beurten()
