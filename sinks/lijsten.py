"""The two lists of a backend, page by page: what it has of us, and how its cases go on.

Read as strictly as a receipt: one line that cannot be read, or paging that does not advance, and
the whole list is of no use. What follows from a list may be sent again, so half a list is worse
than none.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import quote

from regres import SinkDown, SoortMelding
from regres.terug import OntvangenMelding, Terugblad, Terugkoppeling
from sinks.antwoord import (
    getal,
    hex64,
    json_object,
    moment,
    no_use,
    problem_type,
    rangnummer,
    zaaknummer,
)
from sinks.problems import problem
from sinks.verbinding import Answer

MELDINGEN, TERUGKOPPELINGEN = "/v1/regresmeldingen", "/v1/terugkoppelingen"
#: More pages than any list has: one that never ends is cut off.
_HOOGSTENS = 20_000
#: More versions than any municipality has: what never ends is cut off before it fills memory.
_MEESTE = 500_000
_WOORD = re.compile(r"\A[a-z][a-z0-9_:.-]{0,39}\Z", re.ASCII)
_CODE = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9_:.-]{0,39}\Z", re.ASCII)
_DATUM = re.compile(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_SOORTEN = {soort.value: soort for soort in SoortMelding}

Vraag = Callable[[str], Answer]
Item = TypeVar("Item")


def meldingen(vraag: Vraag, now: datetime) -> Iterator[OntvangenMelding]:
    """Yield every version that the backend has of this sender, in order of arrival.

    Raises SinkDown or SinkStopped; then what came before it is no list.
    """
    seen: set[tuple[str, int]] = set()
    for page, _ in _bladen(vraag, MELDINGEN, "", "regresmeldingen", now):
        for one in (_heel(_melding(item)) for item in page):
            # A version that comes twice: paging goes in circles, or there are two of it.
            if (one.referentie, one.versie) in seen or len(seen) >= _MEESTE:
                raise SinkDown(problem("S-0018"))
            seen.add((one.referentie, one.versie))
            yield one


def terugkoppelingen(vraag: Vraag, cursor: str, now: datetime) -> Iterator[Terugblad]:
    """Yield the steps behind a cursor; one that the backend no longer knows begins anew."""
    for page, following in _bladen(vraag, TERUGKOPPELINGEN, cursor, "terugkoppelingen", now):
        yield Terugblad(tuple(_heel(_stap(item)) for item in page), following)


def _bladen(
    vraag: Vraag, pad: str, cursor: str, naam: str, now: datetime
) -> Iterator[tuple[list[Any], str]]:
    anew = False
    for _ in range(_HOOGSTENS):
        answer = vraag(f"{pad}?cursor={quote(cursor, safe='')}")
        if (
            cursor
            and not anew
            and answer.status == 400
            and problem_type(answer) == "cursor-ongeldig"
        ):
            # A backend that was put back knows no cursor of later. Steps that come twice are known.
            cursor, anew = "", True
            continue
        if answer.status != 200:
            no_use(answer, now)
        page, following, more = _blad(json_object(answer), naam)
        if more and (following == cursor or not page):
            raise SinkDown(problem("S-0018"))
        yield page, following
        if not more:
            return
        cursor = following
    raise SinkDown(problem("S-0018"))


def _blad(body: dict[str, Any], naam: str) -> tuple[list[Any], str, bool]:
    page, following, more = body.get(naam), body.get("cursor"), body.get("meer")
    if isinstance(page, list) and isinstance(following, str) and isinstance(more, bool):
        return page, following, more
    raise SinkDown(problem("S-0018"))


def _heel(item: Item | None) -> Item:
    if item is None:
        raise SinkDown(problem("S-0018"))
    return item


def _melding(item: Any) -> OntvangenMelding | None:
    if not isinstance(item, dict):
        return None
    referentie, versie = hex64(item.get("referentie")), rangnummer(item.get("versie"))
    merk, zaak = hex64(item.get("inhoudsmerk")), zaaknummer(item.get("zaaknummer"))
    when, soort = moment(item.get("ontvangenOp")), _soort(item.get("soortMelding"))
    if referentie is None or versie is None or soort is None:
        return None
    if merk is None or zaak is None or when is None:
        return None
    return OntvangenMelding(referentie, versie, soort, merk, zaak, when)


def _stap(item: Any) -> Terugkoppeling | None:
    if not isinstance(item, dict):
        return None
    nummer, referentie = getal(item.get("volgnummer")), hex64(item.get("referentie"))
    versie, zaak = rangnummer(item.get("versie")), zaaknummer(item.get("zaaknummer"))
    if nummer is None or referentie is None or versie is None or zaak is None:
        return None
    stap, dag = _woord(item.get("stap")), _dag(item.get("datum"))
    advies, reden = _code(item.get("advies")), _code(item.get("redencode"))
    if stap is None or dag is None or advies is None or reden is None:
        return None
    return Terugkoppeling(nummer, referentie, versie, zaak, stap, dag, advies, reden)


def _soort(value: object) -> SoortMelding | None:
    return _SOORTEN.get(value) if isinstance(value, str) else None


def _woord(value: object) -> str | None:
    return value if isinstance(value, str) and _WOORD.match(value) else None


def _code(value: object) -> str | None:
    """Take a code; "" for null, which is none."""
    if value is None:
        return ""
    return value if isinstance(value, str) and _CODE.match(value) else None


def _dag(value: object) -> date | None:
    if not isinstance(value, str) or not _DATUM.match(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
