"""`audit`: the trail of who did what, whether it is whole, and its end to keep elsewhere."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from console.nederlands import Opdracht, opdrachten
from console.options import CONFIG, ConfigOption, Format, FormatOption, GemeenteOption
from console.personen import Bewaarder, WieOption, kijkend
from console.tell import put, put_json, show_problems, table, tell

app = opdrachten("Controleer en lees het auditlogboek: wie deed wat, en wanneer.")
_DAG = ["%Y-%m-%d"]
#: A trail that is not whole is for the security officer: the exit code of a protection stop.
NIET_HEEL = 8


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Controleer de keten.")
def verify(
    config: ConfigOption = CONFIG,
    anker: Annotated[
        Path | None,
        typer.Option(
            "--anker", metavar="BESTAND", help="Ankers van elders, zoals uit een bewaarde mail."
        ),
    ] = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Controleer of het auditlogboek heel is, tegen zichzelf en tegen de bewaarde ankers."""
    from console.opening import ledger_of, settings_of
    from settings.lijsten.auditspoor import ankers_uit, stand_json, stand_regels

    settings = settings_of(config)
    given = ankers_uit(anker) if anker else []
    with ledger_of(settings) as ledger:
        found = ledger.audit_toets(*ledger.ankers(), *given)
    if format is Format.TEXT:
        for line in stand_regels(found):
            put(line)
    else:
        put_json(stand_json(found))
    show_problems(found.problemen)
    return NIET_HEEL if found.problemen else 0


@app.command("list", cls=Opdracht, options_metavar="[OPTIES]", short_help="Toon regels.")
def lijst(
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    referentie: Annotated[
        str | None,
        typer.Option("--referentie", metavar="REFERENTIE", help="Alleen over deze melding."),
    ] = None,
    actie: Annotated[
        str | None, typer.Option("--actie", metavar="WOORD", help="Alleen deze actie.")
    ] = None,
    wie: Annotated[
        str | None, typer.Option("--wie", metavar="NAAM", help="Alleen wat deze persoon deed.")
    ] = None,
    van: Annotated[
        datetime | None,
        typer.Option("--van", metavar="JJJJ-MM-DD", formats=_DAG, help="Vanaf deze dag."),
    ] = None,
    tot: Annotated[
        datetime | None,
        typer.Option("--tot", metavar="JJJJ-MM-DD", formats=_DAG, help="Tot en met deze dag."),
    ] = None,
    aantal: Annotated[
        int, typer.Option("--aantal", metavar="N", min=1, help="Hoeveel regels.")
    ] = 50,
    format: FormatOption = Format.TEXT,
) -> int:
    """Toon regels van het auditlogboek, nieuwste eerst."""
    from console.opening import ledger_of, settings_of
    from settings.lijsten.auditspoor import regel_json, vraag_van

    settings = settings_of(config)
    with ledger_of(settings) as ledger:
        asked = vraag_van(settings, ledger, gemeente, referentie, (van, tot))
        wanted = asked(actie=actie, actor=wie, aantal=aantal)
        found = [regel_json(row) for row in ledger.audit_regels(wanted)]
    if format is not Format.TEXT:
        put_json(found)
        return 0
    if not found:
        tell("Geen regels gevonden.")
        return 0
    names = ("regel", "tijd", "actie", "object", "resultaat", "oorsprong", "actor")
    for line in table(names, [[str(one[name])[:40] for name in names] for one in found]):
        put(line)
    return 0


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Toon een regel.")
def show(
    regel: Annotated[int, typer.Argument(metavar="REGEL", help="Het nummer van de regel.")],
    config: ConfigOption = CONFIG,
    format: FormatOption = Format.TEXT,
) -> int:
    """Toon alles van een regel van het auditlogboek."""
    from console.opening import ledger_of, settings_of
    from settings.lijsten.auditspoor import een_regel, regel_json

    settings = settings_of(config)
    with ledger_of(settings) as ledger:
        found = regel_json(een_regel(ledger, regel))
    if format is not Format.TEXT:
        put_json(found)
        return 0
    for name, value in found.items():
        put(f"{name:<10} {value}")
    return 0


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Toon het anker van nu.")
def anker(config: ConfigOption = CONFIG) -> int:
    """Toon de laatste schakel als een regel, om op een andere plaats te bewaren of te mailen."""
    from console.opening import ledger_of, settings_of
    from settings.lijsten.auditspoor import anker_json

    settings = settings_of(config)
    with ledger_of(settings) as ledger:
        put_json(anker_json(ledger.anchor()))
    return 0


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Een reservekopie is teruggezet.")
def hersteld(
    wie: WieOption,
    rol: Annotated[Bewaarder, typer.Option("--rol", help="In welke rol u dit zegt.")],
    config: ConfigOption = CONFIG,
) -> int:
    """Leg vast dat u een reservekopie hebt teruggezet: de regels die kwijt zijn, zijn verklaard.

    Tot dan meldt `audit verify` L-0603 en wordt er geen nieuw anker bewaard. Ook als de ankers zelf
    weg zijn (L-0609), of het wisjournaal (L-0615), legt u dat hiermee vast. Het anker dat dan
    bewaard wordt, bevestigt het buiten het grootboek. Zette u een reservekopie terug, gebruik dan
    `reconcile --herstel`: dat doet dit ook.
    """
    import scheduler
    from console.opening import ledger_of, settings_of
    from settings.lijsten.auditspoor import niet_teruggezet

    door = kijkend(wie, rol)
    settings = settings_of(config)
    with ledger_of(settings) as ledger:
        lost = ledger.teruggezet() or ledger.ankers_weg() or ledger.journaalproblemen()
        if not lost:
            raise niet_teruggezet()
        ledger.note_hersteld(door, scheduler.utc_now())
    tell("Vastgelegd. Controleer met: regresbrug audit verify.")
    return 0
