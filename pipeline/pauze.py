"""A municipality that a person let stand still: asked before every page and every delivery."""

from typing import TYPE_CHECKING

from ledger import Pauze
from regres import Paused, Problem
from regres.berichten import bericht
from regres.dag import lokale_dag

if TYPE_CHECKING:
    from ledger import Ledger


def gepauzeerd(pauze: Pauze) -> Problem:
    """Say that a municipality stands still; not by whom, for problems are kept and logged."""
    sinds = lokale_dag(pauze.sinds).isoformat()
    return bericht("R-0104", waar=pauze.gemeente, gemeente=pauze.gemeente, sinds=sinds)


def staat_stil(ledger: "Ledger", gemeente: str) -> Problem | None:
    """Give why nothing of a municipality may be read or delivered now; None when it may."""
    pauze = ledger.pauze(gemeente)
    return None if pauze is None else gepauzeerd(pauze)


def ga_door(ledger: "Ledger", gemeente: str) -> None:
    """Raise Paused when a person let the municipality stand still."""
    why = staat_stil(ledger, gemeente)
    if why is not None:
        raise Paused(why)
