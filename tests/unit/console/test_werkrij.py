"""Who hangs delays no other: the rules of the queue, by a clock of the test's own."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.werkrij import LANG, WERKERS, Gang, Werk, Werkrij

BEGIN = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
KWART = WERKERS // 4
#: Seconds that a first call takes at most: the connectors give up by themselves.
GEDULD = 60.0


def na(seconds: float) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def niets(gang: Gang) -> None:
    raise AssertionError("the queue does nothing itself")


def werk(gemeente: int, soort: str = "bron", *, bezorgt: bool = False) -> Werk:
    lane = f"{gemeente}/bezorgen" if bezorgt else str(gemeente)
    return Werk(f"{gemeente}/{soort}", lane, f"{gemeente}/{soort}", niets, bezorgt)


@dataclass(frozen=True)
class Gedrag:
    """How a source behaves: seconds until its first answer, and of reading after that.

    vraag  more than GEDULD = it hangs, and the connector gives up
    """

    vraag: float = 0.1
    lezen: float = 1.0
    op: float = 0.0


@dataclass
class Nacht:
    """A night in which events come by a clock of their own; no thread, no waiting."""

    rij: Werkrij = field(default_factory=Werkrij)
    begonnen: dict[str, float] = field(default_factory=dict)
    klaar: dict[str, float] = field(default_factory=dict)
    meeste: int = 0

    def speel(self, werken: Iterable[tuple[Werk, Gedrag]], begin: float = 0.0) -> None:
        """Let all be done, and hold every moment to the rules."""
        plan = list(werken)
        how = {one.id: gedrag for one, gedrag in plan}
        events: list[tuple[float, int, str, Werk]] = []
        numbers = count()
        for one, gedrag in plan:
            self.rij.zet(one, na(begin + gedrag.op))
            heapq.heappush(events, (begin + gedrag.op, next(numbers), "op", one))
        while events:
            at, _, what, one = heapq.heappop(events)
            if what == "antwoord":
                self.rij.antwoordde(one, na(at))
            elif what == "klaar":
                self.rij.klaar(one, na(at))
                self.klaar[one.id] = at
            while (begun := self.rij.pak(na(at))) is not None:
                self._regels()
                self.begonnen[begun.id] = at
                gedrag = how[begun.id]
                if gedrag.vraag > GEDULD:
                    heapq.heappush(events, (at + GEDULD, next(numbers), "klaar", begun))
                    continue
                first = at + gedrag.vraag
                heapq.heappush(events, (first, next(numbers), "antwoord", begun))
                heapq.heappush(events, (first + gedrag.lezen, next(numbers), "klaar", begun))
        assert self.rij.leeg(na(1e9))

    def _regels(self) -> None:
        running, asking = self.rij.lopend, self.rij.vragend
        lanes = [one.baan for one in running]
        assert len(lanes) == len(set(lanes))
        assert len(running) <= WERKERS
        assert len(asking) <= KWART
        assert sum(one.bezorgt for one in asking) <= 1
        assert sum(one.bezorgt for one in running) <= KWART
        self.meeste = max(self.meeste, len(asking))


def grens(gedragingen: Iterable[Gedrag], hingen: int) -> float:
    """Give the bound of docs/architecture.md, in seconds: how long healthy work waits at most."""
    gezond = [one for one in gedragingen if one.vraag <= GEDULD]
    asked = hingen * GEDULD + sum(one.vraag for one in gezond)
    read = sum(one.lezen for one in gezond)
    return asked / (KWART - 2) + read / (WERKERS - 2 * KWART + 1)


# -- the bound -------------------------------------------------------------------------------------

HANGT = Gedrag(vraag=GEDULD * 2)


def gemeenten(aantal: int, hangen: int, gezond: Gedrag) -> list[tuple[Werk, Gedrag]]:
    """Make a night in which those that hang were due first: the worst order."""
    return [(werk(n), HANGT if n < hangen else gezond) for n in range(aantal)]


def test_in_a_night_of_342_forty_that_hang_for_the_first_time_cost_ten_minutes() -> None:
    night, all_of_them = Nacht(), gemeenten(342, 40, Gedrag(vraag=0.2, lezen=10))
    night.speel(all_of_them)

    healthy = [night.begonnen[one.id] for one, gedrag in all_of_them if gedrag is not HANGT]
    assert max(healthy) <= grens([gedrag for _, gedrag in all_of_them], 40)
    # Four at a time, a minute each; reading the others goes on meanwhile.
    assert max(healthy) <= 40 * GEDULD / KWART + 302 * 10.2 / (WERKERS - 1)


def test_the_night_after_that_they_cost_the_others_nothing() -> None:
    night, all_of_them = Nacht(), gemeenten(342, 40, Gedrag(vraag=0.2, lezen=10))
    night.speel(all_of_them)
    day = 86_400.0
    night.speel(all_of_them, day)

    healthy = [night.begonnen[one.id] - day for one, how in all_of_them if how is not HANGT]
    hung = [night.begonnen[one.id] - day for one, how in all_of_them if how is HANGT]
    assert max(healthy) <= 302 * 10.2 / (WERKERS - 1)
    assert max(healthy) < grens([gedrag for _, gedrag in all_of_them], 0)
    # One at a time and after all others, but each had its turn.
    assert max(hung) <= max(healthy) + 40 * GEDULD


GEDRAG = st.builds(
    Gedrag,
    vraag=st.sampled_from([0.0, 0.05, 1.0, 4.0, 7.0, 30.0, 600.0]),
    lezen=st.sampled_from([0.0, 0.5, 20.0, 300.0]),
    op=st.sampled_from([0.0, 0.0, 1.0, 60.0, 600.0]),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(GEDRAG, st.integers(0, 2)), min_size=1, max_size=120),
    st.lists(GEDRAG, max_size=30),
)
def test_whatever_hangs_fails_or_answers_healthy_work_begins_within_the_bound(
    bronnen: list[tuple[Gedrag, int]], bezorgingen: list[Gedrag]
) -> None:
    """Lanes hold up to three sources; what waits for its own municipality is not counted."""
    work = [
        (werk(n, f"bron-{k}"), how)
        for n, (how, more) in enumerate(bronnen)
        for k in range(more + 1)
    ]
    work += [(werk(n, "uit", bezorgt=True), how) for n, how in enumerate(bezorgingen)]
    night = Nacht()
    night.speel(work)

    assert set(night.klaar) == {one.id for one, _ in work}
    turns = [(one, how) for one, how in work if not one.bezorgt]
    hang = sum(how.vraag > GEDULD for _, how in turns)
    bound = grens([how for _, how in turns], hang)
    for one, how in turns:
        own = [mate for mate, _ in turns if mate.baan == one.baan and mate is not one]
        freed = max(
            (
                night.klaar[mate.id]
                for mate in own
                if night.begonnen[mate.id] < night.begonnen[one.id]
            ),
            default=0.0,
        )
        assert night.begonnen[one.id] - max(how.op, freed) <= bound + 1e-6


@settings(max_examples=60, deadline=None)
@given(st.lists(GEDRAG, min_size=1, max_size=60), st.lists(GEDRAG, min_size=60, max_size=60))
def test_what_hung_last_night_never_keeps_who_answered_from_a_first_call(
    eerst: list[Gedrag], daarna: list[Gedrag]
) -> None:
    night = Nacht()
    night.speel((werk(n), how) for n, how in enumerate(eerst))
    later = 86_400.0
    again = [(werk(n), how) for n, how in enumerate(daarna)]
    night.speel(again, later)

    hung = {werk(n).vraagt for n, how in enumerate(eerst) if how.vraag > LANG.total_seconds()}
    fresh = [(one, how) for one, how in again if one.vraagt not in hung]
    new = sum(how.vraag > GEDULD for _, how in fresh)
    read = [how for _, how in again]
    for one, how in fresh:
        assert night.begonnen[one.id] - later - how.op <= grens(read, new) + 1e-6


# -- rule by rule ----------------------------------------------------------------------------------


def test_a_quarter_of_the_workers_may_wait_for_a_first_answer_and_no_more() -> None:
    rij = Werkrij()
    for number in range(WERKERS):
        rij.zet(werk(number), BEGIN)
    begun = [rij.pak(BEGIN) for _ in range(KWART)]
    assert all(begun)
    assert rij.pak(BEGIN) is None

    assert begun[0] is not None
    rij.antwoordde(begun[0], na(0.01))
    assert rij.pak(na(0.01)) is not None
    assert rij.pak(na(0.01)) is None


def test_who_hung_the_last_time_goes_after_who_came_later_and_one_at_a_time() -> None:
    rij = Werkrij()
    for number in (1, 2):
        rij.zet(werk(number), BEGIN)
        hung = rij.pak(BEGIN)
        assert hung is not None
        rij.klaar(hung, na(GEDULD))
    for number in (1, 2, 3):
        rij.zet(werk(number), na(60 + number))

    assert [one and one.id for one in (rij.pak(na(90)), rij.pak(na(90)), rij.pak(na(90)))] == [
        "3/bron",
        "1/bron",
        None,
    ]


def test_who_hung_and_answers_soon_is_one_of_all_again() -> None:
    rij, one = Werkrij(), werk(1)
    for begin, answered in ((0.0, 30.0), (60.0, 60.2)):
        rij.zet(one, na(begin))
        assert rij.pak(na(begin)) is one
        rij.antwoordde(one, na(answered))
        rij.klaar(one, na(answered + 1))
    rij.zet(one, na(100))
    rij.zet(werk(2), na(101))

    assert rij.pak(na(102)) is one


def test_who_refuses_at_once_did_not_hang() -> None:
    rij = Werkrij()
    rij.zet(werk(1), BEGIN)
    refused = rij.pak(BEGIN)
    assert refused is not None
    rij.klaar(refused, na(0.1))
    rij.zet(werk(1), na(1))
    rij.zet(werk(2), na(2))

    assert rij.pak(na(3)) is not None
    assert [one.id for one in rij.lopend] == ["1/bron"]


def test_who_hung_and_then_was_not_even_asked_still_goes_last() -> None:
    rij = Werkrij()
    for begin, end in ((0.0, GEDULD), (100.0, 100.1)):
        rij.zet(werk(1), na(begin))
        one = rij.pak(na(begin))
        assert one is not None
        rij.klaar(one, na(end))
    rij.zet(werk(1), na(200))
    rij.zet(werk(2), na(201))

    first = rij.pak(na(202))
    assert first is not None
    assert first.id == "2/bron"


def test_a_turn_whose_municipality_is_busy_waits_without_a_worker() -> None:
    rij = Werkrij()
    rij.zet(werk(1, "zaken"), BEGIN)
    rij.zet(werk(1, "export"), BEGIN)
    rij.zet(werk(2), na(1))
    first = rij.pak(na(2))
    assert first is not None
    other = rij.pak(na(2))

    assert [first.id, other and other.id] == ["1/zaken", "2/bron"]
    assert rij.pak(na(2)) is None
    rij.klaar(first, na(3))
    assert [one and one.id for one in [rij.pak(na(3))]] == ["1/export"]


def test_of_one_id_one_waits_and_the_earlier_moment_counts() -> None:
    rij = Werkrij()
    rij.zet(werk(1), na(900))
    rij.zet(werk(1), BEGIN)
    rij.zet(werk(1), na(600))

    assert rij.wacht_op("1/bron") == BEGIN
    taken = rij.pak(BEGIN)
    assert taken is not None
    rij.klaar(taken, BEGIN)
    assert rij.leeg(na(10_000))


def test_work_waits_for_its_moment_and_the_queue_tells_which_comes_next() -> None:
    rij = Werkrij()
    rij.zet(werk(1), na(900))

    assert rij.pak(na(899)) is None
    assert rij.eerstvolgende(BEGIN) == na(900)
    assert rij.leeg(BEGIN)
    assert rij.eerstvolgende(na(900)) is None
    assert rij.pak(na(900)) is not None


@pytest.mark.parametrize(("anderen", "wijkt"), [(WERKERS - 2, False), (WERKERS - 1, True)])
def test_a_long_walk_gives_way_when_others_wait_for_its_worker(anderen: int, wijkt: bool) -> None:
    rij = Werkrij()
    for number in range(anderen + 1):
        rij.zet(werk(number), BEGIN)
        taken = rij.pak(BEGIN)
        assert taken is not None
        rij.antwoordde(taken, BEGIN)
    for number in range(3):
        rij.zet(werk(90 + number), BEGIN)

    assert rij.moet_wijken(werk(0), na(100)) is wijkt


def test_a_long_walk_gives_way_to_a_turn_of_its_own_municipality() -> None:
    rij = Werkrij()
    rij.zet(werk(1, "rondgang"), BEGIN)
    walk = rij.pak(BEGIN)
    assert walk is not None
    rij.antwoordde(walk, na(1))
    assert not rij.moet_wijken(walk, na(2))
    rij.zet(werk(1, "venster"), na(3))

    assert rij.moet_wijken(walk, na(4))


def test_a_walk_whose_source_hangs_lets_all_others_go_before_its_next_month() -> None:
    rij = Werkrij()
    rij.zet(werk(1), BEGIN)
    walk = rij.pak(BEGIN)
    assert walk is not None

    assert rij.moet_wijken(walk, na(60))


def test_a_long_delivery_gives_way_to_another_after_half_a_minute() -> None:
    rij = Werkrij()
    for number in range(KWART + 1):
        rij.zet(werk(number, bezorgt=True), BEGIN)
        if (taken := rij.pak(BEGIN)) is not None:
            rij.antwoordde(taken, BEGIN)
    assert len(rij.lopend) == KWART
    first = rij.lopend[0]

    assert not rij.moet_wijken(first, na(29))
    assert rij.moet_wijken(first, na(31))
