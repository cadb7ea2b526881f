"""What every kind of read asks of the ledger: what is known, and its keys kept present."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING

from ledger import (
    Aansluiting,
    Blokkades,
    Hermerk,
    Lease,
    Overname,
    Rekey,
    Signaalmerk,
    StaandBesluit,
    Stand,
    StubKort,
    Vernieuwd,
)
from regres.waarde import dataclass

if TYPE_CHECKING:
    from ledger import Ledger


@dataclass(frozen=True, slots=True)
class Grootboekgeheugen:
    """The ledger of one municipality under one lease; what is kept of a read, a subclass says.

    alleen  lookup keys, when of all that waits this read looks at these only; None = at all
    """

    ledger: "Ledger"
    lease: Lease
    alleen: frozenset[str] | None = field(default=None, kw_only=True)

    def standen(self) -> dict[str, Stand]:
        return self.ledger.standen(self.lease.gemeente)

    def uit_de_bron(self, now: datetime) -> dict[str, datetime]:
        return self.ledger.uit_de_bron(self.lease.gemeente, now)

    def open_stubs(self) -> dict[str, StubKort]:
        return self.ledger.open_stubs(self.lease.gemeente, self.alleen)

    def besluiten(self) -> tuple[StaandBesluit, ...]:
        return self.ledger.besluiten(self.lease.gemeente)

    def blokkades(self) -> Blokkades:
        return self.ledger.blokkades(self.lease.gemeente)

    def overnames(self) -> dict[str, Overname]:
        """Give nothing: only a run of a source can join what was taken over."""
        return {}

    def sluit_aan(self, met: Sequence[Aansluiting]) -> None:
        """Keep nothing."""

    def vernieuw(self, bezwaren: Sequence[Vernieuwd], now: datetime) -> None:
        self.ledger.vernieuw(self.lease, bezwaren, now)

    def noteer_bronmerken(self, merken: Mapping[str, str]) -> None:
        self.ledger.noteer_bronmerken(self.lease, merken)

    def zet_over(
        self,
        keys: Sequence[Rekey],
        merken: Sequence[Hermerk],
        signalen: Sequence[Signaalmerk],
        now: datetime,
    ) -> None:
        self.ledger.zet_over(self.lease, keys, merken, signalen, now=now)
