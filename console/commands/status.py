"""`status`: how things stand. `runs`: what was run."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.options import CONFIG, ConfigOption, Format, FormatOption, GemeenteOption
from console.tell import put, put_json, show_problems, table, tell, woord

if TYPE_CHECKING:
    from ledger import RunRow


def status(
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Toon per gemeente: de laatste runs, wat wacht op een mens, en wat nog bezorgd moet worden."""
    import scheduler
    from console.opening import ledger_of, settings_of
    from console.toestand import toestand

    settings = settings_of(config)
    found = []
    with ledger_of(settings) as ledger:
        for een in settings.kies(gemeente or ()):
            found.append(toestand(settings, ledger, een, scheduler.utc_now()))
    if format is Format.TEXT:
        for one in found:
            _tell_one(one.as_json())
            show_problems(one.problemen)
    else:
        put_json([one.as_json() for one in found])
    return max((one.exit_code for one in found), default=0)


def _tell_one(one: dict[str, Any]) -> None:
    put(f"{one['gemeente']} ({one['code']}) · stand {one['stand']}")
    if pauze := one["pauze"]:
        put(f"  op pauze sinds {pauze['sinds'][:10]} door {pauze['wie']}: {pauze['reden']}")
    rows = [
        (run["bron"], run["slot"], run["dag"], run["resultaat"] or "bezig", run["run"])
        for run in one["runs"]
    ]
    head = ("bron", "slot", "dag", "resultaat", "run")
    for line in table(head, rows) if rows else ["Nog geen runs."]:
        put("  " + line)
    waits = ", ".join(f"{name} {count}" for name, count in one["wacht_op_mens"].items())
    out = ", ".join(f"{name} {count}" for name, count in one["uitgaand"].items() if count)
    put(f"  wacht op een mens: {waits or 'niets'}")
    if late := one["herinneringen"]["wachten"]:
        put(f"  herinnering: {late} wachten 14 dagen of langer (regresbrug review list)")
    if one["wacht_op_mens"].get("quarantaine"):
        put(f"  welke records in quarantaine staan: regresbrug quarantine list -g {one['code']}")
    put(f"  uitgaand: {out or 'niets'}")


def runs(
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    aantal: Annotated[int, typer.Option("--aantal", metavar="N", min=1, help="Hoeveel runs.")] = 20,
    run: Annotated[
        int | None,
        typer.Option("--run", metavar="N", help="Toon deze ene run, met telling en problemen."),
    ] = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Toon de runs, nieuwste eerst, met hun telling."""
    from console.opening import ledger_of, settings_of
    from console.toestand import run_json

    settings = settings_of(config)
    with ledger_of(settings) as ledger:
        if run is not None:
            rows = [ledger.run(run)]
        else:
            chosen = [een.identiteit for een in settings.kies(gemeente or ())]
            rows = [row for code in chosen for row in ledger.runs(code, aantal)]
    found = sorted(rows, key=lambda row: -row.id)[:aantal]
    if format is not Format.TEXT:
        put_json([run_json(row) for row in found])
    elif run is not None:
        _tell_run(found[0])
    else:
        _tell_runs([run_json(row) for row in found])
    return 0


def _tell_run(row: "RunRow") -> None:
    """Tell all that was kept of one run: how it ended, its accounting, its codes and problems."""
    from console.show import funnel, ongelezen, uitkomst

    put(f"{row.gemeente} · {row.bronset} · {row.slot} · run {row.id} · {row.dag.isoformat()}")
    put(f"  {uitkomst(row.resultaat.value if row.resultaat else '')}")
    if row.telling is not None:
        for line in funnel(row.telling):
            put(line)
        for code, count in sorted(row.telling.codes.items()):
            put(f"  {count:>7} x {code}")
    for line in ongelezen(row.proof.get("details", {})):
        put(line)
    show_problems(row.problems)


def _tell_runs(shown: list[dict[str, Any]]) -> None:
    if not shown:
        tell(woord("geen_runs"))
        return
    rows = [_row(one) for one in shown]
    head = ("run", "gemeente", "bron", "slot", "dag", "resultaat", "gelezen", "klaargezet")
    for line in table(head, rows):
        put(line)


def _row(one: dict[str, Any]) -> tuple[object, ...]:
    counts = one["telling"] or {}
    kept = ("run", "gemeente", "bron", "slot", "dag")
    return (
        *(one[name] for name in kept),
        one["resultaat"] or "bezig",
        counts.get("gelezen", 0),
        counts.get("klaargezet", 0),
    )
