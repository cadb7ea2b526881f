"""What the handlers' pages stand on: the settings of a loket and its database."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from loket.database import Archief
from loket.datasleutel import Datasleutel
from loket.settings import Gemeente, LoketSettings
from regres.dag import NEDERLAND, lokale_dag
from web.look.blad import Verzoek, Weg
from web.look.rollen import Rol

BEHANDELAAR: Final = frozenset({Rol.BEHANDELAAR})


@dataclass(frozen=True, slots=True)
class Wereld:
    """Everything a page may ask."""

    settings: LoketSettings = field(repr=False)
    archief: Archief = field(repr=False)
    data: Datasleutel = field(repr=False)

    def gemeente(self, vraag: Verzoek) -> Gemeente:
        """Give the municipality in the path; raises Weg for one that is not ours."""
        for one in self.settings.gemeenten:
            if one.code == vraag.pad["gemeente"]:
                return one
        raise Weg

    def mijn(self, vraag: Verzoek) -> list[Gemeente]:
        """Give the municipalities whose cases a visitor may see."""
        return [g for g in self.settings.gemeenten if vraag.bezoeker.mag(BEHANDELAAR, g.code)]


def vandaag(now: datetime) -> date:
    """Give the day in the Netherlands."""
    return lokale_dag(now)


def hier(now: datetime) -> datetime:
    """Give a moment as a clock in the Netherlands shows it."""
    return now.astimezone(NEDERLAND)
