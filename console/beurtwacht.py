"""One turn at a time per municipality, and whoever waits goes before the rest of a long walk."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Beurtwacht:
    """A lock whose holder can let the others go first.

    A plain lock that is let go and taken again at once mostly goes to the same thread again.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._bezet = False
        self._wachten = 0

    @contextmanager
    def beurt(self) -> Iterator[None]:
        """Wait for the turn, and hold it."""
        self.neem()
        try:
            yield
        finally:
            self.geef_op()

    def neem(self, seconden: float | None = None) -> bool:
        """Take the turn; False when that took longer than so many seconds."""
        with self._changed:
            self._wachten += 1
            got = self._changed.wait_for(lambda: not self._bezet, seconden)
            self._wachten -= 1
            self._bezet = self._bezet or got
            self._changed.notify_all()
            return got

    def geef_op(self) -> None:
        """Let the turn go."""
        with self._changed:
            self._bezet = False
            self._changed.notify_all()

    def laat_voor(self) -> None:
        """Let everyone who waits now have a turn, and take it again after them."""
        with self._changed:
            if self._wachten:
                self._bezet = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: not self._bezet and not self._wachten)
                self._bezet = True
