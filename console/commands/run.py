"""`run`: one run now. `release`: let a waiting batch go, or throw it away."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from console.options import (
    CONFIG,
    ConfigOption,
    Format,
    FormatOption,
    GemeenteOption,
    QuietOption,
)
from console.personen import RedenOption, RolOption, WieOption, handelend
from console.tell import progress, put, put_json, show_problems, tell, woord
from regres.waarde import dataclass

#: Nothing was decided: the same as Ctrl-C.
ONDERBROKEN = 130

if TYPE_CHECKING:
    from ledger import Ledger
    from pipeline import Opdracht
    from scheduler import Ronde
    from settings import GemeenteInstelling, Settings


def run(
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    bron: Annotated[
        list[str] | None,
        typer.Option("--bron", metavar="NAAM", help="Alleen deze bron; mag vaker."),
    ] = None,
    rondgang: Annotated[
        bool, typer.Option("--rondgang", help="StUF: alle maanden sinds `vanaf`, niet het venster.")
    ] = False,
    volume_klopt: Annotated[
        bool, typer.Option("--volume-klopt", help="De bron is terecht veel kleiner dan gewoonlijk.")
    ] = False,
    format: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
) -> int:
    """Draai nu één run: lezen, beoordelen, verzegelen, vrijgeven en bezorgen."""
    from console.opening import ledger_of, settings_of

    settings = settings_of(config)
    worst = 0
    with ledger_of(settings) as ledger:
        for een in settings.kies(gemeente or ()):
            choice = Keuze(tuple(bron or ()), rondgang, volume_klopt, quiet)
            worst = max(worst, _een(settings, ledger, een, choice, format))
    return worst


def _een(
    settings: "Settings",
    ledger: "Ledger",
    een: "GemeenteInstelling",
    choice: "Keuze",
    format: Format,
) -> int:
    """Run one municipality; what keeps it from running does not keep the next one."""
    from regres import LedgerError, RegresbrugError, UsageProblem

    try:
        done = _ronde(settings, ledger, een, choice)
    except (LedgerError, UsageProblem):
        raise
    except RegresbrugError as wrong:
        show_problems(wrong.problems)
        return wrong.exit_code
    _show(done, format)
    return max([verslag.exit_code for verslag in done.runs] + [done.bezorging.exit_code])


@dataclass(frozen=True, slots=True)
class Keuze:
    """What was asked for on the command line."""

    bronnen: tuple[str, ...]
    rondgang: bool
    volume_klopt: bool
    quiet: bool


def _ronde(
    settings: "Settings", ledger: "Ledger", een: "GemeenteInstelling", choice: Keuze
) -> "Ronde":
    import scheduler
    from pipeline import SlotSoort
    from settings import aansluiten

    line = aansluiten(settings, een, scheduler.utc_now)
    with progress(een.blok.naam, quiet=choice.quiet) as show:

        def task(given: "Opdracht") -> "Opdracht":
            # A file source knows no rondgang: by hand it may not use up the turn of the night.
            slot = given.slot
            walk = slot.soort is SlotSoort.RONDGANG
            hand = slot if walk else replace(slot, soort=SlotSoort.HAND)
            return replace(given, slot=hand, volume_klopt=choice.volume_klopt, voortgang=show)

        kind = SlotSoort.RONDGANG if choice.rondgang else SlotSoort.HAND
        names = _chosen(choice.bronnen, line.bronnen)
        try:
            return scheduler.ronde(
                line, ledger, [(name, kind) for name in names], scheduler.utc_now, task, meteen=True
            )
        finally:
            line.close()


def _chosen(asked: tuple[str, ...], known: Iterable[str]) -> list[str]:
    names = list(known)
    wrong = [name for name in asked if name not in names]
    if wrong:
        from regres import UsageProblem
        from regres.berichten import bericht

        listed = ", ".join(names)
        raise UsageProblem(*(bericht("C-0002", naam=repr(name), namen=listed) for name in wrong))
    return [name for name in names if not asked or name in asked]


def _show(done: "Ronde", format: Format) -> None:
    from console.show import bezorging_lines, verslag_lines

    if format is not Format.TEXT:
        for verslag in done.runs:
            put_json(verslag.as_json())
        put_json({"schema": "regresbrug/bezorging/1", **done.bezorging.as_json()})
        return
    for verslag in done.runs:
        for line in verslag_lines(verslag):
            put(line)
    for line in bezorging_lines(done.bezorging):
        put(line)


def _gezien(ledger: "Ledger", nummer: int, *, verwerp: bool) -> bool:
    """Show what waits, and ask at a keyboard whether it is meant; a script has said so already."""
    from console.show import run_lines

    row = ledger.run(nummer)
    if row.resultaat != "wacht_op_vrijgave":
        return True  # the ledger says that it does not wait
    for line in run_lines(row):
        tell(line)
    if not sys.stdin.isatty():
        return True
    tell(woord("zeker_verwerpen" if verwerp else "zeker_vrijgeven", run=nummer))
    return sys.stdin.readline().strip().casefold() in ("ja", "yes")


def release(
    nummer: Annotated[int, typer.Argument(metavar="RUN", help="Het nummer van de run.")],
    wie: WieOption,
    reden: RedenOption,
    rol: RolOption,
    config: ConfigOption = CONFIG,
    verwerp: Annotated[
        bool, typer.Option("--verwerp", help="Gooi de wachtende meldingen weg.")
    ] = False,
) -> int:
    """Geef een wachtende run vrij, of verwerp hem. U ziet eerst de aantallen en redencodes.

    Aan een toetsenbord vraagt de opdracht daarna of u het zeker weet. Wat vrij is, gaat meteen weg
    en is niet terug te halen. Vooraf kijken: `regresbrug runs --run RUN`.
    """
    import scheduler
    from console.opening import ledger_of, settings_of

    door = handelend(wie, rol, reden)
    settings = settings_of(config)
    with ledger_of(settings) as ledger:
        if not _gezien(ledger, nummer, verwerp=verwerp):
            tell(woord("run_niets_besloten", run=nummer))
            return ONDERBROKEN
        now = scheduler.utc_now()
        if verwerp:
            ledger.reject_run(nummer, door, now)
            tell(woord("run_verworpen", run=nummer))
            return 0
        # Asked first: a run of a municipality that has left the configuration is not freed.
        (een,) = settings.kies([ledger.run(nummer).gemeente])
        ledger.release_run(nummer, door, now)
        tell(woord("run_vrijgegeven", run=nummer))
        done = scheduler.bezorg(settings, ledger, een, scheduler.utc_now, meteen=True)
    from console.show import bezorging_lines

    for line in bezorging_lines(done):
        put(line)
    return done.exit_code
