"""The command `demo`: a whole municipality, from its systems to the Regresloket, on one machine.

The demo is the one place where both sides stand beside each other: elsewhere Regresbrug refuses to
start when it can read the recipient's private key, and the loket when it can read a root key.
"""

import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from console.toezicht import kijk
from demo import behandelaar, configuring, keys, paginas, telling, world
from demo.clock import DemoKlok
from demo.data import DAGEN
from demo.playing import Nacht, speel
from demo.progress import voortgang
from demo.servers import Servers, servers
from demo.world import AMSTERDAM, Mappen, Stand
from privacy import configure
from regres import Problem, UsageProblem
from regres.berichten import bericht
from settings import aansluiten, load

BANNER = (
    "DEMO. Alles is verzonnen. Regresbrug en het Regresloket staan hier op dezelfde machine.",
    "In het echt weigeren ze allebei te starten als ze elkaars sleutels kunnen lezen.",
)
#: A play that was cut off may have held its lease this long; the next one begins after it.
_SPELING = timedelta(minutes=10)

Zeg = Callable[[str], None]


def start(folder: Path, *, once: bool, dag: int, seed: int) -> int:
    """Play for a person at a terminal: what came of it on stdout, how far it is on stderr."""
    configure("WARNING", sys.stderr)
    today = datetime.now(UTC).astimezone(AMSTERDAM).date()

    def say(line: str) -> None:
        print(line, flush=True)

    return play(folder, once=once, dag=dag, seed=seed, vandaag=today, say=say, stay=_wait)


def play(
    folder: Path,
    *,
    once: bool,
    dag: int,
    seed: int,
    vandaag: date,
    say: Zeg,
    stay: Callable[[], None],
) -> int:
    """Play the night of a day in a folder, and tell what came of it.

    dag      1 or 2; a night that comes before it and was never played is played first
    vandaag  the date of day 1 when the folder is new; otherwise the folder's own dates count
    stay     waits for the person when `once` is False; the servers run on until it returns

    Gives 0 when the whole chain worked, also when records wait for a person. Raises UsageProblem
    for a day or folder that cannot be, AlreadyRunning when a demo runs there.
    """
    if not 1 <= dag <= DAGEN:
        raise UsageProblem(_geen_dag(dag))
    mappen = Mappen(folder)
    for line in BANNER:
        say(line)
    with world.alleen(mappen):
        stand = world.open_stand(mappen, seed, vandaag, say)
        if dag < stand.dag:
            say(f"Deze demo staat al op dag {stand.dag}; die wordt nog eens gespeeld.")
        for day in range(min(stand.gespeeld + 1, dag), dag + 1):
            last = day == dag and not once
            code, stand = _dag(mappen, world.op_dag(stand, day), say, stay if last else None)
            if code:
                return code
    return 0


def _dag(
    mappen: Mappen, stand: Stand, say: Zeg, stay: Callable[[], None] | None
) -> tuple[int, Stand]:
    """Play one night with the servers up; they stay up until `stay` returns."""
    klok = DemoKlok(stand.moment())
    world.bewaar(mappen, replace(stand, laatst=klok() + _SPELING))
    here = world.wereld(stand)
    world.leg_export_klaar(mappen, here)
    made = keys.maak(mappen.config, mappen.systemen, mappen.loket, stand.start)
    with servers(mappen, made, here, klok) as running:
        configuring.schrijf(mappen.config, running.adressen)
        say("")
        say(f"Dag {stand.dag}: de nacht van {stand.vandaag:%d-%m-%Y}.")
        if stand.gespeeld < stand.dag:
            say(behandelaar.overdag(running.loket, stand.vandaag))
        code = _nacht(mappen, stand, running, klok, say)
        if not code:
            stand = replace(stand, gespeeld=stand.dag)
            world.bewaar(mappen, replace(stand, laatst=klok() + _SPELING))
        if stay:
            with paginas.console(load(mappen.config), klok) as console:
                _adressen(mappen, running, console, say)
                stay()
    stand = replace(stand, laatst=klok())
    world.bewaar(mappen, stand)
    return code, stand


def _nacht(mappen: Mappen, stand: Stand, running: Servers, klok: DemoKlok, say: Zeg) -> int:
    settings = load(mappen.config)
    before = telling.zaken_van(running.loket)
    given = {path.name for path in mappen.retour.glob("*.csv")}
    lijn = aansluiten(settings, settings.gemeenten[0], klok)
    try:
        with settings.open_grootboek(datetime.now(UTC)) as ledger, voortgang() as bar:
            nacht = speel(lijn, ledger, stand.vandaag, klok, bar)
            # As `serve` does after a turn: what asks for a person stands first on the pages.
            kijk(settings, ledger, klok())
    finally:
        lijn.close()
    _vertel(nacht, before, running, say)
    for line in (*telling.terug(given, mappen.retour), telling.vergeleken(nacht)):
        say(line)
    _slot(nacht, say)
    say(f"Kijk verder: regresbrug status --config {mappen.config}")
    return nacht.exit_code


def _vertel(nacht: Nacht, before: list[telling.Zaak], running: Servers, say: Zeg) -> None:
    for line in telling.trechter(nacht):
        say(line)
    for line in telling.bezorgd(nacht, before, telling.zaken_van(running.loket)):
        say(line)


def _slot(nacht: Nacht, say: Zeg) -> None:
    say("")
    if nacht.exit_code:
        say("Niet alles ging goed. Wat er mis was, staat hierboven.")
    else:
        say("De hele keten werkte. Wat op een mens wacht, staat onder beoordelen, vastgehouden")
        say("en quarantaine.")


def _adressen(mappen: Mappen, running: Servers, console: str, say: Zeg) -> None:
    where = running.adressen
    host, port = where.sftp
    say("")
    say("De systemen blijven aan tot u Ctrl-C geeft:")
    say(f"  pagina's van de gemeente     {console}")
    say(f"  pagina's van het Regresloket {where.loket}/demo")
    say(f"  zaaksysteem (StUF-ZKN)       {where.zaaksysteem}")
    say(f"  bestanden (SFTP)             {host}:{port}")
    say(f"  configuratie                 {mappen.config}")
    say("De browser kent de certificaten niet; ze zijn van deze demo zelf.")


def _wait() -> None:
    """Wait until the person gives Ctrl-C, or the process is told to end."""
    enough = threading.Event()
    kept = {
        number: signal.signal(number, lambda *_: enough.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        # In slices: on Windows a wait without an end does not hear Ctrl-C.
        while not enough.wait(1):
            pass
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def _geen_dag(dag: int) -> Problem:
    return bericht("D-0004", waar="--dag", dag=dag, laatste=DAGEN)
