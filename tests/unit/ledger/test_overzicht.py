"""What pages ask of runs: nights, what is usual, what became of one, how far a source was read."""

from datetime import timedelta

from ledger import Ledger, OutboxStatus, Resultaat, StubSoort
from regres import Bucket, Handelend
from tests.tools.ledgers import (
    DAY,
    GEMEENTE,
    NOW,
    WAIT,
    House,
    after,
    note,
    receipt,
    staged,
)

LATER = DAY + timedelta(days=1)


def nacht(house: House, *numbers: int, dag: int = 0, **anders: object) -> int:
    """Run a night so many days later; gives its number."""
    rows = [staged(number) for number in numbers]
    day, now = DAY + timedelta(days=dag), NOW + timedelta(days=dag)
    return house.run(rows, slot="nacht", dag=day, now=now, **anders).run  # type: ignore[arg-type]


def test_a_night_has_the_counts_of_its_telling(ledger: Ledger, house: House) -> None:
    number = nacht(house, 1, 2, stubs=[note(3, StubSoort.QUARANTAINE)])
    told = ledger.run(number).telling
    (series,) = ledger.nachten([GEMEENTE], DAY)
    (night,) = series.rijen()
    assert told is not None
    assert (night.run, night.dag, night.resultaat) == (number, DAY, Resultaat.VRIJ)
    assert (night.gelezen, night.aangewezen) == (told.gelezen, told.j)
    assert night.quarantaine == told.buckets[Bucket.QUARANTAINE] == 1
    assert night.begonnen == NOW


def test_nights_of_others_and_from_before_are_left_out(ledger: Ledger, house: House) -> None:
    nacht(house, 1)
    house.run([staged(2)])
    assert ledger.nachten(["9902"], DAY) == []
    assert ledger.nachten([GEMEENTE], LATER) == []
    (series,) = ledger.nachten([GEMEENTE, "9902"], DAY)
    assert (series.gemeente, len(series.rijen())) == (GEMEENTE, 1)


def test_a_series_is_the_same_until_a_night_of_it_changes(ledger: Ledger, house: House) -> None:
    first = nacht(house, 1)
    (before,) = ledger.nachten([GEMEENTE], DAY)
    nacht(House(ledger, gemeente="9902"), 2)
    assert ledger.nachten([GEMEENTE], DAY) == [before]
    second = nacht(house, 3, dag=1)
    (after_,) = ledger.nachten([GEMEENTE], DAY)
    assert after_ != before
    assert [row.run for row in after_.rijen()] == [first, second]


def test_what_was_read_on_a_day_is_told_per_source(ledger: Ledger, house: House) -> None:
    nacht(house, 1, 2, 3)
    assert ledger.gelezen_op([GEMEENTE], [DAY]) == [(GEMEENTE, "csv", DAY, 3)]
    assert ledger.gelezen_op([GEMEENTE], [LATER]) == []
    assert ledger.gelezen_op([], [DAY]) == []


def test_a_series_is_of_the_same_source_and_kind_of_slot_up_to_its_run(
    ledger: Ledger, house: House
) -> None:
    first, second, third = (nacht(house, number, dag=number) for number in (1, 2, 3))
    house.run([staged(9)])
    House(ledger, bronset="stuf", gemeente="9902").run([staged(8)], slot="nacht")
    found = ledger.reeks(ledger.run(second), DAY)
    assert [one.run for one in found] == [first, second]
    assert [one.run for one in ledger.reeks(ledger.run(third), DAY + timedelta(days=2))] == [
        second,
        third,
    ]


def test_the_good_run_before_is_never_the_run_itself_nor_one_after_it(
    ledger: Ledger, house: House
) -> None:
    first = nacht(house, 1)
    held = nacht(house, 2, dag=1, decide=WAIT)
    third = nacht(house, 3, dag=2)
    assert ledger.goede_voor(ledger.run(first)) is None
    for number in (held, third):
        before = ledger.goede_voor(ledger.run(number))
        assert before is not None
        assert before.id == first


def test_what_became_of_a_run_is_told_by_status(ledger: Ledger, house: House) -> None:
    number = nacht(house, 1, 2, 3)
    fresh = ledger.runloop(number)
    assert (fresh.vrij_op, fresh.statussen) == (NOW, {OutboxStatus.VRIJ: 3})
    assert fresh.volgende is not None
    assert fresh.laatste_ontvangst is None

    first, second, third = house.due()
    ledger.delivered(first, receipt(first, after(seconds=5)), after(seconds=5))
    ledger.retry_later(second, after(minutes=9), "S-0030", after(seconds=6), eigen=False)
    ledger.refused(third, "S-0422", after(seconds=7))
    done = ledger.runloop(number)
    assert done.statussen == {
        OutboxStatus.ONTVANGEN: 1,
        OutboxStatus.VERSTUURD: 1,
        OutboxStatus.GEWEIGERD: 1,
    }
    assert (done.eerste_ontvangst, done.laatste_ontvangst) == (after(seconds=5), after(seconds=5))
    assert (done.volgende, done.pogingen) == (after(minutes=9), 1)


def test_a_run_that_waits_has_sent_nothing(ledger: Ledger, house: House) -> None:
    loop = ledger.runloop(nacht(house, 1, decide=WAIT))
    assert (loop.vrij_op, loop.statussen) == (None, {OutboxStatus.KLAARGEZET: 1})
    assert loop.volgende is None


def test_how_far_a_slice_was_read_and_that_it_must_be_read_again(
    ledger: Ledger, house: House
) -> None:
    file = {"naam": "a.csv", "grootte": 1, "mtime": 1_795_000_000, "sha256": "x"}
    nacht(house, 1, checkpoint={"bestand": file}, snede="bestand")
    (kept,) = ledger.leesstanden(GEMEENTE)
    assert (kept.bronset, kept.snede, kept.gelezen_op) == ("csv", "bestand", NOW)
    assert kept.bestand_van is not None
    assert (kept.bestand_van.timestamp(), kept.opnieuw) == (1_795_000_000, False)

    (outgoing,) = house.due()
    ledger.voided(outgoing, after(seconds=5), None, "S-0422")
    (again,) = ledger.leesstanden(GEMEENTE)
    assert (again.opnieuw, again.bestand_van) == (True, None)


def test_who_stands_still_is_told_for_all_at_once(ledger: Ledger) -> None:
    assert ledger.gepauzeerd() == frozenset()
    ledger.pauzeer(GEMEENTE, Handelend("T. Beheer", "beheer", "verhuizing"), NOW)
    assert ledger.gepauzeerd() == {GEMEENTE}
