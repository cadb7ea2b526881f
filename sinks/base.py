"""What the pipeline asks of a sink. Offering the same row twice is always safe."""

from collections.abc import Callable, Iterator
from typing import Protocol

from regres import Problem, Receipt, SealedMelding, Step
from regres.shapes import GEDULD
from regres.terug import OntvangenMelding, Terugblad
from regres.waarde import dataclass
from sinks.wachten import Wachtend


@dataclass(frozen=True, slots=True)
class Conflict:
    """The backend knows this referentie with another content or a later version (409)."""

    laatsteVersie: int
    inhoudsmerk: str


@dataclass(frozen=True, slots=True)
class KeyUnknown:
    """The backend cannot open this envelope: it does not know the key id (422)."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A clear no to this one melding; offering it again is of no use."""

    problem: Problem


Delivery = Receipt | Conflict | KeyUnknown | Refused


class Onderweg(Wachtend, Protocol):
    """A melding that was offered, and of which the answer is still to be taken."""

    def antwoord(self) -> Delivery:
        """Take the answer, and wait for it if need be; gives and raises what `deliver` does."""
        ...

    def laat(self) -> None:
        """Let go of it without an answer: it may have arrived all the same."""
        ...


class Meteen:
    """A melding for a door that has no line: it is handed over when its answer is asked for."""

    tot = 0.0

    def __init__(self, lever: Callable[[], Delivery]) -> None:
        self._lever = lever

    def fileno(self) -> int:
        """Say that there is nothing to wait for."""
        return -1

    def is_er(self) -> bool:
        """Say that it can be asked for."""
        return True

    def antwoord(self) -> Delivery:
        """Hand it over."""
        return self._lever()

    def laat(self) -> None:
        """Do nothing: it was not handed over."""


class Sink(Protocol):
    """Hands sealed meldingen over.

    tegelijk  how many may be on their way by `begin` at the same time; never two of one referentie
    """

    tegelijk: int

    def begin(
        self, sealed: SealedMelding, traceparent: str = "", *, wacht: bool = True
    ) -> Onderweg | None:
        """Offer one melding as `deliver` does, and leave its answer for later; raises likewise.

        wacht  wait for a place, or for the pace that was agreed. Without: None when there is none
               now. Who waits while others of his are on their way would keep their answers waiting.
        """
        ...

    def deliver(self, sealed: SealedMelding, traceparent: str = "") -> Delivery:
        """Hand over one melding under the key referentie:versie.

        traceparent  the W3C Trace Context of this delivery; "" = none. A door without HTTP has no
                     place for it.

        A Conflict with our own inhoudsmerk and versie never comes out: that is a delivery, and its
        receipt is fetched.

        Raises:
            SinkDown: no usable answer; offer the same bytes again later.
            SinkStopped: the backend refuses this sender; nothing can be delivered now.

        """
        ...

    def meldingen(self) -> Iterator[OntvangenMelding]:
        """Yield every version that arrived from this sender, in order of arrival.

        Raises SinkDown or SinkStopped, also halfway: then what was given before is no list.
        """
        ...

    def terugkoppelingen(self, cursor: str) -> Iterator[Terugblad]:
        """Yield the steps behind a cursor ("" = from the first), page by page.

        A cursor that is not known any more begins anew, so a step may come twice. Raises as
        `meldingen`; what was given before holds good.
        """
        ...

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of `check` in order, also those that a failing one would keep from us."""
        ...

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Walk the connection step by step; delivers nothing; stops after the first failure.

        geduld  seconds for each wait
        """
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
