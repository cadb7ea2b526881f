"""`status`: how things stand. `runs`: what was run."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.options import CONFIG, ConfigOption, Format, FormatOption, GemeenteOption
from console.tell import put, put_json, show_problems, table, tell, vertaald, woord

if TYPE_CHECKING:
    from ledger import OpenProbleem, RunRow
    from settings.toestand import Toestand


ProblemenOption = Annotated[
    bool, typer.Option("--problemen", help="Alleen wat er nu mis is, over alle gemeenten.")
]

_KOLOMMEN = ("run", "gemeente", "bron", "slot", "dag")


def status(
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    problemen: ProblemenOption = False,
    format: FormatOption = Format.TEXT,
) -> int:
    """Toon per gemeente: de laatste runs, wat wacht op een mens, en wat er nu mis is."""
    import scheduler
    from console.opening import ledger_of, settings_of
    from console.toestand import toestand
    from console.toezicht import kijk_installatie
    from regres import LedgerError

    settings, now = settings_of(config), scheduler.utc_now()
    with ledger_of(settings) as ledger:
        with suppress(LedgerError):  # every municipality tells it below
            kijk_installatie(settings, ledger, now)
        found = [toestand(settings, ledger, een, now) for een in settings.kies(gemeente or ())]
        common = ledger.openstaand("")
    if problemen:
        return _problemen(common, found, format)
    if format is Format.TEXT:
        show_problems(row.problem for row in common)
        for one in found:
            _tell_one(one.as_json())
            show_problems([*one.niet_genoteerd, *(row.problem for row in one.eigen)])
    else:
        put_json([one.as_json() for one in found])
    return max((one.exit_code for one in found), default=0)


def _problemen(
    common: "Sequence[OpenProbleem]", found: "Sequence[Toestand]", format: Format
) -> int:
    """Give what is wrong as one list; exit code 1 when there is anything."""
    from settings.toestand import open_json

    rows = [*common, *(row for one in found for row in one.eigen)]
    stale = [problem for one in found for problem in one.niet_genoteerd]
    show_problems(dict.fromkeys(stale))
    if format is Format.JSON:
        put_json({"schema": "regresbrug/problemen/1", "problemen": open_json(rows)})
    elif format is Format.JSONL:
        for one in open_json(rows):
            put_json(one)
    elif rows:
        head = ("code", "gemeente", "bron", "sinds", "nachten", "wat")
        for line in table(head, [_probleem(row) for row in rows]):
            put(line)
    elif not stale:
        tell(woord("niets_mis"))
    return int(bool(rows or stale))


def _probleem(row: "OpenProbleem") -> tuple[object, ...]:
    told = vertaald(row.problem)
    since = f"{row.eerst_gezien:%d-%m-%Y}"
    return told.code, row.gemeente or "-", row.bron or "-", since, row.nachten, told.wat


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
    if behind := one["inhalen"]:
        put(f"  {_inhalen(behind)}")
    if late := one["herinneringen"]["wachten"]:
        put(f"  herinnering: {late} wachten 14 dagen of langer (regresbrug review list)")
    if one["wacht_op_mens"].get("quarantaine"):
        put(f"  welke records in quarantaine staan: regresbrug quarantine list -g {one['code']}")
    put(f"  uitgaand: {out or 'niets'}")
    for stil in one["stilte"]:
        if not stil["genoeg"]:
            put(f"  {woord('stilte_nieuw', bron=stil['bron'], slot=stil['slot'])}")
    for line in (*_terug(one["terug"]), *_afstemming(one["afstemming"])):
        put("  " + line)


def _terug(back: dict[str, Any]) -> Iterator[str]:
    """Tell how the cases go on, and what the municipality was not told yet."""
    steps = ", ".join(f"{name} {count}" for name, count in back["stappen"].items())
    yield f"terugkoppeling: {steps or 'nog niets'}"
    if back["ophalen_mislukt"]:
        failing = back["ophalen_mislukt"]
        yield f"  ophalen lukt niet sinds {failing['sinds'][:10]} ({failing['code']})"
    retour = back["retour"]
    if retour and (retour["stappen_te_melden"] or retour["meldingen_te_melden"]):
        counts = f"{retour['meldingen_te_melden']} meldingen, {retour['stappen_te_melden']} stappen"
        yield f"  nog terug te geven bij de volgende run: {counts}"
    for bron, failing in (retour or {}).get("mislukt", {}).items():
        yield f"  retour van {bron} lukt niet sinds {failing['sinds'][:10]} ({failing['code']})"


def _afstemming(last: dict[str, Any] | None) -> Iterator[str]:
    """Tell what comparing with the Regresloket gave last."""
    if last is None:
        return
    found = f"{last['versies']} versies, verschillen: {last['verschillen']}"
    yield f"vergeleken met het Regresloket op {last['op'][:10]}: {found}"
    if last["wacht_op_lezing"]:
        yield f"  wacht tot een lezing de voorziening tegenkomt: {last['wacht_op_lezing']}"


def _inhalen(one: dict[str, Any]) -> str:
    """Say how many wait for catching up: until when, or that a person must order it."""
    if one["opdracht"] is None:
        return f"wacht op inhalen: {one['wacht']} (besluit: regresbrug inhalen -g {one['code']})"
    per, nights = one["opdracht"]["per_nacht"], one["nachten"]
    return f"wordt ingehaald: {one['wacht']}, {per} per nacht, nog {nights} nachten"


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
    """Toon de runs, nieuwste eerst: hoe ze eindigden, wat ze telden, en sinds wanneer ze wachten.

    `exit` is wat de lezing zelf waard was: 0 niets te doen, 1 een mens moet kijken, 8 wacht op
    vrijgave. Met `--run` ziet u van één run alle aantallen en redencodes.
    """
    from console.opening import ledger_of, settings_of
    from settings.toestand import run_json

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
    """Tell all that was kept of one run; its problems on stderr."""
    from console.show import run_lines

    for line in run_lines(replace(row, problems=())):
        put(line)
    show_problems(row.problems)


def _tell_runs(shown: list[dict[str, Any]]) -> None:
    if not shown:
        tell(woord("geen_runs"))
        return
    rows = [_row(one) for one in shown]
    head = (*_KOLOMMEN, "resultaat", "exit", "gelezen", "klaargezet", "wacht sinds")
    for line in table(head, rows):
        put(line)


def _row(one: dict[str, Any]) -> tuple[object, ...]:
    counts = one["telling"] or {}
    return (
        *(one[name] for name in _KOLOMMEN),
        one["resultaat"] or "bezig",
        "" if one["exit"] is None else one["exit"],
        counts.get("gelezen", 0),
        counts.get("klaargezet", 0),
        (one["wacht_sinds"] or "")[:10] if one["resultaat"] == "wacht_op_vrijgave" else "",
    )
