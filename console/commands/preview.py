"""`preview`: what a run would do, record by record; nothing is sent or kept."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.options import (
    CONFIG,
    ConfigOption,
    EneBronOption,
    EneGemeenteOption,
    Format,
    FormatOption,
    InPlaatsVanOption,
)
from console.personen import Lezer, RecordOption, RecordRolOption, RecordWieOption
from console.tell import put_json, show_problems, tell, woord

if TYPE_CHECKING:
    from pipeline import Route
    from pipeline.verantwoording import Lezing


def preview(
    config: ConfigOption = CONFIG,
    gemeente: EneGemeenteOption = None,
    bron: EneBronOption = None,
    file: InPlaatsVanOption = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="BESTAND", help="Gebruik dit mappingbestand."),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="PAD",
            help="Toon alleen welke records anders uitpakken met deze mapping, deze map met regels "
            "of dit regelbestand.",
        ),
    ] = None,
    rows: Annotated[
        int | None, typer.Option("--rows", metavar="N", min=1, help="Stop na zoveel records.")
    ] = None,
    vanaf: Annotated[
        int, typer.Option("--vanaf", metavar="N", min=1, help="Toon records vanaf dit nummer.")
    ] = 1,
    aantal: Annotated[
        int | None,
        typer.Option("--aantal", metavar="M", min=1, help="Toon zoveel records; in tekst 50."),
    ] = None,
    probleem: Annotated[
        str | None,
        typer.Option("--probleem", metavar="CODE", help="Toon het eerste record met dit probleem."),
    ] = None,
    record: RecordOption = None,
    wie: RecordWieOption = None,
    rol: RecordRolOption = Lezer.BEHEER,
    format: FormatOption = Format.TEXT,
) -> int:
    """Kijk wat een run zou doen. Er gaat niets weg en er wordt niets bewaard.

    Met `--mapping` en `--file` is geen gemeente nodig. Waarden van personen worden nooit getoond.
    `--against` vergelijkt met een andere mapping of andere regels. `--record` legt één record uit.
    Blader met `--vanaf` en `--aantal`. `--probleem` zoekt het eerste record met dat probleem.
    """
    from console.kijkroute import kijkroute
    from console.personen import Kijker
    from regres import SourceError

    page = aantal if vanaf == 1 else vanaf
    _een_kijk(record, against, probleem, page, probleem=probleem)
    route, slot, memory = kijkroute(config, gemeente, bron, file, mapping)
    try:
        if record is not None:
            from console.uitlegplek import toon_record

            return toon_record(route, slot, memory, Kijker(record, wie, rol), config, format)
        with _verantwoord(route):
            if against is None:
                from console.bladeren import Keuze, kijk

                code = kijk(route, slot, memory, Keuze(rows, vanaf, aantal, probleem), format)
            else:
                from console.vergelijken import vergelijk

                code = vergelijk(route, slot, against, file, memory, rows, format)
    except SourceError as refused:
        return _geweigerd(file, route, refused, format)
    if route.gemeente.tekst_versturen:
        tell(woord("tekst_alleen"))
    return code


def _verantwoord(route: "Route") -> "Lezing":
    """Account for the read of a look: in the Logboek dataverwerkingen of the municipality."""
    import scheduler
    from pipeline.verantwoording import Lezing

    return Lezing(route.logboek, scheduler.utc_now)


def _een_kijk(*wensen: object | None, probleem: str | None = None) -> None:
    """Refuse two ways of looking at once, of which one would be left out without a word."""
    from regres import UsageProblem
    from regres.berichten import bericht, catalogus

    if sum(wens is not None for wens in wensen) > 1:
        raise UsageProblem(bericht("C-0036"))
    code = (probleem or "").strip().upper()
    if code and code not in catalogus().teksten:
        raise UsageProblem(bericht("C-0009", code=code[:20]))


def _geweigerd(file: Path | None, route: "Route", refused: Any, format: Format) -> int:
    problem = refused.problems[0]
    if format is Format.TEXT:
        show_problems(refused.problems)
        _tip(file)
    else:
        name = file.name if file else route.bronset
        put_json({"bestand": name, "geweigerd": {"code": problem.code, "melding": problem.wat}})
    code: int = refused.exit_code
    return code


def _tip(file: Path | None) -> None:
    """Tell which preset this file is an export of, when there is one."""
    from settings.preset import passend

    for name in passend(file) if file is not None else ():
        tell(woord("is_preset", naam=name))
