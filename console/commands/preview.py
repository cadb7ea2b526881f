"""`preview`: what a run would do, record by record; nothing is sent or kept."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.options import CONFIG, ConfigOption, Format, FormatOption
from console.personen import Lezer, RecordOption, RecordRolOption, RecordWieOption
from console.tell import put, put_json, show_problems, table, tell

if TYPE_CHECKING:
    from pipeline import Route, Slot
    from pipeline.preview import Droog, Voorbeeld

_MENS = {"beoordelen", "vastgehouden", "quarantaine"}


def preview(
    config: ConfigOption = CONFIG,
    gemeente: Annotated[
        str | None,
        typer.Option("--gemeente", "-g", metavar="NAAM", help="Naam of code van de gemeente."),
    ] = None,
    bron: Annotated[
        str | None, typer.Option("--bron", metavar="NAAM", help="Welke bron van de gemeente.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="BESTAND", help="Lees dit bestand in plaats van de bron."),
    ] = None,
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
    record: RecordOption = None,
    wie: RecordWieOption = None,
    rol: RecordRolOption = Lezer.BEHEER,
    format: FormatOption = Format.TEXT,
) -> int:
    """Kijk wat een run zou doen. Er gaat niets weg en er wordt niets bewaard.

    Met `--mapping` en `--file` is geen gemeente nodig. Waarden van personen worden nooit getoond.
    `--against` vergelijkt met een andere mapping of andere regels. `--record` legt één record uit.
    """
    from console.kijkroute import kijkroute
    from console.personen import Kijker
    from pipeline.preview import Droog
    from regres import SourceError

    route, slot, known, decided = kijkroute(config, gemeente, bron, file, mapping)
    memory = Droog(known, decided)
    if record is not None and against is not None:
        raise _een_van_beide()
    try:
        if record is not None:
            from console.uitlegplek import toon_record

            return toon_record(route, slot, memory, Kijker(record, wie, rol), config, format)
        if against is None:
            code = _kijk(route, slot, memory, rows, format)
        else:
            from console.vergelijken import vergelijk

            code = vergelijk(route, slot, against, file, memory, rows, format)
    except SourceError as refused:
        return _geweigerd(file, route, refused, format)
    if route.gemeente.tekst_versturen:
        tell("Deze gemeente verstuurt ook op tekst alleen (tekst_alleen: versturen).")
    return code


def _een_van_beide() -> Exception:
    from regres import Problem, UsageProblem

    doe = "Geef --record om één record uit te leggen, of --against om te vergelijken."
    return UsageProblem(Problem("C-0036", "Deze opties gaan niet samen.", doe=doe))


def _kijk(route: "Route", slot: "Slot", memory: "Droog", rows: int | None, format: Format) -> int:
    import scheduler
    from pipeline.preview import preview as look

    now = scheduler.utc_now()
    today = scheduler.vandaag(lambda: now)
    seen = look(
        route, slot, now, today, bekend=memory.bekend, besloten=memory.besloten, hoogstens=rows
    )
    _show(seen, format)
    absent = seen.proof is not None and seen.proof.geen_levering
    if absent:
        tell("Er is geen levering: er was geen bestand om te lezen.")
    if seen.proof is not None:
        show_problems(seen.proof.waarschuwingen)
    return int(absent or any(regel["uitkomst"] in _MENS for regel in seen.regels))


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
        tell(f"Deze kopregel is die van de preset {name}: schrijf in de mapping `basis: {name}`.")


def _show(seen: "Voorbeeld", format: Format) -> None:
    if format is Format.JSONL:
        for regel in seen.regels:
            put_json(regel)
        return
    if format is Format.JSON:
        put_json(
            {
                "schema": "regresbrug/preview/1",
                "telling": seen.telling.as_json(),
                "problemen": seen.problemen.as_json(),
                "records": seen.regels,
            }
        )
        return
    from console.show import funnel

    for line in funnel(seen.telling, met_nieuw=False):
        put(line)
    shown = [regel for regel in seen.regels if regel["uitkomst"] not in {"geen_ongeval", "dubbel"}]
    for line in table(("plaats", "uitkomst", "waarom"), map(_row, shown)) if shown else []:
        put(line)
    for group in seen.problemen.as_json():
        first = group["voorbeelden"][0]
        tell(f"{group['aantal']:>5} x {first['code']}  {first['wat']}  {first['mapping']}")
    if shown:
        tell(
            "Waarom een record zo uitpakt: dezelfde opdracht met --record en het getal bij plaats."
        )
    tell("Er is niets verstuurd en niets bewaard.")


def _row(regel: dict[str, Any]) -> tuple[str, str, str]:
    """Give one line; the key stays in the JSON: no other command knows it."""
    bron = regel["bron"]
    place = ":".join(str(part) for part in bron.values() if part)
    rules = [reden["regel"] for reden in regel["redenen"]]
    law = (regel["verhaalbaarheid"] or {"redencodes": []})["redencodes"]
    codes = [problem["code"] for problem in regel["problemen"]]
    return place, regel["uitkomst"], " ".join(dict.fromkeys([*rules, *law, *codes]))
