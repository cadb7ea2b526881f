"""What comparing with the Regresloket found, as a person reads it and for machines."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from console.tell import table
from pipeline.afstemmen import Afstemming, Bevinding, als_json
from regres import Problem
from regres.berichten import bericht

#: So many digits of a referentie are shown; `audit list --referentie` takes them.
_CIJFERS = 12


def regels(naam: str, done: Afstemming, wacht: int) -> Iterator[str]:
    """Give the lines of one municipality."""
    counts = Counter(one.soort.value for one in done.bevindingen)
    told = ", ".join(f"{word} {count}" for word, count in sorted(counts.items()))
    listed = f"{done.versies} versies op de lijst van het Regresloket"
    yield f"{naam}: {listed}; verschillen: {told or 0}"
    head = ("soort", "referentie", "hier", "daar", "zaaknummer", "wat")
    rows = [_rij(one) for one in done.bevindingen]
    yield from ("  " + line for line in (table(head, rows) if rows else ()))
    if done.overgenomen.versies or done.overgenomen.gewist:
        taken = done.overgenomen
        yield f"  overgenomen: {taken.versies} versies; niet, want hier gewist: {taken.gewist}"
    if done.hersteld:
        yield "  hersteld; er is niets verstuurd"
    if wacht:
        yield f"  wacht tot een lezing de voorziening tegenkomt: {wacht}"


def problemen(naam: str, code: str, done: Afstemming) -> tuple[Problem, ...]:
    """Say what a person must do; nothing when all is the same, or was repaired."""
    if done.hersteld:
        return ()
    behind = (bericht("R-0702", waar=naam, code=code),) if done.teruggezet else ()
    count = len(done.bevindingen)
    differs = (bericht("R-0703", waar=naam, aantal=count, code=code),) if count else ()
    return behind or differs


def afstemming_json(naam: str, code: str, done: Afstemming, wacht: int) -> dict[str, Any]:
    """Give the same for machines."""
    return {
        "schema": "regresbrug/afstemming/1",
        "gemeente": naam,
        "code": code,
        "versies": done.versies,
        "teruggezet": done.teruggezet,
        "hersteld": done.hersteld,
        "bevindingen": [als_json(one) for one in done.bevindingen],
        "overgenomen": done.overgenomen.versies,
        "gewist": done.overgenomen.gewist,
        "wacht_op_lezing": wacht,
        "problemen": [one.as_json() for one in problemen(naam, code, done)],
    }


def _rij(one: Bevinding) -> tuple[object, ...]:
    here = one.hier.versie if one.hier else "-"
    there = one.daar.versie if one.daar else "-"
    case = (one.daar.zaaknummer if one.daar else "") or (one.hier.zaaknummer if one.hier else "")
    name = one.referentie[:_CIJFERS]
    return one.soort.value, name, here, there, case or "-", " ".join(one.velden) or "-"
