"""Delivering: how long to wait, when to stop, when to go on, and when to ask a person."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Ledger, OutboxStatus
from pipeline import Bezorging, Gemeente, Uitgang, deliver
from pipeline.doorgang import bezorgvragen, uit, wachttijd
from privacy import Logboek
from regres import Receipt, SealedMelding, SinkDown, SinkError, SinkStopped
from regres.berichten import bericht
from regres.melding import Contactpersoon, Verwerking
from sinks import Memory
from sinks.base import Delivery
from tests.tools.ledgers import DAY, GEMEENTE, NOW, House, after, referentie, staged, url_of

WHY = Verwerking(doel="x", grondslag="x", verwerkingsactiviteitId="urn:x")
WHO = Contactpersoon(naam="x")
LOKET = "https://loket.example"


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 1), (2, 2), (3, 4), (10, 512), (11, 900)])
def test_the_longest_wait_doubles_up_to_fifteen_minutes(attempt: int, seconds: int) -> None:
    assert wachttijd(attempt, None, lambda: 1.0) == timedelta(seconds=seconds)


def test_jitter_is_full() -> None:
    assert wachttijd(5, None, lambda: 0.0) == timedelta(0)


def test_what_the_backend_asks_is_the_least() -> None:
    assert wachttijd(1, 120.0, lambda: 0.5) == timedelta(seconds=120)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_no_wait_is_ever_longer_than_fifteen_minutes(attempt: int, chance: float) -> None:
    assert timedelta(0) <= wachttijd(attempt, None, lambda: chance) <= timedelta(minutes=15)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, None), (2, None), (3, 1), (4, 2), (8, 32), (9, 60), (99, 60)]
)
def test_the_breaker_is_out_from_the_third_failure_and_for_a_minute_at_most(
    failures: int, seconds: int | None
) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert uit(failures, None, lambda: 1.0) == expected


def test_a_backend_that_asks_to_come_back_later_puts_the_breaker_out_at_once() -> None:
    assert uit(1, 40.0, lambda: 0.0) == timedelta(seconds=40)


# -- with a real ledger ----------------------------------------------------------------------------


@dataclass
class Loket(Memory):
    """A destination that chokes on some provisions, or answers nothing, or shuts us out.

    kost  what one call takes of the clock
    """

    kamer: "Kamer"
    verslikt: set[str] = field(default_factory=set)
    plat: SinkError | None = None
    kost: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        super().__init__(lambda: self.kamer.nu)
        self.gevraagd: list[str] = []

    def deliver(self, sealed: SealedMelding, traceparent: str = "") -> Delivery:
        self.kamer.nu += self.kost
        self.gevraagd.append(sealed.kop.referentie)
        if self.plat is not None:
            raise self.plat
        if sealed.kop.referentie in self.verslikt:
            raise down()
        return super().deliver(sealed, traceparent)


def down(retry_after: float | None = None) -> SinkDown:
    return SinkDown(bericht("S-0031"), retry_after=retry_after)


class Kamer:
    """A municipality with a ledger, a clock of its own and a destination."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.nu = NOW
        self.ledger = Ledger.open(url_of(folder))
        self.house = House(self.ledger)
        self.loket = Loket(self)

    def uitgang(self, gemeente: str = GEMEENTE) -> Uitgang:
        about = Gemeente(gemeente, gemeente, "x", WHO, WHY, actief_sinds=DAY)
        logboek = Logboek(self.folder / "logboek.jsonl", "urn:x")
        return Uitgang(about, self.loket, logboek, LOKET)

    def bezorg(self, *, meteen: bool = False, toeval: float = 1.0) -> Bezorging:
        return deliver(
            self.uitgang(), self.ledger, lambda: self.nu, toeval=lambda: toeval, meteen=meteen
        )

    def statussen(self) -> dict[OutboxStatus, int]:
        counts = self.ledger.outbox_counts(GEMEENTE)
        return {status: count for status, count in counts.items() if count}

    def vragen(self) -> list[str]:
        found = bezorgvragen(self.ledger, LOKET, GEMEENTE, self.nu)
        return [problem.code for problem in found]


@pytest.fixture
def kamer(tmp_path: Path) -> Iterator[Kamer]:
    made = Kamer(tmp_path)
    yield made
    made.ledger.close()


def codes(done: Bezorging) -> list[str]:
    return [problem.code for problem in done.problemen]


def test_one_row_that_gets_no_answer_does_not_keep_the_others(kamer: Kamer) -> None:
    kamer.house.run([staged(number) for number in range(5)])
    kamer.loket.verslikt = {referentie(1)}

    done = kamer.bezorg()

    assert (done.ontvangen, done.uitgesteld, done.exit_code) == (4, 1, 5)
    assert kamer.ledger.zekering(LOKET).open_tot is None


def test_in_an_outage_three_rows_are_tried_and_the_rest_is_given_back_untried(
    kamer: Kamer,
) -> None:
    kamer.house.run([staged(number) for number in range(50)])
    kamer.loket.plat = down()

    done = kamer.bezorg()

    assert len(kamer.loket.gevraagd) == 3
    assert kamer.statussen() == {OutboxStatus.VRIJ: 47, OutboxStatus.VERSTUURD: 3}
    assert (codes(done), done.opnieuw_op) == (["S-0031"], after(seconds=1))


def test_while_the_breaker_is_out_nothing_is_asked_and_that_is_said(kamer: Kamer) -> None:
    kamer.house.run([staged(number) for number in range(5)])
    kamer.loket.plat = down()
    kamer.bezorg()

    done = kamer.bezorg()

    assert len(kamer.loket.gevraagd) == 3
    assert (codes(done), done.exit_code, done.wacht) == (["S-0061"], 5, 5)
    assert done.opnieuw_op == after(seconds=1)


def test_of_a_breaker_that_is_out_nothing_is_said_when_nothing_waits(kamer: Kamer) -> None:
    kamer.ledger.zekering_mislukt(LOKET, "", NOW, "S-0031", lambda _: timedelta(hours=1))
    done = kamer.bezorg()
    assert (codes(done), done.exit_code) == ([], 0)


def test_a_trial_is_one_row_and_its_answer_opens_the_way_for_all(kamer: Kamer) -> None:
    kamer.house.run([staged(number) for number in range(30)])
    kamer.loket.plat = down()
    kamer.bezorg()
    kamer.nu = after(seconds=1)
    kamer.bezorg()
    assert len(kamer.loket.gevraagd) == 4

    kamer.loket.plat = None
    kamer.nu = after(minutes=1)
    assert kamer.bezorg().ontvangen == 30


def test_a_person_who_runs_by_hand_waits_for_no_breaker(kamer: Kamer) -> None:
    kamer.house.run([staged(number) for number in range(5)])
    kamer.loket.plat = down(retry_after=3600)
    kamer.bezorg()
    kamer.loket.plat = None

    assert kamer.bezorg().ontvangen == 0
    assert kamer.bezorg(meteen=True).ontvangen == 5


def test_a_person_who_runs_one_municipality_by_hand_hurries_no_other(kamer: Kamer) -> None:
    other = House(kamer.ledger, "9902")
    other.run([staged(1)])
    for row in other.due():
        kamer.ledger.retry_later(row, after(minutes=10), "S-0031", NOW)

    assert kamer.bezorg(meteen=True).ontvangen == 0
    assert other.due() == []
    assert len(other.due(after(minutes=10))) == 1


def test_retry_after_holds_for_the_whole_destination(kamer: Kamer) -> None:
    kamer.house.run([staged(number) for number in range(5)])
    kamer.loket.plat = down(retry_after=600)
    kamer.bezorg(toeval=0.0)
    kamer.loket.plat = None

    kamer.nu = after(seconds=599)
    assert kamer.bezorg().ontvangen == 0
    kamer.nu = after(seconds=600)
    assert kamer.bezorg().ontvangen == 5
    assert len(kamer.loket.gevraagd) == 1 + 5


def test_whom_the_backend_shuts_out_asks_three_times_an_hour(kamer: Kamer) -> None:
    kamer.house.run([staged(number) for number in range(5)])
    kamer.loket.plat = SinkStopped(bericht("S-0020"))
    for minute in range(60):
        kamer.nu = after(minutes=minute)
        kamer.bezorg()
    assert len(kamer.loket.gevraagd) == 3
    assert kamer.statussen() == {OutboxStatus.VRIJ: 4, OutboxStatus.VERSTUURD: 1}


def test_what_stops_on_this_side_goes_on_at_the_first_delivery_after_it_was_mended(
    kamer: Kamer,
) -> None:
    kamer.house.run([staged(1)])
    kamer.loket.plat = SinkStopped(bericht("S-0001"))
    kamer.bezorg()
    kamer.loket.plat = None
    assert kamer.bezorg().ontvangen == 1


def test_an_outage_of_a_month_sends_nothing_to_quarantine(kamer: Kamer) -> None:
    kamer.house.run([staged(number) for number in range(10)])
    kamer.loket.plat = down()
    for hour in range(30 * 24):
        kamer.nu = after(hours=hour)
        kamer.bezorg(toeval=0.3)
    kamer.loket.plat = None

    kamer.nu = after(days=30, minutes=5)
    assert kamer.bezorg().ontvangen == 10
    assert kamer.ledger.stubs(GEMEENTE) == []


def test_a_row_that_fails_for_seven_days_while_others_arrive_is_a_matter_for_a_person(
    kamer: Kamer,
) -> None:
    kamer.house.run([staged(0)])
    kamer.loket.verslikt = {referentie(0)}
    told: list[str] = []
    for day in range(9):
        kamer.nu = after(days=day)
        kamer.house.run([staged(100 + day)], now=kamer.nu)
        kamer.bezorg()
        kamer.nu = after(days=day, hours=1)
        told += codes(kamer.bezorg())

    assert told.count("S-0041") == 1
    (stub,) = kamer.ledger.stubs(GEMEENTE)
    assert (stub.codes, stub.uit_aflevering) == (("S-0041",), True)
    assert kamer.statussen() == {OutboxStatus.ONTVANGEN: 9, OutboxStatus.GEWEIGERD: 1}


def test_a_row_that_is_slow_to_be_believed_waits_the_full_seven_days(kamer: Kamer) -> None:
    kamer.house.run([staged(0)])
    kamer.loket.verslikt = {referentie(0)}
    for hour in range(6 * 24):
        kamer.nu = after(hours=hour)
        kamer.house.run([staged(100 + hour)], now=kamer.nu)
        kamer.bezorg()
    assert OutboxStatus.GEWEIGERD not in kamer.statussen()


def test_calls_that_take_long_never_outlive_the_claims_of_the_rows_behind_them(
    kamer: Kamer,
) -> None:
    kamer.house.run([staged(number) for number in range(20)])
    kamer.loket.kost = timedelta(seconds=20)
    done = kamer.bezorg()
    assert (done.ontvangen, kamer.statussen()) == (20, {OutboxStatus.ONTVANGEN: 20})


def test_a_mark_that_comes_too_late_is_left_to_whoever_took_over(kamer: Kamer) -> None:
    kamer.house.run([staged(0), staged(1)])
    (other,) = kamer.ledger.due(GEMEENTE, NOW, 1, "other")
    kamer.loket.kost = timedelta(seconds=61)
    taken: list[int] = []

    class Langzaam(Loket):
        def deliver(self, sealed: SealedMelding, traceparent: str = "") -> Delivery:
            answer = super().deliver(sealed, traceparent)
            rows = self.kamer.ledger.due(GEMEENTE, self.kamer.nu, 9, "other")
            for row in rows:
                taken.append(row.id)
                assert isinstance(answer, Receipt)
                receipt = super().deliver(row.sealed)
                assert isinstance(receipt, Receipt)
                self.kamer.ledger.delivered(row, receipt, self.kamer.nu)
            return answer

    kamer.loket = Langzaam(kamer, kost=timedelta(seconds=61))
    done = kamer.bezorg()

    assert other.id in taken and len(taken) == 2
    assert (done.ontvangen, kamer.statussen()) == (0, {OutboxStatus.ONTVANGEN: 2})
    assert len(kamer.loket.zaken) == 2


def test_an_answer_of_a_clock_that_ran_ahead_does_not_mean_that_all_is_well(kamer: Kamer) -> None:
    kamer.nu = after(days=3650)
    kamer.house.run([staged(0)])
    kamer.bezorg()
    kamer.nu = NOW
    kamer.house.run([staged(1)])
    kamer.loket.plat = down()
    kamer.bezorg()

    kamer.nu = after(hours=2)
    assert kamer.vragen() == ["S-0062"]


def test_someone_hears_of_it_after_an_hour_and_again_after_a_week(kamer: Kamer) -> None:
    kamer.house.run([staged(1)])
    kamer.loket.plat = down()
    seen = []
    for moment in (timedelta(minutes=59), timedelta(hours=1), timedelta(days=7)):
        kamer.nu = NOW + moment
        kamer.bezorg()
        seen += [kamer.vragen()]
    assert seen == [[], ["S-0062"], ["S-0063"]]

    kamer.loket.plat = None
    kamer.bezorg(meteen=True)
    assert kamer.vragen() == []


def test_an_hour_counts_from_when_something_waits_not_from_the_last_delivery(
    kamer: Kamer,
) -> None:
    kamer.house.run([staged(1)])
    kamer.bezorg()
    kamer.nu = after(hours=20)
    kamer.house.run([staged(2)], now=kamer.nu)
    assert kamer.vragen() == []


def test_a_delivery_that_nobody_even_tries_is_told_too(kamer: Kamer) -> None:
    kamer.house.run([staged(1)])
    kamer.nu = after(hours=3)
    (question,) = bezorgvragen(kamer.ledger, LOKET, GEMEENTE, kamer.nu)
    assert "3 uur" in question.wat


@given(st.integers(0, 100), st.floats(0, 1))
def test_a_destination_is_tried_again_within_five_minutes(failures: int, chance: float) -> None:
    pause = uit(failures, None, lambda: chance)
    assert pause is None or timedelta(0) <= pause <= timedelta(minutes=5)
