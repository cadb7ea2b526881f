"""`console`: the pages for administrator, consulent and privacy officer. `accounts`: who may in."""

import os
from pathlib import Path
from typing import Annotated

import typer

from console.options import CONFIG, ConfigOption
from console.tell import tell


def console(
    config: ConfigOption = CONFIG,
    role_header: Annotated[
        bool,
        typer.Option(
            "--role-header", help="Een proxy meldt mensen aan, en zegt wie zij zijn in kopregels."
        ),
    ] = False,
    socket: Annotated[
        Path | None,
        typer.Option("--socket", metavar="PAD", help="Luister op deze unix-socket."),
    ] = None,
) -> int:
    """Toon de pagina's in een browser, voor beheerder, consulent en FG. Stop met Ctrl-C."""
    import scheduler
    from console.opening import ledger_of, settings_of
    from privacy import Kluis
    from web.server import app_van, draai, paginas_van, toelating_van
    from web.wereld import Wereld

    settings = settings_of(config)
    pages = paginas_van(settings)
    kluis = Kluis(os.environ, settings.config)
    with (
        ledger_of(settings) as ledger,
        toelating_van(
            settings, kluis, role_header=role_header, op_socket=socket is not None
        ) as way_in,
    ):
        wereld = Wereld(settings, ledger, scheduler.utc_now)
        app = app_van(wereld, way_in, veilig=pages.tls is not None or role_header)
        draai(app, settings, kluis, socket, lambda where: tell(f"Console: {where}"))
    return 0
