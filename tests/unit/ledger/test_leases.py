"""Who may write."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger import Closing, Lease, Ledger, Resultaat, RunStart
from regres import AlreadyRunning, LeaseLost
from tests.tools.ledgers import (
    DAY,
    FREE,
    GEMEENTE,
    NOW,
    House,
    after,
    note,
    staged,
    telling_of,
    url_of,
)


def test_only_one_holder_at_a_time(ledger: Ledger) -> None:
    ledger.take_lease(GEMEENTE, "first", NOW)
    with pytest.raises(AlreadyRunning, match="L-0101"):
        ledger.take_lease(GEMEENTE, "second", after(seconds=119))


def test_a_holder_cannot_take_its_own_lease_twice(ledger: Ledger) -> None:
    ledger.take_lease(GEMEENTE, "first", NOW)
    with pytest.raises(AlreadyRunning):
        ledger.take_lease(GEMEENTE, "first", NOW)


def test_municipalities_do_not_keep_each_other_waiting(ledger: Ledger) -> None:
    assert ledger.take_lease("9901", "first", NOW) == Lease("9901", 1)
    assert ledger.take_lease("9902", "second", NOW) == Lease("9902", 1)


def test_a_lease_that_ran_out_is_taken_over_with_a_higher_token(ledger: Ledger) -> None:
    first = ledger.take_lease(GEMEENTE, "first", NOW)
    second = ledger.take_lease(GEMEENTE, "second", after(seconds=120))

    assert second.token > first.token
    with pytest.raises(LeaseLost, match="L-0102"):
        ledger.renew(first, after(seconds=121))


def test_a_released_lease_is_free_at_once_and_its_token_is_never_used_again(
    ledger: Ledger,
) -> None:
    first = ledger.take_lease(GEMEENTE, "first", NOW)
    ledger.release(first, NOW)

    assert ledger.take_lease(GEMEENTE, "first", NOW).token == first.token + 1


def test_a_late_holder_cannot_release_the_lease_of_its_successor(ledger: Ledger) -> None:
    first = ledger.take_lease(GEMEENTE, "first", NOW)
    ledger.take_lease(GEMEENTE, "second", after(minutes=5))
    ledger.release(first, after(minutes=5))
    with pytest.raises(AlreadyRunning):
        ledger.take_lease(GEMEENTE, "third", after(minutes=5))


def test_renewing_keeps_others_out(ledger: Ledger) -> None:
    lease = ledger.take_lease(GEMEENTE, "first", NOW)
    ledger.renew(lease, after(seconds=100))
    with pytest.raises(AlreadyRunning):
        ledger.take_lease(GEMEENTE, "second", after(seconds=200))


def test_one_heartbeat_renews_all_leases_of_a_process_and_tells_which_were_lost(
    ledger: Ledger,
) -> None:
    kept = ledger.take_lease("9901", "mine", NOW)
    lost = ledger.take_lease("9902", "mine", NOW)
    ledger.take_lease("9902", "thief", after(minutes=3))

    held = ledger.renew_all("mine", after(minutes=3))

    assert held == {kept}
    assert lost not in held
    with pytest.raises(AlreadyRunning):
        ledger.take_lease("9901", "thief", after(minutes=4))


def test_a_holder_that_comes_back_late_can_write_nothing(house: House, ledger: Ledger) -> None:
    run = house.start(slot="venster")
    new = ledger.take_lease(GEMEENTE, "other", after(days=2000))
    late = house.lease
    start = RunStart(
        bronset="csv", dag=DAY, slot="x", mapping_merk="m", regelversie="1", stand="actief"
    )
    writes: list[Callable[[], object]] = [
        lambda: ledger.stage(late, run, [staged(1)], [note(2)]),
        lambda: ledger.unstage(late, run, "k"),
        lambda: ledger.close_run(late, run, Closing(telling=telling_of()), FREE, NOW),
        lambda: ledger.fail_run(late, run, Resultaat.MISLUKT, (), {}, NOW),
        lambda: ledger.begin(late, start, NOW),
        lambda: ledger.note_missed(late, start, NOW),
        lambda: ledger.recover(late, NOW),
        lambda: ledger.zet_over(late, (), now=NOW),
        lambda: ledger.renew(late, NOW),
    ]
    for write in writes:
        with pytest.raises(LeaseLost):
            write()
    assert ledger.recover(new, NOW) == 1
    assert [row.resultaat for row in ledger.runs()] == [Resultaat.AFGEBROKEN]


def test_a_released_lease_writes_nothing_even_when_nobody_took_it(
    house: House, ledger: Ledger
) -> None:
    run = house.start()
    ledger.release(house.lease, NOW)
    with pytest.raises(LeaseLost):
        ledger.stage(house.lease, run, [staged(1)])


def test_a_lease_that_ran_out_but_was_not_taken_still_writes(ledger: Ledger) -> None:
    lease = ledger.take_lease(GEMEENTE, "first", NOW)
    ledger.renew(lease, after(days=1))


def test_a_lease_is_not_a_ticket_for_another_run(house: House, ledger: Ledger) -> None:
    other = House(ledger, gemeente="9902")
    run = other.start()
    with pytest.raises(LeaseLost, match="L-0104"):
        ledger.stage(house.lease, run, [staged(1)])


def test_a_run_that_ended_takes_no_more_rows(house: House, ledger: Ledger) -> None:
    ended = house.run([staged(1)])
    with pytest.raises(LeaseLost, match="L-0104"):
        ledger.stage(house.lease, ended.run, [staged(2)])


@pytest.mark.usefixtures("house")
def test_leases_survive_a_restart(tmp_path: Path, ledger: Ledger) -> None:
    ledger.close()
    with Ledger.open(url_of(tmp_path)) as again, pytest.raises(AlreadyRunning):
        again.take_lease(GEMEENTE, "second", NOW)
