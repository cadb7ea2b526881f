"""The terms of cases as a calendar file (iCalendar, RFC 5545): a number, never a person.

Written by hand: a calendar of whole days without repeats is three rules of that standard (escaped
text, lines of at most 75 octets, CRLF), and a library would bring its own readers and time zones.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

#: A calendar warns so many days before a term ends: three months, and one.
WAARSCHUW: Final = (91, 30)
_BREED = 75


@dataclass(frozen=True, slots=True)
class Afspraak:
    """One last day.

    kenmerk   stays the same, so that a calendar that reads the file again moves the day instead of
              adding a second one
    """

    kenmerk: str
    dag: date
    wat: str
    toelichting: str


def kalender(afspraken: Iterable[Afspraak], now: datetime) -> bytes:
    """Write the file; now stands in it as when it was made."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Regresbrug//Termijnen//NL"]
    for one in afspraken:
        lines += _afspraak(one, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _gevouwen(line))


def _afspraak(one: Afspraak, stamp: str) -> Iterator[str]:
    what = _tekst(one.wat)
    yield from ("BEGIN:VEVENT", f"UID:{_tekst(one.kenmerk)}", f"DTSTAMP:{stamp}")
    yield f"DTSTART;VALUE=DATE:{one.dag:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.dag + timedelta(days=1):%Y%m%d}"
    yield from (f"SUMMARY:{what}", f"DESCRIPTION:{_tekst(one.toelichting)}")
    # Not "busy": nobody is taken by a day on which something ends.
    yield "TRANSP:TRANSPARENT"
    for days in WAARSCHUW:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{days}D")
        yield from (f"DESCRIPTION:{what}", "END:VALARM")
    yield "END:VEVENT"


def _tekst(text: str) -> str:
    """Escape a value of type TEXT (section 3.3.11); what cannot be seen is left out."""
    plain = "".join(sign for sign in text if sign.isprintable() or sign == "\n")
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(sign, escaped)
    return plain


def _gevouwen(line: str) -> Iterator[bytes]:
    """Fold a line between characters, not within one (section 3.1)."""
    if len(whole := line.encode()) <= _BREED:
        yield whole
        return
    part = b""
    for sign in line:
        more = sign.encode()
        if len(part) + len(more) > _BREED:
            yield part
            part = b" "
        part += more
    yield part
