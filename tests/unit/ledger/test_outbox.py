"""The outbox: claiming, offering, and every way a row can end."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event, text

from ledger import Ledger, OutboxStatus, Outgoing, Staged, StandStaat, StubSoort
from regres import Handelend, LeaseLost, LedgerError, Receipt, SoortMelding
from tests.tools.ledgers import (
    GEMEENTE,
    NOW,
    WAIT,
    House,
    after,
    inhoudsmerk,
    note,
    receipt,
    referentie,
    staged,
    url_of,
    zoeksleutel,
)

WIJZIGING, INTREKKING = SoortMelding.WIJZIGING, SoortMelding.INTREKKING


@pytest.fixture
def claimed(house: House) -> Outgoing:
    """Give a claimed first version of the first provision."""
    house.run([staged(1)])
    (outgoing,) = house.due()
    return outgoing


def envelopes(folder: Path) -> int:
    """Count the envelopes that lie in the database."""
    engine = create_engine(url_of(folder))
    with engine.connect() as conn:
        found = conn.execute(text("SELECT count(*) FROM envelop")).scalar_one()
    engine.dispose()
    return int(found)


def asked(work: Callable[[], object]) -> int:
    """Count the questions that a piece of work asks, of which the answers are kept once."""
    questions, kept = [], []
    ask = ("before_cursor_execute", lambda *told: questions.append(told[2]))
    keep = ("commit", lambda conn: kept.append(conn))
    for name, told in (ask, keep):
        event.listen(Engine, name, told)
    try:
        work()
    finally:
        for name, told in (ask, keep):
            event.remove(Engine, name, told)
    assert len(kept) == 1
    return len(questions)


def statuses(house: House) -> list[OutboxStatus]:
    """Give the status of every row, oldest first."""
    return [row.status for row in reversed(house.ledger.outbox(GEMEENTE))]


def test_what_was_sealed_comes_out_byte_for_byte(house: House) -> None:
    row = staged(1, 3, WIJZIGING)
    house.run([row])

    (outgoing,) = house.due()

    assert outgoing.sealed == row.sealed
    assert outgoing.pogingen == 1


def test_a_retry_offers_the_same_bytes(house: House, claimed: Outgoing) -> None:
    house.ledger.retry_later(claimed, after(minutes=1), "S-0101", NOW)
    assert house.due(after(seconds=59)) == []

    (again,) = house.due(after(minutes=1))

    assert again.sealed == claimed.sealed
    assert again.pogingen == 2


def test_a_retry_is_never_planned_in_the_past(house: House, claimed: Outgoing) -> None:
    house.ledger.retry_later(claimed, NOW - timedelta(days=1), "S-0101", after(minutes=1))
    assert house.ledger.outbox(GEMEENTE)[0].volgende_poging == after(minutes=1)


def test_a_row_that_was_not_offered_is_given_back_as_it_was(
    house: House, claimed: Outgoing
) -> None:
    house.ledger.give_back(claimed)
    assert statuses(house) == [OutboxStatus.VRIJ]

    (again,) = house.due()
    assert (again.pogingen, again.sealed) == (1, claimed.sealed)
    with pytest.raises(LeaseLost):
        house.ledger.delivered(claimed, receipt(claimed), NOW)


def test_a_row_that_was_not_offered_can_still_be_overtaken(house: House, claimed: Outgoing) -> None:
    house.ledger.give_back(claimed)
    house.run([staged(1, 2, WIJZIGING, "b")])
    assert house.deliver_all() == [(2, "jwe.1.2.b")]


def test_a_claimed_row_is_not_given_twice(house: House, claimed: Outgoing) -> None:
    assert house.due(after(seconds=59)) == []


def test_a_claim_that_ran_out_is_taken_over_and_its_holder_can_mark_nothing(
    house: House, claimed: Outgoing
) -> None:
    (new,) = house.due(after(seconds=60))
    ledger, now = house.ledger, after(seconds=121)

    with pytest.raises(LeaseLost, match="L-0501"):
        ledger.delivered(claimed, receipt(claimed), now)
    with pytest.raises(LeaseLost):
        ledger.retry_later(claimed, now, "x", now)
    with pytest.raises(LeaseLost):
        ledger.refused(claimed, "x", now)
    with pytest.raises(LeaseLost):
        ledger.voided(claimed, now, None, "x")
    ledger.delivered(new, receipt(new), now)
    assert statuses(house) == [OutboxStatus.ONTVANGEN]


def test_a_claim_that_ran_out_but_was_not_taken_over_still_counts(
    house: House, claimed: Outgoing
) -> None:
    house.ledger.delivered(claimed, receipt(claimed), after(days=1))
    assert statuses(house) == [OutboxStatus.ONTVANGEN]


def test_a_row_given_back_cannot_be_marked_by_its_old_claim(
    house: House, claimed: Outgoing
) -> None:
    house.ledger.retry_later(claimed, after(minutes=1), "S-0101", NOW)
    with pytest.raises(LeaseLost):
        house.ledger.delivered(claimed, receipt(claimed), NOW)


def test_versions_of_one_provision_go_in_order_and_one_at_a_time(house: House) -> None:
    house.run([staged(1), staged(2)])
    first = house.due()
    house.run([staged(1, 2, WIJZIGING, "b")])

    assert [outgoing.sealed.kop.versie for outgoing in first] == [1, 1]
    assert house.due() == []
    house.ledger.delivered(first[0], receipt(first[0]), NOW)
    (second,) = house.due()
    assert second.sealed.inhoud == "jwe.1.2.b"


def test_the_limit_holds_and_the_oldest_run_goes_first(house: House) -> None:
    house.run([staged(number) for number in range(3)])
    house.run([staged(7)])

    assert [outgoing.sealed.inhoud[:5] for outgoing in house.due(limit=2)] == ["jwe.0", "jwe.1"]
    assert [outgoing.sealed.inhoud[:5] for outgoing in house.due(limit=2)] == ["jwe.2", "jwe.7"]


def test_what_waits_for_release_is_not_due(house: House) -> None:
    house.run([staged(1)], decide=WAIT)
    assert house.due() == []


def test_delivery_keeps_the_receipt_and_drops_the_envelope(
    house: House, claimed: Outgoing, tmp_path: Path
) -> None:
    house.ledger.delivered(claimed, Receipt(referentie(1), 1, "ZAAK-7", after(seconds=3)), NOW)

    (row,) = house.ledger.outbox(GEMEENTE)
    (stand,) = house.ledger.standen(GEMEENTE).values()

    assert (row.status, row.zaaknummer) == (OutboxStatus.ONTVANGEN, "ZAAK-7")
    assert row.ontvangen_op == after(seconds=3)
    assert stand.afgeleverd
    assert envelopes(tmp_path) == 0


def test_a_receipt_for_something_else_marks_nothing(house: House, claimed: Outgoing) -> None:
    for wrong in (Receipt(referentie(2), 1, "Z", NOW), Receipt(referentie(1), 2, "Z", NOW)):
        with pytest.raises(LedgerError, match="L-0502"):
            house.ledger.delivered(claimed, wrong, NOW)
    assert statuses(house) == [OutboxStatus.VERSTUURD]


def test_a_refusal_is_told_to_a_person_and_not_offered_again(
    house: House, claimed: Outgoing, tmp_path: Path
) -> None:
    house.ledger.refused(claimed, "S-0404", NOW)

    (stub,) = house.ledger.stubs(GEMEENTE)
    (stand,) = house.ledger.standen(GEMEENTE).values()

    assert statuses(house) == [OutboxStatus.GEWEIGERD]
    assert house.due(after(days=99)) == []
    assert (stub.zoeksleutel, stub.soort) == (zoeksleutel(1), StubSoort.QUARANTAINE)
    assert (stub.codes, stub.uit_aflevering) == (("S-0404",), True)
    assert (stand.versie, stand.inhoudsmerk) == (1, inhoudsmerk("a"))
    assert envelopes(tmp_path) == 0


def test_reading_alone_never_closes_the_stub_of_a_refusal(house: House, claimed: Outgoing) -> None:
    house.ledger.refused(claimed, "S-0404", NOW)
    for day in range(1, 5):
        unchanged = [(zoeksleutel(1), "ongewijzigd")]
        house.run(sneden=("",), now=after(days=day), gesloten_stubs=unchanged)
    assert len(house.ledger.stubs(GEMEENTE)) == 1

    house.run([staged(1, 2, WIJZIGING, "b")], now=after(days=5))
    assert house.ledger.stubs(GEMEENTE) == []


def test_a_refusal_takes_the_place_of_an_older_stub(house: House) -> None:
    house.run([staged(1)])
    house.run(stubs=[note(1)])
    (outgoing,) = house.due()
    house.ledger.refused(outgoing, "S-0404", after(days=1))

    (stub,) = house.ledger.stubs(GEMEENTE)

    assert (stub.codes, stub.uit_aflevering) == (("S-0404",), True)


def test_the_next_version_goes_after_a_refused_one(house: House, claimed: Outgoing) -> None:
    house.run([staged(1, 2, WIJZIGING, "b")])
    house.ledger.refused(claimed, "S-0404", NOW)
    assert house.deliver_all() == [(2, "jwe.1.2.b")]


def test_a_first_version_no_one_could_open_leaves_no_stand(
    house: House, claimed: Outgoing, tmp_path: Path
) -> None:
    house.ledger.voided(claimed, NOW, None, "sleutel-onbekend")

    assert statuses(house) == [OutboxStatus.VERVALLEN]
    assert house.ledger.standen(GEMEENTE) == {}
    assert envelopes(tmp_path) == 0
    house.run([staged(1)])
    assert house.deliver_all() == [(1, "jwe.1.1.a")]


@pytest.mark.parametrize("soort", [WIJZIGING, INTREKKING])
def test_a_later_version_no_one_could_open_is_given_out_again(
    house: House, claimed: Outgoing, soort: SoortMelding
) -> None:
    house.ledger.delivered(claimed, receipt(claimed), NOW)
    house.run([staged(1, 2, soort, "b")])
    (second,) = house.due()
    house.ledger.voided(second, NOW, None, "sleutel-onbekend")

    (stand,) = house.ledger.standen(GEMEENTE).values()

    assert (stand.versie, stand.inhoudsmerk) == (1, "")
    assert (stand.staat, stand.afgeleverd) == (StandStaat.STAAND, True)


def test_a_conflict_goes_on_from_the_version_of_the_backend(
    house: House, claimed: Outgoing
) -> None:
    house.ledger.voided(claimed, NOW, 5, "versie-bekend")

    (stand,) = house.ledger.standen(GEMEENTE).values()

    assert (stand.versie, stand.inhoudsmerk, stand.staat) == (5, "", StandStaat.STAAND)
    house.run([staged(1, 6, WIJZIGING)])
    assert house.deliver_all() == [(6, "jwe.1.6.a")]


@pytest.mark.parametrize("latest", [None, 5])
def test_what_must_be_sealed_again_lets_an_unchanged_file_be_read_again(
    house: House, latest: int | None
) -> None:
    house.run([staged(1)], checkpoint={"bestand": "x"})
    (row,) = house.due()
    assert house.ledger.checkpoint(GEMEENTE, "csv") == {"bestand": "x"}

    house.ledger.voided(row, NOW, latest, "S-0422")

    assert house.ledger.checkpoint(GEMEENTE, "csv") is None


def test_a_withdrawal_in_conflict_is_made_again(house: House, claimed: Outgoing) -> None:
    house.ledger.delivered(claimed, receipt(claimed), NOW)
    house.run([staged(1, 2, INTREKKING, "i")])
    (second,) = house.due()
    house.ledger.voided(second, NOW, 4, "versie-bekend")

    (stand,) = house.ledger.standen(GEMEENTE).values()

    assert (stand.versie, stand.staat) == (4, StandStaat.STAAND)


def test_a_conflict_never_takes_a_version_back(house: House, claimed: Outgoing) -> None:
    house.ledger.voided(claimed, NOW, 0, "versie-bekend")
    (stand,) = house.ledger.standen(GEMEENTE).values()
    assert (stand.versie, stand.inhoudsmerk) == (1, "")


@pytest.mark.parametrize("latest", [None, 1])
def test_voiding_an_older_version_leaves_a_later_one_on_its_way(
    house: House, claimed: Outgoing, latest: int | None
) -> None:
    house.run([staged(1, 2, WIJZIGING, "b")])
    house.ledger.voided(claimed, NOW, latest, "x")

    (stand,) = house.ledger.standen(GEMEENTE).values()

    assert (stand.versie, stand.inhoudsmerk) == (2, inhoudsmerk("b"))
    assert house.deliver_all() == [(2, "jwe.1.2.b")]


def test_rows_are_counted_by_what_became_of_them(house: House, ledger: Ledger) -> None:
    house.run([staged(number) for number in range(6)])
    sent, later, no, void, *_ = house.due(limit=5)
    ledger.delivered(sent, receipt(sent), NOW)
    ledger.retry_later(later, NOW, "S-0101", NOW)
    ledger.refused(no, "S-0404", NOW)
    ledger.voided(void, NOW, None, "x")
    house.run([staged(7)], decide=WAIT, slot="venster")
    house.run([staged(5, 2, WIJZIGING)])

    assert ledger.outbox_counts(GEMEENTE) == {
        OutboxStatus.KLAARGEZET: 1,
        OutboxStatus.VRIJ: 1,
        OutboxStatus.VERSTUURD: 2,
        OutboxStatus.ONTVANGEN: 1,
        OutboxStatus.GEWEIGERD: 1,
        OutboxStatus.INGEHAALD: 1,
        OutboxStatus.VERVALLEN: 1,
    }


def test_the_age_of_the_backlog_counts_from_release(house: House) -> None:
    assert house.ledger.oldest_waiting(GEMEENTE, NOW) is None
    waiting = house.run([staged(1)], decide=WAIT)
    assert house.ledger.oldest_waiting(GEMEENTE, after(hours=1)) is None
    house.ledger.release_run(waiting.run, Handelend("j.jansen", "consulent", "x"), after(hours=2))
    house.run([staged(2)], now=after(hours=4))

    assert house.ledger.oldest_waiting(GEMEENTE, after(hours=5)) == timedelta(hours=3)
    house.deliver_all(after(hours=5))
    assert house.ledger.oldest_waiting(GEMEENTE, after(hours=6)) is None


def test_what_failed_right_after_a_usable_answer_is_counted_as_its_own(
    house: House, claimed: Outgoing
) -> None:
    assert (claimed.vergeefs, claimed.vergeefs_sinds) == (0, None)
    house.ledger.retry_later(claimed, after(minutes=1), "S-0004", NOW, eigen=True)
    (second,) = house.due(after(minutes=1))
    house.ledger.retry_later(second, after(minutes=2), "S-0004", after(minutes=1), eigen=False)
    (third,) = house.due(after(minutes=2))
    house.ledger.retry_later(third, after(minutes=3), "S-0004", after(minutes=2), eigen=True)

    (last,) = house.due(after(minutes=3))

    assert [(one.vergeefs, one.vergeefs_sinds) for one in (second, third, last)] == [
        *((1, NOW), (1, NOW)),
        (2, NOW),
    ]


def test_what_is_not_delivered_yet_is_counted_by_the_key_it_was_sealed_for(
    house: House, ledger: Ledger
) -> None:
    def sealed_for(number: int, kid: str) -> Staged:
        head = base64.urlsafe_b64encode(json.dumps({"kid": kid} if kid else {}).encode()).decode()
        row = staged(number)
        return replace(row, sealed=replace(row.sealed, inhoud=f"{head.rstrip('=')}.b.c.d.e"))

    house.run([sealed_for(1, "oud")])
    house.deliver_all()
    house.run([sealed_for(2, "oud"), sealed_for(3, "nieuw"), sealed_for(4, "nieuw")])
    House(ledger, "9902").run([sealed_for(5, "nieuw"), sealed_for(6, "")])

    assert ledger.verzegeld_voor() == {"oud": 1, "nieuw": 3, "": 1}


def test_receipts_that_came_together_are_kept_by_as_many_questions_as_one(
    house: House, ledger: Ledger
) -> None:
    house.run([staged(number) for number in range(9)])
    first, *others = house.due(limit=9)
    one = asked(lambda: ledger.all_delivered([(first, receipt(first))], NOW))
    many = asked(lambda: ledger.all_delivered([(row, receipt(row)) for row in others], NOW))

    # Eight: as many as leave together.
    assert one == many <= 8
    assert statuses(house) == [OutboxStatus.ONTVANGEN] * 9
    assert ledger.audit_verify() == []


def test_many_more_receipts_than_leave_together_are_kept_too(house: House, ledger: Ledger) -> None:
    house.run([staged(number) for number in range(41)])
    rows = house.due(limit=41)

    kept = ledger.all_delivered([(row, receipt(row)) for row in rows], NOW)

    assert len(kept) == 41
    assert statuses(house) == [OutboxStatus.ONTVANGEN] * 41
    assert ledger.audit_verify() == []


def test_rows_are_claimed_by_three_questions_as_long_as_enough_are_free(house: House) -> None:
    house.run([staged(number) for number in range(9)])

    assert asked(lambda: house.due(limit=8)) == 3
    assert asked(lambda: house.due(limit=8)) == 4  # one is left: did somebody die with others?


def test_of_receipts_that_came_together_only_those_with_their_claim_are_kept(
    house: House, ledger: Ledger
) -> None:
    house.run([staged(1), staged(2)])
    late, mine = house.due()
    ledger.give_back(late)

    kept = ledger.all_delivered([(late, receipt(late)), (mine, receipt(mine))], NOW)

    assert [one.referentie for one in kept] == [mine.sealed.kop.referentie]
    assert statuses(house) == [OutboxStatus.VRIJ, OutboxStatus.ONTVANGEN]


def test_a_receipt_for_something_else_keeps_none_of_those_it_came_with(
    house: House, ledger: Ledger
) -> None:
    house.run([staged(1), staged(2)])
    one, two = house.due()

    with pytest.raises(LedgerError, match="L-0502"):
        ledger.all_delivered([(one, receipt(one)), (two, receipt(one))], NOW)

    assert OutboxStatus.ONTVANGEN not in statuses(house)
