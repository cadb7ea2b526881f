"""Offering claimed rows: one by one until an answer came, then as many at a time as the sink takes.

All in one thread: rows are sent one after another, and answers taken as they come. The first row
goes alone, so that a destination that is away, or shuts us out, hears one call and not eight.
"""

import time
from collections import deque
from collections.abc import Callable
from typing import Protocol, Self

from ledger import Outgoing
from regres import ProtectionStop, Receipt, SinkDown, SinkStopped
from regres.verwerking import Verwerkingsregel
from regres.waarde import dataclass
from sinks.base import Delivery
from sinks.wachten import Wachtend, eerste

#: What one call brought.
Uitslag = Delivery | SinkDown | SinkStopped | ProtectionStop


@dataclass(frozen=True, slots=True)
class Aanbod:
    """A row that was offered, what came of it, and the line that accounts for it."""

    rij: Outgoing
    uitslag: Uitslag
    regel: Verwerkingsregel


class Gaande(Wachtend, Protocol):
    """A row that was sent, and of which the answer is still to be taken."""

    def klaar(self) -> Aanbod:
        """Take the answer, and wait for it if need be."""
        ...

    def laat(self) -> None:
        """Let go of it without an answer."""
        ...


#: Sends a row. `wacht`: wait for a place or for the pace; else None when there is none now.
Stuur = Callable[[Outgoing, bool], Gaande | None]

#: So long, in seconds, an answer waits for those of rows that left with it, or after it. Each group
#: costs two waits for the disk and a transaction, many times what one more row in it costs.
SAMEN = 0.25
#: And so long when the group is full but for those on their way: another row cannot go meanwhile.
VOL = 0.02
#: No more rows than this are ever offered and not written down, however fast answers come. After a
#: kill they are all offered once more, under the same key.
GROEP = 32


class Handen:
    """Offers rows, so many at a time; `with` lets go of what nobody took the answer of."""

    def __init__(
        self, stuur: Stuur, tegelijk: int, samen: float = SAMEN, groep: int = GROEP
    ) -> None:
        self._stuur = stuur
        self._tegelijk = tegelijk
        self._samen, self._groep = samen, groep
        self._busy: list[Gaande] = []
        self._done: deque[Aanbod] = deque()
        self._until = 0.0
        self._vol = self._apart = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while self._busy:
            self._busy.pop().laat()

    @property
    def bezig(self) -> bool:
        """Tell whether anything is on its way, or was not asked for yet."""
        return bool(self._busy or self._done)

    @property
    def onderweg(self) -> int:
        """Count what is on its way, or was not asked for yet."""
        return len(self._busy) + len(self._done)

    def vrij(self, *, breed: bool) -> bool:
        """Tell whether another row may go; not `breed` = only when nothing else is on its way.

        When as many are on their way as may be, an answer is awaited first.
        """
        if not breed:
            return not self.bezig
        if self._dicht():
            return False
        if self._vol or len(self._busy) >= self._tegelijk:
            self._neem(VOL if self._vol else self._rest() if self._done else None)
            self._vol = False
        return not self._dicht() and len(self._busy) < self._tegelijk

    def begin(self, rij: Outgoing, *, breed: bool) -> bool:
        """Offer a row; False when there is no room for it now.

        Not `breed` = until it is answered, so that it is done when this returns.
        """
        sent = self._stuur(rij, not self._busy)
        if sent is None:
            self._vol = True
            return False
        if breed and self._tegelijk > 1:
            self._busy.append(sent)
        else:
            self._erbij(sent)
        return True

    def klaar(self) -> list[Aanbod]:
        """Wait for rows that were offered: all that arrived together, or one that did not.

        In the order in which their answers were taken.
        """
        while not self._done:
            self._neem(None)
        if self.onderweg >= self._groep:
            self._until = min(self._until, time.monotonic() + VOL)
        while self._busy and not self._apart and (left := self._rest()) > 0:
            self._neem(left)
        first = [self._done.popleft()]
        while _ontvangen(first[0]) and self._done and _ontvangen(self._done[0]):
            first.append(self._done.popleft())
        self._apart = not all(map(_ontvangen, self._done))
        return first

    def _dicht(self) -> bool:
        """Tell whether what was answered is to be written down before another row goes."""
        if not self._done:
            return False
        return self.onderweg >= self._groep or self._apart or self._rest() <= 0

    def _rest(self) -> float:
        """Give how long the answers that were taken may still wait for others."""
        return self._until - time.monotonic()

    def _neem(self, seconds: float | None) -> None:
        """Take all answers that are there, and wait for the first one: at most so many seconds."""
        for one in eerste(self._busy, seconds):
            self._busy.remove(one)
            self._erbij(one)

    def _erbij(self, sent: Gaande) -> None:
        found = sent.klaar()
        if not self._done:
            self._until = time.monotonic() + self._samen
        self._done.append(found)
        # What is no receipt goes alone.
        self._apart = self._apart or not _ontvangen(found)


def _ontvangen(aanbod: Aanbod) -> bool:
    return isinstance(aanbod.uitslag, Receipt)
