"""`quarantine`: records that could not be read; `replay`: read their source again."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.commands.review import KenmerkArgument
from console.nederlands import Opdracht, opdrachten
from console.options import CONFIG, ConfigOption, Format, FormatOption, GemeenteOption
from console.personen import InzageOption, Lezer, RedenOption, WieOption, handelend
from console.tell import put, put_json, table, tell

if TYPE_CHECKING:
    from ledger import Ledger
    from regres import Handelend
    from settings import GemeenteInstelling, Settings
    from settings.lijsten.opnieuw import Lot
    from settings.lijsten.quarantaine import Gekozen

app = opdrachten("Bekijk records in quarantaine: die konden niet worden gelezen.")
BronnenOption = Annotated[
    list[str] | None, typer.Option("--bron", metavar="NAAM", help="Alleen deze bron; mag vaker.")
]
CodesOption = Annotated[
    list[str] | None,
    typer.Option("--code", metavar="CODE", help="Alleen met deze code, zoals M-0107; mag vaker."),
]
RunOption = Annotated[
    int | None, typer.Option("--run", metavar="RUN", help="Alleen wat deze run het laatst zag.")
]
SinceOption = Annotated[
    datetime | None,
    typer.Option(
        "--since", metavar="JJJJ-MM-DD", formats=["%Y-%m-%d"], help="Alleen nieuw vanaf deze dag."
    ),
]


@app.command("list", cls=Opdracht, options_metavar="[OPTIES]", short_help="Toon wat er staat.")
def lijst(
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    bron: BronnenOption = None,
    code: CodesOption = None,
    run: RunOption = None,
    since: SinceOption = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Toon records in quarantaine met hun codes en hun plaats in de bron."""
    found = _gekozen(config, gemeente, (), bron, code, run, since)
    rows = [one for _, many in found for one in many]
    if format is Format.JSON:
        put_json({"schema": "regresbrug/quarantine/1", "records": rows})
    elif format is Format.JSONL:
        for one in rows:
            put_json(one)
    else:
        for een, many in found:
            _tell(een, many)
    return int(bool(rows))


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Toon een record.")
def show(
    kenmerk: KenmerkArgument,
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Toon waarom een record in quarantaine staat en waar het in de bron te vinden is."""
    from regres import UsageProblem
    from regres.berichten import bericht

    found = _gekozen(config, gemeente, (kenmerk,), None, None, None, None)
    rows = [one for _, many in found for one in many]
    if len(rows) != 1:
        raise UsageProblem(bericht("C-0023", aantal=len(rows)))
    if format is not Format.TEXT:
        put_json({"schema": "regresbrug/quarantine/1", **rows[0]})
    else:
        _tell_one(rows[0])
    return 0


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Haal een record weg.")
def weg(
    kenmerk: KenmerkArgument,
    wie: WieOption,
    reden: RedenOption,
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    rol: Annotated[Lezer, typer.Option("--rol", help="In welke rol u dit doet.")] = Lezer.BEHEER,
) -> int:
    """Haal een record uit quarantaine, met een reden. Het wordt niet verstuurd.

    Leest een volgende run het record weer niet, dan komt het terug op de lijst. Wat het Regresloket
    weigerde, komt niet terug.
    """
    import scheduler
    from console.opening import ledger_of, settings_of
    from settings.lijsten.besluit import neem_weg
    from settings.lijsten.wachtlijst import vind

    door = handelend(wie, rol, reden)
    settings = settings_of(config)
    with ledger_of(settings) as ledger:
        found = vind(ledger, settings.kies(gemeente or ()), kenmerk)
        neem_weg(settings, ledger, found, door, scheduler.utc_now())
    tell("Het record is weg uit de quarantaine. Leest een run het weer niet, dan komt het terug.")
    return 0


def replay(
    kenmerk: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KENMERK ...]", help="Alleen deze records; anders wat past."),
    ] = None,
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    bron: BronnenOption = None,
    code: CodesOption = None,
    run: RunOption = None,
    since: SinceOption = None,
    vooruit: Annotated[
        bool, typer.Option("--preview", help="Toon alleen wat er zou gebeuren.")
    ] = False,
    wie: Annotated[
        str | None, typer.Option("--wie", metavar="NAAM", help="Uw naam; komt in het auditlogboek.")
    ] = None,
    reden: Annotated[
        str | None,
        typer.Option(
            "--reden", metavar="TEKST", help="Waarom; komt in het auditlogboek. Noem geen cliënt."
        ),
    ] = None,
    rol: Annotated[Lezer, typer.Option("--rol", help="In welke rol u dit doet.")] = Lezer.BEHEER,
    inzagesleutel: InzageOption = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Lees de bron opnieuw voor records in quarantaine. De nacht doet dit ook vanzelf.

    Met `--preview` ziet u eerst wat ervan komt; dan gaat er niets weg. Zonder vraagt het `--wie` en
    `--reden`. De rem en alle controles gelden ook hier. Een record uit een bron met `levering:
    delta` is niet opnieuw te lezen; met `--inzagesleutel` gaat het bewaarde record nog een keer.
    """
    from console.opening import ledger_of, settings_of
    from settings.lijsten.quarantaine import filter_van, kies

    door = None if vooruit else handelend(wie, rol, reden)
    settings = settings_of(config)
    worst = 0
    lots: list[Lot] = []
    with ledger_of(settings) as ledger:
        wanted = filter_van(ledger, kenmerk or (), bron or (), code or (), run, since)
        for one in kies(ledger, settings.kies(gemeente or ()), wanted):
            found, exit_code = _een(settings, ledger, one, door, inzagesleutel)
            lots, worst = [*lots, *found], max(worst, exit_code)
    _toon(lots, format, vooruit=vooruit)
    return max(worst, int(any(not lot.klaar for lot in lots)))


def _een(
    settings: "Settings",
    ledger: "Ledger",
    one: "Gekozen",
    door: "Handelend | None",
    inzagesleutel: Path | None,
) -> "tuple[list[Lot], int]":
    """Look ahead, or read again when a person asks it; the runs are told as `run` tells them."""
    import scheduler
    from console.show import verslag_lines
    from privacy import Inzagesleutel
    from settings.lijsten.opnieuw import kijk, lees_opnieuw

    if not one.rows:
        return [], 0
    if door is None:
        return kijk(settings, ledger, one, scheduler.utc_now), 0
    key = Inzagesleutel.lees(inzagesleutel) if inzagesleutel else None
    lots, runs, exit_code = lees_opnieuw(settings, ledger, one, door, scheduler.utc_now, key)
    for verslag in runs:
        for line in verslag_lines(verslag):
            tell(line)
    return lots, exit_code


# -- showing ---------------------------------------------------------------------------------------


def _gekozen(
    config: Path,
    gemeente: list[str] | None,
    kenmerk: tuple[str, ...],
    bron: list[str] | None,
    code: list[str] | None,
    run: int | None,
    since: datetime | None,
) -> "list[tuple[GemeenteInstelling, list[dict[str, Any]]]]":
    """Give what is asked for as records, per municipality."""
    import scheduler
    from console.opening import ledger_of, settings_of
    from settings.lijsten.quarantaine import filter_van, kies, records

    settings = settings_of(config)
    today = scheduler.vandaag(scheduler.utc_now)
    with ledger_of(settings) as ledger:
        wanted = filter_van(ledger, kenmerk, bron or (), code or (), run, since)
        chosen = kies(ledger, settings.kies(gemeente or ()), wanted)
    return [(one.een, list(records(one, today))) for one in chosen]


def _tell(een: "GemeenteInstelling", rows: list[dict[str, Any]]) -> None:
    put(f"{een.blok.naam} ({een.blok.gemeentecode})")
    head = ("kenmerk", "codes", "bron", "plaats", "sinds", "pogingen")
    cells = [(one["kenmerk"], " ".join(one["codes"]), *(one[n] for n in head[2:])) for one in rows]
    for line in table(head, cells) if rows else ["Niets."]:
        put("  " + line)
    if rows:
        tell(f"Is de mapping of de bron hersteld? regresbrug replay -g {een.blok.naam} --preview")


def _tell_one(one: dict[str, Any]) -> None:
    put(f"{one['kenmerk']} · {one['gemeente']}")
    put(f"  waar:       {one['bron']} {one['plaats']}")
    put(f"  sinds:      {one['sinds']} ({one['dagen']} dagen)")
    put(f"  pogingen:   {one['pogingen']}")
    for code in one["codes"]:
        put(f"    {code}: {_betekenis(code)}")
    tell("Welk record is dit? Zoek het op deze plaats in uw bron, of laat een consulent kijken:")
    tell(
        f"regresbrug review show {one['kenmerk']} --inzagesleutel BESTAND --wie NAAM --reden TEKST"
    )


def _betekenis(code: str) -> str:
    """Say what a code means: that of a problem, or that of a rule."""
    from pipeline.zinnen import zin_van

    if len(code) == 6 and code[1] == "-":
        return f"regresbrug problemen {code}"
    return zin_van(code)


def _toon(lots: "list[Lot]", format: Format, *, vooruit: bool) -> None:
    from settings.lijsten.opnieuw import UITLEG

    if format is Format.JSON:
        found = [lot.as_json() for lot in lots]
        put_json({"schema": "regresbrug/replay/1", "preview": vooruit, "records": found})
    elif format is Format.JSONL:
        for lot in lots:
            put_json(lot.as_json())
    elif not lots:
        tell("Er staat niets in quarantaine dat hieraan voldoet.")
    else:
        head = ("kenmerk", "bron", "plaats", "zou worden" if vooruit else "werd", "codes")
        told = [(one, UITLEG.get(one.uitkomst, one.uitkomst)) for one in lots]
        cells = [(one.kenmerk, one.bron, one.plaats, to, " ".join(one.codes)) for one, to in told]
        for line in table(head, cells):
            put(line)
        if vooruit:
            tell("Er is niets verstuurd of bewaard.")
