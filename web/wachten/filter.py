"""Narrowing a list by the address: municipality, kind and age; every choice is a link to keep."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger import StubRow
from web.look.blad import Verzoek

#: Days a record waits at least -> how it is offered.
OUDERDOM = {"": "alle"} | {days: f"{days} dagen of langer" for days in ("7", "30", "90")}


@dataclass(frozen=True, slots=True)
class Zeef:
    """What is asked for; "" does not narrow."""

    gemeente: str
    soort: str
    ouderdom: str

    @classmethod
    def van(cls, vraag: Verzoek) -> "Zeef":
        """Read the address; an age that is not offered counts as none."""
        age = vraag.vraag.get("ouderdom", "")
        return cls(
            vraag.vraag.get("gemeente", ""),
            vraag.vraag.get("soort", ""),
            age if age in OUDERDOM else "",
        )

    @property
    def smal(self) -> bool:
        """Tell whether anything is narrowed."""
        return bool(self.gemeente or self.soort or self.ouderdom)

    def past(self, gemeente: str, row: StubRow, vandaag: date) -> bool:
        """Tell whether a stub is asked for."""
        return (
            self.gemeente in {"", gemeente}
            and (not self.soort or self.soort in row.codes)
            and row.dagen(vandaag) >= int(self.ouderdom or 0)
        )

    def keuzes(self, gemeenten: Mapping[str, str], soorten: Iterable[str]) -> dict[str, Any]:
        """Give what the form offers: value and word of each choice."""
        return {
            "gemeenten": [("", "alle"), *sorted(gemeenten.items(), key=lambda one: one[1])],
            "soorten": [("", "alle"), *((one, one) for one in sorted(set(soorten)))],
            "ouderdom": list(OUDERDOM.items()),
        }
