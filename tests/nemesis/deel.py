"""Every n-th game, in a process of its own."""

import time
from collections import Counter

from tests.nemesis.spel import Geschonden, speel
from tests.nemesis.wereld import huis, plek


def deel(part: tuple[int, int, int, float]) -> tuple[Counter[str], list[str]]:
    """Play every n-th game; gives what happened and what was broken."""
    first, end, step, seconds = part
    ends = time.monotonic() + seconds
    done: Counter[str] = Counter()
    broken = []
    with plek() as folder:
        (folder / "huis").mkdir()
        made = huis(folder / "huis")
        for seed in range(first, end, step):
            if time.monotonic() > ends:
                break
            try:
                done += speel(made, seed)
            except Geschonden as wrong:
                broken.append(str(wrong))
            done["spellen"] += 1
        made.close()
    return done, broken
