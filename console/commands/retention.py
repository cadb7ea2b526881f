"""`retention`: what is past its term, and erasing it."""

from typing import Annotated

import typer

from console.nederlands import Opdracht, opdrachten
from console.options import CONFIG, ConfigOption, Format, FormatOption
from console.personen import Bewaarder, kijkend
from console.tell import put, put_json, table, tell

app = opdrachten("Bewaartermijnen: toon wat gewist mag worden, en wis het.")


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Toon wat over de termijn is.")
def plan(config: ConfigOption = CONFIG, format: FormatOption = Format.TEXT) -> int:
    """Toon per soort de termijn, hoeveel er is en hoeveel er nu over de termijn is."""
    import scheduler
    from console.opening import ledger_of, settings_of
    from settings.lijsten.bewaartekst import klok_zin, plan_json, plan_rijen

    settings = settings_of(config)
    now = scheduler.utc_now()
    with ledger_of(settings) as ledger:
        found = ledger.bewaarplan(settings.termijnen, now)
        clock = ledger.klokstand(now)
    if format is not Format.TEXT:
        put_json(plan_json(found, settings.termijnen, clock))
        return 0
    head = ("soort", "termijn", "aanwezig", "nu te wissen")
    for line in table(head, plan_rijen(found, settings.termijnen)):
        put(line)
    tell(klok_zin(clock))
    return 0


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Wis wat over de termijn is.")
def apply(
    config: ConfigOption = CONFIG,
    klok_klopt: Annotated[
        bool,
        typer.Option("--klok-klopt", help="De klok is terecht gesprongen; vraagt --wie en --rol."),
    ] = False,
    wie: Annotated[
        str | None,
        typer.Option(
            "--wie", metavar="NAAM", help="Bij --klok-klopt: uw naam, voor het auditlogboek."
        ),
    ] = None,
    rol: Annotated[
        Bewaarder, typer.Option("--rol", help="Bij --klok-klopt: in welke rol.")
    ] = Bewaarder.FG,
    format: FormatOption = Format.TEXT,
) -> int:
    """Wis wat over de termijn is, zonder sporen in het bestand. De nachtdienst doet dit zelf."""
    import scheduler
    from console.opening import ledger_of, settings_of
    from settings.lijsten.bewaartekst import bewaring_json, bewaring_zinnen

    settings = settings_of(config)
    clock = kijkend(wie, rol) if klok_klopt else None
    with ledger_of(settings) as ledger:
        done = ledger.bewaar(settings.termijnen, scheduler.utc_now(), clock)
    if format is not Format.TEXT:
        put_json(bewaring_json(done))
    else:
        for line in bewaring_zinnen(done):
            put(line)
    return 0 if done.verdicht else 1
