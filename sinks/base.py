"""What the pipeline asks of a sink. Offering the same row twice is always safe."""

from collections.abc import Iterator
from typing import Protocol

from regres import Problem, Receipt, SealedMelding, Step
from regres.shapes import GEDULD
from regres.terug import OntvangenMelding, Terugblad
from regres.waarde import dataclass


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


class Sink(Protocol):
    """Hands sealed meldingen over.

    tegelijk  in how many threads `deliver` may be called at the same time; never two of one
              referentie
    """

    tegelijk: int

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
