"""A proposal with how certain it is, and why."""

from dataclasses import dataclass
from enum import StrEnum


class Zekerheid(StrEnum):
    """How certain a proposal is, in the words that stand behind it in a mapping."""

    ZEKER = "zeker"
    NAKIJKEN = "nakijken"


@dataclass(frozen=True, slots=True)
class Oordeel:
    """One thing that is proposed.

    waarde  as a mapping writes it
    reden   a clause in Dutch, without a full stop
    """

    waarde: str
    zekerheid: Zekerheid
    reden: str

    @property
    def zeker(self) -> bool:
        """Tell whether nobody needs to look at it."""
        return self.zekerheid is Zekerheid.ZEKER

    @property
    def merk(self) -> str:
        """Give the remark behind the line of a mapping."""
        return "zeker" if self.zeker else f"nakijken: {self.reden}"
