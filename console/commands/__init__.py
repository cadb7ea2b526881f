"""The commands, one subject a file; their work is imported when they are called."""

from collections.abc import Callable

import typer

from console.commands import (
    accounts,
    assess,
    audit,
    check,
    console,
    demo,
    explain,
    inhalen,
    init,
    keys,
    loket,
    mail,
    pauze,
    preview,
    problemen,
    profile,
    quarantine,
    reconcile,
    report,
    retention,
    review,
    run,
    schema,
    serve,
    status,
    subject,
    test,
    vastgehouden,
    wsdl,
)
from console.nederlands import Opdracht

#: The commands in the order in which a newcomer needs them, each with its line in the list.
_WOORDEN: tuple[tuple[Callable[..., int], str], ...] = (
    (demo.demo, "Speel de hele keten na op deze computer."),
    (init.init, "Maak een configuratie voor een nieuwe gemeente."),
    (check.check, "Controleer configuratie, sleutels en verbindingen."),
    (test.test, "Draai de toetsen die in mappings staan."),
    (profile.profile, "Toon wat de kolommen van een bron bevatten."),
    (preview.preview, "Kijk wat een run zou doen; er gaat niets weg."),
    (explain.explain, "Leg uit waarom een record zo is beoordeeld."),
    (assess.assess, "Beoordeel losse notities of voorbeeldzaken."),
    (run.run, "Draai nu een run."),
    (quarantine.replay, "Lees de bron opnieuw voor records in quarantaine."),
    (reconcile.reconcile, "Vergelijk met wat het Regresloket heeft, en herstel."),
    (run.release, "Geef een wachtende run vrij, of verwerp hem."),
    (inhalen.inhalen, "Haal meldingen in van voor de dag van actief."),
    (pauze.pauze, "Zet een gemeente stil: niets lezen, niets bezorgen."),
    (pauze.hervat, "Laat een stilgezette gemeente weer verdergaan."),
    (serve.serve, "Draai elke nacht vanzelf: de dienst."),
    (status.status, "Toon hoe het ervoor staat."),
    (status.runs, "Toon de runs, nieuwste eerst."),
    (console.console, "Toon de pagina's in een browser."),
    (problemen.problemen, "Leg een code uit, zoals M-0107."),
    (schema.schema, "Toon een JSON Schema."),
    (loket.loket, "Draai het Regresloket, of toets een backend."),
)

#: Words with commands of their own below them.
_GROEPEN: tuple[tuple[str, typer.Typer, str], ...] = (
    ("accounts", accounts.app, "Wie zich mag aanmelden bij de pagina's."),
    ("review", review.app, "Beoordeel wat niet zeker is."),
    ("quarantine", quarantine.app, "Bekijk wat niet gelezen kon worden."),
    ("keys", keys.app, "Maak, wissel, bewaar en bewijs sleutels."),
    ("vastgehouden", vastgehouden.app, "Bekijk wat wordt vastgehouden."),
    ("subject", subject.app, "Inzage, bezwaar en rectificatie van een persoon."),
    ("retention", retention.app, "Bewaartermijnen: wat gewist mag worden."),
    ("report", report.app, "Verslagen voor de FG, zoals het AVG-verslag."),
    ("mail", mail.app, "Het overzicht per mail."),
    ("wsdl", wsdl.app, "Leg officiële schema's vast, en controleer ze."),
    ("audit", audit.app, "Controleer wie wat deed, en lees het."),
)


def register(app: typer.Typer) -> None:
    """Give the app its commands."""
    for command, line in _WOORDEN:
        app.command(cls=Opdracht, short_help=line, options_metavar="[OPTIES]")(command)
    for name, group, line in _GROEPEN:
        app.add_typer(group, name=name, short_help=line)
