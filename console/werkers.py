"""The threads that do what the queue hands out; none of them waits for anything but work."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from console.werkrij import WERKERS, Werk, Werkrij

log = structlog.get_logger()

#: Seconds after which an idle worker looks at the clock again: someone may have set it.
_HOOGSTENS: Final = 30.0


class Werkers:
    """A bounded number of threads on one queue.

    klok  gives the present moment, aware; the moments of work are held to it
    """

    def __init__(self, klok: Callable[[], datetime], aantal: int = WERKERS) -> None:
        self._klok = klok
        self._aantal = aantal
        self._rij = Werkrij(aantal)
        self._anders = threading.Condition()
        self._einde = False
        #: How much work a fault in our program cut off.
        self.afgebroken = 0

    def zet(self, werk: Werk, op: datetime | None = None) -> None:
        """Let work wait for its moment, or for a worker."""
        with self._anders:
            self._rij.zet(werk, op or self._klok())
            self._anders.notify_all()

    def zet_tenzij_loopt(self, werk: Werk) -> None:
        """Let work wait for a worker, unless it is being done already."""
        with self._anders:
            if not self._rij.loopt(werk.id):
                self._rij.zet(werk, self._klok())
                self._anders.notify_all()

    def wacht_op(self, ident: str) -> datetime | None:
        """Give the moment that work waits for; None when it does not wait."""
        with self._anders:
            return self._rij.wacht_op(ident)

    def begin(self) -> None:
        """Start the threads.

        They are daemons: one that waits for a server must not keep the process from ending.
        """
        for number in range(self._aantal):
            name = f"werker-{number + 1}"
            threading.Thread(target=self._werk, name=name, daemon=True).start()

    def wacht_leeg(self) -> None:
        """Wait until nothing is left to do now, or until `stop`."""
        with self._anders:
            self._anders.wait_for(lambda: self._einde or self._rij.leeg(self._klok()))

    def stop(self, seconden: float) -> bool:
        """Hand nothing out any more; tells whether all that ran ended within so many seconds."""
        until = time.monotonic() + seconden
        with self._anders:
            self._einde = True
            self._anders.notify_all()
            left = max(0.0, until - time.monotonic())
            return self._anders.wait_for(lambda: not self._rij.lopend, left)

    def _werk(self) -> None:
        while (werk := self._volgende()) is not None:
            try:
                # Every line of the log says which work it is about, those of libraries too.
                with structlog.contextvars.bound_contextvars(werk=werk.id):
                    werk.doe(_Gang(self, werk))
            except Exception as wrong:  # a fault in our program must not cost a worker for good
                # Only its kind: its words may hold what was read.
                log.error("werk_afgebroken", werk=werk.id, soort=type(wrong).__name__)
                with self._anders:
                    self.afgebroken += 1
            finally:
                with self._anders:
                    self._rij.klaar(werk, self._klok())
                    self._anders.notify_all()

    def _volgende(self) -> Werk | None:
        with self._anders:
            while not self._einde:
                now = self._klok()
                werk = self._rij.pak(now)
                if werk is not None:
                    return werk
                comes = self._rij.eerstvolgende(now)
                left = (comes - now).total_seconds() if comes else _HOOGSTENS
                self._anders.wait(min(left, _HOOGSTENS))
            return None


@dataclass(frozen=True, slots=True)
class _Gang:
    _werkers: Werkers
    _werk: Werk

    def antwoordde(self) -> None:
        shared = self._werkers
        with shared._anders:
            shared._rij.antwoordde(self._werk, shared._klok())
            shared._anders.notify_all()

    def moet_wijken(self) -> bool:
        shared = self._werkers
        with shared._anders:
            return shared._rij.moet_wijken(self._werk, shared._klok())


class Alleen:
    """The way of work that no queue handed out: nobody counts its answer, nobody waits."""

    def antwoordde(self) -> None:
        """Do nothing."""

    def moet_wijken(self) -> bool:
        """Go on."""
        return False
