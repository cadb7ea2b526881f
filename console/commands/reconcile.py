"""`reconcile`: what was delivered against what the Regresloket has, both ways."""

from typing import TYPE_CHECKING, Annotated

import typer

from console.options import CONFIG, ConfigOption, Format, FormatOption, GemeenteOption
from console.personen import Bewaarder, kijkend
from console.tell import put, put_json, show_problems, tell, woord

if TYPE_CHECKING:
    from ledger import Ledger
    from pipeline.afstemmen import Afstemming
    from regres import Handelend
    from settings import GemeenteInstelling, Settings


def reconcile(
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    herstel: Annotated[
        bool, typer.Option("--herstel", help="Herstel wat verschilt; vraagt --wie en --rol.")
    ] = False,
    wie: Annotated[
        str | None,
        typer.Option(
            "--wie", metavar="NAAM", help="Bij --herstel: uw naam, voor het auditlogboek."
        ),
    ] = None,
    rol: Annotated[
        Bewaarder, typer.Option("--rol", help="Bij --herstel: in welke rol.")
    ] = Bewaarder.BEHEER,
    format: FormatOption = Format.TEXT,
) -> int:
    """Vergelijk elke bezorgde melding met de lijst van het Regresloket, in twee richtingen.

    Zonder --herstel verandert er niets. Met --herstel vervalt hier wat daar ontbreekt of anders is.
    De volgende run verzegelt die voorzieningen opnieuw, een versie hoger; een tweede zaak ontstaat
    niet. Na het terugzetten van een reservekopie leest en verstuurt Regresbrug niets tot u dit met
    --herstel hebt gedaan.
    """
    import scheduler
    from console.opening import ledger_of, settings_of

    asker = kijkend(wie, rol.value) if herstel else None
    settings, worst = settings_of(config), 0
    with ledger_of(settings) as ledger:
        if asker is not None:
            ledger.afstemming.aanvaard(asker, scheduler.utc_now())
        for een in settings.kies(gemeente or ()):
            worst = max(worst, _een(settings, ledger, een, asker, format))
    return worst


def _een(
    settings: "Settings",
    ledger: "Ledger",
    een: "GemeenteInstelling",
    asker: "Handelend | None",
    format: Format,
) -> int:
    """Compare one municipality; what keeps it from that does not keep the next one."""
    from regres import LedgerError, RegresbrugError, UsageProblem

    try:
        done = _stem_af(settings, ledger, een, asker)
    except (LedgerError, UsageProblem):
        raise
    except RegresbrugError as wrong:
        show_problems(wrong.problems)
        return wrong.exit_code
    if done is None:
        tell(woord("afstemmen_proef", gemeente=een.blok.naam))
        return 0
    return _toon(een, ledger, done, format)


def _stem_af(
    settings: "Settings",
    ledger: "Ledger",
    een: "GemeenteInstelling",
    asker: "Handelend | None",
) -> "Afstemming | None":
    import scheduler
    from ledger.shapes.regie import PROEF
    from pipeline.afstemmen import stem_af
    from settings import aansluiten

    line = aansluiten(settings, een, scheduler.utc_now, dicht=True)
    try:
        if line.gemeente.stand == PROEF:
            return None
        return stem_af(line.uitgang, ledger, scheduler.utc_now, asker)
    finally:
        line.close()


def _toon(een: "GemeenteInstelling", ledger: "Ledger", done: "Afstemming", format: Format) -> int:
    from console.afstemtekst import afstemming_json, problemen, regels

    waits = ledger.afstemming.wacht(een.identiteit)
    told = problemen(een.blok.naam, een.identiteit, done)
    if format is Format.TEXT:
        for line in regels(een.blok.naam, done, waits):
            put(line)
        show_problems(told)
    else:
        put_json(afstemming_json(een.blok.naam, een.identiteit, done, waits))
    if done.teruggezet and not done.hersteld:
        return 8
    return 1 if told else 0
