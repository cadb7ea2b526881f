"""`subject`: the rights of a person: access, objection, correction. Who, is read from stdin."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.nederlands import Opdracht, opdrachten
from console.options import CONFIG, ConfigOption, EneGemeenteOption, Format, FormatOption
from console.personen import RedenOption, RolOption, WieOption, handelend
from console.tell import put, put_json, show_problems, tell

if TYPE_CHECKING:
    from regres import Problem

app = opdrachten("Rechten van een persoon. Het BSN komt van stdin, nooit op de opdrachtregel.")
ClientnummerOption = Annotated[
    bool,
    typer.Option("--clientnummer", help="Op stdin staat het cliëntnummer uit de bron, geen BSN."),
]
BriefOption = Annotated[
    Path | None,
    typer.Option("--brief", metavar="BESTAND", help="Schrijf ook een brief die u kunt aanvullen."),
]
INZIEN = "gegevens tonen op verzoek van de betrokkene"
BEZWAAR = "bezwaar van de betrokkene verwerken"
VERBETEREN = "verzoek om rectificatie verwerken"


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Wat is er van iemand bekend?")
def inzage(
    wie: WieOption,
    rol: RolOption,
    reden: RedenOption,
    config: ConfigOption = CONFIG,
    gemeente: EneGemeenteOption = None,
    clientnummer: ClientnummerOption = False,
    brief: BriefOption = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Toon alles wat het grootboek van een persoon heeft: wat, wanneer, welke velden, aan wie.

    De inhoud zelf staat in uw bron en bij het Regresloket. Typ het BSN, of geef het via een pijp.
    """
    import scheduler
    from console.betrokkene import zaak_van
    from console.brieven import inzagebrief
    from console.subjecttekst import inzage_json, lijst

    door = handelend(wie, rol, reden)
    with zaak_van(config, gemeente, clientnummer=clientnummer) as zaak:
        zaak.verantwoord(INZIEN)
        asked = (zaak.een.identiteit, zaak.merken, door)
        found = zaak.ledger.dossier(*asked, scheduler.utc_now())
        _schrijf(brief, inzagebrief(zaak, found, _vandaag()))
        if format is not Format.TEXT:
            put_json(inzage_json(zaak, found))
        else:
            for line in lijst(zaak, found):
                put(line)
    return 0


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Iemand maakt bezwaar.")
def bezwaar(
    wie: WieOption,
    rol: RolOption,
    reden: RedenOption,
    config: ConfigOption = CONFIG,
    gemeente: EneGemeenteOption = None,
    clientnummer: ClientnummerOption = False,
    opheffen: Annotated[
        bool, typer.Option("--opheffen", help="De persoon trekt het bezwaar in.")
    ] = False,
    brief: BriefOption = None,
) -> int:
    """Meld niets meer over een persoon, en trek in wat al gemeld is.

    Wat nog niet bezorgd is, gaat niet meer weg. De volgende keer lezen trekt in wat er staat.
    """
    import scheduler
    from console.betrokkene import zaak_van
    from console.brieven import bezwaarbrief

    door = handelend(wie, rol, reden)
    with zaak_van(config, gemeente, clientnummer=clientnummer) as zaak:
        zaak.verantwoord(BEZWAAR)
        asked = (zaak.een.identiteit, zaak.merken, door, scheduler.utc_now())
        stands = zaak.staande_meldingen()
        found = zaak.ledger.gevonden(zaak.een.identiteit, zaak.merken)
        number = zaak.ledger.hef_op(*asked) if opheffen else zaak.ledger.blokkeer(*asked)
        if number is None:
            raise _geen_bezwaar()
        _schrijf(brief, bezwaarbrief(zaak, _vandaag(), stands, opgeheven=opheffen))
    tell(f"Besluit {number} is bewaard: het bezwaar is {'opgeheven' if opheffen else 'verwerkt'}.")
    if not opheffen:
        tell(f"Gevonden: {found.meldingen} meldingen, {found.wachtend} records die wachten.")
        tell(f"Meldingen die bij de volgende keer lezen worden ingetrokken: {stands}.")
        show_problems(_niets_gevonden(clientnummer) if found.niets else ())
    return 0


@app.command(cls=Opdracht, options_metavar="[OPTIES]", short_help="Gegevens zijn verbeterd.")
def rectificatie(
    wie: WieOption,
    rol: RolOption,
    reden: RedenOption,
    config: ConfigOption = CONFIG,
    gemeente: EneGemeenteOption = None,
    clientnummer: ClientnummerOption = False,
    brief: BriefOption = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Leg vast dat gegevens van een persoon in de bron zijn verbeterd, en lees alles opnieuw.

    Verbeter eerst uw bron. De volgende keer lezen stuurt de verbetering als nieuwe versie.
    """
    import scheduler
    from console.betrokkene import zaak_van
    from console.brieven import rectificatiebrief
    from console.subjecttekst import inzage_json, lijst

    door = handelend(wie, rol, reden)
    with zaak_van(config, gemeente, clientnummer=clientnummer) as zaak:
        zaak.verantwoord(VERBETEREN)
        asked = (zaak.een.identiteit, zaak.merken, door)
        found = zaak.ledger.dossier(*asked, scheduler.utc_now(), rectificatie=True)
        _schrijf(brief, rectificatiebrief(zaak, found, _vandaag()))
        if format is not Format.TEXT:
            put_json(inzage_json(zaak, found))
        else:
            for line in lijst(zaak, found):
                put(line)
    tell("De volgende keer lezen stuurt wat veranderd is als nieuwe versie: regresbrug run.")
    return 0


def _vandaag() -> date:
    import scheduler

    return scheduler.vandaag(scheduler.utc_now)


def _schrijf(brief: Path | None, tekst: str) -> None:
    """Write a letter for its owner's eyes only; one that is there already is kept.

    Raises UsageProblem (C-0612).
    """
    if brief is None:
        return
    import os

    from regres import UsageProblem
    from regres.berichten import bericht

    try:
        with os.fdopen(os.open(brief, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(tekst)
    except OSError as error:
        raise UsageProblem(bericht("C-0612", waar=str(brief), fout=error.strerror or "")) from None
    tell(f"Brief geschreven: {brief}. Vul aan wat tussen [haken] staat.")


def _niets_gevonden(clientnummer: bool) -> "tuple[Problem, ...]":
    from regres.berichten import bericht

    return (bericht("C-0614", "nummer" if clientnummer else ""),)


def _geen_bezwaar() -> Exception:
    from regres import UsageProblem
    from regres.berichten import bericht

    return UsageProblem(bericht("C-0613"))
