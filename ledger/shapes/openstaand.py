"""What is wrong now and waits for someone: the open problems, who was told, and what mail did."""

from datetime import datetime, timedelta
from enum import StrEnum

from regres import Problem
from regres.waarde import dataclass

#: A problem that comes back within this time has not been mended: it wavers.
WANKEL = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Gemeld:
    """One thing that is wrong now, as whoever looks after it reports it.

    bron       the source; "" = the municipality or the installation as a whole
    onderwerp  what it is about when the source alone does not say: a slot, a file, a key's number
    """

    problem: Problem
    bron: str = ""
    onderwerp: str = ""


@dataclass(frozen=True, slots=True)
class OpenProbleem:
    """One problem: a single row however often it was reported.

    gemeente    "" = of the installation
    melder      who reports it, and says when it is over
    nachten     Dutch days on which it was reported since `eerst_gezien`
    keer        how often it came, when it keeps coming back within WANKEL
    opgelost_op None while it is open
    """

    id: int
    gemeente: str
    melder: str
    bron: str
    onderwerp: str
    problem: Problem
    eerst_gezien: datetime
    laatst_gezien: datetime
    nachten: int
    keer: int
    opgelost_op: datetime | None = None

    @property
    def plek(self) -> tuple[str, str, str]:
        """Give what it is about, whatever is wrong with it."""
        return self.gemeente, self.bron, self.onderwerp


@dataclass(frozen=True, slots=True)
class Vertelling:
    """A problem as one group of readers knows it.

    verteld   when they were last told that it is there; None = never since it came
    """

    probleem: OpenProbleem
    verteld: datetime | None


class PostSoort(StrEnum):
    """Kinds of mail, each with a rhythm of its own."""

    OVERZICHT = "overzicht"
    ANKER = "anker"


@dataclass(frozen=True, slots=True)
class Poststand:
    """How one kind of mail to one group of readers went.

    gelukt    when the mail server last took one
    mislukt   since when it does not; None = the last try went well
    pogingen  tries since then, to wait longer after each
    """

    soort: PostSoort
    aan: str
    geprobeerd: datetime | None = None
    gelukt: datetime | None = None
    mislukt: datetime | None = None
    pogingen: int = 0
