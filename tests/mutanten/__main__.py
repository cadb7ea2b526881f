"""Makes mistakes in the source and tells which of them no test sees; docs/mutatie.md.

.venv/bin/python -P -m tests.mutanten                # the eight named mistakes, wherever made
nice -n 19 .venv/bin/python -P -m tests.mutanten --kamer ledger --monster 150 --zaad 1
nice -n 19 .venv/bin/python -P -m tests.mutanten --kamer alle
"""

import argparse
import signal
import sys

from tests.mutanten.benoemd import MUTANTEN, zien_het_niet
from tests.mutanten.steekproef import TOETSEN, overlevers, steekproef
from tests.mutanten.werkplaats import werkplaats

#: What a room must at least have.
GRENS = 0.85


def main() -> int:
    """Read the arguments, do it, and tell."""
    parser = argparse.ArgumentParser(
        prog="tests.mutanten", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--kamer", choices=[*TOETSEN, "alle"], action="append")
    parser.add_argument("--monster", type=int, default=150, help="how many mistakes in a room")
    parser.add_argument("--zaad", type=int, default=1, help="which of them")
    parser.add_argument("--seconden", type=float, default=8.0, help="of tests for one mistake")
    parser.add_argument("--opnieuw", action="store_true", help="only what lived the last time")
    given = parser.parse_args()
    # Who is asked to stop leaves nothing: no fork that goes on, no copy of the source.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if not given.kamer:
        return benoemd()
    rooms = list(TOETSEN) if "alle" in given.kamer else given.kamer
    return 1 if min([kamer(room, given) for room in rooms]) < GRENS else 0


def benoemd() -> int:
    """Make every named mistake and tell who did not see it."""
    missed = 0
    with werkplaats() as plaats:
        for mutant in MUTANTEN:
            found = zien_het_niet(plaats, mutant)
            missed += bool(found)
            print(f"{'OVERLEEFD' if found else 'gedood':<10} {mutant}")  # noqa: T201 - its answer
            for toets in found:
                print(f"           {toets} ziet het niet")  # noqa: T201 - its answer
    return 1 if missed else 0


def kamer(naam: str, given: argparse.Namespace) -> float:
    """Make a sample of the mistakes in a room, tell which were not seen, and give the score."""
    done = steekproef(
        *(naam, given.monster, given.zaad), seconden=given.seconden, opnieuw=given.opnieuw
    )
    print("\n".join(overlevers(done.proeven)))  # noqa: T201 - its answer
    drawn, (low, high) = len(done.proeven), done.interval
    print(  # noqa: T201 - its answer
        f"{naam}: {done.gedood} of {drawn} seen = {done.gedood / drawn:.1%} "
        f"(95%: {low:.1%} - {high:.1%}); {done.mogelijk:,} possible, seed {given.zaad}",
        flush=True,
    )
    return done.gedood / drawn


if __name__ == "__main__":
    sys.exit(main())
