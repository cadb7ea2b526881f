"""Rows of a run that is still going."""

import pytest

from ledger import Closing, Ledger, OutboxStatus, StubSoort, Unstaged
from regres import LedgerError, SoortMelding
from tests.tools.ledgers import (
    FREE,
    GEMEENTE,
    NOW,
    House,
    inhoudsmerk,
    note,
    referentie,
    staged,
    telling_of,
    zoeksleutel,
)


def test_staged_rows_cannot_be_sent(house: House) -> None:
    house.ledger.stage(house.lease, house.start(), [staged(1)])

    assert house.due() == []
    assert house.ledger.outbox_counts(GEMEENTE)[OutboxStatus.KLAARGEZET] == 1
    assert house.ledger.standen(GEMEENTE) == {}


def test_staged_stubs_are_not_on_the_list_yet(house: House) -> None:
    house.ledger.stage(house.lease, house.start(), [], [note(1)])
    assert house.ledger.open_stubs(GEMEENTE) == {}


def test_a_batch_is_at_most_a_thousand(house: House) -> None:
    run = house.start()
    with pytest.raises(ValueError, match="1000"):
        house.ledger.stage(house.lease, run, [staged(n) for n in range(1001)])
    with pytest.raises(ValueError, match="1000"):
        house.ledger.stage(house.lease, run, [], [note(n) for n in range(1001)])
    house.ledger.stage(
        house.lease, run, [staged(n) for n in range(1000)], [note(n) for n in range(2000, 3000)]
    )
    assert house.ledger.outbox_counts(GEMEENTE)[OutboxStatus.KLAARGEZET] == 1000


def test_the_same_key_twice_is_refused_and_nothing_of_that_batch_is_kept(house: House) -> None:
    run = house.start()
    house.ledger.stage(house.lease, run, [staged(1)])
    with pytest.raises(LedgerError, match="L-0206"):
        house.ledger.stage(house.lease, run, [staged(2), staged(1)], [note(3)])
    assert house.ledger.outbox_counts(GEMEENTE)[OutboxStatus.KLAARGEZET] == 1


def test_the_same_key_may_be_staged_in_two_runs(house: House, ledger: Ledger) -> None:
    other = House(ledger, gemeente="9902")
    house.ledger.stage(house.lease, house.start(), [staged(1)])
    ledger.stage(other.lease, other.start(), [staged(1)])


def test_a_row_can_be_taken_back(house: House) -> None:
    run = house.start()
    house.ledger.stage(house.lease, run, [staged(1, versie=3, soort=SoortMelding.WIJZIGING)])

    taken = house.ledger.unstage(house.lease, run, zoeksleutel(1))

    assert taken == Unstaged(SoortMelding.WIJZIGING, referentie(1), 3, inhoudsmerk("a"))
    assert house.ledger.unstage(house.lease, run, zoeksleutel(1)) is None
    assert not any(house.ledger.outbox_counts(GEMEENTE).values())


def test_rows_after_one_that_was_taken_back_get_numbers_of_their_own(house: House) -> None:
    run = house.start()
    house.ledger.stage(house.lease, run, [staged(1), staged(2)])
    house.ledger.unstage(house.lease, run, zoeksleutel(1))
    house.ledger.stage(house.lease, run, [staged(3)])

    assert house.ledger.outbox_counts(GEMEENTE)[OutboxStatus.KLAARGEZET] == 2


def test_the_last_note_about_a_key_counts(house: House) -> None:
    run = house.start()
    pair = [note(2, StubSoort.BEOORDELEN), note(2, StubSoort.VASTGEHOUDEN)]
    house.ledger.stage(house.lease, run, [], [note(1, StubSoort.BEOORDELEN), *pair])
    house.ledger.stage(house.lease, run, [], [note(1, StubSoort.QUARANTAINE, codes=("M-0107",))])
    house.ledger.close_run(house.lease, run, Closing(telling=telling_of()), FREE, NOW)

    stubs = house.ledger.open_stubs(GEMEENTE)

    assert stubs[zoeksleutel(1)].soort is StubSoort.QUARANTAINE
    assert stubs[zoeksleutel(1)].codes == ("M-0107",)
    assert stubs[zoeksleutel(2)].soort is StubSoort.VASTGEHOUDEN
