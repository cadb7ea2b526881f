"""An explanation as an administrator may see it: dates to the year, no amounts.

The day of an accident is a health datum of a person whom the record can be traced to, and so is
every date that follows from it. How many months of a deadline are left would give it back.
"""

import re
from typing import Any

_JAAR = re.compile(r"\A([0-9]{4})(?:-[0-9]{2}){1,2}\Z", re.ASCII)
#: What may be coarsened: the evaluation date and the day of `actief` say nothing of a person.
_DELEN = ("vlag", "feiten", "verhaal")


def vergrof(uitleg: dict[str, Any], rol: str) -> dict[str, Any]:
    """Give a copy with every date of the record as its year, bands and amounts left out."""
    shown = uitleg | {name: _jaren(uitleg[name]) for name in _DELEN}
    if shown["verhaal"] is not None:
        for termijn in shown["verhaal"]["termijnen"]:
            termijn["band"] = None
    if shown["kosten"] is not None:
        codes = [{"code": one["code"], "wat": None} for one in shown["kosten"]["waarschuwingen"]]
        hidden = dict.fromkeys(("tot_nu", "per_jaar", "geschat"))
        shown["kosten"] = hidden | {"waarschuwingen": codes}
    shown["weergave"] = {"rol": rol, "datums": "jaar", "bedragen": "verborgen"}
    return shown


def volledig(uitleg: dict[str, Any], rol: str) -> dict[str, Any]:
    """Give the whole explanation, for the roles that may see it."""
    return uitleg | {"weergave": uitleg["weergave"] | {"rol": rol}}


def _jaren(value: Any) -> Any:
    if isinstance(value, dict):
        coarse = {name: _jaren(part) for name, part in value.items()}
        known = coarse.get("precisie") in ("dag", "maand")
        return coarse | {"precisie": "jaar"} if known else coarse
    if isinstance(value, list):
        return [_jaren(part) for part in value]
    if isinstance(value, str) and (found := _JAAR.match(value)):
        return found[1]
    return value
