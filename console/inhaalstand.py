"""How far catching up is, as lines."""

from collections.abc import Iterator
from typing import Any


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
