"""`inhalen`: order catching up on grants from before `actief`, see how far it is, or stop it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from console.options import CONFIG, ConfigOption, Format, FormatOption, GemeenteOption
from console.personen import Rol, handelend
from console.tell import put, put_json, tell, woord

if TYPE_CHECKING:
    from ledger import Ledger
    from regres import Handelend
    from settings import GemeenteInstelling, Settings

#: More than this in one night is no catching up: it is a night without a brake.
HOOGSTENS = 5000


def inhalen(
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    vanaf: Annotated[
        datetime | None,
        typer.Option(
            "--vanaf",
            metavar="JJJJ-MM-DD",
            formats=["%Y-%m-%d"],
            help="Haal besluiten in vanaf deze dag tot de dag van actief.",
        ),
    ] = None,
    per_nacht: Annotated[
        int | None,
        typer.Option("--per-nacht", metavar="N", min=1, max=HOOGSTENS, help="Hoeveel per nacht."),
    ] = None,
    stop: Annotated[bool, typer.Option("--stop", help="Stop met inhalen.")] = False,
    nu: Annotated[
        bool, typer.Option("--nu", help="Haal de portie van vandaag nu in, en bezorg.")
    ] = False,
    wie: Annotated[
        str | None, typer.Option("--wie", metavar="NAAM", help="Uw naam; komt in het logboek.")
    ] = None,
    rol: Annotated[
        Rol | None,
        typer.Option("--rol", help="In welke rol u besluit; nooit beheer alleen."),
    ] = None,
    reden: Annotated[
        str | None,
        typer.Option("--reden", metavar="TEKST", help="Waarom; komt in het logboek."),
    ] = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Haal meldingen in van voor de dag van `actief`: een portie per nacht, de dringendste eerst.

    Zonder opties ziet u hoe ver het is. Met `--vanaf` en `--per-nacht` begint of verandert het; dat
    besluit een consulent of de FG, met `--wie`, `--rol` en `--reden`. De dienst haalt daarna elke
    nacht een portie in, na de gewone run. Met `--stop` houdt het op; wat al vrij is, gaat nog weg.
    """
    from console.opening import ledger_of, settings_of

    order = _order(vanaf, per_nacht, stop=stop)
    door = _door(wie, rol, reden) if order else None
    settings = settings_of(config)
    chosen = settings.kies(gemeente or ())
    worst = 0
    with ledger_of(settings) as ledger:
        if door is not None:
            for een in chosen:
                _besluit(ledger, een, None if stop else order, door)
        for een in chosen if nu else ():
            worst = max(worst, _nu(settings, ledger, een))
        _toon(ledger, chosen, format)
    return worst


def _order(vanaf: datetime | None, per_nacht: int | None, *, stop: bool) -> tuple[date, int] | None:
    """Give what is ordered; None when nothing is decided. UsageProblem (C-0621) for half a word."""
    from regres import UsageProblem
    from regres.berichten import bericht

    given = (vanaf is not None, per_nacht is not None)
    if any(given) and (stop or not all(given)):
        raise UsageProblem(bericht("C-0621"))
    if stop:
        return (date.max, 0)
    return None if vanaf is None or per_nacht is None else (vanaf.date(), per_nacht)


def _door(wie: str | None, rol: Rol | None, reden: str | None) -> "Handelend":
    from regres import UsageProblem
    from regres.berichten import bericht

    door = handelend(wie, rol or "", reden)
    if rol is None:
        raise UsageProblem(bericht("C-0622"))
    return door


def _besluit(
    ledger: "Ledger",
    een: "GemeenteInstelling",
    order: tuple[date, int] | None,
    door: "Handelend",
) -> None:
    import scheduler
    from regres import UsageProblem
    from regres.berichten import bericht

    now, naam = scheduler.utc_now(), een.blok.naam
    if order is None:
        done = ledger.stop_inhalen(een.identiteit, door, now)
        tell(woord("inhalen_gestopt" if done else "inhalen_was_er_niet", gemeente=naam))
        return
    if een.blok.stand != "actief" or een.blok.actief is None:
        raise UsageProblem(bericht("C-0623", gemeente=naam))
    if order[0] >= een.blok.actief.sinds:
        sinds = een.blok.actief.sinds.isoformat()
        raise UsageProblem(bericht("C-0624", gemeente=naam, sinds=sinds))
    ledger.haal_in(een.identiteit, *order, door, now)
    tell(woord("inhalen_begint", gemeente=naam))


def _nu(settings: "Settings", ledger: "Ledger", een: "GemeenteInstelling") -> int:
    """Take today's portion at once; what the service took today already counts."""
    import scheduler
    from console.show import bezorging_lines, verslag_lines
    from settings import aansluiten

    line = aansluiten(settings, een, scheduler.utc_now)
    try:
        done = scheduler.ronde(line, ledger, (), scheduler.utc_now, inhalen=True)
    finally:
        line.close()
    for verslag in done.runs:
        for text in verslag_lines(verslag):
            tell(text)
    for text in bezorging_lines(done.bezorging):
        tell(text)
    return max([verslag.exit_code for verslag in done.runs] + [done.bezorging.exit_code])


def _toon(ledger: "Ledger", chosen: "tuple[GemeenteInstelling, ...]", format: Format) -> None:
    import scheduler
    from console.inhaalstand import inhaal_lines
    from settings.inhaalstand import inhaal_json

    today = scheduler.vandaag(scheduler.utc_now)
    if format is not Format.TEXT:
        found = [inhaal_json(ledger, een, today) for een in chosen]
        put_json({"schema": "regresbrug/inhalen/1", "gemeenten": found})
        return
    for een in chosen:
        for line in inhaal_lines(inhaal_json(ledger, een, today)):
            put(line)
