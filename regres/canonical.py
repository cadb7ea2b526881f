"""Canonical JSON of meldingen: what is sealed, and what the inhoudsmerk is made of.

RFC 8785 (JSON Canonicalization Scheme): two equal meldingen are equal byte for byte. Amounts are
strings with two decimals, dates ISO strings, incomplete dates {"datum": ..., "precisie": ...}; so
no float ever enters and no rounding can differ between two readers.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Final

import rfc8785

from regres.datum import Datum
from regres.melding import Intrekking, Kop, Melding


def canonical_bytes(value: Any) -> bytes:
    """Write JSON values (str, int, bool, None, list, dict) as RFC 8785 bytes.

    Raises ValueError, without the value, for what has no canonical form: half a surrogate pair, an
    integer over 2^53, a float that is no number.
    """
    try:
        canonical: bytes = _vlug(value).encode() if _eenvoudig(value) else rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        canonical = b""
    if not canonical:
        # Outside the except: those exceptions carry the value, and would hang on to this one.
        raise ValueError("a value without a canonical form")
    return canonical


# Of values as simple as `_eenvoudig` asks this writes the RFC 8785 bytes too, in a twentieth of the
# time (a test compares).
_vlug = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
#: The largest whole number that every reader of JSON takes for what it is.
GROOTSTE = 2**53 - 1


def _eenvoudig(value: Any) -> bool:
    """Tell whether a value holds no floats, no types of our own, and only ASCII names.

    RFC 8785 sorts names by UTF-16, Python by code point: for ASCII these are one order.
    """
    kind = type(value)
    if value is None or kind is str or kind is bool:
        return True
    if kind is int:
        return bool(-GROOTSTE <= value <= GROOTSTE)
    if kind is list:
        return all(map(_eenvoudig, value))
    if kind is dict:
        names = all(type(name) is str and name.isascii() for name in value)
        return names and all(map(_eenvoudig, value.values()))
    return False


def to_json(value: Any) -> Any:
    """Turn a canonical value into JSON values; None stays, so that every key is always present."""
    return _schrijver(type(value))(value)  # type: ignore[arg-type]  # a class can be a key


@cache
def _schrijver(kind: type[Any]) -> Callable[[Any], Any]:
    """Find out once for each type how its values are written."""
    if issubclass(kind, _ZOALS_HET_IS) and not issubclass(kind, Enum):
        return _zoals_het_is
    if is_dataclass(kind) and kind is not Datum:
        names = tuple(part.name for part in fields(kind))
        return lambda value: {name: to_json(getattr(value, name)) for name in names}
    for base, write in _SCHRIJVERS:
        if issubclass(kind, base):
            return write
    raise TypeError(f"{kind.__name__} has no place in a melding")


def _zoals_het_is(value: Any) -> Any:
    return value


def timestamp(moment: datetime) -> str:
    """Write a moment as RFC 3339 in UTC, whole seconds, with Z."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    # Not strftime: it takes longer, and writes the year 1 without its zeros.
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


_ZOALS_HET_IS = (str, bool, int, type(None))
# A moment is also a date, so it comes first.
_SCHRIJVERS: Final[tuple[tuple[type[Any], Callable[[Any], Any]], ...]] = (
    (Enum, lambda value: value.value),
    (Datum, lambda value: {"datum": value.iso(), "precisie": value.precisie.value}),
    (Decimal, lambda value: f"{value:.2f}"),
    (datetime, timestamp),
    (date, date.isoformat),
    (tuple, lambda value: [to_json(item) for item in value]),
    (list, lambda value: [to_json(item) for item in value]),
    (Mapping, lambda value: {str(key): to_json(item) for key, item in value.items()}),
)


def melding_json(melding: Melding) -> dict[str, Any]:
    """Flatten kop and feiten into one object: the shape of the published schema."""
    whole: dict[str, Any] = to_json(melding)
    kop: dict[str, Any] = whole.pop("kop")
    feiten: dict[str, Any] = whole.pop("feiten")
    return kop | feiten | whole


def intrekking_json(intrekking: Intrekking) -> dict[str, Any]:
    """Flatten a withdrawal; it holds the clear fields, a reason and a day."""
    whole: dict[str, Any] = to_json(intrekking)
    kop: dict[str, Any] = whole.pop("kop")
    return kop | whole


def kop_json(kop: Kop) -> dict[str, Any]:
    """Give the clear fields as JSON values, in the order of the wire contract."""
    # Written out: it is asked for twice for every melding, for its header and for its delivery.
    return {
        "schemaVersie": kop.schemaVersie,
        "referentie": kop.referentie,
        "dossiersleutel": kop.dossiersleutel,
        "versie": kop.versie,
        "soortMelding": kop.soortMelding.value,
        "gemeenteCode": kop.gemeenteCode,
        "inhoudsmerk": kop.inhoudsmerk,
        "aangemaaktOp": timestamp(kop.aangemaaktOp),
    }
