"""Starts the demo without the command line: `python -P -m demo --once`."""

import argparse
import sys
from pathlib import Path

from console.geheugen import begin
from demo.play import start
from regres import RegresbrugError


def main() -> int:
    """Read the arguments and play."""
    parser = argparse.ArgumentParser(prog="demo")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--dag", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--map", type=Path, default=Path("var/demo"))
    given = parser.parse_args()
    begin()
    try:
        return start(given.map, once=given.once, dag=given.dag, seed=given.seed)
    except RegresbrugError as wrong:
        print(wrong, file=sys.stderr)
        return wrong.exit_code


if __name__ == "__main__":
    sys.exit(main())
