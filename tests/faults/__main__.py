"""The whole fault suite; ends with 1 when a promise was broken.

.venv/bin/python -P -m tests.faults --deel kills            # every named place in every state
.venv/bin/python -P -m tests.faults --deel aanroepen        # kill -9 at every system call of a run
.venv/bin/python -P -m tests.faults --deel storingen        # ENOSPC, EIO, EINTR at every one
.venv/bin/python -P -m tests.faults --deel aanroepen --elke 7 --seed 3     # a seventh of them
.venv/bin/python -P -m tests.faults --all --processen 2     # all of it
.venv/bin/python -P -m tests.faults --all --elke 9 --seed 4 --minuten 20
"""

import argparse
import json
import shutil
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.faults.uitputtend import DELEN, deel


def main() -> int:
    """Read the arguments, do it, and tell the totals."""
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("--deel", choices=DELEN, action="append", help="which part; may be more")
    parser.add_argument("--all", action="store_true", help="every part")
    parser.add_argument("--elke", type=int, default=1, help="only every n-th")
    parser.add_argument("--seed", type=int, default=0, help="which of every n")
    parser.add_argument("--processen", type=int, default=1, help="how many at the same time")
    parser.add_argument("--minuten", type=float, default=1e9, help="stop after so many minutes")
    parser.add_argument("--json", type=Path, help="keep the totals in this file")
    given = parser.parse_args()
    if shutil.which("strace") is None:
        print("strace is not here: apt-get install strace")  # noqa: T201 - its answer
        return 1
    began = time.monotonic()
    names = DELEN if given.all else tuple(given.deel or DELEN[:1])
    parts = [
        (names, given.elke * given.processen, given.seed + given.elke * number, given.minuten * 60)
        for number in range(given.processen)
    ]
    done: Counter[str] = Counter()
    broken: list[str] = []
    with ProcessPoolExecutor(given.processen, mp_context=get_context("spawn")) as pool:
        for counted, wrong in pool.map(deel, parts):
            done += counted
            broken += wrong
    seconds = time.monotonic() - began
    for text in broken:
        print(text)  # noqa: T201 - its answer
    for name, count in sorted(done.items()):
        print(f"{name:<28} {count:,}")  # noqa: T201 - its answer
    print(f"{'geschonden':<28} {len(broken)}\n{'seconden':<28} {seconds:,.0f}")  # noqa: T201 - its answer
    if given.json:
        told = dict(done) | {"geschonden": broken, "seconden": round(seconds)}
        given.json.write_text(json.dumps(told, indent=1) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
