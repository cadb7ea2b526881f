"""Looks how one municipality stands, and has what is wrong noted first: what `status` does."""

from dataclasses import replace
from datetime import datetime

import scheduler
from console.toezicht import kijk_gemeente
from console.toezicht.blik import Blik
from console.toezicht.melders import stiltes
from ledger import Ledger
from regres import LedgerError, Problem
from settings import GemeenteInstelling, Settings
from settings.toestand import Toestand
from settings.toestand import toestand as zonder_kijken


def toestand(
    settings: Settings, ledger: Ledger, een: GemeenteInstelling, now: datetime
) -> Toestand:
    """Look how a municipality stands, and note what is wrong; connects to nothing.

    Of the installation what was noted last is told (`kijk_installatie`).
    """
    wrong = _kijk(settings, ledger, een, now)
    silent = stiltes(Blik.op(settings, ledger, een, now))
    found = zonder_kijken(ledger, een, scheduler.vandaag(lambda: now), silent)
    return replace(found, niet_genoteerd=wrong)


def _kijk(
    settings: Settings, ledger: Ledger, een: GemeenteInstelling, now: datetime
) -> tuple[Problem, ...]:
    """Look, and give why nothing could be noted: what stood there can be shown all the same."""
    try:
        kijk_gemeente(settings, ledger, een, now)
    except LedgerError as wrong:
        return wrong.problems
    return ()
