"""`serve`: the nightly service, in the foreground."""

from typing import Annotated

import typer

from console.options import CONFIG, ConfigOption
from console.tell import tell


def serve(
    config: ConfigOption = CONFIG,
    toon: Annotated[
        bool, typer.Option("--toon", help="Toon wanneer elke bron aan de beurt is, en stop.")
    ] = False,
) -> int:
    """Draai elke nacht vanzelf: dit is de dienst. Stop met Ctrl-C of SIGTERM."""
    from console.nachtdienst import Nachtdienst
    from console.opening import ledger_of, settings_of

    settings = settings_of(config)
    with ledger_of(settings) as ledger:
        dienst = Nachtdienst(settings, ledger)
        for line in dienst.komende():
            tell(line)
        if not toon:
            dienst.start()
    return 0
