"""The commands, one subject a file; each is imported when it is called, and its work after that."""

from collections.abc import Sequence
from importlib import import_module

import typer

from console.nederlands import Opdracht

#: The commands in the order in which a newcomer needs them: module, word, line in the list.
_WOORDEN: tuple[tuple[str, str, str], ...] = (
    ("demo", "demo", "Speel de hele keten na op deze computer."),
    ("init", "init", "Maak een configuratie voor een nieuwe gemeente."),
    ("check", "check", "Controleer configuratie, sleutels en verbindingen."),
    ("test", "test", "Draai de toetsen die in mappings staan."),
    ("profile", "profile", "Toon wat de kolommen van een bron bevatten."),
    ("preview", "preview", "Kijk wat een run zou doen; er gaat niets weg."),
    ("explain", "explain", "Leg uit waarom een record zo is beoordeeld."),
    ("assess", "assess", "Beoordeel losse notities of voorbeeldzaken."),
    ("run", "run", "Draai nu een run."),
    ("quarantine", "replay", "Lees de bron opnieuw voor records in quarantaine."),
    ("reconcile", "reconcile", "Vergelijk met wat het Regresloket heeft, en herstel."),
    ("run", "release", "Geef een wachtende run vrij, of verwerp hem."),
    ("inhalen", "inhalen", "Haal meldingen in van voor de dag van actief."),
    ("pauze", "pauze", "Zet een gemeente stil: niets lezen, niets bezorgen."),
    ("pauze", "hervat", "Laat een stilgezette gemeente weer verdergaan."),
    ("serve", "serve", "Draai elke nacht vanzelf: de dienst."),
    ("status", "status", "Toon hoe het ervoor staat."),
    ("status", "runs", "Toon de runs, nieuwste eerst."),
    ("console", "console", "Toon de pagina's in een browser."),
    ("problemen", "problemen", "Leg een code uit, zoals M-0107."),
    ("schema", "schema", "Toon een JSON Schema."),
    ("loket", "loket", "Draai het Regresloket, of toets een backend."),
)

#: Words with commands of their own below them.
_GROEPEN: tuple[tuple[str, str], ...] = (
    ("accounts", "Wie zich mag aanmelden bij de pagina's."),
    ("review", "Beoordeel wat niet zeker is."),
    ("quarantine", "Bekijk wat niet gelezen kon worden."),
    ("keys", "Maak, wissel, bewaar en bewijs sleutels."),
    ("vastgehouden", "Bekijk wat wordt vastgehouden."),
    ("subject", "Inzage, bezwaar en rectificatie van een persoon."),
    ("retention", "Bewaartermijnen: wat gewist mag worden."),
    ("report", "Verslagen voor de FG, zoals het AVG-verslag."),
    ("mail", "Het overzicht per mail."),
    ("wsdl", "Leg officiële schema's vast, en controleer ze."),
    ("audit", "Controleer wie wat deed, en lees het."),
)


def register(app: typer.Typer, given: Sequence[str]) -> None:
    """Give the app the command that these words begin with; all, when they begin with none.

    Commands that others gave it stay.
    """
    one = next((word for word in given if not word.startswith("-")), "")
    known = {*(word for _, word, _ in _WOORDEN), *(name for name, _ in _GROEPEN)}
    others = [een for een in app.registered_commands if een.short_help not in _REGELS]
    app.registered_commands, app.registered_groups = [], []
    for module, word, line in _WOORDEN:
        if one == word or one not in known:
            command = getattr(import_module(f"console.commands.{module}"), word)
            app.command(cls=Opdracht, short_help=line, options_metavar="[OPTIES]")(command)
    for name, line in _GROEPEN:
        if one == name or one not in known:
            group = import_module(f"console.commands.{name}").app
            app.add_typer(group, name=name, short_help=line)
    app.registered_commands += others


_REGELS = frozenset(line for _, _, line in _WOORDEN)
