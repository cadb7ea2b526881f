"""What comparing with the Regresloket found, as a person reads it and for machines."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from console.tell import table, woord
from pipeline.afstemmen import Afstemming, Bevinding, als_json
from regres import Problem
from regres.berichten import bericht

#: So many digits of a referentie are shown; `audit list --referentie` takes them.
_CIJFERS = 12


@dataclass(frozen=True, slots=True)
class Vergeleken:
    """What came of one municipality; gevonden = None: nothing was sent yet, or it did not work."""

    naam: str
    code: str
    gevonden: Afstemming | None
    wacht: int
    problemen: tuple[Problem, ...] = ()
    exit_code: int = 0

    @classmethod
    def van(cls, naam: str, code: str, done: Afstemming | None, wacht: int) -> Self:
        """Make it of what was found."""
        if done is None:
            return cls(naam, code, None, wacht)
        told = problemen(naam, code, done)
        behind = done.teruggezet and not done.hersteld
        return cls(naam, code, done, wacht, told, 8 if behind else int(bool(told)))

    def regels(self) -> Iterator[str]:
        """Give the lines a person reads."""
        if self.gevonden is not None:
            yield from regels(self.naam, self.gevonden, self.wacht)
        elif not self.problemen:
            yield woord("afstemmen_proef", gemeente=self.naam)

    def as_json(self) -> dict[str, Any]:
        """Give the same for machines; counts are null when nothing was compared."""
        done = self.gevonden
        known = done is not None
        return {
            "schema": "regresbrug/afstemming/1",
            "gemeente": self.naam,
            "code": self.code,
            "versies": done.versies if done else None,
            "teruggezet": done.teruggezet if done else None,
            "hersteld": done.hersteld if done else None,
            "bevindingen": [als_json(one) for one in done.bevindingen] if done else None,
            "overgenomen": done.overgenomen.versies if done else None,
            "gewist": done.overgenomen.gewist if done else None,
            "wacht_op_lezing": self.wacht if known else None,
            "problemen": [one.as_json() for one in self.problemen],
        }


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
    if done.te_veel:
        return (bericht("R-0704", waar=naam, aantal=done.te_veel, code=code),)
    behind = (bericht("R-0702", waar=naam, code=code),) if done.teruggezet else ()
    count = len(done.bevindingen)
    differs = (bericht("R-0703", waar=naam, aantal=count, code=code),) if count else ()
    return behind or differs


def _rij(one: Bevinding) -> tuple[object, ...]:
    here = one.hier.versie if one.hier else "-"
    there = one.daar.versie if one.daar else "-"
    case = (one.daar.zaaknummer if one.daar else "") or (one.hier.zaaknummer if one.hier else "")
    name = one.referentie[:_CIJFERS]
    return one.soort.value, name, here, there, case or "-", " ".join(one.velden) or "-"
