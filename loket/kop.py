"""The body of a delivery: the clear fields and the envelope, checked one by one."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from loket.problems import Weigering, fout
from regres.melding import SCHEMA_VERSIE, Kop
from regres.words import SoortMelding

_HEX64 = re.compile(r"\A[0-9a-f]{64}\Z", re.ASCII)
_HEX64_WAT = "moet 64 kleine hexadecimale tekens zijn"
_CODE = re.compile(r"\A[0-9]{4}\Z", re.ASCII)
_HOUR = re.compile(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:00:00Z\Z", re.ASCII)
_COMPACT = re.compile(r"\A[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){4}\Z", re.ASCII)
_MAX_VERSIE = 1_000_000

#: The clear fields, in the order of the wire contract.
OPEN_VELDEN = (
    "schemaVersie",
    "referentie",
    "dossiersleutel",
    "versie",
    "soortMelding",
    "gemeenteCode",
    "inhoudsmerk",
    "aangemaaktOp",
)


@dataclass(frozen=True, slots=True)
class Zending:
    """A delivery whose clear fields have the right shape; nothing was opened yet."""

    kop: Kop
    open_velden: Mapping[str, Any] = field(repr=False)
    inhoud: str = field(repr=False)


def lees_zending(body: Mapping[str, Any]) -> Zending:
    """Check a body; raises Weigering `lichaam-ongeldig` with everything that is wrong."""
    wrong = [*_field_faults(body), *_strangers(body)]
    if wrong:
        raise Weigering("lichaam-ongeldig", extra={"fouten": wrong})
    clear = {name: body[name] for name in OPEN_VELDEN}
    kop = Kop(
        schemaVersie=body["schemaVersie"],
        referentie=body["referentie"],
        dossiersleutel=body["dossiersleutel"],
        versie=body["versie"],
        soortMelding=SoortMelding(body["soortMelding"]),
        gemeenteCode=body["gemeenteCode"],
        inhoudsmerk=body["inhoudsmerk"],
        aangemaaktOp=datetime.fromisoformat(body["aangemaaktOp"]).astimezone(UTC),
    )
    return Zending(kop, clear, body["inhoud"])


def _field_faults(body: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for name, (holds, wat) in _CHECKS.items():
        if name not in body:
            yield fout(name, "ontbreekt")
        elif not holds(body[name]):
            yield fout(name, wat)


def _strangers(body: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    # The name itself is not told: it may be a value in the wrong place.
    if set(body) - set(_CHECKS):
        yield fout("", "er staat een veld dat niet is afgesproken")


def _matches(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.match(value) is not None


def _is_versie(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MAX_VERSIE


def _is_hour(value: object) -> bool:
    if not isinstance(value, str) or not _HOUR.match(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


_CHECKS: dict[str, tuple[Callable[[object], bool], str]] = {
    "schemaVersie": (lambda value: value == SCHEMA_VERSIE, f"moet {SCHEMA_VERSIE} zijn"),
    "referentie": (_matches(_HEX64), _HEX64_WAT),
    "dossiersleutel": (_matches(_HEX64), _HEX64_WAT),
    "versie": (_is_versie, f"moet een geheel getal van 1 tot en met {_MAX_VERSIE} zijn"),
    "soortMelding": (
        lambda value: isinstance(value, str) and value in {soort.value for soort in SoortMelding},
        "moet nieuw, wijziging of intrekking zijn",
    ),
    "gemeenteCode": (_matches(_CODE), "moet vier cijfers zijn"),
    "inhoudsmerk": (_matches(_HEX64), _HEX64_WAT),
    "aangemaaktOp": (_is_hour, "moet een moment in UTC op het hele uur zijn"),
    "inhoud": (_matches(_COMPACT), "moet een JWE in compacte vorm zijn"),
}
