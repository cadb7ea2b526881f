"""What an answer of the Regresloket means: the wire contract, seen from this side.

Pure: an answer goes in, an outcome comes out. The rule of the house: a delivery is only that what
says so completely (expected status, JSON, our referentie and versie, a zaaknummer, a moment).
Whatever else comes is no delivery, however friendly its status.
"""

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

from regres import Receipt, SinkDown, SinkStopped
from regres.melding import Kop
from regres.waarde import dataclass
from sinks.base import Conflict, Delivery, KeyUnknown, Refused
from sinks.problems import problem
from sinks.verbinding import Answer

#: Longer than this we never wait, whatever Retry-After says.
LONGEST_WAIT = 3600.0

_ZAAKNUMMER = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9._/-]{0,63}\Z", re.ASCII)
_HEX64 = re.compile(r"\A[0-9a-f]{64}\Z", re.ASCII)
_MOMENT = re.compile(
    r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})\Z",
    re.ASCII,
)
#: The largest whole number that every reader of JSON takes for what it is; above what the backend
#: has, versions must still be counted on.
_GROOTSTE, _HOOGSTE_VERSIE = 2**53 - 1, 10**9
_TYPE = re.compile(r"(?:\A|[/:#])([a-z0-9-]{1,64})\Z", re.ASCII)
_SECONDS = re.compile(r"\A[0-9]{1,99}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class SameVersion:
    """409 with our own versie and inhoudsmerk: it was delivered, its receipt can be fetched."""


def judge(answer: Answer, kop: Kop, now: datetime) -> Delivery | SameVersion:
    """Tell what the answer to a delivery means; raises SinkDown or SinkStopped."""
    match answer.status:
        case 200 | 201:
            return receipt(answer, kop)
        case 409:
            return _conflict(answer, kop)
        case 422 if problem_type(answer) == "sleutel-onbekend":
            return KeyUnknown()
        case 400 | 404 | 413 | 422 if (reason := problem_type(answer)) is not None:
            return Refused(problem("S-0040", wat=f"{answer.status} {reason}".strip()))
    return no_use(answer, now)


def receipt(answer: Answer, kop: Kop) -> Receipt:
    """Read a receipt that must be about this version; raises SinkDown."""
    body = json_object(answer)
    if body.get("referentie") != kop.referentie or not _is_int(body.get("versie"), kop.versie):
        raise SinkDown(problem("S-0014"))
    number, when = zaaknummer(body.get("zaaknummer")), moment(body.get("ontvangenOp"))
    if number is None or when is None:
        raise SinkDown(problem("S-0016"))
    return Receipt(kop.referentie, kop.versie, number, when)


def no_use(answer: Answer, now: datetime) -> NoReturn:
    """Raise what an answer means that is neither a delivery nor a clear no."""
    status = answer.status
    if status in {401, 403}:
        raise SinkStopped(problem("S-0020", wat=str(status)))
    if status in {429, 503}:
        raise SinkDown(problem("S-0030", wat=str(status)), retry_after=retry_after(answer, now))
    if 300 <= status < 400:
        raise SinkDown(problem("S-0010", wat=str(status)))
    if status >= 500:
        raise SinkDown(problem("S-0031", wat=str(status)))
    if status in {400, 404, 413, 422}:
        raise SinkDown(problem("S-0032", wat=str(status)))
    raise SinkDown(problem("S-0011", wat=str(status)))


def problem_type(answer: Answer) -> str | None:
    """Give the last word of a problem+json's type ("" when it has none); None when it is not one.

    An HTML page of a proxy with status 400 is not the backend's no.
    """
    if _media_type(answer) != "application/problem+json":
        return None
    try:
        kind = json_object(answer).get("type", "")
    except SinkDown:
        return None
    found = _TYPE.search(kind) if isinstance(kind, str) else None
    return found[1] if found else ""


def json_object(answer: Answer) -> dict[str, Any]:
    """Read a JSON object, strictly: a media type that says so, no NaN, no key twice.

    Raises SinkDown, never with a piece of the body.
    """
    if _media_type(answer) not in {"application/json", "application/problem+json"}:
        raise SinkDown(problem("S-0012"))
    try:
        text = answer.body.decode(json.detect_encoding(answer.body), "surrogatepass")
        value = _STRIKT.decode(text)
    except (ValueError, RecursionError):
        raise SinkDown(problem("S-0013")) from None
    if not isinstance(value, dict):
        raise SinkDown(problem("S-0013"))
    return value


def retry_after(answer: Answer, now: datetime) -> float | None:
    """Read Retry-After, as seconds or as an HTTP date; at most an hour, None when unreadable."""
    text = answer.headers.get("Retry-After", "").strip()
    if _SECONDS.match(text):
        return min(float(text), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((aware - now).total_seconds(), 0.0), LONGEST_WAIT)


def _conflict(answer: Answer, kop: Kop) -> Conflict | SameVersion:
    body = json_object(answer)
    latest, merk = rangnummer(body.get("laatsteVersie")), hex64(body.get("inhoudsmerk"))
    if latest is None or merk is None:
        raise SinkDown(problem("S-0016"))
    if (latest, merk) == (kop.versie, kop.inhoudsmerk):
        return SameVersion()
    return Conflict(laatsteVersie=latest, inhoudsmerk=merk)


def _media_type(answer: Answer) -> str:
    return answer.headers.get("Content-Type", "").split(";")[0].strip().lower()


def _is_int(value: object, wanted: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value == wanted


def zaaknummer(value: object) -> str | None:
    """Take the number of a case; None for anything else, as the other readers here."""
    return value if isinstance(value, str) and _ZAAKNUMMER.match(value) else None


def hex64(value: object) -> str | None:
    """Take a keyed hash."""
    return value if isinstance(value, str) and _HEX64.match(value) else None


def getal(value: object) -> int | None:
    """Take a number from 1."""
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _GROOTSTE:
        return value
    return None


def rangnummer(value: object) -> int | None:
    """Take the number of a version: one above it must be a number too."""
    found = getal(value)
    return found if found is not None and found <= _HOOGSTE_VERSIE else None


def moment(value: object) -> datetime | None:
    """Take a moment with a zone, and give it in UTC."""
    if not isinstance(value, str) or not _MOMENT.match(value):
        return None
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _refuse(_: str) -> NoReturn:
    raise ValueError("no JSON value")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


#: `json.loads` would make one for each answer.
_STRIKT = json.JSONDecoder(parse_constant=_refuse, object_pairs_hook=_unique)
