"""Spoils good inputs by a seed and feeds them to the parsers; ends with 1 when one was surprised.

.venv/bin/python -P -m tests.fuzz                                          # 10,000 of each
.venv/bin/python -P -m tests.fuzz --voorbeelden 1000000 --zaad 7           # at night
.venv/bin/python -P -m tests.fuzz --doel soap --minuten 10
.venv/bin/python -P -m pytest tests/fuzz --hypothesis-profile nacht        # by hypothesis, 1e6
"""

import argparse
import random
import sys
import time

from tests.fuzz.bederf import bederf, ingrepen
from tests.fuzz.doelen import DOELEN, Doel


def main() -> int:
    """Read the arguments, feed, and tell what was found."""
    parser = argparse.ArgumentParser(prog="tests.fuzz", description=__doc__)
    parser.add_argument("--doel", choices=DOELEN, action="append", help="which; may be more")
    parser.add_argument("--voorbeelden", type=int, default=10_000, help="of each target")
    parser.add_argument("--zaad", type=int, default=1, help="the seed")
    parser.add_argument("--minuten", type=float, default=1e9, help="for each target, at most")
    given = parser.parse_args()
    found = 0
    for name in given.doel or DOELEN:
        found += _voer(name, DOELEN[name], given.voorbeelden, given.zaad, given.minuten * 60)
    return 1 if found else 0


def _voer(name: str, doel: Doel, count: int, seed: int, seconds: float) -> int:
    chance, seeds, began, done = random.Random(seed), doel.zaden(), time.monotonic(), 0
    found: dict[str, bytes] = {}
    while done < count and time.monotonic() - began < seconds:
        data = bederf(chance.choice(seeds), ingrepen(chance))
        done += 1
        try:
            doel.probeer(data)
        except Exception as surprise:  # every kind is a finding
            found.setdefault(f"{type(surprise).__name__}: {surprise}"[:200], data)
    spent = time.monotonic() - began
    print(f"{name:<16}{done:>10,} in {spent:,.0f} s; bevindingen {len(found)}", flush=True)  # noqa: T201 - its answer
    for what, data in found.items():
        print(f"  {what}\n  {data[:400]!r}")  # noqa: T201 - its answer
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
