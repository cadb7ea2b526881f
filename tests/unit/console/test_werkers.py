"""Threads on a queue: what they do, what a fault costs, and how they stop."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import structlog

from console.terugvraag import RUST, Terugvraag
from console.werkers import Werkers
from console.werkrij import Gang, Werk

NU = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def klok() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def werkers() -> Iterator[Werkers]:
    made = Werkers(klok, 4)
    yield made
    made.stop(5)


class Werkje:
    """Work that notes that it ran, and may wait until it is let go."""

    def __init__(self, naam: str, *, wacht: bool = False) -> None:
        self.los, self.begon, self.einde = (threading.Event() for _ in range(3))
        self.werk = Werk(naam, naam, naam, self._doe)
        if not wacht:
            self.los.set()

    def _doe(self, gang: Gang) -> None:
        self.begon.set()
        self.los.wait(10)
        gang.antwoordde()
        self.einde.set()


def test_one_that_hangs_keeps_its_worker_and_the_next_goes_when_it_ends(werkers: Werkers) -> None:
    hangs, other = Werkje("hangt", wacht=True), Werkje("ander")
    werkers.begin()
    werkers.zet(hangs.werk)
    assert hangs.begon.wait(5)
    werkers.zet(other.werk)
    # Of four workers one may be in its first call.
    assert not other.begon.wait(0.05)

    hangs.los.set()
    assert other.einde.wait(5)


def test_work_that_answered_leaves_its_first_call_to_another(werkers: Werkers) -> None:
    answered, release = threading.Event(), threading.Event()

    def long(gang: Gang) -> None:
        gang.antwoordde()
        answered.set()
        release.wait(10)

    other = Werkje("ander")
    werkers.begin()
    werkers.zet(Werk("lang", "lang", "lang", long))
    assert answered.wait(5)
    werkers.zet(other.werk)

    assert other.einde.wait(5)
    release.set()


def test_a_fault_in_the_program_costs_no_worker_and_tells_no_words(werkers: Werkers) -> None:
    def broken(gang: Gang) -> None:
        raise ValueError("geheim")

    with structlog.testing.capture_logs() as told:
        werkers.begin()
        for number in range(8):
            werkers.zet(Werk(f"stuk-{number}", f"{number}", f"{number}", broken))
        werkers.wacht_leeg()
    good = Werkje("goed")
    werkers.zet(good.werk)

    assert good.einde.wait(5)
    assert {(line["event"], line["soort"]) for line in told} == {("werk_afgebroken", "ValueError")}
    assert len(told) == werkers.afgebroken == 8
    assert "geheim" not in str(told)


def test_what_waits_for_later_is_not_waited_for_and_comes_at_its_moment(werkers: Werkers) -> None:
    soon, late = Werkje("straks"), Werkje("later")
    werkers.begin()
    werkers.zet(late.werk, klok() + timedelta(hours=1))
    werkers.wacht_leeg()
    werkers.zet(soon.werk, klok() + timedelta(seconds=0.1))

    assert soon.einde.wait(5)
    assert not late.begon.is_set()


def test_work_that_runs_is_not_put_beside_itself(werkers: Werkers) -> None:
    hangs = Werkje("bezorgen", wacht=True)
    werkers.begin()
    werkers.zet_tenzij_loopt(hangs.werk)
    assert hangs.begon.wait(5)
    werkers.zet_tenzij_loopt(hangs.werk)

    assert werkers.wacht_op("bezorgen") is None
    hangs.los.set()


def test_stopping_hands_nothing_out_any_more_and_tells_whether_all_had_ended() -> None:
    made, hangs, other = Werkers(klok, 4), Werkje("hangt", wacht=True), Werkje("ander")
    made.begin()
    made.zet(hangs.werk)
    assert hangs.begon.wait(5)

    assert not made.stop(0.05)
    made.zet(other.werk)
    hangs.los.set()
    assert made.stop(5)
    assert not other.begon.is_set()


@pytest.mark.parametrize(("duurt", "gevraagd"), [(4, 3), (6, 2)])
def test_feedback_is_not_asked_for_while_the_destination_hangs(duurt: int, gevraagd: int) -> None:
    now, asked = [NU], count()

    def haal(*_: object) -> None:
        next(asked)
        now[0] += timedelta(seconds=duurt)

    ask = Terugvraag(haal)
    for later in (timedelta(), timedelta(minutes=1), RUST):
        now[0] += later
        ask(None, None, lambda: now[0])  # type: ignore[arg-type]  # handed on, never looked at
    assert next(asked) == gevraagd


def test_what_is_logged_during_work_says_which_work_it_is(werkers: Werkers) -> None:
    told: list[dict[str, object]] = []
    ready = threading.Event()

    def note(gang: Gang) -> None:
        told.append(dict(structlog.contextvars.get_contextvars()))

    def last(gang: Gang) -> None:
        note(gang)
        ready.set()

    werkers.begin()
    werkers.zet(Werk("bezorgen/9901", "9901", "loket", note))
    werkers.zet(Werk("9902/export/nacht", "9902", "export", last))

    assert ready.wait(5)
    werkers.stop(5)
    assert sorted(str(one["werk"]) for one in told) == ["9902/export/nacht", "bezorgen/9901"]
    assert all(len(one) == 1 for one in told)
