"""Who decides: a name, a role and a reason with every decision, and roles that may not."""

from enum import StrEnum
from typing import Annotated

import typer


class Rol(StrEnum):
    """Who may let meldingen go: never the administrator alone."""

    CONSULENT = "consulent"
    FG = "fg"


class Beoordelaar(StrEnum):
    """Who may judge a record: only who knows the client."""

    CONSULENT = "consulent"


WieOption = Annotated[
    str, typer.Option("--wie", metavar="NAAM", help="Uw naam; komt in het logboek.")
]
RedenOption = Annotated[
    str,
    typer.Option("--reden", metavar="TEKST", help="Waarom; komt in het logboek. Noem geen cliënt."),
]
RolOption = Annotated[
    Rol, typer.Option("--rol", help="In welke rol u besluit; beheer alleen mag dit niet.")
]
BeoordelaarOption = Annotated[
    Beoordelaar, typer.Option("--rol", help="In welke rol u besluit; alleen een consulent mag dit.")
]


def met_naam(wie: str | None, reden: str | None) -> tuple[str, str]:
    """Give name and reason, trimmed; UsageProblem (C-0008) when one is missing or empty."""
    from regres import Problem, UsageProblem

    who, why = (wie or "").strip(), (reden or "").strip()
    if who and why:
        return who, why
    wat = "Een besluit heeft een naam en een reden nodig."
    doe = "Vul --wie en --reden in; ze komen in het logboek."
    raise UsageProblem(Problem("C-0008", wat, gevolg="Er is niets besloten.", doe=doe))
