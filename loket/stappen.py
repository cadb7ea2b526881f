"""The steps of a case after its arrival, as a handler records them; each is told to the sender.

A step is of a case, and is told once for every melding in it. The handler's own words stay here:
the sender gets codes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, func, insert, select, update

from loket.database import melding, terugkoppeling, zaak
from loket.problems import problem
from regres import UsageProblem
from regres.terug import AFGESLOTEN

QUICKSCAN, VRAAG = "quickscan", "vraag"
VERDER, NIET_VERDER = "verder", "niet_verder"

#: step -> the advices it may have; () = none belongs to it. In the order of the brochure.
STAPPEN: Final[Mapping[str, tuple[str, ...]]] = {
    QUICKSCAN: (VERDER, NIET_VERDER),
    VRAAG: (),
    "aansprakelijk_gesteld": (),
    "vordering_ingediend": (),
    "deelbetaling": (),
    "betaling": (),
    AFGESLOTEN: (),
}
#: What a handler may ask the municipality for.
VRAGEN: Final = ("naam_wederpartij", "verzekeraar", "ongevalsdatum", "toedracht")
_REDEN = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9_.-]{0,39}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stap:
    """One step.

    advies     of the quickscan: verder or niet_verder
    redencode  why not; for a question, what is asked. A code, never words of a person

    Raises UsageProblem (Z-0032) for a step that does not exist, or an advies or redencode that does
    not belong to it.
    """

    naam: str
    advies: str = ""
    redencode: str = ""

    def __post_init__(self) -> None:
        """Hold the parts against each other."""
        if self.naam not in STAPPEN or self.advies not in (STAPPEN[self.naam] or ("",)):
            raise UsageProblem(problem("Z-0032"))
        if self.redencode and not _REDEN.match(self.redencode):
            raise UsageProblem(problem("Z-0032"))
        asked = self.naam != VRAAG or self.redencode in VRAGEN
        reasoned = self.advies != NIET_VERDER or self.redencode
        if not (asked and reasoned):
            raise UsageProblem(problem("Z-0032"))


def leg_vast(tx: Connection, zaaknummer: str, stap: Stap, dag: date) -> int:
    """Record a step of a case, and tell the sender of each melding in it; gives how many.

    Raises UsageProblem (Z-0031): there is no such case.
    """
    case = tx.execute(select(zaak.c.id).where(zaak.c.zaaknummer == zaaknummer)).scalar()
    if case is None:
        raise UsageProblem(problem("Z-0031", wat=zaaknummer))
    tx.execute(update(zaak).where(zaak.c.id == case).values(_stand(stap)))
    latest = (
        select(melding.c.referentie, melding.c.gemeente, func.max(melding.c.versie).label("versie"))
        .where(melding.c.zaak_id == case)
        .group_by(melding.c.referentie)
        .order_by(func.min(melding.c.id))
    )
    told = [
        {
            "gemeente": row.gemeente,
            "referentie": row.referentie,
            "versie": row.versie,
            "zaaknummer": zaaknummer,
            "stap": stap.naam,
            "advies": stap.advies or None,
            "redencode": stap.redencode or None,
            "datum": dag,
        }
        for row in tx.execute(latest)
    ]
    if told:
        tx.execute(insert(terugkoppeling), told)
    return len(told)


def _stand(stap: Stap) -> dict[str, str]:
    """Give what a step changes in the case: a verdict answers whatever asked for attention."""
    found = {"stap": stap.naam}
    if stap.naam == QUICKSCAN:
        found |= {"advies": stap.advies, "aandacht": ""}
    if stap.naam == AFGESLOTEN:
        found["status"] = AFGESLOTEN
    return found
