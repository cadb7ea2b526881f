"""`pauze`: let a municipality stand still at once. `hervat`: let it go on."""

from typing import Annotated

import typer

from console.options import CONFIG, ConfigOption
from console.personen import Lezer, RedenOption, WieOption, handelend
from console.tell import tell, woord

GemeenteNaamOption = Annotated[
    list[str],
    typer.Option(
        "--gemeente", "-g", metavar="NAAM", help="Naam of code van de gemeente; mag vaker."
    ),
]
StilRolOption = Annotated[Lezer, typer.Option("--rol", help="In welke rol u dit doet.")]


def pauze(
    gemeente: GemeenteNaamOption,
    wie: WieOption,
    reden: RedenOption,
    rol: StilRolOption = Lezer.BEHEER,
    config: ConfigOption = CONFIG,
) -> int:
    """Zet een gemeente stil: er wordt niets gelezen en niets bezorgd, tot `hervat`.

    Dit werkt meteen, ook op een run die bezig is: die stopt bij de volgende bladzijde, en van die
    run wordt niets gebruikt. Wat al vrij was, blijft verzegeld wachten. Andere gemeenten gaan door.
    """
    import scheduler
    from console.opening import ledger_of, settings_of

    door = handelend(wie, rol, reden)
    settings = settings_of(config)
    with ledger_of(settings) as ledger:
        for een in settings.kies(gemeente):
            now = scheduler.utc_now()
            done = ledger.pauzeer(een.identiteit, door, now)
            tell(woord("pauze_begint" if done else "pauze_was_al", gemeente=een.blok.naam))
    return 0


def hervat(
    gemeente: GemeenteNaamOption,
    wie: WieOption,
    reden: RedenOption,
    rol: StilRolOption = Lezer.BEHEER,
    config: ConfigOption = CONFIG,
) -> int:
    """Laat een stilgezette gemeente weer verdergaan. De volgende run leest alles opnieuw."""
    import scheduler
    from console.opening import ledger_of, settings_of

    door = handelend(wie, rol, reden)
    settings = settings_of(config)
    with ledger_of(settings) as ledger:
        for een in settings.kies(gemeente):
            now = scheduler.utc_now()
            done = ledger.hervat(een.identiteit, door, now)
            tell(woord("pauze_eindigt" if done else "pauze_was_er_niet", gemeente=een.blok.naam))
    return 0
