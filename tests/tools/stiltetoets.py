"""Counts the false and the missed alarms of the silence alarm over simulated nights."""

import random
from collections import Counter
from collections.abc import Iterator

from ledger import Resultaat, RunMaat
from pipeline.stilte import oordeel
from tests.tools.nachten import Bronsoort, Fout, bederf, beurt, metingen, na

WEKEN, OORDEEL_VANAF, BEDERF_VANAF = 16, 4, 13
STIL_BLIJFT = 14


def codes(soort: Bronsoort, nights: list[RunMaat]) -> set[str]:
    """Give the alarms that are open in the morning after the last night."""
    day = nights[-1].dag
    said = oordeel("9901", beurt(soort, day), nights, na(day))
    return {one.problem.code for one in said.gemeld}


def vals(soort: Bronsoort, seed: int) -> tuple[int, Counter[str]]:
    """Count the nights that were judged, and the alarms that opened although nothing is wrong."""
    nights = metingen(soort, seed, WEKEN * 7)
    opened: Counter[str] = Counter()
    before: set[str] = set()
    for number in range(OORDEEL_VANAF * 7, len(nights)):
        now = codes(soort, nights[: number + 1])
        opened.update(now - before)
        before = now
    return len(nights) - OORDEEL_VANAF * 7, opened


def gemist(soort: Bronsoort, seed: int, fout: Fout) -> int | None:
    """Spoil one night; gives after how many nights an alarm opened, 0 = that morning."""
    nights = metingen(soort, seed, WEKEN * 7 + STIL_BLIJFT)
    pick = random.Random(f"{soort.naam}/{seed}/{fout}")
    usable = [n for n in range(BEDERF_VANAF * 7, WEKEN * 7) if te_bederven(nights[n])]
    at = pick.choice(usable)
    for number, so_far in bedorven(nights, at, fout):
        if codes(soort, so_far) - codes(soort, nights[: at + number + 1]):
            return number
    return None


def te_bederven(night: RunMaat) -> bool:
    """Tell whether there is something to spoil: records that were read."""
    return night.resultaat is Resultaat.VRIJ and bool(night.gelezen)


def bedorven(nights: list[RunMaat], at: int, fout: Fout) -> Iterator[tuple[int, list[RunMaat]]]:
    """Give the nights up to the spoiled one; of flags that stay away the next ones too."""
    last = at + (STIL_BLIJFT if fout is Fout.VLAG_NUL else 0)
    so_far = list(nights[:at])
    for number in range(at, last + 1):
        night = nights[number]
        so_far.append(bederf(night, fout) if te_bederven(night) else night)
        yield number - at, list(so_far)
