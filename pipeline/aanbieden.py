"""Offering claimed rows: one by one until an answer came, then as many at a time as the sink takes.

Only calls run in threads; what came of them is written down by whoever asks for it. The first one
goes alone, so that a destination that is away, or shuts us out, hears one call and not eight.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Self

from ledger import Outgoing
from regres import ProtectionStop, Receipt, SinkDown, SinkStopped
from regres.verwerking import Verwerkingsregel
from sinks.base import Delivery

#: What one call brought.
Uitslag = Delivery | SinkDown | SinkStopped | ProtectionStop


@dataclass(frozen=True, slots=True)
class Aanbod:
    """A row that was offered, what came of it, and the line that accounts for it."""

    rij: Outgoing
    uitslag: Uitslag
    regel: Verwerkingsregel


Roep = Callable[[Outgoing], Aanbod]


class Handen:
    """So many hands that offer rows; `with` waits until all are empty."""

    def __init__(self, roep: Roep, tegelijk: int) -> None:
        self._roep = roep
        self._tegelijk = tegelijk
        self._pool: ThreadPoolExecutor | None = None
        self._busy = 0
        self._back: SimpleQueue[Future[Aanbod]] = SimpleQueue()
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
        return not self._done and self._busy < (self._tegelijk if breed else 1)

    def begin(self, rij: Outgoing, *, breed: bool) -> None:
        """Offer a row; not `breed` = in this thread, so that it is done when this returns."""
        if not breed or self._tegelijk == 1:
            self._done.append(self._roep(rij))
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._tegelijk, "bezorgen")
        self._busy += 1
        self._pool.submit(self._roep, rij).add_done_callback(self._back.put)

    def klaar(self) -> list[Aanbod]:
        """Wait for rows that were offered: all that arrived by now, or one that did not.

        In the order in which they came back.
        """
        while not self._done or not self._back.empty():
            self._busy -= 1
            self._done.append(self._back.get().result())
        first = [self._done.popleft()]
        while _ontvangen(first[0]) and self._done and _ontvangen(self._done[0]):
            first.append(self._done.popleft())
        return first


def _ontvangen(aanbod: Aanbod) -> bool:
    return isinstance(aanbod.uitslag, Receipt)
