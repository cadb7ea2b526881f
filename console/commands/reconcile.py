"""`reconcile`: what was delivered against what the Regresloket has, both ways."""

from typing import TYPE_CHECKING, Annotated

import typer

from console.options import CONFIG, ConfigOption, Format, FormatOption, GemeenteOption
from console.personen import Bewaarder, kijkend
from console.tell import put, put_json, show_problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.afstemtekst import Vergeleken
    from ledger import Ledger
    from pipeline.afstemmen import Afstemming, Herstel
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
    aantal: Annotated[
        int | None,
        typer.Option(
            "--aantal", metavar="N", min=1, help="Bij --herstel van veel: zoveel verschillen."
        ),
    ] = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Vergelijk elke bezorgde melding met de lijst van het Regresloket, in twee richtingen.

    Zonder --herstel verandert er niets. Met --herstel vervalt hier wat daar ontbreekt of anders is.
    De volgende run verzegelt die voorzieningen opnieuw, een versie hoger; een tweede zaak ontstaat
    niet. Verschilt er veel, dan noemt u het aantal dat u zag (--aantal).

    Na het terugzetten van een reservekopie leest en verstuurt Regresbrug niets tot u dit met
    --herstel hebt gedaan.
    """
    import scheduler
    from console.opening import ledger_of, settings_of
    from pipeline.afstemmen import Herstel

    asked = Herstel(kijkend(wie, rol.value), aantal) if herstel else None
    settings = settings_of(config)
    with ledger_of(settings) as ledger:
        if asked is not None:
            ledger.afstemming.aanvaard(asked.door, scheduler.utc_now())
        found = [_een(settings, ledger, een, asked) for een in settings.kies(gemeente or ())]
    _toon(found, format)
    return max((one.exit_code for one in found), default=0)


def _een(
    settings: "Settings", ledger: "Ledger", een: "GemeenteInstelling", asked: "Herstel | None"
) -> "Vergeleken":
    """Compare one municipality; what keeps it from that does not keep the next one."""
    from console.afstemtekst import Vergeleken
    from regres import LedgerError, RegresbrugError, UsageProblem

    naam, code = een.blok.naam, een.identiteit
    try:
        done = _stem_af(settings, ledger, een, asked)
    except (LedgerError, UsageProblem):
        raise
    except RegresbrugError as wrong:
        return Vergeleken(naam, code, None, 0, wrong.problems, int(wrong.exit_code))
    return Vergeleken.van(naam, code, done, ledger.afstemming.wacht(code))


def _stem_af(
    settings: "Settings", ledger: "Ledger", een: "GemeenteInstelling", asked: "Herstel | None"
) -> "Afstemming | None":
    """Give what was found; None in the stand proef, where nothing was sent."""
    import scheduler
    from ledger.shapes.regie import PROEF
    from pipeline.afstemmen import stem_af
    from settings import aansluiten

    line = aansluiten(settings, een, scheduler.utc_now, dicht=True)
    try:
        if line.gemeente.stand == PROEF:
            return None
        return stem_af(line.uitgang, ledger, scheduler.utc_now, asked)
    finally:
        line.close()


def _toon(found: "Sequence[Vergeleken]", format: Format) -> None:
    if format is Format.JSON:
        put_json([one.as_json() for one in found])
    for one in found:
        if format is Format.JSONL:
            put_json(one.as_json())
        elif format is Format.TEXT:
            for line in one.regels():
                put(line)
        show_problems(one.problemen)
