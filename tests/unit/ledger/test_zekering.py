"""The breaker of a destination: counted, out, tried by one, in again, and kept over a restart."""

from datetime import timedelta
from pathlib import Path

from ledger import Doorgang, Ledger, Zekering
from tests.tools.ledgers import GEMEENTE, NOW, House, after, staged, url_of

LOKET = "https://loket.example"
MINUTE = timedelta(minutes=1)


def fails(ledger: Ledger, gemeente: str = "", pause: timedelta | None = MINUTE) -> Zekering:
    """Let one attempt fail."""
    return ledger.zekering_mislukt(LOKET, gemeente, NOW, "S-0031", lambda _: pause)


def test_what_was_never_tried_is_in() -> None:
    assert Zekering().open_tot is None


def test_failures_in_a_row_are_counted_and_one_usable_answer_begins_anew(ledger: Ledger) -> None:
    asked: list[int] = []
    for minute in range(3):
        ledger.zekering_mislukt(LOKET, "", after(minutes=minute), "S-0031", asked.append)
    assert asked == [1, 2, 3]
    assert ledger.zekering(LOKET) == Zekering(3, NOW, None, None, "S-0031")

    ledger.zekering_gelukt(LOKET, GEMEENTE, after(minutes=5))
    assert ledger.zekering(LOKET) == Zekering(0, None, after(minutes=5), None, "")
    assert fails(ledger).mislukt == 1


def test_while_it_is_out_nothing_goes_and_then_one_is_let_through(ledger: Ledger) -> None:
    assert ledger.doorgang(LOKET, GEMEENTE, NOW) is Doorgang.VRIJ
    fails(ledger)

    assert ledger.doorgang(LOKET, GEMEENTE, after(seconds=59)) is Doorgang.DICHT
    assert ledger.doorgang(LOKET, GEMEENTE, after(seconds=60)) is Doorgang.PROEF
    assert ledger.doorgang(LOKET, "9902", after(seconds=61)) is Doorgang.DICHT
    # Who tried may have died on it: a minute later another may.
    assert ledger.doorgang(LOKET, "9902", after(seconds=120)) is Doorgang.PROEF
    ledger.zekering_gelukt(LOKET, "9902", after(seconds=121))
    assert ledger.doorgang(LOKET, GEMEENTE, after(seconds=121)) is Doorgang.VRIJ


def test_a_person_who_waits_may_try_at_once(ledger: Ledger) -> None:
    fails(ledger)
    assert ledger.doorgang(LOKET, GEMEENTE, NOW, meteen=True) is Doorgang.PROEF


def test_a_municipality_that_is_shut_out_keeps_no_other_from_sending(ledger: Ledger) -> None:
    fails(ledger, GEMEENTE)
    assert ledger.doorgang(LOKET, GEMEENTE, NOW) is Doorgang.DICHT
    assert ledger.doorgang(LOKET, "9902", NOW) is Doorgang.VRIJ
    ledger.zekering_gelukt(LOKET, "9902", NOW)
    assert ledger.doorgang(LOKET, GEMEENTE, NOW) is Doorgang.DICHT


def test_another_destination_is_another_breaker(ledger: Ledger) -> None:
    fails(ledger)
    assert ledger.doorgang("https://elders.example", GEMEENTE, NOW) is Doorgang.VRIJ


def test_it_is_still_out_after_a_restart(ledger: Ledger, tmp_path: Path) -> None:
    fails(ledger)
    ledger.close()
    with Ledger.open(url_of(tmp_path)) as again:
        assert again.doorgang(LOKET, GEMEENTE, NOW) is Doorgang.DICHT
        assert again.zekering(LOKET).open_tot == after(minutes=1)


def test_a_clock_that_ran_ahead_and_was_set_back_keeps_nothing_from_going(
    ledger: Ledger, house: House
) -> None:
    ahead = NOW + timedelta(days=3650)
    house.run([staged(1), staged(2)])
    claimed, later = house.due()
    ledger.retry_later(later, ahead, "S-0031", NOW)
    ledger.give_back(claimed)
    (claimed,) = ledger.due(GEMEENTE, NOW, 1, "elders:1:1:1", int(ahead.timestamp()))
    ledger.zekering_mislukt(LOKET, "", ahead, "S-0031", lambda count: timedelta(minutes=1))

    assert ledger.doorgang(LOKET, GEMEENTE, NOW) is Doorgang.PROEF
    assert ledger.te_bezorgen(NOW) == [GEMEENTE]
    assert len(house.due()) == 2


def test_when_it_is_in_again_what_waited_need_not_wait_longer(ledger: Ledger, house: House) -> None:
    house.run([staged(1), staged(2)])
    rows = house.due()
    for row in rows:
        ledger.retry_later(row, after(hours=1), "S-0031", NOW)
    fails(ledger)
    assert house.due() == []
    ledger.zekering_gelukt(LOKET, GEMEENTE, NOW)
    assert len(house.due()) == 2


def test_an_answer_while_all_goes_well_changes_nothing_of_a_row_that_waits(
    ledger: Ledger, house: House
) -> None:
    house.run([staged(1)])
    (row,) = house.due()
    ledger.retry_later(row, after(hours=1), "S-0031", NOW)
    ledger.zekering_gelukt(LOKET, GEMEENTE, NOW)
    assert house.due() == []


def test_it_tells_what_waits_and_since_when_nothing_arrives(ledger: Ledger, house: House) -> None:
    assert ledger.bezorgstand(LOKET, GEMEENTE).oudste is None
    ledger.zekering_gelukt(LOKET, GEMEENTE, after(hours=-2))
    house.run([staged(1), staged(2)])
    fails(ledger)

    stand = ledger.bezorgstand(LOKET, GEMEENTE)

    assert (stand.wacht, stand.oudste, stand.code) == (2, NOW, "S-0031")
    assert stand.laatst_gelukt == after(hours=-2)
    assert ledger.te_bezorgen(NOW) == [GEMEENTE]
    assert ledger.te_bezorgen(NOW, "9902") == []
