"""One step of a check: of which part, how it went, and what a person does about it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from regres import Problem
from regres.berichten import Taal, zeg, zin


class Deel(StrEnum):
    """The parts of a check, in the order in which they are walked."""

    CONFIG = "config"
    SLEUTELS = "sleutels"
    KLOK = "klok"
    MAPPING = "mapping"
    BRON = "bron"
    SINK = "sink"
    MAIL = "mail"


class Uitkomst(StrEnum):
    """How a step went."""

    GELUKT = "gelukt"
    LET_OP = "let_op"
    """it works, but a person must know or look"""
    FOUT = "fout"
    NIET_GEPROBEERD = "niet_geprobeerd"
    """a step that it depends on failed, or `--offline` was given"""


@dataclass(frozen=True, slots=True)
class Advies:
    """Whom to call, and what to say to them; "" when that is of no use.

    wie  the [zin] of the catalogue that names them
    zeg  Dutch, whatever language was asked for: those who are called are
    """

    wie: str = ""
    zeg: str = ""

    def bel(self, taal: Taal = Taal.NL) -> str:
        """Say whom to call."""
        return zeg("C", zin(self.wie), taal) if self.wie else ""


@dataclass(frozen=True, slots=True)
class Stap:
    """One step that was walked, or that was not reached.

    plek         municipality, or municipality/source
    toelichting  what was seen; of a step that was not tried, why not
    exit_code    what the command ends with when nothing is worse
    seconden     how long it took
    """

    deel: Deel
    plek: str
    naam: str
    uitkomst: Uitkomst
    toelichting: str = ""
    problemen: tuple[Problem, ...] = ()
    exit_code: int = 0
    seconden: float = 0.0
    advies: Advies = Advies()

    @property
    def code(self) -> str:
        """Give the code of the first problem; "" when there is none."""
        return self.problemen[0].code if self.problemen else ""

    def as_json(self) -> dict[str, Any]:
        """Give it for machines; the shape never varies."""
        return {
            "deel": self.deel.value,
            "plek": self.plek,
            "stap": self.naam,
            "uitkomst": self.uitkomst.value,
            "toelichting": self.toelichting,
            "problemen": [problem.as_json() for problem in self.problemen],
            "bel": self.advies.bel(),
            "zeg": self.advies.zeg,
            "seconden": round(self.seconden, 1),
        }


def gelukt(deel: Deel, plek: str, naam: str, toelichting: str) -> Stap:
    """Make a step that held."""
    return Stap(deel, plek, naam, Uitkomst.GELUKT, toelichting)


def let_op(
    deel: Deel,
    plek: str,
    naam: str,
    toelichting: str,
    *problemen: Problem,
    exit_code: int = 1,
) -> Stap:
    """Make a step that held, and that a person must look at."""
    return Stap(deel, plek, naam, Uitkomst.LET_OP, toelichting, problemen, exit_code)


def fout(deel: Deel, plek: str, naam: str, exit_code: int, *problemen: Problem) -> Stap:
    """Make a step that failed."""
    return Stap(deel, plek, naam, Uitkomst.FOUT, "", problemen, exit_code)


def niet_geprobeerd(deel: Deel, plek: str, naam: str, waarom: str) -> Stap:
    """Make a step that was not reached."""
    return Stap(deel, plek, naam, Uitkomst.NIET_GEPROBEERD, waarom)
