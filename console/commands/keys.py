"""`keys`: make, show, rotate, retire, prove and back up keys; never shows one."""

from pathlib import Path
from typing import Annotated

import typer

from console.nederlands import Opdracht, opdrachten
from console.options import (
    CONFIG,
    ConfigOption,
    EneGemeenteOption,
    Format,
    FormatOption,
    GemeenteOption,
)
from console.personen import BeheerRolOption, Lezer, RedenOption, WieOption, handelend

app = opdrachten("Maak, wissel, bewaar en bewijs sleutels. Een sleutel zelf wordt nooit getoond.")


@app.command("generate", cls=Opdracht, options_metavar="[OPTIES]", short_help="Maak sleutels.")
def generate(
    config: ConfigOption = CONFIG,
    gemeente: EneGemeenteOption = None,
    inzage: Annotated[
        Path | None,
        typer.Option(
            "--inzage", metavar="MAP", help="Een inzagesleutel; de geheime helft komt in deze map."
        ),
    ] = None,
    ontvanger: Annotated[
        Path | None,
        typer.Option(
            "--ontvanger", metavar="MAP", help="Voor een Regresloket: een paar met dagen."
        ),
    ] = None,
    kopiesleutel: Annotated[
        Path | None,
        typer.Option(
            "--kopiesleutel", metavar="MAP", help="Voor de beveiligingsfunctionaris: een paar."
        ),
    ] = None,
    kid: Annotated[
        str | None, typer.Option("--kid", metavar="NAAM", help="Hoe het paar heet, bv. loket-2026.")
    ] = None,
    dagen: Annotated[
        int,
        typer.Option(
            "--dagen", metavar="N", min=1, max=1100, help="Bij --ontvanger: zoveel dagen geldig."
        ),
    ] = 365,
) -> int:
    """Maak sleutels die er nog niet zijn.

    Zonder meer: de wortelsleutels die in het gemeentebestand staan en waarvan het bestand nog niet
    bestaat. Een bestand dat er is, blijft altijd zoals het is.
    """
    from console import sleutels

    if ontvanger is not None or kopiesleutel is not None:
        return sleutels.maak_paar(ontvanger, kopiesleutel, kid, dagen)
    if inzage is not None:
        return sleutels.maak_inzage(config, gemeente, inzage, kid)
    return sleutels.maak_wortels(config, gemeente)


@app.command("list", cls=Opdracht, options_metavar="[OPTIES]", short_help="Toon welke er zijn.")
def lijst(
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Toon de sleutels, wat er nog aan vast zit, tot wanneer ze gelden en of er een kopie is."""
    from console import sleutels

    return sleutels.toon(config, gemeente, format)


@app.command("rotate", cls=Opdracht, options_metavar="[OPTIES]", short_help="Wissel een wortel.")
def rotate(
    wie: WieOption = "",
    reden: RedenOption = "",
    config: ConfigOption = CONFIG,
    gemeente: EneGemeenteOption = None,
    verwijzing: Annotated[
        str | None,
        typer.Option(
            "--verwijzing",
            metavar="SECRET",
            help="Waar u de nieuwe sleutel zelf neerzette: secret://credential/NAAM.",
        ),
    ] = None,
    afmaken: Annotated[
        bool,
        typer.Option("--afmaken", help="Wissel niets: lees de bronnen en zet over wat nog oud is."),
    ] = False,
) -> int:
    """Geef de gemeente een nieuwe wortelsleutel. Er gaat niets opnieuw weg.

    De oude sleutel blijft nodig tot alles is overgezet. Dat doet elke run; `--afmaken` doet het nu.
    Afgebroken? Geef de opdracht nog een keer.
    """
    from console import sleutels

    if afmaken:
        return sleutels.maak_af(config, gemeente)
    return sleutels.wissel(config, gemeente, handelend(wie, Lezer.BEHEER, reden), verwijzing)


@app.command(
    "retire", cls=Opdracht, options_metavar="[OPTIES]", short_help="Stop een oude sleutel."
)
def retire(
    wie: WieOption,
    reden: RedenOption,
    versie: Annotated[
        int | None, typer.Argument(metavar="VERSIE", help="Welke wortelsleutel.", min=1)
    ] = None,
    config: ConfigOption = CONFIG,
    gemeente: EneGemeenteOption = None,
    rol: BeheerRolOption = Lezer.BEHEER,
    toch: Annotated[
        bool,
        typer.Option("--toch", help="Ook als er nog iets aan vast zit; dat wordt dan losgelaten."),
    ] = False,
    ontvanger: Annotated[
        str | None,
        typer.Option(
            "--ontvanger", metavar="KID", help="Een openbare sleutel van het Regresloket."
        ),
    ] = None,
) -> int:
    """Stop een oude sleutel. Zegt eerst wat onleesbaar zou worden, en doet dan niets.

    Van wortelsleutel 1 blijft een klein deel over, de blijvende sleutel: anders zou elke melding
    een andere naam krijgen.
    """
    from console import sleutels

    door = handelend(wie, rol, reden)
    if ontvanger is not None:
        return sleutels.stop_ontvanger(config, ontvanger, door)
    return sleutels.stop(config, gemeente, versie, door, toch=toch)


@app.command("verify", cls=Opdracht, options_metavar="[OPTIES]", short_help="Bewijs dat het klopt.")
def verify(
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    kopie: Annotated[
        Path | None, typer.Option("--kopie", metavar="BESTAND", help="Een kopie van `backup`.")
    ] = None,
    sleutel: Annotated[
        Path | None,
        typer.Option("--sleutel", metavar="BESTAND", help="De geheime helft voor die kopie."),
    ] = None,
) -> int:
    """Bewijs dat de sleutels bij het grootboek passen, en een kopie bij de sleutels.

    Met `--kopie` en `--sleutel` opent hij de kopie en vergelijkt; er wordt geen sleutel getoond.
    """
    from console import sleutels

    return sleutels.bewijs(config, gemeente, kopie, sleutel)


@app.command("backup", cls=Opdracht, options_metavar="[OPTIES]", short_help="Maak een kopie.")
def backup(
    config: ConfigOption = CONFIG,
    gemeente: EneGemeenteOption = None,
    voor: Annotated[
        Path | None,
        typer.Option(
            "--voor", metavar="JWK", help="De openbare sleutel van de beveiligingsfunctionaris."
        ),
    ] = None,
    naar: Annotated[
        Path | None, typer.Option("--naar", metavar="BESTAND", help="Waar de kopie komt.")
    ] = None,
    wie: WieOption = "",
    reden: RedenOption = "",
    terug: Annotated[
        Path | None,
        typer.Option("--terug", metavar="BESTAND", help="Zet sleutels terug uit deze kopie."),
    ] = None,
    sleutel: Annotated[
        Path | None,
        typer.Option("--sleutel", metavar="BESTAND", help="Bij --terug: de geheime helft."),
    ] = None,
) -> int:
    """Maak een verzegelde kopie van de wortelsleutels, of zet er een terug.

    Alleen wie de geheime helft van `--voor` heeft, kan de kopie openen. `--terug` schrijft alleen
    bestanden die weg zijn, en alleen als zij bij het grootboek passen.
    """
    from console import sleutels

    door = handelend(wie, Lezer.BEHEER, reden)
    if terug is not None:
        return sleutels.zet_terug(config, gemeente, terug, sleutel, door)
    return sleutels.kopieer(config, gemeente, voor, naar, door)
