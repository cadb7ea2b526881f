"""W3C Trace Context: to which action at which system a piece of work belongs.

traceparent = version "-" trace-id (16 bytes) "-" parent-id (8 bytes) "-" flags, in lower-case hex.
A trace holds random numbers only. `tracestate` is neither read nor sent: it is free text of others.
"""

import re
import secrets
from typing import Self

from regres.waarde import dataclass

_TRACEPARENT = re.compile(
    r"\A(?P<version>[0-9a-f]{2})-(?P<trace>[0-9a-f]{32})-(?P<span>[0-9a-f]{16})-[0-9a-f]{2}"
    r"(?P<rest>-.{0,200})?\Z",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Spoor:
    """One action (span_id) within a processing of data (trace_id)."""

    trace_id: str
    span_id: str

    @classmethod
    def nieuw(cls) -> Self:
        """Begin a trace."""
        whole = _random(24)
        trace, span = whole[:32], whole[32:]
        return cls(trace, span) if trace.strip("0") and span.strip("0") else cls.nieuw()

    @classmethod
    def lees(cls, traceparent: str) -> Self | None:
        """Read a header; None for one that a trace may not be continued by.

        A version after 00 may say more behind the flags; of 00 that is wrong.
        """
        found = _TRACEPARENT.match(traceparent.strip(" \t"))
        if found is None or found["version"] == "ff":
            return None
        if found["version"] == "00" and found["rest"] is not None:
            return None
        if not found["trace"].strip("0") or not found["span"].strip("0"):
            return None
        return cls(found["trace"], found["span"])

    def onder(self) -> Self:
        """Begin an action that this one asks for."""
        return type(self)(self.trace_id, _random(8))

    @property
    def traceparent(self) -> str:
        """Give the header for a call that belongs to this action; the flag says it is recorded."""
        return f"00-{self.trace_id}-{self.span_id}-01"


def _random(size: int) -> str:
    """Give a number that is not all zeros: those are refused by whoever reads it."""
    found = secrets.token_hex(size)
    return found if found.strip("0") else _random(size)
