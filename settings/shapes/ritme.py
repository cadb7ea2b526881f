"""When and how wide a source is read, and what every source has."""

from datetime import date, time
from typing import Annotated, Literal

from pydantic import Field

from regres.waarde import dataclass
from settings.shapes.woorden import Blok, Tekst, Tijdstip

DAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


class Venster(Blok):
    """The nightly look at the last days."""

    tijd: Tijdstip = time(4, 0)
    dagen: Annotated[int, Field(ge=1, le=3660)] = 90


class Rondgang(Blok):
    """The weekly walk over all months since `vanaf`."""

    dag: Literal[DAGEN] = "zondag"  # type: ignore[valid-type]  # a tuple of literals is one list
    tijd: Tijdstip = time(5, 0)


@dataclass(frozen=True, slots=True)
class Rondes:
    """A source that is asked for periods: nightly the last days, weekly every month."""

    vanaf: date
    venster: Venster
    rondgang: Rondgang


Seconden = Annotated[float, Field(gt=0, le=60, strict=False)]


class BronBasis(Blok):
    """What every source has."""

    mapping: Tekst
    rol: Literal["voorzieningen", "kosten"] = Field(
        default="voorzieningen", description="Wat de bron geeft; kosten kan nog niet"
    )

    @property
    def rondes(self) -> Rondes | None:
        """Give how it is asked for periods; None = it is read as a whole, once a night."""
        return None


class NachtBron(BronBasis):
    """What a source has that is read as a whole, once a night."""

    tijd: Tijdstip = time(4, 0)
    wacht_uren: Annotated[int, Field(ge=0, le=20)] = Field(
        default=4, description="Zoveel uur na `tijd` wordt nog gekeken of het bestand er is"
    )
