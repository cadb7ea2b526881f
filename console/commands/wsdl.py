"""`wsdl`: pins an official schema set, and checks the sets that are pinned."""

from typing import Annotated

import typer

from console.nederlands import Opdracht, opdrachten
from console.options import CONFIG, ConfigOption
from console.tell import put, show_problems, tell

app = opdrachten("Officiële sets met schema's: leg ze vast, en controleer ze.")


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Leg een set vast.")
def pin(
    naam: Annotated[str, typer.Argument(metavar="NAAM", help="De map in wsdl/.")],
    config: ConfigOption = CONFIG,
) -> int:
    """Schrijf de lijst van een set in wsdl/ en toon de regels voor regresbrug.yaml."""
    from settings.schemasets import leg_vast

    found = leg_vast(config, naam)
    tell(f"{found.bestanden} bestanden vastgelegd in {found.lijst}. Zet in regresbrug.yaml:")
    put("wsdl:")
    put(f"  {naam}: {found.pin}")
    return 0


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Controleer de sets.")
def check(
    naam: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAAM ...]", help="Alleen deze sets; anders alle."),
    ] = None,
    config: ConfigOption = CONFIG,
) -> int:
    """Vergelijk elke set met wat vastgelegd is, en laad elke WSDL. Er gaat niets het netwerk op."""
    from console.opening import settings_of
    from regres import ConfigProblem
    from settings.schemasets import gekeurd

    worst = 0
    settings = settings_of(config)
    if not settings.dienst.wsdl:
        tell("In regresbrug.yaml staat geen set. Leg er een vast: regresbrug wsdl pin NAAM")
    for one in gekeurd(settings, naam or ()):
        show_problems(one.problemen)
        put(f"{one.naam}: {one.zin}")
        worst = ConfigProblem.exit_code if one.problemen else worst
    return worst
