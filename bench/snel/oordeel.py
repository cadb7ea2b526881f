"""From rounds to figures: medians of ratios within a round, their spread, and the targets."""

from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from bench.snel.banen import Tafel
from bench.snel.ronden import Ronde

#: The floor may differ this much between its best and its worst round; else nothing is judged.
WANKELT: Final = 1.6


@dataclass(frozen=True, slots=True)
class Regel:
    """One lane in the table.

    cpu, wall  median seconds
    keer       median over the rounds of its CPU divided by that of the floor in the same round
    spreiding  the highest of those ratios divided by the lowest
    mib        its highest peak; `erbij` = above what it was after its imports, None = not told
    """

    naam: str
    uitleg: str
    cpu: float
    wall: float
    keer: float
    spreiding: float
    mib: float
    erbij: float | None


@dataclass(frozen=True, slots=True)
class Doel:
    """One target: `gehaald` is None when the floor wobbled too much to judge."""

    wat: str
    gevonden: float
    grens: float
    hoger_is_beter: bool
    gehaald: bool | None


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """The table of one data set."""

    tafel: Tafel
    rondes: int
    wankel: float
    regels: tuple[Regel, ...]
    doelen: tuple[Doel, ...]


def beoordeel(tafel: Tafel, rondes: list[Ronde]) -> Uitkomst:
    """Work out the table."""
    floor = [ronde[tafel.vloer].cpu for ronde in rondes]
    wobble = max(floor) / min(floor)
    lines = tuple(_regel(baan.naam, baan.uitleg, tafel, rondes) for baan in tafel.banen)
    goals = tuple(_doelen(tafel, rondes, judged=wobble <= WANKELT))
    return Uitkomst(tafel, len(rondes), wobble, lines, goals)


def _regel(naam: str, uitleg: str, tafel: Tafel, rondes: list[Ronde]) -> Regel:
    own = [ronde[naam] for ronde in rondes]
    ratios = _verhoudingen(rondes, naam, tafel.vloer)
    above = [one.piek - one.imports for one in own if one.imports]
    return Regel(
        naam,
        uitleg,
        cpu=median(one.cpu for one in own),
        wall=median(one.wall for one in own),
        keer=median(ratios),
        spreiding=max(ratios) / min(ratios),
        mib=max(one.piek for one in own) / 1024,
        erbij=max(above) / 1024 if above else None,
    )


def _verhoudingen(rondes: list[Ronde], boven: str, onder: str, af: str = "") -> list[float]:
    """Divide within each round; `af` is taken off the upper one: what it needs only to start."""
    return [
        (ronde[boven].cpu - (ronde[af].cpu if af else 0.0)) / ronde[onder].cpu for ronde in rondes
    ]


#: What is asked, upper lane, lower lane, what is taken off the upper, bound, higher is better.
_STUF: Final = (
    ("zeep kost zoveel keer het hele werk", "zeep", "run", "", 12.0, True),
    ("lezen tegen de lxml-vloer, zonder starten", "lees", "lxml", "start", 1.3, False),
    ("tweede run tegen lezen", "weer", "lees", "", 1.1, False),
)
_CSV: Final = (
    ("dictreader kost zoveel keer het hele werk", "dictreader", "run", "", 2.0, True),
    ("dlt kost zoveel keer het hele werk", "dlt", "run", "", 2.8, True),
    ("singer kost zoveel keer het hele werk", "singer", "run", "", 3.0, True),
    ("tweede run tegen lezen", "weer", "lees", "", 1.1, False),
)


def _doelen(tafel: Tafel, rondes: list[Ronde], *, judged: bool) -> Any:
    for wat, boven, onder, af, bound, higher in _STUF if tafel.soort == "stuf" else _CSV:
        found = median(_verhoudingen(rondes, boven, onder, af))
        yield _doel(wat, found, bound, higher=higher, judged=judged)
    runs = [ronde["run"] for ronde in rondes]
    peak = max(one.piek for one in runs) / 1024
    above = max(one.piek - one.imports for one in runs) / 1024
    # Memory does not depend on how busy the machine is.
    yield _doel("geheugen boven dat na de imports, MiB", above, 40.0, higher=False, judged=True)
    yield _doel("geheugen in alles, MiB", peak, 128.0, higher=False, judged=True)
    start = median(ronde["start"].cpu for ronde in rondes)
    yield _doel("starten van run, CPU-seconden", start, 0.6, higher=False, judged=judged)


def _doel(wat: str, found: float, bound: float, *, higher: bool, judged: bool) -> Doel:
    reached = found >= bound if higher else found <= bound
    return Doel(wat, found, bound, higher, reached if judged else None)
