"""Who decides: a name, a role and a reason with every decision, and roles that may not."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regres.waarde import dataclass

if TYPE_CHECKING:
    from regres import Handelend


class Rol(StrEnum):
    """Who may let meldingen go: never the administrator alone."""

    CONSULENT = "consulent"
    FG = "fg"


class Beoordelaar(StrEnum):
    """Who may judge a record: only who knows the client."""

    CONSULENT = "consulent"


class Bewaarder(StrEnum):
    """Who may say that a clock that jumped is right, or that a backup was put back."""

    FG = "fg"
    BEHEER = "beheer"


class Lezer(StrEnum):
    """Who may see why a record was judged as it was; an administrator sees no whole dates."""

    CONSULENT = "consulent"
    FG = "fg"
    BEHEER = "beheer"


WieOption = Annotated[
    str, typer.Option("--wie", metavar="NAAM", help="Uw naam; komt in het auditlogboek.")
]
RedenOption = Annotated[
    str,
    typer.Option(
        "--reden", metavar="TEKST", help="Waarom; komt in het auditlogboek. Noem geen cliënt."
    ),
]
InzageOption = Annotated[
    Path | None,
    typer.Option(
        "--inzagesleutel",
        metavar="BESTAND",
        help="Uw geheime sleutel; nodig voor een record uit een bron met `levering: delta`.",
    ),
]
RolOption = Annotated[
    Rol, typer.Option("--rol", help="In welke rol u besluit; beheer alleen mag dit niet.")
]
BeoordelaarOption = Annotated[
    Beoordelaar, typer.Option("--rol", help="In welke rol u besluit; alleen een consulent mag dit.")
]
LezerOption = Annotated[
    Lezer, typer.Option("--rol", help="In welke rol u kijkt; beheer ziet van datums het jaar.")
]
BeheerRolOption = Annotated[
    Lezer, typer.Option("--rol", help="In welke rol u dit doet; met --toch mag beheer het niet.")
]
RecordOption = Annotated[
    str | None,
    typer.Option(
        "--record",
        metavar="REGEL",
        help="Leg dit ene record uit: de regel in het bestand, of bericht:regel.",
    ),
]
RecordWieOption = Annotated[
    str | None,
    typer.Option("--wie", metavar="NAAM", help="Bij --record: uw naam; komt in het auditlogboek."),
]
RecordRolOption = Annotated[
    Lezer, typer.Option("--rol", help="Bij --record: beheer ziet van datums het jaar.")
]


@dataclass(frozen=True, slots=True)
class Kijker:
    """Who asks about one record of a preview; regel is a line, or message:line."""

    regel: str
    wie: str | None
    rol: Lezer


def kijkend(wie: str | None, rol: str) -> "Handelend":
    """Give who looks: see privacy.handelend."""
    from privacy.handelend import kijkend as maak

    return maak(wie, rol)


def handelend(wie: str | None, rol: str, reden: str | None) -> "Handelend":
    """Give who acts: see privacy.handelend."""
    from privacy.handelend import handelend as maak

    return maak(wie, rol, reden)
