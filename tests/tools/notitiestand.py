"""How every note of tests/data/notes is read, written down: a change in it is seen as a diff.

.venv/bin/python -P -m tests.tools.notitiestand      # write down anew; then look at git diff

A line for each note in which anything is found: its id, the verdict ("-" = none), kind, third
party and capacity, the date, and every reason as rule@offset+length. What is not in it is a note in
which nothing is found. It says how notes are read, not how they should be: that is in the labels.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from assessment.notes import NOTHING, NoteFinding
from assessment.notities import Notitielezer

NOTES = Path(__file__).parents[1] / "data" / "notes"
STAND = NOTES / "gelezen"
#: Nobody may look at this one: it is what we measure with.
_DICHT = frozenset({"ongezien5.csv"})
PEILDAG = date(2026, 11, 22)


def bestanden() -> list[str]:
    """Name the files of notes, without the one that is kept closed."""
    return sorted(path.name for path in NOTES.glob("*.csv") if path.name not in _DICHT)


def notities(naam: str) -> Iterator[tuple[str, str]]:
    """Give the id and the text of every note of a file."""
    with (NOTES / naam).open(encoding="utf-8", newline="") as file:
        yield from ((row["id"], row["note"]) for row in csv.DictReader(file))


def gelezen(naam: str, lezer: Notitielezer) -> Iterator[str]:
    """Read a file of notes; a line for each in which something is found."""
    for number, note in notities(naam):
        found = lezer.lees(note, PEILDAG)
        if found != NOTHING:
            yield f"{number} {_regel(found)}"


def stand(naam: str) -> list[str]:
    """Give what was written down of a file."""
    return _pad(naam).read_text("utf-8").splitlines()


def _regel(found: NoteFinding) -> str:
    said = found.indicatie.value if found.indicatie else "-"
    reasons = (f"{one.regel}@{one.positie}+{len(one.term or '')}" for one in found.redenen)
    day = found.datum.iso() or "-"
    return " ".join((said, found.soort, found.derde, found.hoedanigheid, day, *reasons))


def _pad(naam: str) -> Path:
    return STAND / Path(naam).with_suffix(".txt")


def main() -> int:
    """Write down how every note is read now."""
    STAND.mkdir(exist_ok=True)
    lezer = Notitielezer.laad()
    for naam in bestanden():
        _pad(naam).write_text("".join(f"{line}\n" for line in gelezen(naam, lezer)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
