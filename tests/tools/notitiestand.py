"""How every note of tests/data/notes is read, written down: a change in it is seen as a diff.

.venv/bin/python -P -m tests.tools.notitiestand      # write down anew; then look at git diff

A line for each note in which anything is found: its id, the verdict ("-" = none), kind, third
party and capacity, the date, and every reason as rule@offset+length. What is not in it is a note in
which nothing is found. It says how notes are read, not how they should be: that is in the labels.

In `anders/` only a fingerprint of that, of every note in another form: as who is in a hurry writes
it, and with the next note behind it.
"""

import csv
import re
import sys
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

from assessment.notes import NOTHING, NoteFinding
from assessment.notities import Notitielezer

NOTES = Path(__file__).parents[1] / "data" / "notes"
STAND = NOTES / "gelezen"
ANDERS = STAND / "anders"
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


def labels(naam: str) -> bool:
    """Tell whether a file holds notes of accidents, and not only ordinary ones."""
    return "gewoon" not in naam


def gelezen_anders(naam: str, lezer: Notitielezer) -> Iterator[str]:
    """Read a file of notes in other forms; a line for each in which something is found."""
    rows = list(notities(naam))
    for (name, note), (_, following) in zip(rows, rows[1:] + rows[:1], strict=True):
        for form, text in (("haast", _haast(note)), ("samen", f"{note} {following}")):
            found = lezer.lees(text, PEILDAG)
            if found != NOTHING:
                mark = sha256(_regel(found).encode()).hexdigest()[:8]
                yield f"{name} {form} {found.indicatie or '-'} {mark}"


def _haast(note: str) -> str:
    """Write a note without capitals, stops, commas and line breaks."""
    return re.sub(r"[.,;\n]+(?= |$)", " ", note.lower()).replace("\n", " ")


def stand(naam: str) -> list[str]:
    """Give what was written down of a file."""
    return _pad(naam).read_text("utf-8").splitlines()


def _regel(found: NoteFinding) -> str:
    said = found.indicatie.value if found.indicatie else "-"
    reasons = (f"{one.regel}@{one.positie}+{len(one.term or '')}" for one in found.redenen)
    day = found.datum.iso() or "-"
    return " ".join((said, found.soort, found.derde, found.hoedanigheid, day, *reasons))


def stand_anders(naam: str) -> list[str]:
    """Give what was written down of a file in other forms."""
    return _pad(naam, ANDERS).read_text("utf-8").splitlines()


def _pad(naam: str, map_: Path = STAND) -> Path:
    return map_ / Path(naam).with_suffix(".txt")


def main() -> int:
    """Write down how every note is read now."""
    ANDERS.mkdir(parents=True, exist_ok=True)
    lezer = Notitielezer.laad()
    for naam in bestanden():
        _pad(naam).write_text("".join(f"{line}\n" for line in gelezen(naam, lezer)), "utf-8")
        if labels(naam):
            told = "".join(f"{line}\n" for line in gelezen_anders(naam, lezer))
            _pad(naam, ANDERS).write_text(told, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
