"""What a note costs beside another one, and what is kept of notes: no figure of one machine."""

import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType

import pytest

from assessment.notities import Notitielezer
from assessment.notities.lexicon import bouw, gegevens
from assessment.notities.stukken import Stukken, splits
from tests.tools.notities import gewone_notities

LEZER = Notitielezer.laad()
BOEK = bouw(*gegevens())


def cost(notes: Sequence[str]) -> float:
    """Give nanoseconds a note: of each the quickest of six, so that other work hardly counts."""
    best = [float("inf")] * len(notes)
    for _ in range(6):
        for n, note in enumerate(notes):
            begin = time.perf_counter_ns()
            LEZER.lees(note)
            best[n] = min(best[n], time.perf_counter_ns() - begin)
    return sum(best) / len(notes)


def test_a_candidate_costs_no_more_than_thirty_notes_without_a_term() -> None:
    """It costs twenty; before pieces were kept (decision 9) it cost forty-six."""
    notes = list(gewone_notities(3_000))
    quiet = [note for note in notes if not LEZER.is_kandidaat(note)]
    candidates = [note for note in notes if LEZER.is_kandidaat(note)][:600]

    assert cost(candidates) < 30 * cost(quiet)


@pytest.mark.parametrize("sign", [";", ".", ","])
def test_a_note_of_four_times_as_many_hits_costs_no_more_than_eight_times(sign: str) -> None:
    """A hostile one of 40,000 characters is read in hundredths of a second, and not in seconds."""
    scene = f"client werd geraakt door auto op straat, been gebroken{sign} "

    assert cost([scene * 700]) < 8 * cost([scene * 175])


def test_a_reader_that_knows_all_pieces_says_what_one_says_that_knows_none() -> None:
    for note in gewone_notities(200, seed=7):
        assert LEZER.lees(note) == Notitielezer(BOEK).lees(note)


def test_no_long_number_and_no_long_piece_is_kept() -> None:
    pieces = Stukken(BOEK)

    pieces.lees(splits("bsn 900012345, tel. 0612345678 geb. 12-03-1961 " + "x" * 60))

    assert set(pieces._gezien) == {"bsn", "tel.", "geb."}
    assert "bsn" not in repr(pieces._gezien)


def test_what_is_kept_has_a_bound() -> None:
    pieces = Stukken(BOEK, hoogstens=100)

    for n in range(1_000):
        pieces.lees([f"woord{n}"])

    assert len(pieces._gezien) + len(pieces._gezien.leeg) <= 103


@pytest.mark.parametrize(
    "note",
    [
        "mevrouw is te water geraakt",
        "mevrouw is te\nwater geraakt",
        "mevrouw is te  water geraakt",
        "mevrouw is te, water geraakt",
    ],
)
def test_words_in_a_row_are_found_over_the_end_of_a_piece(note: str) -> None:
    assert LEZER.is_kandidaat(note)


def test_a_full_stop_of_an_abbreviation_ends_no_sentence_at_any_place() -> None:
    assert LEZER.lees("Val van mw. op de stoep, pols gebroken.").indicatie == "J"
    assert LEZER.lees("Val van mw.\nPols gebroken na val op de stoep.").indicatie == "J"


def calls(notes: Sequence[str], ask: Callable[[str], object]) -> float:
    """Give the Python calls a note: the same on every machine."""
    for note in notes:
        ask(note)  # its words are known from here on
    counted = 0

    def count(_frame: FrameType, what: str, _who: object) -> None:
        nonlocal counted
        counted += what == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        for note in notes:
            ask(note)
    finally:
        sys.setprofile(before)
    return counted / len(notes)


@pytest.mark.parametrize(
    ("told", "budget"),
    [
        ("Dochter {} regelt de administratie en belt 12 keer per week.", 6),
        ("Per ongeluk dubbel ingevoerd; eerste aanvraag {} vervallen.", 106),
        ("Er is geen sprake van een ongeval, klachten door artrose; dossier {}.", 135),
        ("Echtgenoot had vorig jaar een ongeval; cliënt zelf niet, zie brief {}.", 184),
        ("Cliënt is in maart {} aangereden door een auto, rijdt sindsdien niet meer.", 347),
        ("Na een verkeersongeval in mei {} heeft cliënt blijvend letsel aan de knie.", 328),
    ],
)
def test_a_note_costs_so_many_calls_and_no_more(told: str, budget: int) -> None:
    notes = [f"Gesprek gevoerd met zorg. {told.format(year)}" for year in range(2019, 2025)]

    assert calls(notes, LEZER.zwijgt if budget < 10 else LEZER.lees) <= budget
