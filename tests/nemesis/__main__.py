"""Plays seeded games against the whole pipeline; ends with 1 when a promise was broken.

.venv/bin/python -P -m tests.nemesis --runs 200             # seeds 1 to 200
.venv/bin/python -P -m tests.nemesis --seed 4711            # that one game again
.venv/bin/python -P -m tests.nemesis --runs 10000 --processen 2 --minuten 20
.venv/bin/python -P -m tests.nemesis --bezorgingen 10000   # by two real services that are killed
"""

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.faults.proefbank import proefbank
from tests.nemesis.deel import deel
from tests.nemesis.groot import groot
from tests.nemesis.wereld import plek


def main() -> int:
    """Read the arguments, play, and tell the totals."""
    parser = argparse.ArgumentParser(prog="tests.nemesis", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--runs", type=int, default=1, help="how many games, each one seed further")
    parser.add_argument("--processen", type=int, default=1, help="how many at the same time")
    parser.add_argument("--minuten", type=float, default=1e9, help="stop after so many minutes")
    parser.add_argument("--bezorgingen", type=int, help="real services, so many meldingen a game")
    given = parser.parse_args()
    if given.bezorgingen:
        return _groot(given.bezorgingen, range(given.seed, given.seed + given.runs))
    began = time.monotonic()
    parts = [
        (given.seed + first, given.seed + given.runs, given.processen, given.minuten * 60)
        for first in range(given.processen)
    ]
    done: Counter[str] = Counter()
    broken: list[str] = []
    with ProcessPoolExecutor(given.processen, mp_context=get_context("spawn")) as pool:
        for counted, wrong in pool.map(deel, parts):
            done += counted
            broken += wrong
    for text in broken:
        print(text, end="\n\n")  # noqa: T201 - its answer
    print(_vertel(done, len(broken), time.monotonic() - began))  # noqa: T201 - its answer
    return 1 if broken else 0


def _groot(many: int, seeds: range) -> int:
    """Play games of many deliveries, one after the other, with real services."""
    broken: list[str] = []
    for seed in seeds:
        began = time.monotonic()
        with plek() as folder, proefbank(folder) as bank:
            counted, wrong = groot(bank, many, seed)
        broken += wrong
        told = ", ".join(f"{name} {count:,}" for name, count in sorted(counted.items()))
        seconds = time.monotonic() - began
        print(f"seed {seed}: {told}; geschonden {len(wrong)}; {seconds:,.0f} s", flush=True)  # noqa: T201 - its answer
    for text in broken:
        print(text)  # noqa: T201 - its answer
    return 1 if broken else 0


def _vertel(done: Counter[str], broken: int, seconds: float) -> str:
    kinds = ", ".join(
        f"{name} {done[name]:,}" for name in ("dood", "ingehaald", "bezet", "besloten", "hing")
    )
    return "\n".join(
        [
            f"spellen      {done['spellen']:,} in {seconds:,.0f} s",
            f"gebeurd      {kinds}",
            f"aangeboden   {done['aangeboden']:,} keer",
            f"geschonden   {broken}",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
