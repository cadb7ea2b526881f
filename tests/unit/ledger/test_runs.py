"""Runs: one per slot, and nothing left behind by those that never ended."""

from datetime import date

import pytest

from ledger import Ledger, OutboxStatus, Resultaat, RunExists, RunStart
from regres import Problem, UsageProblem
from tests.tools.ledgers import DAY, GEMEENTE, NOW, WAIT, House, after, always, note, staged


def start_of(slot: str) -> RunStart:
    return RunStart(
        bronset="csv", dag=DAY, slot=slot, mapping_merk="m1", regelversie="1", stand="actief"
    )


def test_a_slot_is_run_once(house: House) -> None:
    first = house.run(slot="venster")
    with pytest.raises(RunExists, match="L-0103") as caught:
        house.start(slot="venster")
    assert caught.value.run == first.run


@pytest.mark.parametrize(
    "resultaat", [Resultaat.AFGEBROKEN, Resultaat.GEEN_LEVERING, Resultaat.MISLUKT]
)
def test_a_slot_that_brought_nothing_may_be_tried_again(house: House, resultaat: Resultaat) -> None:
    run = house.start(slot="venster")
    house.ledger.fail_run(house.lease, run, resultaat, [Problem("B-0301", "Dicht")], {}, NOW)

    again = house.start(slot="venster", now=after(minutes=15))
    row = house.ledger.run(again)

    assert again == run
    assert (row.pogingen, row.resultaat, row.problems) == (2, None, ())
    assert row.begonnen == after(minutes=15)


@pytest.mark.parametrize(
    "resultaat", [Resultaat.PROEF, Resultaat.WACHT_OP_VRIJGAVE, Resultaat.VRIJ]
)
def test_a_slot_that_was_decided_about_is_not_tried_again(
    house: House, resultaat: Resultaat
) -> None:
    house.run(slot="venster", decide=always(resultaat))
    with pytest.raises(RunExists):
        house.start(slot="venster")


def test_an_unchanged_source_needs_no_second_look(house: House) -> None:
    run = house.start(slot="venster")
    house.ledger.fail_run(house.lease, run, Resultaat.ONGEWIJZIGD, (), {"sha256": "ab"}, NOW)

    assert house.ledger.run(run).proof == {"sha256": "ab"}
    with pytest.raises(RunExists):
        house.start(slot="venster")


def test_a_run_is_not_given_up_as_a_success(house: House) -> None:
    run = house.start()
    with pytest.raises(ValueError, match="vrij"):
        house.ledger.fail_run(house.lease, run, Resultaat.VRIJ, (), {}, NOW)


def test_a_run_that_is_given_up_leaves_no_rows(house: House) -> None:
    run = house.start()
    house.ledger.stage(house.lease, run, [staged(1)], [note(2)])
    problem = Problem("B-0301", "De bron antwoordt niet.", waar="sftp")
    house.ledger.fail_run(house.lease, run, Resultaat.MISLUKT, [problem], {"bytes": 3}, NOW)

    row = house.ledger.run(run)

    assert (row.resultaat, row.problems, row.proof) == (
        Resultaat.MISLUKT,
        (problem,),
        {"bytes": 3},
    )
    assert not any(house.ledger.outbox_counts(GEMEENTE).values())
    assert not house.ledger.stubs(GEMEENTE)


def test_what_a_dead_process_left_is_cleared_and_the_slot_runs_again(house: House) -> None:
    dead = house.start(slot="venster")
    house.ledger.stage(house.lease, dead, [staged(1), staged(2)], [note(3)])
    house.lease = house.ledger.take_lease(GEMEENTE, "next", after(days=2000))

    assert house.ledger.recover(house.lease, after(days=2000)) == 1
    assert house.ledger.run(dead).resultaat is Resultaat.AFGEBROKEN
    assert not any(house.ledger.outbox_counts(GEMEENTE).values())
    result = house.run([staged(1)], slot="venster")
    assert (result.run, result.resultaat) == (dead, Resultaat.VRIJ)


def test_recovering_leaves_ended_runs_and_other_municipalities_alone(
    house: House, ledger: Ledger
) -> None:
    house.run([staged(1)])
    waiting = house.run([staged(2)], decide=WAIT)
    other = House(ledger, gemeente="9902")
    theirs = other.start()

    assert ledger.recover(house.lease, NOW) == 0
    assert ledger.run(theirs).resultaat is None
    assert ledger.run(waiting.run).resultaat is Resultaat.WACHT_OP_VRIJGAVE
    assert ledger.outbox_counts(GEMEENTE)[OutboxStatus.VRIJ] == 1


def test_a_missed_slot_is_written_down_once(house: House) -> None:
    missed = house.ledger.note_missed(house.lease, start_of("venster"), NOW)

    assert missed is not None
    assert house.ledger.run(missed).resultaat is Resultaat.GEMIST
    assert house.ledger.note_missed(house.lease, start_of("venster"), NOW) is None


def test_a_slot_that_ran_is_not_missed(house: House) -> None:
    ran = house.run(slot="venster")
    assert house.ledger.note_missed(house.lease, start_of("venster"), NOW) is None
    assert house.ledger.run(ran.run).resultaat is Resultaat.VRIJ


def test_manual_runs_are_counted_per_day_and_source_set(house: House) -> None:
    names = []
    for _ in range(11):
        names.append(house.ledger.next_hand(GEMEENTE, "csv", DAY))
        house.run(slot=names[-1])

    assert names == [f"hand-{number}" for number in range(1, 12)]
    assert house.ledger.next_hand(GEMEENTE, "csv", date(2026, 11, 22)) == "hand-1"
    assert house.ledger.next_hand(GEMEENTE, "stuf", DAY) == "hand-1"


def test_runs_are_listed_newest_first(house: House, ledger: Ledger) -> None:
    first = house.run(slot="venster").run
    second = house.run().run
    theirs = House(ledger, gemeente="9902").start()

    assert [row.id for row in ledger.runs()] == [theirs, second, first]
    assert [row.id for row in ledger.runs(GEMEENTE)] == [second, first]
    assert [row.id for row in ledger.runs(GEMEENTE, limit=1)] == [second]


def test_the_last_run_of_each_slot(house: House) -> None:
    house.run(slot="rondgang:2024-03")
    last_month = house.run(slot="rondgang:2024-04").run
    house.run()
    last_hand = house.run().run

    found = house.ledger.last_run_per_slot(GEMEENTE)

    assert {key: row.id for key, row in found.items()} == {
        ("csv", "rondgang"): last_month,
        ("csv", "hand"): last_hand,
    }


def test_an_unknown_run_is_a_mistake_of_the_caller(ledger: Ledger) -> None:
    with pytest.raises(UsageProblem, match="L-0401"):
        ledger.run(7)


def test_a_run_remembers_what_it_set_out_with(house: House) -> None:
    row = house.ledger.run(house.start(slot="rondgang:2024-03", merk="m7"))

    assert (row.slot, row.mapping_merk, row.regelversie, row.stand, row.dag) == (
        "rondgang:2024-03",
        "m7",
        "1",
        "actief",
        DAY,
    )
    assert (row.geeindigd, row.telling, row.wacht_sinds, row.besloten_door) == (
        None,
        None,
        None,
        "",
    )


def test_what_is_found_after_its_end_is_told_with_what_a_run_told_already(
    house: House, ledger: Ledger
) -> None:
    first, second = Problem("X-0001", "een"), Problem("X-0002", "twee")
    ended = house.run([staged(1)], problems=(first,))
    other = house.run([staged(2)])

    ledger.note_run_problems(house.lease, ended.run, [second])

    found = ledger.run(ended.run)
    assert [one.code for one in found.problems] == ["X-0001", "X-0002"]
    assert (found.resultaat, found.geeindigd) == (Resultaat.VRIJ, NOW)
    assert ledger.run(other.run).problems == ()
    assert ledger.laatste_run() == other.run


def test_no_run_yet_is_number_nought(ledger: Ledger) -> None:
    assert ledger.laatste_run() == 0
