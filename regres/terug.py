"""What the backend tells back: which versions it has, and how its cases go on. Codes only."""

from datetime import date, datetime
from typing import Final

from regres.waarde import dataclass
from regres.words import SoortMelding

#: The step that ends a case: from then on its term runs.
AFGESLOTEN: Final = "afgesloten"


@dataclass(frozen=True, slots=True)
class OntvangenMelding:
    """One version as the backend lists it. ontvangenOp is in UTC."""

    referentie: str
    versie: int
    soort: SoortMelding
    inhoudsmerk: str
    zaaknummer: str
    ontvangenOp: datetime


@dataclass(frozen=True, slots=True)
class Terugkoppeling:
    """One step in a case, about one melding.

    volgnummer   of the backend; rises, and names this step for ever
    advies, redencode   "" when the step has none
    """

    volgnummer: int
    referentie: str
    versie: int
    zaaknummer: str
    stap: str
    datum: date
    advies: str = ""
    redencode: str = ""


@dataclass(frozen=True, slots=True)
class Terugblad:
    """One page of steps, and the cursor that goes on behind it."""

    regels: tuple[Terugkoppeling, ...]
    cursor: str
