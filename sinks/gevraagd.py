"""One call to the backend: what is asked, and the line on which its answer is awaited."""

from collections import deque
from collections.abc import Mapping
from dataclasses import field

from regres.waarde import dataclass
from sinks.verbinding import Answer, Verbinding


@dataclass(frozen=True, slots=True)
class Vraag:
    """What is asked, but for who asks it."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Gevraagd:
    """A call of which the answer is still on its line; `vrij` gets the line back.

    beurt  how often a token had been asked for when it left
    """

    vraag: Vraag
    token: str = field(repr=False)
    beurt: int
    lijn: Verbinding
    vrij: deque[Verbinding]

    @property
    def tot(self) -> float:
        """Give until when the answer is awaited, in seconds of `time.monotonic`."""
        return self.lijn.context.deadline

    def fileno(self) -> int:
        """Give what can be waited for until something of the answer is there; -1: do not wait."""
        return self.lijn.fileno(self.vraag.url)

    def is_er(self) -> bool:
        """Read what came, without waiting; tell whether all of it is there, or never will be."""
        return self.lijn.is_er(self.vraag.url)

    def antwoord(self) -> Answer:
        """Take the answer, and wait for it if need be; the line is free again then."""
        try:
            return self.lijn.antwoord(self.vraag.method, self.vraag.url)
        finally:
            self.vrij.append(self.lijn)

    def laat(self) -> None:
        """Let go of it: what comes over this line is no answer to anything."""
        self.lijn.close()
        self.vrij.append(self.lijn)
