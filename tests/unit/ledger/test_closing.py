"""The closing transaction: counts, brake, and what is kept or dropped."""

from datetime import timedelta

import pytest

from ledger import (
    Closing,
    History,
    Ledger,
    OutboxStatus,
    Resultaat,
    StubSoort,
    Verdict,
)
from regres import Bucket, Handelend, Problem, SoortMelding, Telling, UsageProblem
from tests.tools.ledgers import (
    DAY,
    FREE,
    GEMEENTE,
    NOW,
    WAIT,
    Decide,
    House,
    after,
    always,
    note,
    staged,
    telling_of,
    zoeksleutel,
)


class Asked:
    """A decision that remembers what it was asked."""

    def __init__(self, resultaat: Resultaat = Resultaat.VRIJ) -> None:
        self.histories: list[History] = []
        self._verdict = Verdict(resultaat, (Problem("R-0101", "Te veel nieuwe meldingen."),))

    def __call__(self, history: History) -> Verdict:
        self.histories.append(history)
        return self._verdict


def test_a_freed_run_moves_everything_at_once(house: House) -> None:
    result = house.run(
        [staged(1), staged(2)],
        [note(3)],
        checkpoint={"sha256": "ab"},
        proof={"regels": 3},
        problems=(Problem("B-0107", "Laatste regel mist."),),
    )
    row = house.ledger.run(result.run)

    assert result.resultaat is row.resultaat is Resultaat.VRIJ
    assert row.telling == result.telling
    assert row.proof == {"regels": 3}
    assert [problem.code for problem in row.problems] == ["B-0107"]
    assert set(house.ledger.standen(GEMEENTE)) == {zoeksleutel(1), zoeksleutel(2)}
    assert set(house.ledger.open_stubs(GEMEENTE)) == {zoeksleutel(3)}
    assert house.ledger.checkpoint(GEMEENTE, "csv") == {"sha256": "ab"}
    assert house.ledger.outbox_counts(GEMEENTE)[OutboxStatus.VRIJ] == 2


@pytest.mark.parametrize(
    "telling",
    [
        telling_of([staged(1)]),
        telling_of([staged(1), staged(2), staged(3)]),
        telling_of([staged(1), staged(2, soort=SoortMelding.INTREKKING)]),
        Telling(gelezen=2),
    ],
    ids=["a row too many", "a row too few", "another kind", "not counted"],
)
def test_counts_that_do_not_hold_fail_the_run_and_nothing_is_used(
    house: House, telling: Telling
) -> None:
    asked = Asked()
    result = house.run(
        [staged(1), staged(2)], [note(3)], asked, telling=telling, checkpoint={"x": 1}
    )

    assert result.resultaat is Resultaat.MISLUKT
    assert {problem.code for problem in result.problems} == {"L-0301"}
    assert asked.histories == []
    assert house.ledger.standen(GEMEENTE) == {}
    assert house.ledger.open_stubs(GEMEENTE) == {}
    assert house.ledger.checkpoint(GEMEENTE, "csv") is None
    assert not any(house.ledger.outbox_counts(GEMEENTE).values())
    assert house.ledger.run(result.run).problems == result.problems


@pytest.mark.parametrize("resultaat", [Resultaat.PROEF, Resultaat.MISLUKT])
def test_a_trial_or_failed_run_keeps_its_counts_and_nothing_else(
    house: House, resultaat: Resultaat
) -> None:
    result = house.run([staged(1)], [note(2)], Asked(resultaat), checkpoint={"x": 1})
    row = house.ledger.run(result.run)

    assert row.resultaat is resultaat
    assert row.telling is not None
    assert row.telling.buckets[Bucket.KLAARGEZET] == 1
    assert [problem.code for problem in row.problems] == ["R-0101"]
    assert not any(house.ledger.outbox_counts(GEMEENTE).values())
    assert (house.ledger.standen(GEMEENTE), house.ledger.open_stubs(GEMEENTE)) == ({}, {})
    assert house.ledger.checkpoint(GEMEENTE, "csv") is None


def test_a_waiting_run_moves_nothing_and_keeps_its_rows(house: House) -> None:
    result = house.run([staged(1)], [note(2)], WAIT, checkpoint={"x": 1})

    assert result.wacht_sinds == NOW
    assert house.due() == []
    assert house.ledger.outbox_counts(GEMEENTE)[OutboxStatus.KLAARGEZET] == 1
    assert (house.ledger.standen(GEMEENTE), house.ledger.open_stubs(GEMEENTE)) == ({}, {})
    assert house.ledger.checkpoint(GEMEENTE, "csv") is None


def test_releasing_does_what_closing_would_have_done(house: House) -> None:
    gone = [(zoeksleutel(9), "vlag_n")]
    house.run(stubs=[note(9), note(8)])
    waiting = house.run(
        [staged(1)],
        [note(2)],
        WAIT,
        now=after(days=1),
        checkpoint={"x": 1},
        sneden=("",),
        gesloten_stubs=gone,
    )
    released = house.ledger.release_run(
        waiting.run, Handelend("j.jansen", "consulent", "Aantallen kloppen"), after(days=2)
    )
    row = house.ledger.run(waiting.run)

    assert released.resultaat is row.resultaat is Resultaat.VRIJ
    assert released.telling == waiting.telling
    assert (row.besloten_door, row.geeindigd) == ("j.jansen", after(days=1))
    assert set(house.ledger.standen(GEMEENTE)) == {zoeksleutel(1)}
    assert set(house.ledger.open_stubs(GEMEENTE)) == {zoeksleutel(2), zoeksleutel(8)}
    assert {stub.zoeksleutel: stub.gemist for stub in house.ledger.stubs(GEMEENTE)} == {
        zoeksleutel(2): 0,
        zoeksleutel(8): 1,
    }
    assert house.ledger.checkpoint(GEMEENTE, "csv") == {"x": 1}
    assert [outgoing.sealed.inhoud for outgoing in house.due(after(days=2))] == ["jwe.1.1.a"]


def test_a_rejected_run_is_as_if_it_had_never_read(house: House) -> None:
    waiting = house.run([staged(1)], [note(2)], WAIT, checkpoint={"x": 1})
    house.ledger.reject_run(
        waiting.run, Handelend("j.jansen", "consulent", "Verkeerde kolom"), after(hours=5)
    )
    row = house.ledger.run(waiting.run)

    assert (row.resultaat, row.besloten_door) == (Resultaat.VERWORPEN, "j.jansen")
    assert not any(house.ledger.outbox_counts(GEMEENTE).values())
    assert house.ledger.checkpoint(GEMEENTE, "csv") is None


def test_who_released_or_rejected_and_why_is_kept(house: House) -> None:
    first = house.run([staged(1)], decide=WAIT, slot="venster")
    second = house.run([staged(2)], decide=WAIT)
    house.ledger.release_run(first.run, Handelend("j.jansen", "consulent", "Gezien"), NOW)
    house.ledger.reject_run(second.run, Handelend("p.pieters", "consulent", "Fout"), NOW)

    kept = [(d.soort, d.wie, d.reden, d.gegevens["run"]) for d in house.ledger.decisions(GEMEENTE)]

    assert kept == [
        ("vrijgave", "j.jansen", "Gezien", first.run),
        ("verwerping", "p.pieters", "Fout", second.run),
    ]


@pytest.mark.parametrize("decide", [FREE, always(Resultaat.PROEF), always(Resultaat.MISLUKT)])
def test_only_a_waiting_run_can_be_released_or_rejected(house: House, decide: Decide) -> None:
    run = house.run(decide=decide).run
    with pytest.raises(UsageProblem, match="L-0402"):
        house.ledger.release_run(run, Handelend("j.jansen", "consulent", "x"), NOW)
    with pytest.raises(UsageProblem, match="L-0402"):
        house.ledger.reject_run(run, Handelend("j.jansen", "consulent", "x"), NOW)


def test_a_run_is_released_once(house: House) -> None:
    run = house.run([staged(1)], decide=WAIT).run
    house.ledger.release_run(run, Handelend("j.jansen", "consulent", "x"), NOW)
    with pytest.raises(UsageProblem, match="L-0402"):
        house.ledger.release_run(run, Handelend("j.jansen", "consulent", "x"), NOW)
    with pytest.raises(UsageProblem, match="L-0401"):
        house.ledger.release_run(run + 1, Handelend("j.jansen", "consulent", "x"), NOW)


def test_a_run_cannot_be_closed_as_something_a_closing_is_not(house: House) -> None:
    with pytest.raises(ValueError, match="verworpen"):
        house.run(decide=always(Resultaat.VERWORPEN))


def test_the_next_read_replaces_a_waiting_batch_and_says_since_when(house: House) -> None:
    old = house.run([staged(1)], decide=WAIT, slot="venster")
    asked = Asked(Resultaat.WACHT_OP_VRIJGAVE)
    new = house.run(
        [staged(1, content="b")],
        decide=asked,
        slot="venster",
        dag=DAY + timedelta(days=1),
        now=after(days=1),
    )

    assert asked.histories[0].wacht_sinds == NOW
    assert new.wacht_sinds == NOW
    replaced = house.ledger.run(old.run)
    assert (replaced.resultaat, replaced.geeindigd) == (Resultaat.VERVANGEN, NOW)
    with pytest.raises(UsageProblem):
        house.ledger.release_run(old.run, Handelend("j.jansen", "consulent", "x"), NOW)
    house.ledger.release_run(new.run, Handelend("j.jansen", "consulent", "x"), after(days=1))
    assert house.deliver_all(after(days=1)) == [(1, "jwe.1.1.b")]


def test_a_read_that_is_freed_takes_the_place_of_a_waiting_batch(house: House) -> None:
    old = house.run([staged(1)], decide=WAIT, slot="venster")
    new = house.run([staged(1)], slot="venster", dag=DAY + timedelta(days=1), now=after(days=1))

    assert new.wacht_sinds is None
    assert house.ledger.run(old.run).resultaat is Resultaat.VERVANGEN
    assert house.deliver_all(after(days=1)) == [(1, "jwe.1.1.a")]


@pytest.mark.parametrize("resultaat", [Resultaat.PROEF, Resultaat.MISLUKT])
def test_a_read_that_brings_nothing_leaves_a_waiting_batch_waiting(
    house: House, resultaat: Resultaat
) -> None:
    old = house.run([staged(1)], decide=WAIT, slot="venster")
    house.run(decide=always(resultaat), slot="venster", dag=DAY + timedelta(days=1))
    assert house.ledger.run(old.run).resultaat is Resultaat.WACHT_OP_VRIJGAVE


def test_a_waiting_month_is_replaced_by_the_same_month_only(house: House) -> None:
    march = house.run([staged(1)], decide=WAIT, slot="rondgang:2024-03", sneden=("2024-03",))
    house.run([staged(2)], slot="rondgang:2024-04", sneden=("2024-04",))
    assert house.ledger.run(march.run).resultaat is Resultaat.WACHT_OP_VRIJGAVE

    later = DAY + timedelta(days=7)
    house.run([staged(1)], slot="rondgang:2024-03", dag=later, sneden=("2024-03",))
    assert house.ledger.run(march.run).resultaat is Resultaat.VERVANGEN


def test_a_manual_run_over_the_whole_file_replaces_the_nightly_one(house: House) -> None:
    nightly = house.run([staged(1)], decide=WAIT, slot="venster", sneden=("",))
    house.run([staged(1)], slot="hand", sneden=("",))
    assert house.ledger.run(nightly.run).resultaat is Resultaat.VERVANGEN


def test_a_manual_run_over_something_else_does_not(house: House) -> None:
    nightly = house.run([staged(1)], decide=WAIT, slot="venster")
    house.run([staged(2)], slot="hand")
    assert house.ledger.run(nightly.run).resultaat is Resultaat.WACHT_OP_VRIJGAVE


def test_another_source_set_does_not_replace_it(house: House) -> None:
    waiting = house.run([staged(1)], decide=WAIT, slot="venster", sneden=("",))
    house.bronset = "stuf"
    house.run([staged(2)], slot="venster", sneden=("",))
    assert house.ledger.run(waiting.run).resultaat is Resultaat.WACHT_OP_VRIJGAVE


def test_the_brake_sees_the_last_thirty_released_runs_of_its_own_slot(house: House) -> None:
    for day in range(32):
        rows = [staged(100 * day + number) for number in range(day % 3)]
        house.run(rows, slot="venster", dag=DAY + timedelta(days=day), now=after(days=day))
    house.run([staged(n) for n in range(9000, 9050)], slot="hand")
    house.run([staged(9100)], decide=always(Resultaat.PROEF), slot="venster", dag=DAY.replace(2025))
    asked = Asked()
    house.run(slot="venster", dag=DAY + timedelta(days=40), decide=asked, merk="m2")

    (history,) = asked.histories
    assert history.nieuw == tuple(day % 3 for day in range(31, 1, -1))
    assert (history.mapping_merk, history.wacht_sinds) == ("m1", None)


def test_months_of_a_round_are_compared_with_each_other(house: House) -> None:
    house.run([staged(1), staged(2)], slot="rondgang:2024-03")
    asked = Asked()
    house.run([staged(3)], slot="rondgang:2024-04", decide=asked)
    assert asked.histories[0].nieuw == (2,)


def test_a_read_is_compared_with_the_last_twelve_weeks_of_its_slot_or_month(house: House) -> None:
    for days in (85, 84, 7, 0):
        house.run([staged(days)], slot="nacht", dag=DAY - timedelta(days=days))
        house.run(slot="rondgang:2024-03", dag=DAY - timedelta(days=days))
    house.run(slot="rondgang:2024-04", dag=DAY)
    asked = Asked()
    house.run(slot="nacht", dag=DAY + timedelta(days=1), decide=asked)
    house.run(slot="rondgang:2024-03", dag=DAY + timedelta(days=1), decide=asked)

    found = [[(one.slot, (DAY - one.dag).days) for one in each.maten] for each in asked.histories]
    assert found == [[(slot, days) for days in (7, 0)] for slot in ("nacht", "rondgang:2024-03")]


def test_only_new_meldingen_count_for_the_brake(house: House) -> None:
    house.run([staged(1), staged(2)], slot="venster")
    changed = [staged(1, 2, SoortMelding.WIJZIGING), staged(2, 2, SoortMelding.INTREKKING)]
    house.run(changed, slot="venster", dag=DAY + timedelta(days=1), now=after(days=1))
    asked = Asked()
    house.run(slot="venster", dag=DAY + timedelta(days=2), decide=asked)
    assert asked.histories[0].nieuw == (0, 2)


def test_a_first_run_has_no_history(house: House) -> None:
    asked = Asked()
    house.run(decide=asked)
    assert asked.histories == [History((), None, None)]


def test_a_decision_that_breaks_leaves_the_run_open(house: House) -> None:
    def broken(_history: History) -> Verdict:
        raise ZeroDivisionError

    run = house.start()
    house.ledger.stage(house.lease, run, [staged(1)])
    closing = Closing(telling=telling_of([staged(1)]), checkpoint={"x": 1})
    with pytest.raises(ZeroDivisionError):
        house.ledger.close_run(house.lease, run, closing, broken, NOW)
    assert house.ledger.run(run).resultaat is None
    assert house.ledger.checkpoint(GEMEENTE, "csv") is None
    assert house.ledger.close_run(house.lease, run, closing, FREE, NOW).resultaat is Resultaat.VRIJ


def test_new_stubs_are_counted_per_bucket(house: House) -> None:
    house.run(stubs=[note(1), note(2, StubSoort.QUARANTAINE)])
    result = house.run(
        stubs=[
            note(1),
            note(2, StubSoort.VASTGEHOUDEN),
            note(3, StubSoort.QUARANTAINE),
            note(4, StubSoort.QUARANTAINE),
        ]
    )

    assert result.telling.nieuw == {
        Bucket.VASTGEHOUDEN: 1,
        Bucket.QUARANTAINE: 2,
    }
    kept = house.ledger.run(result.run).telling
    assert kept is not None
    assert kept.nieuw[Bucket.QUARANTAINE] == 2


def test_the_telling_of_the_caller_is_left_as_it_was(house: House) -> None:
    telling = telling_of(stubs=[note(1)])
    house.run(stubs=[note(1)], telling=telling)
    assert not any(telling.nieuw.values())


def test_a_batch_that_waited_never_moves_a_checkpoint_back(house: House) -> None:
    waiting = house.run([staged(1)], decide=WAIT, slot="venster", checkpoint={"n": 1})
    house.run(slot="hand", now=after(days=1), checkpoint={"n": 2})
    house.ledger.release_run(waiting.run, Handelend("j.jansen", "consulent", "x"), after(days=2))
    assert house.ledger.checkpoint(GEMEENTE, "csv") == {"n": 2}


def test_checkpoints_are_kept_per_slice(house: House) -> None:
    house.run(checkpoint={"n": 1}, snede="2024-03")
    house.run(checkpoint={"n": 2}, snede="2024-04")
    house.run(snede="2024-04")

    assert house.ledger.checkpoint(GEMEENTE, "csv", "2024-03") == {"n": 1}
    assert house.ledger.checkpoint(GEMEENTE, "csv", "2024-04") == {"n": 2}
    assert house.ledger.checkpoint(GEMEENTE, "csv") is None
    assert house.ledger.checkpoint("9902", "csv", "2024-03") is None


def test_municipalities_share_nothing(house: House, ledger: Ledger) -> None:
    house.run([staged(1)], [note(2)], checkpoint={"x": 1})
    assert ledger.standen("9902") == {}
    assert ledger.open_stubs("9902") == {}
    assert ledger.due("9902", NOW, 10, "p") == []
    assert ledger.runs("9902") == []
