"""Waiting for the first of several answers that are on their way."""

import select
import time
from collections.abc import Collection, Sequence
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


T = TypeVar("T", bound=Wachtend)


def eerste(sent: Sequence[T], seconds: float | None) -> list[T]:
    """Give those of which something came, and else those that were awaited long enough.

    Waits at most so many seconds; None = until there is one.
    """
    numbers = [one.fileno() for one in sent]
    if not sent or -1 in numbers:
        return [one for one, number in zip(sent, numbers, strict=True) if number == -1]
    left = max(min(one.tot for one in sent) - time.monotonic(), 0.0)
    found = _leesbaar(numbers, left if seconds is None else min(left, seconds))
    if found:
        return [one for one, number in zip(sent, numbers, strict=True) if number in found]
    now = time.monotonic()
    return [one for one in sent if one.tot <= now]


def _leesbaar(numbers: Collection[int], seconds: float) -> set[int]:
    """Give the files from which something can be read, or that are at their end."""
    if not hasattr(select, "poll"):
        return set(select.select(numbers, [], [], seconds)[0])
    # Not select: that takes no file above 1,023.
    poll = select.poll()
    for number in numbers:
        poll.register(number, select.POLLIN)
    return {number for number, _ in poll.poll(seconds * 1000)}
