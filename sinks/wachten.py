"""Waiting for the first of several answers that are on their way."""

import select
import time
from collections.abc import Collection, Sequence
from math import ceil, inf
from typing import Protocol, TypeVar


class Wachtend(Protocol):
    """Something of which an answer is awaited."""

    @property
    def tot(self) -> float:
        """Give until when it is awaited, in seconds of `time.monotonic`."""
        ...

    def fileno(self) -> int:
        """Give what can be waited for until something of the answer is there; -1: do not wait."""
        ...

    def is_er(self) -> bool:
        """Read what came, without waiting; tell whether all of it is there, or never will be.

        Not when something can be read: that may be half of an answer, or nothing but what the line
        itself has to say (in TLS 1.3 after every handshake).
        """
        ...


T = TypeVar("T", bound=Wachtend)


def eerste(sent: Sequence[T], seconds: float | None) -> list[T]:
    """Give those of which the answer is there, and those that were awaited long enough.

    Waits at most so many seconds; None = until there is one.
    """
    until = inf if seconds is None else time.monotonic() + seconds
    while sent:
        numbers = [one.fileno() for one in sent]
        if -1 in numbers:
            return [one for one, number in zip(sent, numbers, strict=True) if number == -1]
        last = min(until, *(one.tot for one in sent))
        found = _leesbaar(numbers, max(last - time.monotonic(), 0.0))
        ready = [
            one
            for one, number in zip(sent, numbers, strict=True)
            if number in found and one.is_er()
        ]
        now = time.monotonic()
        ready += [one for one in sent if one.tot <= now and one not in ready]
        if ready or now >= until:
            return ready
    return []


def _leesbaar(numbers: Collection[int], seconds: float) -> set[int]:
    """Give the files from which something can be read, or that are at their end."""
    if not hasattr(select, "poll"):
        return set(select.select(numbers, [], [], seconds)[0])
    # Not select: that takes no file above 1,023.
    poll = select.poll()
    for number in numbers:
        poll.register(number, select.POLLIN)
    # Rounded up: what is nearly over would be asked again and again.
    return {number for number, _ in poll.poll(ceil(seconds * 1000))}
