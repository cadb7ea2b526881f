"""Makes the named mistakes, one by one; ends with 1 when a test does not see one.

.venv/bin/python -P -m tests.mutanten                # the eight named mistakes, wherever made
"""

import sys

from tests.mutanten.benoemd import MUTANTEN, zien_het_niet
from tests.mutanten.werkplaats import werkplaats


def main() -> int:
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


if __name__ == "__main__":
    sys.exit(main())
