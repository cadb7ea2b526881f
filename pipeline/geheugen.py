"""What taking in asks of the ledger, whoever answers: a run, a trial, a look that keeps nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from ledger import (
    Aansluiting,
    Blokkades,
    Hermerk,
    Overname,
    Rekey,
    Signaalmerk,
    StaandBesluit,
    Staged,
    Stand,
    StubKort,
    StubNote,
    Vernieuwd,
)


class Geheugen(Protocol):
    """What taking in asks of the ledger; `preview` gives one that keeps nothing."""

    def standen(self) -> dict[str, Stand]:
        """Give what was sent before, by lookup key."""
        ...

    def uit_de_bron(self, now: datetime) -> dict[str, datetime]:
        """Give per source since when something must be unseen there to be gone from it."""
        ...

    def open_stubs(self) -> dict[str, StubKort]:
        """Give what waits for a person, by lookup key."""
        ...

    def besluiten(self) -> tuple[StaandBesluit, ...]:
        """Give what people decided, in all sources."""
        ...

    def blokkades(self) -> Blokkades:
        """Give which clients object."""
        ...

    def overnames(self) -> dict[str, Overname]:
        """Give what was taken over from the backend and no read has met, by referentie."""
        ...

    def sluit_aan(self, met: Sequence[Aansluiting]) -> None:
        """Make the stands of what was taken over and this read met; whatever comes of the run."""
        ...

    def vernieuw(self, bezwaren: Sequence[Vernieuwd], now: datetime) -> None:
        """Let objections be known under the present root key too; whatever comes of the run."""
        ...

    def stage(self, rows: Sequence[Staged], stubs: Sequence[StubNote]) -> None:
        """Keep a batch until the run is closed."""
        ...

    def unstage(self, zoeksleutel: str) -> None:
        """Take one row of an earlier batch of this run back."""
        ...

    def noteer_bronmerken(self, merken: Mapping[str, str]) -> None:
        """Keep by referentie the marks of records as they came; whatever comes of the run."""
        ...

    def zet_over(
        self,
        keys: Sequence[Rekey],
        merken: Sequence[Hermerk],
        signalen: Sequence[Signaalmerk],
        now: datetime,
    ) -> None:
        """Write what was made under an old root key anew; whatever comes of the run."""
        ...
