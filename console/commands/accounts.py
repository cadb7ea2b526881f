"""`accounts`: who may log in to the pages. A password is read from stdin, never given as a word."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.nederlands import Opdracht, opdrachten
from console.options import CONFIG, ConfigOption, Format, FormatOption
from console.tell import put, put_json, table, tell

if TYPE_CHECKING:
    from web.look.aanmelden.deur import Deur
    from web.look.rollen import Rol

app = opdrachten("Wie zich mag aanmelden bij de pagina's. Het wachtwoord komt van stdin.")
NaamArgument = Annotated[str, typer.Argument(metavar="NAAM", help="De naam van het account.")]
LoketOption = Annotated[
    Path | None,
    typer.Option(
        "--loket",
        metavar="BESTAND",
        help="Accounts van het Regresloket met deze instellingen, in plaats van de console.",
    ),
]
RollenOption = Annotated[
    list[str],
    typer.Option(
        "--rol",
        metavar="ROL@CODE",
        help="Bijvoorbeeld beheer@9901, of fg@* voor alle gemeenten; mag vaker.",
    ),
]


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Maak een account.")
def maak(
    naam: NaamArgument, rol: RollenOption, config: ConfigOption = CONFIG, loket: LoketOption = None
) -> int:
    """Maak een account. Het wachtwoord is de eerste regel van stdin, minstens 14 tekens.

    Op stdout komt één keer het adres voor een app die codes geeft (otpauth://...). Geef het alleen
    aan die persoon.
    """
    import scheduler

    with _deur(config, loket) as deur, _in_woorden(naam):
        put(deur.maak(naam, _wachtwoord(), _rollen(rol), scheduler.utc_now(), _huis(loket)))
    return 0


@app.command("list", cls=Opdracht, options_metavar="[OPTIES]", short_help="Toon de accounts.")
def list_(
    config: ConfigOption = CONFIG,
    loket: LoketOption = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Toon wie er een account heeft, met welke rollen voor welke gemeenten."""
    from web.look.gegevens import plat

    with _deur(config, loket) as deur:
        found = deur.accounts()
    if format is not Format.TEXT:
        put_json(plat(found))
        return 0
    rows = [(one.naam, "ja" if one.actief else "nee", _rollentekst(one.rollen)) for one in found]
    for line in table(("naam", "actief", "rollen"), rows) if rows else ["Er is nog geen account."]:
        put(line)
    return 0


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Geef andere rollen.")
def rollen(
    naam: NaamArgument, rol: RollenOption, config: ConfigOption = CONFIG, loket: LoketOption = None
) -> int:
    """Geef een account andere rollen, in plaats van die van nu."""
    import scheduler

    with _deur(config, loket) as deur, _in_woorden(naam):
        deur.wijzig(naam, scheduler.utc_now(), rollen=_rollen(rol))
        tell(f"{naam} heeft nieuwe rollen, en moet zich opnieuw aanmelden.")
    return 0


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Geef een nieuw wachtwoord.")
def wachtwoord(naam: NaamArgument, config: ConfigOption = CONFIG, loket: LoketOption = None) -> int:
    """Geef een account een nieuw wachtwoord: de eerste regel van stdin."""
    import scheduler

    with _deur(config, loket) as deur, _in_woorden(naam):
        deur.wijzig(naam, scheduler.utc_now(), wachtwoord=_wachtwoord())
        tell(f"{naam} heeft een nieuw wachtwoord.")
    return 0


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Geef een nieuwe codegever.")
def factor(naam: NaamArgument, config: ConfigOption = CONFIG, loket: LoketOption = None) -> int:
    """Geef een account een nieuw geheim voor zijn codes, als een telefoon weg is."""
    import scheduler

    with _deur(config, loket) as deur, _in_woorden(naam):
        put(deur.vernieuw_factor(naam, scheduler.utc_now(), _huis(loket)))
    return 0


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Sluit een account af.")
def blokkeer(
    naam: NaamArgument,
    config: ConfigOption = CONFIG,
    loket: LoketOption = None,
    hef_op: Annotated[bool, typer.Option("--hef-op", help="Laat het account weer toe.")] = False,
) -> int:
    """Sluit een account af, ook als die persoon nu is aangemeld."""
    import scheduler

    with _deur(config, loket) as deur, _in_woorden(naam):
        deur.wijzig(naam, scheduler.utc_now(), actief=hef_op)
        tell(f"{naam} mag {'weer' if hef_op else 'niet meer'} naar binnen.")
    return 0


@contextmanager
def _deur(config: Path, loket: Path | None) -> "Iterator[Deur]":
    deur = _van_console(config) if loket is None else _van_loket(loket)
    try:
        yield deur
    finally:
        deur.close()


def _van_loket(instellingen: Path) -> "Deur":
    """Open the accounts of the loket: a file of its own, never shared with the console's."""
    from loket import laad
    from loket.paginas.voordeur import deur_van

    return deur_van(laad(instellingen))


def _huis(loket: Path | None) -> str:
    """Give the name that an authenticator app shows."""
    if loket is not None:
        from loket.paginas.voordeur import PRODUCT
    else:
        from web.server import PRODUCT
    return PRODUCT


def _van_console(config: Path) -> "Deur":
    from console.opening import settings_of
    from privacy import Kluis
    from web.server import deur_van

    settings = settings_of(config)
    return deur_van(settings, Kluis(os.environ, settings.config))


@contextmanager
def _in_woorden(naam: str) -> Iterator[None]:
    """Say what the door refuses as a problem with a next step."""
    from regres import UsageProblem
    from regres.berichten import bericht
    from web.look.aanmelden.deur import Bestaat, TeZwak

    try:
        yield
    except TeZwak:
        raise UsageProblem(bericht("C-0711", waar="stdin")) from None
    except Bestaat:
        raise UsageProblem(bericht("C-0712", waar=naam)) from None


def _wachtwoord() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _rollen(given: list[str]) -> "dict[Rol, frozenset[str]]":
    """Read roles; UsageProblem when one is none, so that nobody gets less than was typed."""
    from regres import UsageProblem
    from regres.berichten import bericht
    from web.look.aanmelden.toelating import rollen_van

    wrong = [text for text in given if not rollen_van(text)]
    if wrong or not given:
        raise UsageProblem(bericht("C-0713", waar="--rol"))
    return rollen_van(",".join(given))


def _rollentekst(found: "Mapping[Rol, frozenset[str]]") -> str:
    return ", ".join(
        f"{rol.value}@{code}" for rol, codes in sorted(found.items()) for code in sorted(codes)
    )
