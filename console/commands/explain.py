"""`explain`: why one record was judged as it was; its source is read again."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from console.options import (
    CONFIG,
    ConfigOption,
    EneGemeenteOption,
    Format,
    FormatOption,
    InPlaatsVanOption,
)
from console.personen import LezerOption, WieOption, kijkend
from console.tell import show_problems, tell

if TYPE_CHECKING:
    from console.uitlegbron import Vraag, Zoektocht
    from regres import Handelend
    from settings import GemeenteInstelling, Settings

_REFERENTIE = re.compile(r"\A[0-9a-f]{8,64}\Z", re.ASCII)


def explain(
    referentie: Annotated[
        str,
        typer.Argument(
            metavar="REFERENTIE",
            help="De referentie, of het kenmerk van een lijst; de eerste 8 tekens zijn genoeg.",
        ),
    ],
    wie: WieOption,
    rol: LezerOption,
    config: ConfigOption = CONFIG,
    gemeente: EneGemeenteOption = None,
    bron: Annotated[
        str | None, typer.Option("--bron", metavar="NAAM", help="Zoek alleen in deze bron.")
    ] = None,
    file: InPlaatsVanOption = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Leg uit waarom een record is beoordeeld zoals het is. De bron wordt opnieuw gelezen.

    Van een record wordt niets bewaard. In het auditlogboek komt wie keek. Namen, nummers,
    geboortedatums en de tekst van notities ziet u nergens. In de rol beheer staat van datums
    alleen het jaar.
    """
    from console.kiezen import een_gemeente
    from console.opening import settings_of
    from console.uitlegbron import Vraag, zoek_op
    from console.uitlegtekst import toon

    begin = referentie.strip().lower()
    if not _REFERENTIE.match(begin):
        raise _geen_referentie()
    door = kijkend(wie, rol)
    settings = settings_of(config)
    een = een_gemeente(settings, gemeente)
    vraag = Vraag(begin, bron, file)
    tocht = zoek_op(settings, een, vraag, tell)
    _noteer(settings, tocht, door)
    if tocht.uitleg is None:
        return _niet_gevonden(een, vraag, tocht)
    toon(tocht.uitleg, rol.value, format)
    return 0


def _noteer(settings: "Settings", tocht: "Zoektocht", door: "Handelend") -> None:
    """Note who looked, before anything is shown."""
    import scheduler
    from console.uitlegbron import leg_vast

    found = tocht.uitleg
    known = tocht.bekend.referentie if tocht.bekend else ""
    referentie = known or (found["referentie"] or "" if found else "")
    resultaat = "getoond" if found else "niet_gevonden"
    leg_vast(settings, referentie, resultaat, door, scheduler.utc_now())


def _niet_gevonden(een: "GemeenteInstelling", vraag: "Vraag", tocht: "Zoektocht") -> int:
    """Say where was looked, what the ledger knows, and what to do."""
    from regres.berichten import bericht

    for wrong in tocht.fouten:
        show_problems(wrong.problems)
    if known := tocht.bekend:
        tell(f"Het grootboek kent de referentie: versie {known.versie}, {known.staat.value}.")
    where = ", ".join(tocht.gekeken)
    case = "" if vraag.file is None else "bestand"
    show_problems([bericht("C-0032", case, waar=where, gemeente=een.blok.naam)])
    return max([1, *(wrong.exit_code for wrong in tocht.fouten)])


def _geen_referentie() -> Exception:
    from regres import UsageProblem
    from regres.berichten import bericht

    return UsageProblem(bericht("C-0030"))
