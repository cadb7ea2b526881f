"""Measures `preview` of 500 rows: its start apart from its work, CPU and wall clock.

.venv/bin/python -P bench/preview.py                 # median of eleven rounds in turns
.venv/bin/python -P bench/preview.py --tegen FOLDER  # the same, in turns with another checkout
"""

import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROUNDS = 11
ROWS = 500
HERE = Path(__file__).resolve().parents[1]
NOTES = HERE / "tests" / "data" / "notes" / "eigen_notities.csv"
MAPPING = "basis: zorgvenster\n"
HEADER = (
    "Cliëntnr", "BSN", "Achternaam", "Voorletters", "Geb.datum", "Beschikkingnr",
    "Datum beschikking", "Productcode", "Omschrijving voorziening", "Ingangsdatum", "Einddatum",
    "Bedrag", "Ongeval J/N", "Datum ongeval", "Toelichting",
)  # fmt: skip


def export(path: Path, number: int = ROWS) -> None:
    """Write an export of which one row in five has an accident, and every row a note of its own."""
    with NOTES.open(encoding="utf-8-sig", newline="") as opened:
        notes = [row["note"] for row in csv.DictReader(opened)]
    with path.open("w", encoding="cp1252", errors="replace", newline="") as opened:
        writer = csv.writer(opened, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow(HEADER)
        for at in range(number):
            flag, day = ("J", "03-02-2024") if at % 5 == 0 else ("N", "")
            person = (f"C{at:05}", "999900006", "Proef", "A.", "01-02-1950")
            granted = (f"B{at:06}", "10-05-2024", "13B02", "Traplift", "01-06-2024", "", "7215,00")
            writer.writerow((*person, *granted, flag, day, notes[at % len(notes)]))


def spent(tree: Path, *words: str) -> tuple[float, float]:
    """Run the command in a process of its own; gives CPU and wall seconds."""
    command = [sys.executable, "-P", "-m", "console.cli", *words]
    env = {**os.environ, "PYTHONPATH": str(tree)}
    start = time.perf_counter()
    child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(words)}: exit {child.returncode}")
    return used.ru_utime + used.ru_stime, time.perf_counter() - start


def ways(folder: Path) -> dict[str, tuple[str, ...]]:
    """Give what is measured; the start is a look at one row that needs no note to be judged."""
    (folder / "proef.yaml").write_text(MAPPING, encoding="utf-8")
    export(folder / "export.csv")
    export(folder / "een.csv", 1)
    look = ("preview", "--mapping", str(folder / "proef.yaml"), "--format", "jsonl", "--file")
    return {
        "python": ("--version",),
        "een": (*look, str(folder / "een.csv")),
        "alle": (*look, str(folder / "export.csv")),
    }


def main() -> None:
    """Print the medians, and the work: all rows less the start."""
    trees = {"here": HERE}
    if "--tegen" in sys.argv:
        trees["there"] = Path(sys.argv[sys.argv.index("--tegen") + 1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        asked = ways(Path(folder))
        turns = [(tree, name) for tree in trees for name in asked]
        found: dict[tuple[str, str], list[tuple[float, float]]] = {turn: [] for turn in turns}
        for at in range(ROUNDS + 1):
            for turn in turns[at % len(turns) :] + turns[: at % len(turns)]:
                tree, name = turn
                found[turn].append(spent(trees[tree], *asked[name]))
    print(f"preview of {ROWS} rows, median of {ROUNDS} rounds{'':<4}CPU s   wall s")
    for tree in trees:
        cpu, wall = ({n: median(t[k] for t in found[tree, n][1:]) for n in asked} for k in (0, 1))
        for label, more, less in (
            ("start", "een", ""),
            ("work", "alle", "een"),
            ("all", "alle", ""),
        ):
            rest = [one[more] - (one[less] if less else 0.0) for one in (cpu, wall)]
            print(f"{tree:<8}{label:<34}{rest[0]:>7.2f}{rest[1]:>9.2f}")


if __name__ == "__main__":
    main()
