"""What a group of readers hears: everything once, what is over once, and no more than that."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from console.post.overzicht import DRINGEND, RUST, TRAPPEN, Overzicht, overzicht
from ledger import OpenProbleem, Vertelling
from regres import Problem
from regres.berichten import catalogus
from tests.tools.ledgers import NOW

WEEK = timedelta(days=7)


def row(
    number: int,
    *,
    verteld: timedelta | None = None,
    weg: timedelta | None = None,
    code: str = "R-0602",
    **anders: object,
) -> Vertelling:
    """Give a problem that came two days ago; told and gone so long ago."""
    fields = {
        "id": number,
        "gemeente": "9901",
        "melder": "stilte",
        "bron": "export",
        "onderwerp": f"nacht{number}",
        "problem": Problem(code, "stuk"),
        "eerst_gezien": NOW - timedelta(days=2),
        "laatst_gezien": NOW,
        "nachten": 2,
        "keer": 1,
        "opgelost_op": None if weg is None else NOW - weg,
    }
    made = OpenProbleem(**(fields | anders))  # type: ignore[arg-type]  # its own fields
    return Vertelling(made, None if verteld is None else NOW - verteld)


def told(*rows: Vertelling, aan: str = "beheer", now: datetime = NOW) -> Overzicht:
    return overzicht(rows, aan, now, WEEK)


def ids(found: Overzicht) -> tuple[list[int], list[int], list[int], list[int]]:
    """Give the numbers of new, open, over and quiet."""
    parts = (found.nieuw, found.open, found.hersteld, found.stil)
    new, open_, over, quiet = ([one.id for one in part] for part in parts)
    return new, open_, over, quiet


HOUR = timedelta(hours=1)


def test_a_problem_is_new_until_it_was_told_and_then_only_open() -> None:
    found = told(row(1), row(2, verteld=HOUR))

    assert ids(found) == ([1], [2], [], [])
    assert (found.er, found.weg, found.nodig) == ([1, 2], [], True)


def test_what_was_told_is_not_told_again_before_its_time() -> None:
    assert not told(row(1, verteld=HOUR)).nodig
    assert not told(row(1, verteld=timedelta(days=6, hours=23))).nodig
    again = told(row(1, verteld=WEEK), row(2, verteld=HOUR))
    assert (again.nodig, again.herinnering, again.er) == (True, True, [1, 2])


def test_what_is_over_is_told_to_who_knew_of_it() -> None:
    found = told(row(1, verteld=HOUR, weg=HOUR))

    assert (ids(found), found.weg, found.nodig) == (([], [], [1], []), [1], True)


def test_a_stage_that_became_another_was_not_mended() -> None:
    was = row(1, verteld=HOUR, weg=HOUR, code="K-0231", onderwerp="crl x")
    found = told(was, row(2, code="K-0232", onderwerp="crl x"))

    assert (ids(found), found.weg) == (([2], [], [], [1]), [1])


def test_another_problem_of_the_same_place_is_no_stage_of_it() -> None:
    was = row(1, verteld=HOUR, weg=HOUR, code="L-0901", onderwerp="")

    assert ids(told(was, row(2, code="L-0902", onderwerp=""))) == ([2], [], [1], [])


def test_a_turn_that_fails_otherwise_was_not_mended() -> None:
    was = row(1, verteld=HOUR, weg=HOUR, code="R-0303", onderwerp="nacht", melder="runs")
    now = row(2, code="B-0103", onderwerp="nacht", melder="runs")

    assert ids(told(was, now)) == ([2], [], [], [1])


def test_a_warning_of_a_week_ends_in_silence() -> None:
    found = told(row(1, verteld=HOUR, weg=HOUR, code="R-0503"))

    assert (ids(found), found.nodig) == (([], [], [], [1]), False)


def test_what_keeps_coming_back_is_only_over_when_it_stays_away() -> None:
    soon = told(row(1, verteld=HOUR, weg=RUST - HOUR, keer=2))
    late = told(row(1, verteld=HOUR, weg=RUST, keer=2))

    assert (ids(soon), soon.nodig) == (([], [], [], []), False)
    assert ids(late) == ([], [], [1], [])


def test_readers_are_not_told_that_their_own_mail_failed_but_others_are() -> None:
    failed = row(1, melder="post:beheer", code="S-0110")

    assert not told(failed).nodig
    assert told(failed, aan="9901").nodig


def test_urgent_things_come_first_and_do_not_wait() -> None:
    found = told(row(1), row(2, code="S-0062", eerst_gezien=NOW - 2 * HOUR))

    assert [one.id for one in found.nieuw] == [2, 1]
    assert found.dringend(NOW, timedelta(minutes=15))
    assert not found.dringend(NOW, 3 * HOUR)
    assert not told(row(1)).dringend(NOW, HOUR)
    assert not told(row(2, code="S-0062", verteld=HOUR)).dringend(NOW, HOUR)


def test_every_urgent_code_exists() -> None:
    assert catalogus().teksten.keys() >= DRINGEND.union(*TRAPPEN)


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(0, 400)),
            st.one_of(st.none(), st.integers(0, 400)),
            st.integers(1, 3),
        ),
        max_size=20,
    )
)
def test_nothing_is_lost_and_nothing_is_told_as_two_things(
    rows: list[tuple[int | None, int | None, int]],
) -> None:
    made = [
        row(
            number,
            verteld=None if hours is None else hours * HOUR,
            weg=None if gone is None else gone * HOUR,
            keer=keer,
        )
        for number, (hours, gone, keer) in enumerate(rows)
    ]
    new, open_, over, quiet = ids(told(*made))

    everything = [*new, *open_, *over, *quiet]
    assert len(everything) == len(set(everything))
    assert set(new) | set(open_) == {
        one.probleem.id for one in made if one.probleem.opgelost_op is None
    }
