"""The whole proof of minimisation, as one command; ends with 1 when anything was found.

.venv/bin/python -P -m tests.canary                  # 200 deaths, every path that ends in error
.venv/bin/python -P -m tests.canary --seed 7 --doden 20 --json uitslag.json
.venv/bin/python -P -m tests.canary --gemeenten 342  # whether that many stay apart
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.canary.gemeenten import scheid, vertel_gescheiden
from tests.canary.mensen import speurder
from tests.canary.paden import FOUTPADEN
from tests.canary.proef import speel, vertel


def main() -> int:
    """Read the arguments, play, and tell the totals."""
    parser = argparse.ArgumentParser(prog="tests.canary", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the moments of death")
    parser.add_argument("--doden", type=int, default=200, help="how many runs are killed")
    parser.add_argument("--pad", default="", help="only paths with this in their name")
    parser.add_argument("--json", type=Path, help="keep the totals in this file")
    parser.add_argument(
        "--gemeenten", type=int, metavar="N", help="only: do N municipalities stay apart?"
    )
    given = parser.parse_args()
    if given.gemeenten:
        return apart(given.gemeenten, given.json)
    paden = [name for name in FOUTPADEN if given.pad in name]
    speurt = speurder()
    with tempfile.TemporaryDirectory(prefix="regresbrug-kanarie-") as folder:
        done = speel(Path(folder), speurt, zaad=given.seed, doden=given.doden, paden=paden)
    told = done.als_json(speurt)
    if given.json:
        given.json.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    print(vertel(told))  # noqa: T201 - its only answer
    return 0 if done.schoon else 1


def apart(aantal: int, naar: Path | None) -> int:
    """Prove that so many municipalities in one installation stay apart."""
    with tempfile.TemporaryDirectory(prefix="regresbrug-kanarie-") as folder:
        done = scheid(Path(folder), aantal)
    if naar:
        naar.write_text(json.dumps(done.als_json(), indent=1, ensure_ascii=False) + "\n")
    print(vertel_gescheiden(done))  # noqa: T201 - its only answer
    return 1 if done.overtredingen or done.gevonden else 0


if __name__ == "__main__":
    sys.exit(main())
