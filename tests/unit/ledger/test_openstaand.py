"""Open problems: one row each, opened and closed by what is reported."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import Gemeld, Ledger, PostSoort
from regres import Problem
from tests.tools.ledgers import GEMEENTE, NOW, after, url_of

NIEUW = Problem("X-0001", "stuk", "hier", "gevolg", "doe")
ANDER = Problem("X-0002", "ook stuk")


def meld(ledger: Ledger, *problems: Problem, now: datetime = NOW, melder: str = "runs") -> None:
    found: Sequence[Gemeld] = [Gemeld(one, "export", "nacht") for one in problems]
    ledger.meld(GEMEENTE, {melder: found}, now)


def codes(ledger: Ledger) -> list[str]:
    return [one.problem.code for one in ledger.openstaand(GEMEENTE)]


def test_a_problem_is_one_row_however_often_it_comes(ledger: Ledger) -> None:
    for night in range(5):
        meld(ledger, NIEUW, now=after(days=night))
        meld(ledger, NIEUW, now=after(days=night, hours=2))

    (row,) = ledger.openstaand()
    assert (row.problem, row.bron, row.onderwerp) == (NIEUW, "export", "nacht")
    assert (row.nachten, row.keer, row.eerst_gezien) == (5, 1, NOW)
    assert row.laatst_gezien == after(days=4, hours=2)


def test_nights_are_dutch_days(ledger: Ledger) -> None:
    meld(ledger, NIEUW, now=after(hours=18, minutes=50))  # 22:50 UTC, 23:50 in the Netherlands
    meld(ledger, NIEUW, now=after(hours=20))

    assert ledger.openstaand()[0].nachten == 2


def test_what_is_no_longer_reported_is_over_and_other_reporters_keep_theirs(
    ledger: Ledger,
) -> None:
    meld(ledger, NIEUW, ANDER)
    meld(ledger, NIEUW, melder="sleutels")

    meld(ledger, ANDER, now=after(days=1))

    assert codes(ledger) == ["X-0002", "X-0001"]


def test_a_text_that_changes_is_the_same_problem(ledger: Ledger) -> None:
    meld(ledger, NIEUW)
    meld(ledger, Problem("X-0001", "nog meer stuk"), now=after(minutes=1))

    (row,) = ledger.openstaand()
    assert (row.problem.wat, row.nachten) == ("nog meer stuk", 1)


def test_a_look_that_finds_the_same_writes_nothing(ledger: Ledger) -> None:
    meld(ledger, NIEUW)
    meld(ledger, NIEUW, now=after(minutes=30))

    assert ledger.openstaand()[0].laatst_gezien == NOW


def test_what_comes_back_soon_wavers_and_what_comes_back_late_is_new(ledger: Ledger) -> None:
    meld(ledger, NIEUW)
    meld(ledger, now=after(days=1))
    meld(ledger, NIEUW, now=after(days=3))
    (soon,) = ledger.openstaand()
    meld(ledger, now=after(days=4))
    meld(ledger, NIEUW, now=after(days=40))
    (late,) = ledger.openstaand()

    assert (soon.keer, soon.eerst_gezien, soon.nachten) == (2, after(days=3), 1)
    assert (late.keer, late.id) == (1, soon.id)


def test_each_group_of_readers_is_told_by_itself(ledger: Ledger) -> None:
    meld(ledger, NIEUW)
    (row,) = ledger.openstaand()
    ledger.vertel("beheer", [row.id], [], after(hours=1))

    (of_beheer,) = ledger.vertellingen("beheer", [GEMEENTE])
    (of_them,) = ledger.vertellingen(GEMEENTE, [GEMEENTE])
    assert (of_beheer.verteld, of_them.verteld) == (after(hours=1), None)


def test_what_is_over_is_told_once_to_who_knew_of_it(ledger: Ledger) -> None:
    meld(ledger, NIEUW, ANDER)
    first, second = ledger.openstaand()
    ledger.vertel("beheer", [first.id, second.id], [], NOW)
    meld(ledger, ANDER, now=after(days=1))

    over = [one.probleem for one in ledger.vertellingen("beheer", [GEMEENTE])]
    assert [one.opgelost_op is None for one in over] == [False, True]
    assert len(ledger.vertellingen(GEMEENTE, [GEMEENTE])) == 1

    ledger.vertel("beheer", [second.id], [first.id], after(days=1))
    assert [one.probleem.id for one in ledger.vertellingen("beheer", [GEMEENTE])] == [second.id]


def test_problems_of_others_are_not_told(ledger: Ledger) -> None:
    meld(ledger, NIEUW)
    ledger.meld("", {"sleutels": [Gemeld(ANDER)]}, NOW)

    assert [one.probleem.gemeente for one in ledger.vertellingen("x", [""])] == [""]
    assert [one.gemeente for one in ledger.openstaand("")] == [""]
    assert len(ledger.openstaand()) == 2


def test_what_has_been_over_for_more_than_a_year_goes(ledger: Ledger) -> None:
    meld(ledger, NIEUW)
    (row,) = ledger.openstaand()
    ledger.vertel("beheer", [row.id], [], NOW)
    meld(ledger, now=after(days=1))
    meld(ledger, ANDER, now=after(days=402))

    assert [one.probleem.problem.code for one in ledger.vertellingen("beheer", [GEMEENTE])] == [
        "X-0002"
    ]


def test_a_mail_that_does_not_get_through_is_counted_until_one_does(ledger: Ledger) -> None:
    for minutes in (0, 10, 60):
        ledger.noteer_post(PostSoort.OVERZICHT, "beheer", after(minutes=minutes), gelukt=False)
    failing = ledger.poststand(PostSoort.OVERZICHT, "beheer")
    ledger.noteer_post(PostSoort.OVERZICHT, "beheer", after(hours=2), gelukt=True)
    (well,) = ledger.poststanden()

    assert (failing.mislukt, failing.pogingen, failing.gelukt) == (NOW, 3, None)
    assert failing.geprobeerd == after(hours=1)
    assert (well.mislukt, well.pogingen, well.gelukt) == (None, 0, after(hours=2))
    assert ledger.poststand(PostSoort.ANKER, "beheer").geprobeerd is None


@settings(max_examples=25)
@given(nights=st.lists(st.sets(st.sampled_from(["X-0001", "X-0002", "X-0003"])), max_size=12))
def test_what_is_open_is_always_what_was_reported_last(
    nights: list[set[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("open")
    with Ledger.open(url_of(folder)) as ledger:
        for number, night in enumerate(nights):
            problems = [Problem(code, "stuk") for code in sorted(night)]
            meld(ledger, *problems, now=NOW + timedelta(days=number))
            assert sorted(codes(ledger)) == sorted(night)
