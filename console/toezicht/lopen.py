"""Asks every reporter and hands what they tell to the ledger, municipality by municipality."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import structlog

import scheduler
from console.toezicht import installatie, melders
from console.toezicht.blik import Blik
from ledger import Gemeld, Ledger, OpenProbleem
from regres.berichten import bericht
from settings import GemeenteInstelling, Settings

log = structlog.get_logger()

Vraag = Callable[[], Iterable[Gemeld]]
#: Reporters of a municipality by the name under which the ledger keeps what they tell.
_VAN_GEMEENTE: Mapping[str, Callable[[Blik], Iterable[Gemeld]]] = {
    "runs": melders.runs,
    "verandering": melders.verandering,
    "stilte": melders.stilte,
    "wachtenden": melders.wachtenden,
    "bezorgen": melders.bezorgen,
    "afstemming": melders.afstemming,
    "terug": melders.terug,
    "looptijd": melders.looptijd,
    "pauze": melders.pauze,
}


def kijk(settings: Settings, ledger: Ledger, now: datetime) -> None:
    """Look at the installation and at every municipality."""
    kijk_installatie(settings, ledger, now)
    for een in settings.gemeenten:
        kijk_gemeente(settings, ledger, een, now)


def kijk_gemeente(
    settings: Settings, ledger: Ledger, een: GemeenteInstelling, now: datetime
) -> None:
    """Look at one municipality; one that cannot be looked at keeps no other from being seen."""
    try:
        blik = Blik.op(settings, ledger, een, now)
    except Exception as wrong:  # what it reads for all reporters: a run that is damaged
        ledger.meld(een.identiteit, {"toezicht": [_stuk("alles", wrong)]}, now)
        return
    asked = {name: _met(ask, blik) for name, ask in _VAN_GEMEENTE.items()}
    told = antwoorden(asked)
    if not een.blok.mail:
        # Nobody reports how a mail went that nobody gets any more.
        told[f"post:{een.identiteit}"] = []
    gone = {row.melder for row in ledger.openstaand(een.identiteit) if _bron_weg(een, row)}
    nothing: dict[str, list[Gemeld]] = {name: [] for name in gone}
    ledger.meld(een.identiteit, nothing | told, now)


def _bron_weg(een: GemeenteInstelling, row: OpenProbleem) -> bool:
    """Tell whether its source left the configuration: no turn of it will say that it is over."""
    return bool(row.bron) and row.bron not in een.blok.bronnen


def kijk_installatie(settings: Settings, ledger: Ledger, now: datetime) -> None:
    """Look at what all municipalities share."""
    today = scheduler.vandaag(lambda: now)
    asked: Mapping[str, Vraag] = {
        "ontvanger": lambda: installatie.ontvanger(settings, today),
        "looptijd": lambda: installatie.looptijd(settings, today),
        "grootboek": lambda: installatie.grootboek(ledger),
    }
    told = antwoorden(asked)
    if settings.dienst.mail is None:
        told |= {"post:beheer": [], "post:anker": []}
    ledger.meld("", told, now)


def antwoorden(asked: Mapping[str, Vraag]) -> dict[str, list[Gemeld]]:
    """Ask every reporter; one that breaks is itself a problem, and what it told stays as it was."""
    told: dict[str, list[Gemeld]] = {"toezicht": []}
    for name, ask in asked.items():
        try:
            told[name] = list(ask())
        except Exception as wrong:  # one that breaks must not silence the others
            told["toezicht"].append(_stuk(name, wrong))
    return told


def _stuk(melder: str, wrong: Exception) -> Gemeld:
    """Say that nobody looks after something now."""
    log.error("toezicht_mislukt", melder=melder, soort=type(wrong).__name__)
    problem = bericht("R-0609", melder=melder, soort=type(wrong).__name__)
    return Gemeld(problem, onderwerp=melder)


def _met(ask: Callable[[Blik], Iterable[Gemeld]], blik: Blik) -> Vraag:
    return lambda: ask(blik)
