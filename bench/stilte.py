"""False and missed alarms of the silence alarm, on simulated nights.

    .venv/bin/python -P bench/stilte.py          # 40 sources of each kind
    .venv/bin/python -P bench/stilte.py 200

Of every source 16 weeks are simulated, from seeds 1 to n. In weeks 4 to 16 every night is judged
as it is: each alarm that opens is a false one. Then one night of week 13 to 16, whatever its
weekday, is spoiled: empty, half, late, or without flags. An alarm must open that morning; without
flags the next two weeks stay so, and the nights until it opens are told.
"""

import sys
from collections import Counter
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def main(argv: list[str]) -> None:
    """Print both tables."""
    from tests.tools.nachten import SOORTEN, Fout
    from tests.tools.stiltetoets import gemist, vals

    seeds = range(1, int(argv[0]) + 1 if argv else 41)
    print(f"{'bron':<26}{'nachten':>8}{'vals':>6}  per 1.000  welke")
    total: Counter[str] = Counter()
    judged = 0
    for soort in SOORTEN:
        found = [vals(soort, seed) for seed in seeds]
        count = sum(one[0] for one in found)
        opened = sum((one[1] for one in found), Counter[str]())
        judged, total = judged + count, total + opened
        wrong = opened.total()
        print(f"{soort.naam:<26}{count:>8}{wrong:>6}{1000 * wrong / count:>11.2f}  {dict(opened)}")
    print(f"{'samen':<26}{judged:>8}{total.total():>6}{1000 * total.total() / judged:>11.2f}")
    print(f"\n{'bron':<26}" + "".join(f"{fout.value:>20}" for fout in Fout))
    for soort in SOORTEN:
        cells = []
        for fout in Fout:
            seen = [gemist(soort, seed, fout) for seed in seeds]
            got = [one for one in seen if one is not None]
            nights = f" (na {median(got):.0f})" if got and fout is Fout.VLAG_NUL else ""
            cells.append(f"{len(got)} van {len(seen)}{nights}")
        print(f"{soort.naam:<26}" + "".join(f"{cell:>20}" for cell in cells), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
