"""What the pages of the console stand on: one configuration and its ledger."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from ledger import Ledger
from regres.dag import lokale_dag
from settings import GemeenteInstelling, Settings
from web.look.blad import Verzoek, Weg
from web.look.rollen import Rol


@dataclass(frozen=True, slots=True)
class Wereld:
    """Everything a page may ask."""

    settings: Settings = field(repr=False)
    ledger: Ledger = field(repr=False)
    klok: Callable[[], datetime]

    def gemeente(self, vraag: Verzoek) -> GemeenteInstelling:
        """Give the municipality in the path; raises Weg for one that is not configured."""
        for een in self.settings.gemeenten:
            if een.identiteit == vraag.pad["gemeente"]:
                return een
        raise Weg

    def van(self, vraag: Verzoek, rollen: frozenset[Rol]) -> list[GemeenteInstelling]:
        """Give the municipalities that a visitor may see in one of these roles."""
        return [
            een for een in self.settings.gemeenten if vraag.bezoeker.mag(rollen, een.identiteit)
        ]


def vandaag(now: datetime) -> date:
    """Give the day in the Netherlands."""
    return lokale_dag(now)
