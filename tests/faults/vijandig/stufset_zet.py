"""The good StUF-berichtenSet of a case, and ways to spoil it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from demo.stuf_zaak import Zaak
from tests.faults.vijandig.soapserver import Beurt
from tests.tools import berichtenset
from tests.tools.berichtenset import objecten


@dataclass(slots=True)
class Zet(Beurt):
    """A set with three additions: one accident, two without.

    begin  of its messages, Dutch wall-clock time
    geval  the number of the case: no two have the same referentienummers
    """

    zaken: tuple[Zaak, ...] = ()
    begin: datetime = field(default_factory=lambda: datetime.now(UTC))
    geval: int = 0

    def tijd(self, at: int) -> str:
        """Give the moment of the n-th message, from 0, as StUF writes it."""
        return f"{self.begin + timedelta(seconds=at):%Y%m%d%H%M%S}000"

    def bericht(self, at: int, soort: str, inhoud: str, **anders: Any) -> str:
        """Make the n-th message, with this inside."""
        known = {"tijd": self.tijd(at), "referentie": f"G{self.geval:04}-{at}"}
        return berichtenset.bericht(at, soort, inhoud, **known | anders)

    def over(self, at: int, soort: str, zaak: Zaak, **anders: Any) -> str:
        """Make the n-th message, about this zaak."""
        return self.bericht(at, soort, objecten(zaak, soort), **anders)

    def gewoon(self, at: int, **anders: Any) -> str:
        """Make the n-th message of the good set, with other stuurgegevens."""
        return self.over(at, "T", self.zaken[at], **anders)

    def erbij(self, at: int) -> str:
        """Make the n-th message, about one more zaak: no accident."""
        like = self.zaken[2]
        more = replace(
            like, sleutel=f"{like.sleutel}{at}", identificatie=f"{like.identificatie}{at}"
        )
        return self.over(at, "T", more)

    def als_set(self, berichten: Iterable[str]) -> bytes:
        """Write a set of these."""
        return berichtenset.als_set(berichten)

    def eerste(self, bericht: str) -> bytes:
        """Give the good set, with another first message."""
        return self.als_set([bericht, self.gewoon(1), self.gewoon(2)])
