"""Plays the tables of hostile input and tells the totals; ends with 1 when a verdict is wrong.

.venv/bin/python -P -m tests.faults.vijandig                       # every door
.venv/bin/python -P -m tests.faults.vijandig --deur soap --alleen "BSN"
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.vijandig.spelen import DEUREN, speel, totalen


def main() -> int:
    """Read the arguments, play, and tell the totals."""
    parser = argparse.ArgumentParser(prog="tests.faults.vijandig", description=__doc__)
    parser.add_argument("--deur", choices=DEUREN, action="append", help="which door; may be more")
    parser.add_argument("--alleen", default="", help="only rows with this in class or name")
    given = parser.parse_args()
    wrong: list[str] = []
    rows = []
    for door in given.deur or DEUREN:
        with TemporaryDirectory(prefix="regresbrug-vijandig-") as folder:
            found, bad = speel(door, Path(folder), given.alleen)
        rows += found
        wrong += bad
    print(totalen(rows))  # noqa: T201 - its answer
    print("\n".join(wrong))  # noqa: T201 - its answer
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
