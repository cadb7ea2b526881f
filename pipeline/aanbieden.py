"""Offering claimed rows: one by one until an answer came, then as many at a time as the sink takes.

Only calls run in threads; what came of them is written down by whoever asks for it. The first one
goes alone, so that a destination that is away, or shuts us out, hears one call and not eight.
"""

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import Self

from ledger import Outgoing
from regres import ProtectionStop, Receipt, SinkDown, SinkStopped
from regres.verwerking import Verwerkingsregel
from regres.waarde import dataclass
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

#: So long, in seconds, an answer waits for those of rows that left with it. Each group costs two
#: waits for the disk and a transaction, four times what one more row in it costs; and no more than
#: `tegelijk` rows are ever offered and not written down.
SAMEN = 0.02


class Handen:
    """So many hands that offer rows; `with` waits until all are empty."""

    def __init__(self, roep: Roep, tegelijk: int, samen: float = SAMEN) -> None:
        self._roep = roep
        self._tegelijk = tegelijk
        self._samen = samen
        self._pool: ThreadPoolExecutor | None = None
        self._hands = 0
        self._busy = 0
        self._out: SimpleQueue[Outgoing | None] = SimpleQueue()
        self._back: SimpleQueue[Aanbod | Future[None]] = SimpleQueue()
        self._done: deque[Aanbod] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for _hand in range(self._hands):
            self._out.put(None)
        if self._pool is not None:
            self._pool.shutdown()

    @property
    def bezig(self) -> bool:
        """Tell whether anything is on its way, or was not asked for yet."""
        return bool(self.onderweg)

    @property
    def onderweg(self) -> int:
        """Count what is on its way, or was not asked for yet."""
        return self._busy + len(self._done)

    def vrij(self, *, breed: bool) -> bool:
        """Tell whether another row may go; not `breed` = only when nothing else is on its way."""
        return not self._done and self._busy < (self._tegelijk if breed else 1)

    def begin(self, rij: Outgoing, *, breed: bool) -> None:
        """Offer a row; not `breed` = in this thread, so that it is done when this returns."""
        if not breed or self._tegelijk == 1:
            self._done.append(self._roep(rij))
            return
        self._busy += 1
        self._out.put(rij)
        if self._hands < self._busy:
            self._hand()

    def klaar(self) -> list[Aanbod]:
        """Wait for rows that were offered: all that arrived together, or one that did not.

        In the order in which they came back.
        """
        if not self._done:
            self._neem(None)
        until = time.monotonic() + self._samen
        while self._busy and _ontvangen(self._done[-1]):
            left = until - time.monotonic()
            if left <= 0 or not self._neem(left):
                break
        first = [self._done.popleft()]
        while _ontvangen(first[0]) and self._done and _ontvangen(self._done[0]):
            first.append(self._done.popleft())
        return first

    def _hand(self) -> None:
        """Begin one more; what breaks in it comes back by the same way as answers."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._tegelijk, "bezorgen")
        self._hands += 1
        self._pool.submit(self._werk).add_done_callback(self._back.put)

    def _werk(self) -> None:
        # Not one future for each row: its locks cost a tenth of the call itself.
        while (rij := self._out.get()) is not None:
            self._back.put(self._roep(rij))

    def _neem(self, seconds: float | None) -> bool:
        """Take what comes back next; False when nothing did."""
        try:
            found = self._back.get(timeout=seconds)
        except Empty:
            return False
        self._busy -= 1
        if isinstance(found, Future):
            found.result()
            raise RuntimeError("a hand let go before it was told to")
        self._done.append(found)
        return True


def _ontvangen(aanbod: Aanbod) -> bool:
    return isinstance(aanbod.uitslag, Receipt)
