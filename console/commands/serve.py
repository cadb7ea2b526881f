"""`serve`: the nightly service, in the foreground."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from console.options import CONFIG, ConfigOption
from console.tell import tell

if TYPE_CHECKING:
    from settings import Settings


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
    _safe(settings)
    with ledger_of(settings) as ledger:
        dienst = Nachtdienst(settings, ledger)
        for line in dienst.komende():
            tell(line)
        if toon or dienst.start():
            return 0
    # A thread still waits for a server that does not answer, and Python would wait for the thread.
    # What it reads is in no closed run: the next start reads it again.
    os._exit(0)


def _safe(settings: "Settings") -> None:
    """Refuse to serve where the recipient's private key lies; a night could only log it."""
    from settings import bewaak, ontvangers_van

    if reason := settings.dienst.eigen_computer:
        tell(f"Let op: deze computer zelf mag bereikt worden ({reason}). Alleen voor een demo.")
    keys = ontvangers_van(settings)
    bewaak(settings, keys, os.environ)
