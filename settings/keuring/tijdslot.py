"""Bounds a walk as a whole: whatever hangs, hangs in a thread that is left behind.

Doors bound their own waits. What nobody can bound from inside (a resolver that does not answer, a
network share that went away) is bounded here.
"""

import threading
import time
from collections.abc import Iterator
from queue import Empty, Queue

from regres import Step

#: Times `geduld` that one step, and one whole walk, may take.
PER_STAP, IN_GEHEEL = 4.0, 12.0


class Verstreken(Exception):
    """A step took too long; what it waits for goes on waiting, where it does no harm."""


def begrensd(walk: Iterator[Step], geduld: float) -> Iterator[Step]:
    """Give the steps as they come.

    Raises:
        Verstreken: the next one does not come in time.

    """
    # daemon: the command must be able to end while this still waits.
    arrived: Queue[Step | BaseException | None] = Queue()
    threading.Thread(target=_walk, args=(walk, arrived), name="keuring", daemon=True).start()
    end = time.monotonic() + IN_GEHEEL * geduld
    while True:
        try:
            wait = min(PER_STAP * geduld, end - time.monotonic())
            step = arrived.get(timeout=max(wait, 0.0))
        except Empty:
            raise Verstreken from None
        if step is None:
            return
        if isinstance(step, BaseException):
            raise step
        yield step


def _walk(walk: Iterator[Step], arrived: "Queue[Step | BaseException | None]") -> None:
    try:
        for step in walk:
            arrived.put(step)
    except BaseException as wrong:
        arrived.put(wrong)
    else:
        arrived.put(None)
