"""Reading an opened melding: what has not the agreed shape is as good as unknown.

Intake checks what it must (inhoud.py) and keeps the rest as it came, so a page may lean on nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from regres.datum import Datum

Inhoud = Mapping[str, Any]


def waarde(inhoud: Inhoud, pad: str) -> Any:
    """Give what stands at "client.adres.plaats"; None when anything on the way is not there."""
    found: Any = inhoud
    for name in pad.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def tekst(inhoud: Inhoud, pad: str) -> str:
    """Give a text; "" for what is none."""
    found = waarde(inhoud, pad)
    return found.strip() if isinstance(found, str) else ""


def woord(inhoud: Inhoud, pad: str) -> str:
    """Give a word of a closed list; not stated, unknown and misshapen are all "onbekend"."""
    return tekst(inhoud, pad) or "onbekend"


def lijst(inhoud: Inhoud, pad: str) -> Iterator[Inhoud]:
    """Give the objects of a list."""
    found = waarde(inhoud, pad)
    for item in found if isinstance(found, list) else ():
        if isinstance(item, Mapping):
            yield item


def datum(inhoud: Inhoud, pad: str) -> Datum:
    """Give a date of which parts may be unknown."""
    found = waarde(inhoud, pad)
    return als_datum(found.get("datum") if isinstance(found, Mapping) else found)


def als_datum(text: object) -> Datum:
    """Read a date; what is none is unknown."""
    try:
        return Datum.lees(text if isinstance(text, str) else None)
    except ValueError:
        return Datum()


def dag(inhoud: Inhoud, pad: str) -> date | None:
    """Give the first day that a date can be."""
    return datum(inhoud, pad).eerste


def dagen(inhoud: Inhoud, pad: str) -> list[date]:
    """Give the days of a list of dates."""
    found = waarde(inhoud, pad)
    days = (als_datum(item).eerste for item in (found if isinstance(found, list) else ()))
    return [day for day in days if day is not None]
