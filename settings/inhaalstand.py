"""How far catching up is, as values."""

from datetime import date
from typing import Any

from ledger import Ledger
from settings.agreement import GemeenteInstelling


def inhaal_json(ledger: Ledger, een: GemeenteInstelling, vandaag: date) -> dict[str, Any]:
    """Give what is ordered, what waits by how near its deadline is, and what was done."""
    code = een.identiteit
    order = ledger.inhaalopdracht(code)
    stand = ledger.inhaalstand(code, order.vanaf if order else date.min, vandaag)
    nights = None if order is None else -(-stand.wacht // order.per_nacht)
    return {
        "gemeente": een.blok.naam,
        "code": een.blok.gemeentecode,
        "opdracht": None
        if order is None
        else {
            "vanaf": order.vanaf.isoformat(),
            "per_nacht": order.per_nacht,
            "sinds": order.sinds.isoformat(),
            "wie": order.wie,
            "rol": order.rol,
            "reden": order.reden,
        },
        "wacht": stand.wacht,
        "nachten": nights,
        "termijnen": {name.value: count for name, count in stand.termijnen.items()},
        "wacht_op_rondgang": stand.wacht_op_rondgang,
        "voor_vanaf": stand.voor_vanaf,
        "ingehaald": stand.ingehaald,
        "laatste_nacht": stand.laatste_nacht.isoformat() if stand.laatste_nacht else None,
        "die_nacht": stand.die_nacht,
    }
