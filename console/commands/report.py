"""`report`: evidence for the privacy officer, from the running configuration and the ledger."""

from pathlib import Path
from typing import Annotated

import typer

from console.nederlands import Opdracht, opdrachten
from console.options import CONFIG, ConfigOption, EneGemeenteOption
from console.tell import tell

app = opdrachten("Maak verslagen voor de functionaris gegevensbescherming.")


@app.callback()
def groep() -> None:
    """Keep `avg` a word of its own: a group of one command is else that command."""


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Maak het AVG-verslag.")
def avg(
    out: Annotated[
        list[Path],
        typer.Option("--out", metavar="BESTAND", help="Waarheen: .html of .json; mag vaker."),
    ],
    config: ConfigOption = CONFIG,
    gemeente: EneGemeenteOption = None,
) -> int:
    """Maak het verslag van een gemeente: register, DPIA-bouwstenen, sleutels, bewaring, inzage.

    Zonder persoonsgegevens; aantallen onder 5 staan er als <5. De SHA-256 van elk bestand komt in
    het auditlogboek, zodat later te zien is dat het verslag niet is veranderd.
    """
    import os

    import scheduler
    from console.avg import maak
    from console.keuringrapport import mag_heten
    from console.kijkroute import een_van
    from console.opening import ledger_of, settings_of
    from privacy import Kluis
    from settings.sleutelbeheer.wissel import Plek

    mag_heten(out)
    settings = settings_of(config)
    een = een_van(settings.kies([gemeente] if gemeente else ()))
    with ledger_of(settings) as ledger:
        kluis = Kluis(os.environ, settings.config)
        plek = Plek(settings, een, kluis, ledger, scheduler.utc_now())
        verslag = maak(plek)
        verslag.schrijf(out, ledger, een.identiteit, plek.now)
    tell("Het verslag staat klaar. Zijn hash staat in: regresbrug audit list --actie avg_verslag")
    if not verslag.inhoud["keten"]["heel"]:
        tell("Let op: het auditlogboek is niet heel. Kijk met: regresbrug audit verify")
        return 8
    return 0
