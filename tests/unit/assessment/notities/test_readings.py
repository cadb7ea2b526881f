"""Some 6,600 notes are read as was written down of them, to the rule and the offset."""

import difflib

import pytest

from assessment.notes import NOTHING
from assessment.notities import Notitielezer
from tests.tools.notitiestand import (
    STAND,
    bestanden,
    gelezen,
    gelezen_anders,
    labels,
    notities,
    stand,
    stand_anders,
)

LEZER = Notitielezer.laad()
OPNIEUW = "meant so? run: python -P -m tests.tools.notitiestand, and look at git diff"


@pytest.mark.parametrize("naam", bestanden())
def test_every_note_is_read_as_was_written_down(naam: str) -> None:
    changed = difflib.unified_diff(stand(naam), list(gelezen(naam, LEZER)), "was", "is", n=0)

    assert not list(changed), OPNIEUW


@pytest.mark.parametrize("naam", [one for one in bestanden() if labels(one)])
def test_every_note_in_another_form_is_read_as_was_written_down(naam: str) -> None:
    now = list(gelezen_anders(naam, LEZER))
    changed = difflib.unified_diff(stand_anders(naam), now, "was", "is", n=0)

    assert not list(changed), OPNIEUW


def test_of_every_file_of_notes_it_is_written_down_how_it_is_read() -> None:
    assert sorted(path.stem for path in STAND.glob("*.txt")) == [
        naam.removesuffix(".csv") for naam in bestanden()
    ]


@pytest.mark.parametrize("naam", bestanden())
def test_what_is_said_to_be_silent_at_once_says_nothing(naam: str) -> None:
    said = [note for _, note in notities(naam) if LEZER.lees(note) is not NOTHING]

    # All words are known by now, so nothing is left unsaid for that reason.
    assert not [note for note in said if LEZER.zwijgt(note)]


def test_most_ordinary_notes_are_silent_at_once_also_short_ones() -> None:
    for note in (
        "Aanvraag voorziening 00012345",
        "Gesprek gevoerd over vervoer en wassen; verslag volgt in week 12.",
    ):
        LEZER.lees(note)
        assert LEZER.zwijgt(note)


@pytest.mark.parametrize(
    "note", ["CVA 2021", "Onbekend; navragen bij cli\u00ebnt", "", ".", "2021"]
)
def test_of_what_a_short_note_may_say_nothing_is_said_at_once(note: str) -> None:
    LEZER.lees(note)

    assert not LEZER.zwijgt(note)
