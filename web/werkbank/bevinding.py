"""What is wrong with a scratch copy: its text, its tests, and what it makes of a sample."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mappings import Plan
from mappings.herstel import Herstel, herstellen, met_waarde, plek_in
from pipeline.werkbank import Ernst, Groep
from regres import Problem
from regres.berichten import zeg


@dataclass(frozen=True, slots=True)
class Bevinding:
    """One line of the list of problems.

    nr        its place in the list, from 1
    regel     line in the mapping; 0 = it stands elsewhere
    mapping   file:line:column of the mapping; bron = the same of the source
    aantal    records of the sample that have it; None = it is not about records
    record    the first of these; 0 = none
    waarde    the value it is about, when it came often enough to be shown
    """

    nr: int
    ernst: Ernst
    code: str
    wat: str
    gevolg: str
    doe: str
    mapping: str
    regel: int
    kolom: int
    bron: str
    aantal: int | None
    record: int
    waarde: str
    herstel: tuple[Herstel, ...]


@dataclass(frozen=True, slots=True)
class Toetsmerk:
    """How one test of the mapping went; verschillen in words without a personal value."""

    naam: str
    regel: int
    geslaagd: bool
    verschillen: tuple[str, ...]


def bevindingen(
    problems: Iterable[Problem], groepen: Iterable[Groep], tekst: str, bestand: str
) -> list[Bevinding]:
    """Put everything in one list: first what keeps records behind, by its line in the mapping.

    problems  what is wrong with the text, its tests, or the source as a whole
    """
    found = [_los(one, tekst, bestand) for one in problems]
    found += [_groep(one, tekst, bestand) for one in groepen]
    found.sort(key=lambda one: (one[1] is Ernst.LET_OP, not one[2][0], one[2]))
    return [_maak(number, *one) for number, one in enumerate(found, 1)]


_Los = tuple[Problem, Ernst, tuple[int, int], int | None, int, str, tuple[Herstel, ...]]


def _los(problem: Problem, tekst: str, bestand: str) -> _Los:
    mends = herstellen(problem, tekst, bestand)
    return problem, Ernst.FOUT, plek_in(problem, bestand), None, 0, "", mends


def _groep(groep: Groep, tekst: str, bestand: str) -> _Los:
    problem = groep.problem
    mends = herstellen(problem, tekst, bestand)
    if groep.waarde and (one := met_waarde(problem, groep.waarde, tekst, bestand)):
        mends = (*mends, one)
    place = plek_in(problem, bestand)
    return problem, groep.ernst, place, groep.aantal, groep.nummer, groep.waarde, mends


def _maak(
    nr: int,
    problem: Problem,
    ernst: Ernst,
    plek: tuple[int, int],
    aantal: int | None,
    record: int,
    waarde: str,
    herstel: tuple[Herstel, ...],
) -> Bevinding:
    source = problem.waar if problem.waar != problem.mapping else ""
    return Bevinding(
        nr=nr,
        ernst=ernst,
        code=problem.code,
        wat=_met_waarde(problem, waarde),
        gevolg=problem.gevolg,
        doe=problem.doe,
        mapping=problem.mapping,
        regel=plek[0],
        kolom=plek[1],
        bron=source,
        aantal=aantal,
        record=record,
        waarde=waarde,
        herstel=herstel,
    )


def _met_waarde(problem: Problem, waarde: str) -> str:
    """Say which value it is about where that may be said, in the place of how it is written."""
    if not waarde:
        return problem.wat
    shape = dict(problem.woorden).get("detail.vorm", "")
    told = problem.wat.replace(f" (vorm: {shape})", "")
    return told.replace("deze waarde", f"waarde '{waarde}'", 1)


def toetsmerken(plan: Plan) -> Iterator[Toetsmerk]:
    """Give how each test of a mapping went."""
    for one in plan.toets():
        told = tuple(zeg("M", verschil.als_zin()) for verschil in one.verschillen)
        yield Toetsmerk(one.naam, one.plek.regel, one.geslaagd, told)
