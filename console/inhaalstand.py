"""How far catching up is, as values and as lines."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import scheduler
from ledger import Ledger
from settings import GemeenteInstelling


def inhaal_json(ledger: Ledger, een: GemeenteInstelling) -> dict[str, Any]:
    """Give what is ordered, what waits by how near its deadline is, and what was done."""
    code, today = een.identiteit, scheduler.vandaag(scheduler.utc_now)
    order = ledger.inhaalopdracht(code)
    stand = ledger.inhaalstand(code, order.vanaf if order else date.min, today)
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


def inhaal_lines(one: dict[str, Any]) -> Iterator[str]:
    """Give the same as a person reads it."""
    yield f"{one['gemeente']} ({one['code']})"
    yield "  " + _opdracht(one["opdracht"])
    nights = f"   (nog {one['nachten']} nachten)" if one["nachten"] else ""
    yield f"  {'wacht op inhalen':<24}{one['wacht']:>8}{nights}"
    for name, count in one["termijnen"].items():
        if count:
            yield f"    {'termijn ' + name:<22}{count:>8}"
    if one["wacht_op_rondgang"]:
        yield f"    {'eerst een rondgang':<22}{one['wacht_op_rondgang']:>8}"
    if one["voor_vanaf"]:
        yield f"  {'van voor `vanaf`':<24}{one['voor_vanaf']:>8}   (blijft vastgehouden)"
    last = f"   ({one['laatste_nacht']}: {one['die_nacht']})" if one["laatste_nacht"] else ""
    yield f"  {'ingehaald':<24}{one['ingehaald']:>8}{last}"


def _opdracht(order: dict[str, Any] | None) -> str:
    if order is None:
        return "geen opdracht: er wordt niets ingehaald"
    since = order["sinds"][:10]
    return (
        f"vanaf {order['vanaf']}, {order['per_nacht']} per nacht; "
        f"sinds {since} door {order['wie']} ({order['rol']})"
    )
