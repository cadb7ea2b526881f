"""Offering claimed rows: one by one until an answer came, then as many at a time as the sink takes.

Only calls run in threads; what came of them is written down by whoever asks for it. The first one
goes alone, so that a destination that is away, or shuts us out, hears one call and not eight.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Self

from ledger import Outgoing
from regres import ProtectionStop, SinkDown, SinkStopped
from sinks.base import Delivery

#: What one call brought.
Uitslag = Delivery | SinkDown | SinkStopped | ProtectionStop
Roep = Callable[[Outgoing], Delivery]


@dataclass(frozen=True, slots=True)
class Aanbod:
    """A row that was offered, and what came of it."""

    rij: Outgoing
    uitslag: Uitslag


class Handen:
    """So many hands that offer rows; `with` waits until all are empty."""

    def __init__(self, roep: Roep, tegelijk: int) -> None:
        self._roep = roep
        self._tegelijk = tegelijk
        self._pool: ThreadPoolExecutor | None = None
        self._busy: dict[Future[Uitslag], Outgoing] = {}
        self._done: deque[Aanbod] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    @property
    def bezig(self) -> bool:
        """Tell whether anything is on its way, or was not asked for yet."""
        return bool(self._busy or self._done)

    def vrij(self, *, breed: bool) -> bool:
        """Tell whether another row may go; not `breed` = only when nothing else is on its way."""
        return not self._done and len(self._busy) < (self._tegelijk if breed else 1)

    def begin(self, rij: Outgoing, *, breed: bool) -> None:
        """Offer a row; not `breed` = in this thread, so that it is done when this returns."""
        if not breed or self._tegelijk == 1:
            self._done.append(Aanbod(rij, self._uitslag(rij)))
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._tegelijk, "bezorgen")
        self._busy[self._pool.submit(self._uitslag, rij)] = rij

    def klaar(self) -> Aanbod:
        """Wait for one row that was offered."""
        if not self._done:
            ready, _ = wait(self._busy, return_when=FIRST_COMPLETED)
            self._done += [Aanbod(self._busy.pop(one), one.result()) for one in ready]
        return self._done.popleft()

    def _uitslag(self, rij: Outgoing) -> Uitslag:
        try:
            return self._roep(rij)
        except (SinkDown, SinkStopped, ProtectionStop) as wrong:
            return wrong
