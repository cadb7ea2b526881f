"""`serve`: the nightly service, in the foreground."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from console.options import CONFIG, ConfigOption
from console.tell import tell

if TYPE_CHECKING:
    from console.nachtdienst import Nachtdienst
    from ledger import Ledger
    from settings import Settings


def serve(
    config: ConfigOption = CONFIG,
    toon: Annotated[
        bool, typer.Option("--toon", help="Toon wanneer elke bron aan de beurt is, en stop.")
    ] = False,
    once_due: Annotated[
        bool,
        typer.Option(
            "--once-due",
            help="Neem alleen de beurten die nu open staan, bezorg, en stop: voor een timer.",
        ),
    ] = False,
) -> int:
    """Draai elke nacht vanzelf: dit is de dienst. Stop met Ctrl-C of SIGTERM."""
    from console.nachtdienst import Nachtdienst
    from console.opening import ledger_of, settings_of

    settings = settings_of(config)
    _safe(settings)
    with ledger_of(settings) as ledger:
        dienst = Nachtdienst(settings, ledger)
        if toon:
            _toon(dienst)
            return 0
        ended = dienst.eenmaal() if once_due else _doorlopend(settings, ledger, dienst)
    return _einde(dienst.ergste if once_due else 0, ended=ended)


def _toon(dienst: "Nachtdienst") -> None:
    for line in dienst.komende():
        tell(line)


def _doorlopend(settings: "Settings", ledger: "Ledger", dienst: "Nachtdienst") -> bool:
    from console.waarnemen import waarneembaar

    _toon(dienst)
    with waarneembaar(settings, ledger, dienst.hart) as poort:
        if poort is not None:
            tell(f"Bewaking: poort {poort} (/healthz, /readyz, /metrics)")
        return dienst.start()


def _einde(exit_code: int, *, ended: bool) -> int:
    """Give the exit code, or end at once when a turn did not notice that it had to.

    A thread then still waits for a server that does not answer, and Python would wait for the
    thread. What it reads is in no closed run: the next start reads it again.
    """
    if not ended:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(exit_code)
    return exit_code


def _safe(settings: "Settings") -> None:
    """Refuse to serve where the recipient's private key lies; a night could only log it."""
    from settings import bewaak, ontvangers_van

    if reason := settings.dienst.eigen_computer:
        tell(f"Let op: deze computer zelf mag bereikt worden ({reason}). Alleen voor een demo.")
    keys = ontvangers_van(settings)
    bewaak(settings, keys, os.environ)
