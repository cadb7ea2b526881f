"""What was wrong in a run: records in groups that one change mends, and the run itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger import RunRow
from pipeline.drift import CODES
from regres import Problem

#: Places that are named of one group.
_PLAATSEN = 5


@dataclass(frozen=True, slots=True)
class Groep:
    """One kind of problem, with both places: in the source and in the mapping.

    aantal    records that have it; 0 = it is of the run and not of records
    plaatsen  of the first few records
    vorm      the shape of the value that was not taken, letters and digits only by kind
    eerder    the last good run had it too
    """

    code: str
    wat: str
    gevolg: str
    doe: str
    aantal: int
    plaatsen: tuple[str, ...]
    mapping: str
    vorm: str = ""
    eerder: bool = False


def groepen(row: RunRow, before: RunRow | None) -> list[Groep]:
    """Give every group: what concerns the run first, then records, most frequent first."""
    known = {_vinger(one) for one in (before.proof.get("problemen", ()) if before else ())}
    own = [_van_de_run(one) for one in row.problems if one.code not in CODES]
    found = [_van_records(one, known) for one in row.proof.get("problemen", ())]
    return [*own, *found, *_alleen_geteld(row, {one.code for one in (*own, *found)})]


def drift(row: RunRow) -> list[Problem]:
    """Give what changed in the columns of the source."""
    return [one for one in row.problems if one.code in CODES]


def _van_de_run(one: Problem) -> Groep:
    places = (one.waar,) if one.waar else ()
    return Groep(one.code, one.wat, one.gevolg, one.doe, 0, places, one.mapping)


def _van_records(found: Mapping[str, Any], known: set[tuple[str, str, str]]) -> Groep:
    shown: Sequence[Mapping[str, Any]] = found["voorbeelden"]
    first = Problem.van_json(shown[0])
    places = dict.fromkeys(one["waar"] for one in shown if one["waar"])
    return Groep(
        code=first.code,
        wat=first.wat,
        gevolg=first.gevolg,
        doe=first.doe,
        aantal=found["aantal"],
        plaatsen=tuple(places)[:_PLAATSEN],
        mapping=first.mapping,
        vorm=found["vorm"],
        eerder=_vinger(found) in known,
    )


def _vinger(found: Mapping[str, Any]) -> tuple[str, str, str]:
    """Give what a group is recognised by in another run (`pipeline.report`)."""
    first = found["voorbeelden"][0]
    return first["code"], first["mapping"], found["vorm"]


def _alleen_geteld(row: RunRow, told: set[str]) -> Iterator[Groep]:
    """Give problems of which only a count was kept; their code has a page of its own."""
    counts = row.telling.codes if row.telling else {}
    for code, count in sorted(counts.items()):
        if code not in told and "-" in code:
            yield Groep(code, "", "", "", count, (), "")
