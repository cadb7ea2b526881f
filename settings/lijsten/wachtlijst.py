"""Records that wait for a decision or were decided, as the lists show them; no personal value."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessment import Regels
from ledger import BeslotenRow, Ledger, StubRow, StubSoort
from pipeline.zinnen import zin_van
from privacy import betrokkene
from regres import UsageProblem
from regres.berichten import bericht
from regres.melding import Reden
from regres.verwerking import Betrokkene
from settings import GemeenteInstelling

KORTSTE = 8
_KENMERK = re.compile(r"\A[0-9a-f]{6,64}\Z", re.ASCII)
_LIJSTEN = (StubSoort.BEOORDELEN, StubSoort.VASTGEHOUDEN)


@dataclass(frozen=True, slots=True)
class Gevonden:
    """One record: where it waits, what was decided about it, or both."""

    een: GemeenteInstelling
    zoeksleutel: str
    kenmerk: str
    stub: StubRow | None
    besloten: tuple[BeslotenRow, ...]

    @property
    def bronset(self) -> str:
        """Give the source it was read from."""
        if self.stub is not None:
            return self.stub.bronset
        return next((row.bronset for row in self.besloten), "")

    @property
    def betrokkene(self) -> Betrokkene | None:
        """Give who it is about, for the Logboek dataverwerkingen; None when no client is known."""
        for row in (self.stub, *self.besloten):
            if row is not None and (who := betrokkene(row.clientmerk, row.clientversie)):
                return who
        return None


def kenmerken(keys: Iterable[str]) -> dict[str, str]:
    """Give each lookup key the shortest prefix, of 8 digits or more, that no other key has."""
    whole = sorted(set(keys))
    return {
        key: next(key[:size] for size in range(KORTSTE, 65) if _eigen(whole, at, size))
        for at, key in enumerate(whole)
    }


def _eigen(whole: list[str], at: int, size: int) -> bool:
    near = whole[max(0, at - 1) : at] + whole[at + 1 : at + 2]
    return size == 64 or all(other[:size] != whole[at][:size] for other in near)


def alle(ledger: Ledger, een: GemeenteInstelling) -> dict[str, Gevonden]:
    """Give every record of a municipality that waits or was decided, by lookup key."""
    code = een.identiteit
    stubs = {row.zoeksleutel: row for row in ledger.stubs(code)}
    decided: dict[str, list[BeslotenRow]] = {}
    for soort in _LIJSTEN:
        for row in ledger.decided(code, soort):
            decided.setdefault(row.besluit.zoeksleutel, []).append(row)
    return {
        key: Gevonden(een, key, kenmerk, stubs.get(key), tuple(decided.get(key, ())))
        for key, kenmerk in kenmerken([*stubs, *decided]).items()
    }


def vind(ledger: Ledger, gemeenten: Iterable[GemeenteInstelling], kenmerk: str) -> Gevonden:
    """Give the one record whose key begins so.

    Raises UsageProblem: no kenmerk at all (C-0021), nothing begins so (C-0022), more than one
    does (C-0023).
    """
    asked = kenmerk.strip().lower()
    if not _KENMERK.match(asked):
        raise UsageProblem(bericht("C-0021"))
    found = [
        one for een in gemeenten for key, one in alle(ledger, een).items() if key.startswith(asked)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageProblem(bericht("C-0023", aantal=len(found)))
    raise UsageProblem(bericht("C-0022"))


# -- as values -------------------------------------------------------------------------------------


def stub_json(row: StubRow, kenmerk: str, vandaag: date) -> dict[str, Any]:
    """Give one waiting record for machines."""
    # Of quarantine they are places in a mapping, not signs of an accident.
    redenen = () if row.soort is StubSoort.QUARANTAINE else row.redenen
    return {
        "kenmerk": kenmerk,
        "soort": row.soort.value,
        "sinds": row.sinds.isoformat(),
        "dagen": row.dagen(vandaag),
        "codes": list(row.codes),
        "termen": termen(redenen),
        "redenen": redenen_json(redenen),
        "herinnering": row.herinnering(vandaag),
        "bron": row.bronset,
        "plaats": row.plaats,
        **termijn_json(row.uiterlijk, vandaag),
    }


def besloten_json(row: BeslotenRow, kenmerk: str, vandaag: date) -> dict[str, Any]:
    """Give one decided record for machines."""
    besluit = row.besluit
    return {
        "kenmerk": kenmerk,
        "soort": besluit.soort.value,
        "keuze": besluit.keuze.value,
        "op": row.op.isoformat(),
        "wie": row.wie,
        "rol": row.rol,
        "reden": row.reden,
        "uitwerking": besluit.uitwerking.value if row.in_bron else "niet_meer_in_bron",
        "codes": list(besluit.codes),
        "bron": row.bronset,
        "plaats": row.plaats,
        **termijn_json(row.uiterlijk, vandaag),
    }


def termijn_json(uiterlijk: date | None, vandaag: date) -> dict[str, Any]:
    """Give the nearest deadline and the band of months it lies in; 0 = passed."""
    band = None if uiterlijk is None else Regels.laad().maanden_over(uiterlijk, vandaag)
    return {"uiterlijk": uiterlijk.isoformat() if uiterlijk else None, "maanden_over": band}


def redenen_json(redenen: Iterable[Reden]) -> list[dict[str, Any]]:
    """Give reasons with the sentence of each rule."""
    return [
        {
            "regel": one.regel,
            "veld": one.veld,
            "term": one.term,
            "positie": one.positie,
            "uitleg": zin_van(one.regel),
        }
        for one in redenen
    ]


def termen(redenen: Iterable[Reden]) -> list[str]:
    """Give each matched term once, in order."""
    return list(dict.fromkeys(one.term for one in redenen if one.term))


# -- as text ---------------------------------------------------------------------------------------


def termijn_tekst(found: dict[str, Any]) -> str:
    """Give the deadline of a record with its band in words."""
    if found["uiterlijk"] is None:
        return "onbekend"
    match found["maanden_over"]:
        case None:
            return str(found["uiterlijk"])
        case 0:
            return f"{found['uiterlijk']} (verstreken)"
        case 1:
            return f"{found['uiterlijk']} (binnen 1 maand)"
        case months:
            return f"{found['uiterlijk']} (binnen {months} maanden)"


def reden_regels(found: dict[str, Any]) -> Iterator[str]:
    """Give each reason of a record as a line: rule, field, term, and what it means."""
    for one in found["redenen"]:
        term = f" “{one['term']}”" if one["term"] else ""
        veld = f" in {one['veld']}{term}" if one["veld"] else ""
        yield f"    {one['regel']}{veld}: {one['uitleg']}"
