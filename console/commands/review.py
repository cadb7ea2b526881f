"""`review`: records of which it is not sure that there was an accident, judged by a consulent."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.nederlands import Opdracht, opdrachten
from console.options import CONFIG, ConfigOption, Format, FormatOption, GemeenteOption
from console.personen import (
    Beoordelaar,
    BeoordelaarOption,
    InzageOption,
    RedenOption,
    WieOption,
    handelend,
)
from console.tell import put, put_json, tell

if TYPE_CHECKING:
    from pipeline import RunVerslag
    from regres import Handelend
    from settings import GemeenteInstelling, Settings
    from settings.lijsten.wachtlijst import Gevonden

app = opdrachten("Beoordeel records waarvan niet zeker is of er een ongeval was.")
KenmerkArgument = Annotated[
    str, typer.Argument(metavar="KENMERK", help="Het kenmerk uit de lijst, of het begin ervan.")
]


class Oordeel(StrEnum):
    """What a consulent can say."""

    JA = "ja"
    NEE = "nee"
    LATER = "later"


@app.command("list", cls=Opdracht, options_metavar="[OPTIES]", short_help="Toon wat wacht.")
def lijst(
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    besloten: Annotated[
        bool, typer.Option("--besloten", help="Toon waarover al is besloten.")
    ] = False,
    format: FormatOption = Format.TEXT,
) -> int:
    """Toon wat op een oordeel wacht, de dichtstbijzijnde uiterste datum eerst."""
    from console.wachttabel import toon_lijst
    from ledger import StubSoort

    return toon_lijst(config, gemeente, StubSoort.BEOORDELEN, format, besloten=besloten)


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Toon een record.")
def show(
    kenmerk: KenmerkArgument,
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    inzagesleutel: Annotated[
        Path | None,
        typer.Option(
            "--inzagesleutel",
            metavar="BESTAND",
            help="Open de sleutelvelden met deze geheime sleutel; dat komt in het auditlogboek.",
        ),
    ] = None,
    wie: Annotated[
        str | None, typer.Option("--wie", metavar="NAAM", help="Uw naam; nodig om te openen.")
    ] = None,
    reden: Annotated[
        str | None,
        typer.Option("--reden", metavar="TEKST", help="Waarom u opent; komt in het auditlogboek."),
    ] = None,
    rol: BeoordelaarOption = Beoordelaar.CONSULENT,
    format: FormatOption = Format.TEXT,
) -> int:
    """Toon waarom een record wacht, en met de inzagesleutel ook welk record het is."""
    import scheduler
    from console.opening import ledger_of, settings_of
    from privacy import Inzagesleutel
    from settings.lijsten.doorzetten import bewaard
    from settings.lijsten.inzage import geopend, record_van
    from settings.lijsten.wachtlijst import vind

    settings = settings_of(config)
    with ledger_of(settings) as ledger:
        found = vind(ledger, settings.kies(gemeente or ()), kenmerk)
        shown = _alles(found)
        if shown["wacht"]:
            shown["wacht"]["bewaard"] = bewaard(ledger, found)
        if inzagesleutel is not None:
            door = handelend(wie, rol, reden)
            key = Inzagesleutel.lees(inzagesleutel)
            now = scheduler.utc_now()
            shown["herkenning"] = geopend(settings, ledger, found, key, door, now)
            shown["record"] = record_van(ledger, found, key)
    if format is Format.TEXT:
        _tell_one(shown, found.een)
    else:
        put_json(shown)
    return 0


def _alles(found: "Gevonden") -> dict[str, Any]:
    import scheduler
    from settings.lijsten.wachtlijst import besloten_json, stub_json

    today, kenmerk = scheduler.vandaag(scheduler.utc_now), found.kenmerk
    waits = stub_json(found.stub, kenmerk, today) if found.stub else None
    done = [besloten_json(row, kenmerk, today) for row in found.besloten]
    return {
        "schema": "regresbrug/review/1",
        "gemeente": found.een.blok.naam,
        "kenmerk": kenmerk,
        "wacht": waits,
        "besluiten": done,
    }


def _tell_one(shown: dict[str, Any], een: "GemeenteInstelling") -> None:
    put(f"{shown['kenmerk']} · {shown['gemeente']}")
    if shown["wacht"]:
        _tell_wacht(shown["wacht"])
    for one in shown["besluiten"]:
        put(f"  besloten:   {one['keuze']} door {one['wie']} op {one['op']} ({one['uitwerking']})")
    if "herkenning" in shown:
        for name, value in shown["herkenning"].items():
            put(f"  {name}: {value}")
        if shown["record"]:
            put(shown["record"])
    elif shown["wacht"]:
        _tell_hoe(een)


def _tell_wacht(waits: dict[str, Any]) -> None:
    from pipeline.zinnen import zin_van
    from settings.lijsten.wachtlijst import reden_regels, termijn_tekst

    put(f"  wacht op:   {waits['soort']}, sinds {waits['sinds']} ({waits['dagen']} dagen)")
    put(f"  waar:       {waits['bron']} {waits['plaats']}")
    put(f"  uiterlijk:  {termijn_tekst(waits)}")
    if waits["herinnering"]:
        put(f"  herinnering {waits['herinnering']}: dit wacht 14 dagen of langer")
    known = {one["regel"] for one in waits["redenen"]}
    for code in (code for code in waits["codes"] if code not in known):
        put(f"    {code}: {zin_van(code)}")
    for line in reden_regels(waits):
        put(line)


def _tell_hoe(een: "GemeenteInstelling") -> None:
    tell("Welk record is dit? Zoek het op deze plaats in uw bron.")
    if een.blok.inzagesleutel:
        tell("Of open de sleutelvelden: --inzagesleutel BESTAND --wie NAAM --reden TEKST.")


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Beslis over een record.")
def decide(
    kenmerk: KenmerkArgument,
    keuze: Annotated[Oordeel, typer.Argument(metavar="OORDEEL", help="Was er een ongeval?")],
    wie: WieOption,
    reden: RedenOption,
    rol: BeoordelaarOption,
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    inzagesleutel: InzageOption = None,
) -> int:
    """Beslis of er een ongeval was. Het besluit werkt bij de volgende keer lezen.

    Een record uit een bron met `levering: delta` gaat met uw inzagesleutel meteen verder.
    """
    from ledger import Keuze

    door = handelend(wie, rol, reden)
    return besluit(config, gemeente, kenmerk, Keuze(keuze.value), door, inzagesleutel)


@app.command(
    "toch-geen-ongeval",
    cls=Opdracht,
    options_metavar="[OPTIES]",
    short_help="Trek een verstuurde melding in.",
)
def toch_geen_ongeval(
    referentie: Annotated[
        str, typer.Argument(metavar="REFERENTIE", help="De referentie, of het begin ervan.")
    ],
    wie: WieOption,
    reden: RedenOption,
    rol: BeoordelaarOption,
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
) -> int:
    """Leg vast dat er bij een verstuurde melding toch geen ongeval was.

    De volgende lezing trekt de melding in. Verandert daarna wat de bron over het ongeval zegt, dan
    geldt de bron weer.
    """
    import scheduler
    from console.opening import ledger_of, settings_of
    from settings.lijsten.besluit import toch_geen_ongeval as leg_vast
    from settings.lijsten.besluit import vind_melding

    door = handelend(wie, rol, reden)
    settings = settings_of(config)
    with ledger_of(settings) as ledger:
        found = vind_melding(ledger, settings.kies(gemeente or ()), referentie)
        number = leg_vast(settings, ledger, found, door, scheduler.utc_now())
    tell(f"Besluit {number} is bewaard: toch geen ongeval. De volgende lezing trekt de melding in.")
    return 0


def besluit(
    config: Path,
    gemeente: list[str] | None,
    kenmerk: str,
    keuze: Any,
    door: "Handelend",
    inzagesleutel: Path | None = None,
) -> int:
    """Keep a decision about the record with this kenmerk, and say when it takes effect.

    Of a kept record it takes effect at once, with the key.
    """
    import scheduler
    from console.opening import ledger_of, settings_of
    from privacy import Inzagesleutel
    from settings.lijsten.doorzetten import besluit as neem
    from settings.lijsten.wachtlijst import vind

    settings = settings_of(config)
    key = Inzagesleutel.lees(inzagesleutel) if inzagesleutel else None
    with ledger_of(settings) as ledger:
        found = vind(ledger, settings.kies(gemeente or ()), kenmerk)
        done = neem(settings, ledger, found, keuze, door, scheduler.utc_now, key)
    tell(f"Besluit {done.nummer} is bewaard: {keuze.value.replace('_', ' ')}.")
    if done.verslag is None:
        _tell_wanneer(settings, found, keuze.value)
        return 0
    return tell_run(done.verslag)


def tell_run(verslag: "RunVerslag") -> int:
    """Tell of a run that carried a kept record on; gives its exit code."""
    from console.show import verslag_lines

    for line in verslag_lines(verslag):
        tell(line)
    return verslag.exit_code


def _tell_wanneer(settings: "Settings", found: "Gevonden", keuze: str) -> None:
    import scheduler
    from scheduler import volgende_lezing

    if keuze == "later":
        tell("Het record blijft op de lijst. Over 14 dagen komt er weer een herinnering.")
        return
    tell("Besloten, wacht op de volgende lezing:")
    for line in volgende_lezing(settings, found.een, found.bronset, scheduler.utc_now()):
        tell(f"  {line}")
    naam = found.een.blok.naam
    tell(f"  of nu: regresbrug run -g {naam} --bron {found.bronset}")
