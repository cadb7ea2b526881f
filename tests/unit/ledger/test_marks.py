"""The rising tijdstip, and decisions."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import AuditVraag, Ledger
from regres import Handelend
from tests.tools.ledgers import GEMEENTE, NOW, after

# Round the night in which an hour comes twice.
MOMENTS = st.integers(0, 48 * 3600).map(
    lambda seconds: datetime(2026, 10, 24, tzinfo=UTC) + timedelta(seconds=seconds)
)


def test_a_tijdstip_is_dutch_local_time_in_seventeen_digits(ledger: Ledger) -> None:
    moment = datetime(2026, 7, 1, 22, 30, 5, 123456, tzinfo=UTC)
    assert ledger.next_tijdstip(GEMEENTE, "stuf", moment) == "20260702003005123"


def test_every_tijdstip_is_later_than_the_one_before(ledger: Ledger) -> None:
    given_out = [ledger.next_tijdstip(GEMEENTE, "stuf", NOW) for _ in range(5)]
    assert given_out == sorted(set(given_out))


def test_it_carries_on_over_a_second(ledger: Ledger) -> None:
    last = datetime(2026, 12, 31, 22, 59, 59, 999000, tzinfo=UTC)
    assert ledger.next_tijdstip(GEMEENTE, "stuf", last) == "20261231235959999"
    assert ledger.next_tijdstip(GEMEENTE, "stuf", last) == "20270101000000000"


def test_the_hour_that_comes_twice_is_told_once(ledger: Ledger) -> None:
    summer = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    winter = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)

    first = ledger.next_tijdstip(GEMEENTE, "stuf", summer)
    second = ledger.next_tijdstip(GEMEENTE, "stuf", winter)

    assert (first, second) == ("20261025023000000", "20261025023000001")


def test_a_clock_that_was_set_back_does_not_take_it_back(ledger: Ledger) -> None:
    first = ledger.next_tijdstip(GEMEENTE, "stuf", after(days=1))
    assert ledger.next_tijdstip(GEMEENTE, "stuf", NOW) > first


def test_sources_and_municipalities_have_their_own(ledger: Ledger) -> None:
    first = ledger.next_tijdstip(GEMEENTE, "stuf", NOW)
    assert ledger.next_tijdstip(GEMEENTE, "ander", NOW) == first
    assert ledger.next_tijdstip("9902", "stuf", NOW) == first


def test_one_reader_gets_many_out_of_one_write(ledger: Ledger) -> None:
    now = [NOW]
    following = ledger.tijdstippen(GEMEENTE, "stuf", lambda: now[0])

    first = [following() for _ in range(3)]
    kept = ledger.next_tijdstip(GEMEENTE, "stuf", NOW)
    now[0] = NOW + timedelta(seconds=4)
    fourth = following()
    now[0] = NOW + timedelta(seconds=6)
    later = following()

    assert first == [first[0], *(str(int(first[0]) + number) for number in (1, 2))]
    assert fourth == str(int(first[0]) + 4000)
    assert kept == str(int(first[0]) + 5001), "all that it keeps to itself is its own"
    assert later == str(int(first[0]) + 6000)


def test_runs_that_follow_each_other_do_not_run_ahead_of_the_clock(ledger: Ledger) -> None:
    given_out = [ledger.tijdstippen(GEMEENTE, "stuf", lambda: NOW)() for _ in range(20)]

    assert given_out == sorted(set(given_out))
    assert int(given_out[-1]) - int(given_out[0]) < 6000


@given(steps=st.lists(st.tuples(st.integers(0, 2), st.integers(-9, 9)), min_size=1, max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_of_many_readers_no_two_get_the_same(ledger: Ledger, steps: list[tuple[int, int]]) -> None:
    """Each goes up, and none is given twice, whatever the clock does; also when an hour returns."""
    now = [datetime(2026, 10, 25, 0, 59, 50, tzinfo=UTC)]
    readers = [ledger.tijdstippen(GEMEENTE, "stuf", lambda: now[0]) for _ in range(3)]
    told: list[list[str]] = [[], [], []]
    for who, seconds in steps:
        now[0] += timedelta(seconds=seconds)
        told[who].append(readers[who]())

    every = [one for some in told for one in some]
    assert len(set(every)) == len(every)
    assert all(some == sorted(some) for some in told)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(MOMENTS, max_size=8))
def test_it_rises_whatever_the_clock_does(ledger: Ledger, clock: list[datetime]) -> None:
    told = [ledger.next_tijdstip(GEMEENTE, "stuf", moment) for moment in clock]
    assert told == sorted(set(told))
    assert all(len(text) == 17 and text.isdecimal() for text in told)


def test_decisions_are_kept_with_who_and_why(ledger: Ledger) -> None:
    first = ledger.note_decision(
        GEMEENTE,
        "actief",
        Handelend("c.consulent", "consulent", "Proef is goed"),
        NOW,
        {"vanaf": "2026-11"},
    )
    second = ledger.note_decision(
        GEMEENTE, "laat_los", Handelend("f.gever", "fg", "Akkoord"), NOW, {}
    )
    ledger.note_decision("9902", "actief", Handelend("x", "fg"), NOW, {})

    found = ledger.decisions(GEMEENTE)

    assert [decision.id for decision in found] == [first, second]
    assert (found[0].wie, found[0].rol, found[0].reden) == (
        "c.consulent",
        "consulent",
        "Proef is goed",
    )
    assert (found[0].tijd, found[0].gegevens) == (NOW, {"vanaf": "2026-11"})
    assert [decision.id for decision in ledger.decisions(GEMEENTE, "laat_los")] == [second]
    trail = ledger.audit_regels(AuditVraag(actie="besluit"))
    assert [(row.resultaat, row.actor, row.object) for row in trail[1:]] == [
        ("laat_los", "f.gever", f"besluit:{second}"),
        ("actief", "c.consulent", f"besluit:{first}"),
    ]
