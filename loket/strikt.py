"""Strict JSON: no member twice, no NaN, no float, and never a word of it in an error."""

import json
from typing import Any, NoReturn


class GeenJson(ValueError):
    """The bytes are not the strict JSON object that was agreed."""


def lees_object(data: bytes) -> dict[str, Any]:
    """Read a JSON object in UTF-8.

    Floats are refused: amounts travel as strings. Raises GeenJson, which tells nothing.
    """
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_once,
            parse_constant=_no,
            parse_float=_no,
        )
    except (ValueError, RecursionError):
        raise GeenJson from None
    if not isinstance(value, dict):
        raise GeenJson
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _no(_: str) -> NoReturn:
    raise ValueError
