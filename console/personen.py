"""Who decides: a name, a role and a reason with every decision, and roles that may not."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from regres import Handelend

#: The most characters of a name and of a reason.
NAAM_LANG, REDEN_LANG = 200, 1000
#: Nine digits, however they are set apart; or eight in a row: a BSN that lost its leading zero.
_BSN = re.compile(r"(?<!\d)(?:\d(?:[ .-]?\d){8}|\d{8})(?!\d)")


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
    """Give who looks, of whom no reason is asked; UsageProblem (C-0033) when there is no name."""
    from regres import Handelend, UsageProblem
    from regres.berichten import bericht

    if wie and wie.strip():
        return Handelend(_bewaarbaar(wie.strip(), NAAM_LANG), str(rol))
    raise UsageProblem(bericht("C-0033"))


def handelend(wie: str | None, rol: str, reden: str | None) -> "Handelend":
    """Give who acts, trimmed; UsageProblem (C-0008) when name or reason is missing or empty."""
    from regres import Handelend, UsageProblem
    from regres.berichten import bericht

    who, why = (wie or "").strip(), (reden or "").strip()
    if who and why:
        return Handelend(_bewaarbaar(who, NAAM_LANG), str(rol), _bewaarbaar(why, REDEN_LANG))
    raise UsageProblem(bericht("C-0008"))


def _bewaarbaar(text: str, longest: int) -> str:
    """Give a text that may stand in a log for good and be shown in a terminal.

    Raises UsageProblem: signs that are not printed, nothing but signs, or too long (C-0037); a
    number that may be a BSN (C-0038).
    """
    from privacy.mask import looks_like_bsn
    from regres import UsageProblem
    from regres.berichten import bericht, zin

    if any(looks_like_bsn(re.sub(r"\D", "", found[0])) for found in _BSN.finditer(text)):
        raise UsageProblem(bericht("C-0038"))
    if len(text) > longest:
        raise UsageProblem(bericht("C-0037", waarom=zin("tekst_te_lang")))
    if not text.isprintable() or not any(sign.isalnum() for sign in text):
        raise UsageProblem(bericht("C-0037", waarom=zin("tekst_onleesbaar")))
    return text
