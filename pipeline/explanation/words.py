"""Values as an explanation writes them."""

from datetime import date
from typing import Any

from regres import Datum


def waarde_json(value: Any) -> Any:
    """Write a fact: a word, a date, a list of days, or null when it is not stated."""
    if isinstance(value, Datum):
        return datum_json(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [day.isoformat() for day in value]
    return None if value is None else str(value)


def datum_json(datum: Datum) -> dict[str, Any]:
    """Write a date with how much of it is known."""
    return {"datum": datum.iso(), "precisie": datum.precisie.value}
