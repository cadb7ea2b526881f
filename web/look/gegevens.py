"""The values of a page as JSON: what the page shows, in plain kinds."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any


def plat(value: object) -> Any:
    """Turn dates, enums, decimals and dataclasses into what JSON knows; TypeError for others.

    Moments are ISO 8601 with their zone, amounts are text, so that nothing is rounded.
    """
    match value:
        case Enum():
            return plat(value.value)
        case None | bool() | int() | float() | str():
            return value
        case date() | datetime():
            return value.isoformat()
        case Decimal():
            return str(value)
        case Mapping():
            return {str(plat(key)): plat(item) for key, item in value.items()}
        case list() | tuple():
            return [plat(item) for item in value]
        case set() | frozenset():
            return sorted(plat(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: plat(getattr(value, part.name)) for part in fields(value) if part.repr}
    raise TypeError(type(value).__name__)
