"""Some 6,600 notes are read as was written down of them, to the rule and the offset."""

import difflib

import pytest

from assessment.notities import Notitielezer
from tests.tools.notitiestand import STAND, bestanden, gelezen, stand

LEZER = Notitielezer.laad()
OPNIEUW = "meant so? run: python -P -m tests.tools.notitiestand, and look at git diff"


@pytest.mark.parametrize("naam", bestanden())
def test_every_note_is_read_as_was_written_down(naam: str) -> None:
    changed = difflib.unified_diff(stand(naam), list(gelezen(naam, LEZER)), "was", "is", n=0)

    assert not list(changed), OPNIEUW


def test_of_every_file_of_notes_it_is_written_down_how_it_is_read() -> None:
    assert sorted(path.stem for path in STAND.iterdir()) == [
        naam.removesuffix(".csv") for naam in bestanden()
    ]
