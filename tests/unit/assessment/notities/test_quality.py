"""The quality bar on labelled notes, and silence on ordinary ones."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessment.notities import Notitielezer
from tests.tools.notities import gewone_notities

NOTES = Path(__file__).parents[3] / "data" / "notes"
LABEL = {"yes": "J", "no": "N", "uncertain": "O"}
LEZER = Notitielezer.laad()


def pairs(name: str) -> Iterator[tuple[str, str]]:
    """Give (wanted, found) for every labelled note of a file."""
    with (NOTES / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found = LEZER.lees(row["note"]).indicatie
            yield LABEL[row["accident"]], found.value if found else "N"


@pytest.mark.parametrize("name", ["voorbeeldnotities.csv", "eigen_notities.csv"])
def test_the_labelled_notes_are_read_well_above_the_bar(name: str) -> None:
    seen = list(pairs(name))

    assert share(seen, "JO", "JO") >= (0.95, 0.92)
    assert all(part >= bar for part, bar in zip(share(seen, "J", "J"), (0.90, 0.95), strict=True))


def share(seen: list[tuple[str, str]], wanted: str, found: str) -> tuple[float, float]:
    """Give (recall, precision)."""
    hits = sum(w in wanted and f in found for w, f in seen)
    return hits / sum(w in wanted for w, _ in seen), hits / sum(f in found for _, f in seen)


def test_of_ten_thousand_ordinary_notes_at_most_five_are_called_an_accident() -> None:
    called = [note for note in gewone_notities(10_000) if LEZER.lees(note).indicatie == "J"]

    assert len(called) <= 5
