"""Two ways to do the same, in turns: ours, and the least that anyone could do.

Blocks of calls, small enough that both see the same machine; CPU of this process, and the median
of the ratios of neighbouring blocks.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Final

#: Up to here the floor may differ between its good and its bad blocks; else nothing is judged.
WANKELT: Final = 1.6

PARENKOP: Final = (
    "### Delen, in microseconden CPU per melding",
    "",
    "| wat | vloer | regresbrug | keer | vloer wankelt | grens | |",
    "|---|---|---|---|---|---|---|",
)


@dataclass(frozen=True, slots=True)
class Paar:
    """What one thing costs, beside its floor.

    vloer, ons  median microseconds of CPU for one
    keer        median of the ratios
    wankel      the floor at nine tenths of its blocks, divided by that at one tenth: single blocks
                are short, and one of them may be interrupted
    grens       the ratio that is wanted at most; None = only to know
    """

    wat: str
    vloer: float
    ons: float
    keer: float
    wankel: float
    grens: float | None

    @property
    def gehaald(self) -> bool | None:
        """Tell whether it is met; None when it cannot be told."""
        if self.grens is None or self.wankel > WANKELT:
            return None
        return self.keer <= self.grens

    def regel(self) -> str:
        """Give one row of a table in Markdown."""
        bound = "" if self.grens is None else f"≤ {self.grens:g}"
        words = {True: "gehaald", False: "**niet gehaald**", None: "niet beoordeeld: wankelt"}
        told = "" if self.grens is None else words[self.gehaald]
        found = f"{self.vloer:.0f} | {self.ons:.0f} | {self.keer:.2f} | {self.wankel:.2f}"
        return f"| {self.wat} | {found} | {bound} | {told} |"


def vergelijk(
    wat: str,
    vloer: Callable[[], object],
    ons: Callable[[], object],
    *,
    blokken: int,
    per_blok: int,
    stuks: int = 1,
    grens: float | None = None,
) -> Paar:
    """Do both in turns, the first of a round now this one, now that.

    stuks  so many things are done by one call
    """
    pairs = []
    for number in range(blokken):
        if number % 2:
            ours, floor = _blok(ons, per_blok), _blok(vloer, per_blok)
        else:
            floor, ours = _blok(vloer, per_blok), _blok(ons, per_blok)
        pairs.append((floor, ours))
    warm = pairs[len(pairs) // 10 :]
    floors = sorted(floor for floor, _ in warm)
    tenth = len(floors) // 10
    each = 1e6 / per_blok / stuks
    return Paar(
        wat,
        vloer=median(floors) * each,
        ons=median(ours for _, ours in warm) * each,
        keer=median(ours / floor for floor, ours in warm),
        wankel=floors[-1 - tenth] / floors[tenth],
        grens=grens,
    )


def _blok(work: Callable[[], object], count: int) -> float:
    began = time.process_time()
    for _ in range(count):
        work()
    return time.process_time() - began
