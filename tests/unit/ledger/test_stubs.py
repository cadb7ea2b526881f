"""Stubs: how they come, stay, and go."""

from datetime import date

import pytest

from ledger import Ledger, Rekey, StubKort, StubSoort
from regres import Handelend, UsageProblem
from tests.tools.ledgers import (
    GEMEENTE,
    NOW,
    WAIT,
    House,
    after,
    hmac_of,
    note,
    staged,
    zoeksleutel,
)


def open_keys(house: House) -> set[str]:
    """Give the lookup keys of what waits."""
    return set(house.ledger.open_stubs(GEMEENTE))


def test_a_stub_holds_what_was_noted(house: House) -> None:
    house.run(
        stubs=[
            note(
                1,
                StubSoort.VASTGEHOUDEN,
                snede="2024-03",
                codes=("V05", "V11"),
                herkenning="jwe.sleutel",
                uiterlijk=date(2027, 1, 3),
                clientmerk=hmac_of("cli", 1),
                clientversie=1,
            )
        ]
    )

    (row,) = house.ledger.stubs(GEMEENTE)

    assert house.ledger.open_stubs(GEMEENTE) == {
        zoeksleutel(1): StubKort(
            StubSoort.VASTGEHOUDEN, "csv", hmac_of("sig", 1), 1, ("V05", "V11"), 1
        )
    }
    assert (row.codes, row.plaats, row.snede) == (("V05", "V11"), "export.csv:3", "2024-03")
    assert (row.herkenning, row.uiterlijk) == ("jwe.sleutel", date(2027, 1, 3))
    assert (row.eerst_gezien, row.laatst_gezien, row.gemist) == (NOW, NOW, 0)
    assert (row.bronset, row.uit_aflevering) == ("csv", False)


def test_a_stub_that_is_seen_again_keeps_its_first_day(house: House) -> None:
    house.run(stubs=[note(1)])
    house.run(stubs=[note(1, StubSoort.QUARANTAINE, codes=("M-0107",))], now=after(days=1))

    (row,) = house.ledger.stubs(GEMEENTE)

    assert (row.eerst_gezien, row.laatst_gezien) == (NOW, after(days=1))
    assert (row.soort, row.codes) == (StubSoort.QUARANTAINE, ("M-0107",))


def test_a_stub_closes_after_two_complete_reads_without_it(house: House) -> None:
    house.run(stubs=[note(1)])
    house.run(sneden=("",), now=after(days=1))
    assert open_keys(house) == {zoeksleutel(1)}

    house.run(sneden=("",), now=after(days=2))
    assert open_keys(house) == set()


def test_a_read_that_shows_it_again_starts_the_count_anew(house: House) -> None:
    house.run(stubs=[note(1)])
    house.run(sneden=("",), now=after(days=1))
    house.run(stubs=[note(1)], sneden=("",), now=after(days=2))
    house.run(sneden=("",), now=after(days=3))
    assert open_keys(house) == {zoeksleutel(1)}


def test_incomplete_reads_and_other_slices_miss_nothing(house: House, ledger: Ledger) -> None:
    house.run(stubs=[note(1, snede="2024-03")])
    other = House(ledger, gemeente="9902")
    for day in range(1, 4):
        house.run(now=after(days=day))
        house.run(sneden=("2024-04",), now=after(days=day))
        other.run(sneden=("2024-03",), now=after(days=day))
    house.bronset = "stuf"
    house.run(sneden=("2024-03",), now=after(days=4))
    (row,) = ledger.stubs(GEMEENTE)
    assert row.gemist == 0


def test_runs_that_are_not_freed_miss_nothing(house: House) -> None:
    house.run(stubs=[note(1)])
    for day in range(1, 4):
        house.run(sneden=("",), now=after(days=day), decide=WAIT)
    assert open_keys(house) == {zoeksleutel(1)}


def test_time_alone_closes_nothing(house: House) -> None:
    house.run(stubs=[note(1)])
    house.run(now=after(days=4000))
    assert open_keys(house) == {zoeksleutel(1)}


def test_a_stub_closes_when_its_record_is_decided_or_seen_as_n(house: House) -> None:
    house.run(stubs=[note(1), note(2), note(3)])
    house.run(gesloten_stubs=[(zoeksleutel(1), "vlag_n"), (zoeksleutel(2), "besluit")])
    assert open_keys(house) == {zoeksleutel(3)}


def test_a_stub_closes_when_its_record_is_sent(house: House) -> None:
    house.run(stubs=[note(1), note(2)])
    house.run([staged(1)])
    assert open_keys(house) == {zoeksleutel(2)}


def test_a_person_can_close_a_stub(house: House) -> None:
    house.run(stubs=[note(1), note(2)])
    house.ledger.close_stub(
        GEMEENTE, zoeksleutel(1), Handelend("c.consulent", "consulent", "Dubbel"), NOW
    )

    (decision,) = house.ledger.decisions(GEMEENTE, "stub_gesloten")

    assert open_keys(house) == {zoeksleutel(2)}
    assert (decision.wie, decision.gegevens) == ("c.consulent", {"zoeksleutel": zoeksleutel(1)})
    with pytest.raises(UsageProblem, match="L-0403"):
        house.ledger.close_stub(
            GEMEENTE, zoeksleutel(1), Handelend("c.consulent", "consulent", ""), NOW
        )


def test_a_window_that_knows_no_slice_leaves_a_stub_in_its_own(house: House) -> None:
    house.run(stubs=[note(1, snede="2024-03")])
    house.run(stubs=[note(1, snede="")], now=after(days=1))
    assert house.ledger.stubs(GEMEENTE)[0].snede == "2024-03"

    house.run(stubs=[note(1, snede="2024-04")], now=after(days=2))
    assert house.ledger.stubs(GEMEENTE)[0].snede == "2024-04"


def test_a_window_of_another_source_does_not_take_the_slice_over(house: House) -> None:
    house.run(stubs=[note(1, snede="2024-03")])
    house.bronset = "zaken2"
    house.run(stubs=[note(1, snede="")], now=after(days=1))

    (row,) = house.ledger.stubs(GEMEENTE)

    assert (row.bronset, row.snede) == ("zaken2", "")


def test_a_closed_stub_keeps_nothing_that_points_at_a_record(house: House) -> None:
    house.run(stubs=[note(1, herkenning="jwe.sleutel")])
    house.run(gesloten_stubs=[(zoeksleutel(1), "vlag_n")])
    house.run(stubs=[note(1)], now=after(days=9))

    (row,) = house.ledger.stubs(GEMEENTE)

    assert row.herkenning is None
    assert row.eerst_gezien == after(days=9)


def test_a_stub_that_comes_back_counts_as_new(house: House) -> None:
    house.run(stubs=[note(1)])
    house.run(gesloten_stubs=[(zoeksleutel(1), "vlag_n")])
    result = house.run(stubs=[note(1)], now=after(days=9))
    assert sum(result.telling.nieuw.values()) == 1


def test_a_batch_that_waited_does_not_undo_what_was_seen_later(house: House) -> None:
    waiting = house.run(stubs=[note(1)], decide=WAIT, slot="venster")
    house.run(stubs=[note(1, StubSoort.QUARANTAINE)], now=after(days=1))
    house.ledger.release_run(waiting.run, Handelend("j.jansen", "consulent", "x"), after(days=2))

    (row,) = house.ledger.stubs(GEMEENTE)

    assert (row.soort, row.laatst_gezien) == (StubSoort.QUARANTAINE, after(days=1))


def test_the_nearest_deadline_comes_first_then_the_longest_waiting(house: House) -> None:
    house.run(stubs=[note(1)], now=after(days=1))
    house.run(stubs=[note(2)], now=NOW)
    house.run(stubs=[note(3, uiterlijk=date(2028, 1, 1)), note(4, uiterlijk=date(2027, 1, 1))])

    found = [row.zoeksleutel for row in house.ledger.stubs(GEMEENTE)]

    assert found == [zoeksleutel(number) for number in (4, 3, 2, 1)]


def test_stubs_are_counted_and_listed_by_kind(house: House) -> None:
    house.run(stubs=[note(1), note(2), note(3, StubSoort.QUARANTAINE)])

    assert house.ledger.stub_counts(GEMEENTE) == {
        StubSoort.BEOORDELEN: 2,
        StubSoort.VASTGEHOUDEN: 0,
        StubSoort.QUARANTAINE: 1,
    }
    listed = house.ledger.stubs(GEMEENTE, StubSoort.QUARANTAINE)
    assert [row.zoeksleutel for row in listed] == [zoeksleutel(3)]


@pytest.mark.parametrize("already", [False, True], ids=["free", "taken"])
def test_lookup_keys_are_written_anew_in_stands_and_stubs(house: House, already: bool) -> None:
    house.run([staged(1)], [note(2)])
    if already:
        house.run(stubs=[note(2, zoeksleutel=zoeksleutel(2, 2), zoekversie=2)])
    keys = [Rekey(zoeksleutel(number), zoeksleutel(number, 2), 2) for number in (1, 2)]
    house.ledger.zet_over(house.lease, keys, now=NOW)

    (stand,) = house.ledger.standen(GEMEENTE).values()

    assert (stand.zoeksleutel, stand.zoekversie) == (zoeksleutel(1, 2), 2)
    assert open_keys(house) == {zoeksleutel(2, 2)}


def test_of_several_municipalities_stubs_are_listed_and_counted_apart(
    house: House, ledger: Ledger
) -> None:
    other, third = House(ledger, "9902"), House(ledger, "9903")
    house.run(stubs=[note(1), note(2, StubSoort.QUARANTAINE)])
    other.run(stubs=[note(1), note(3)])
    third.run(stubs=[note(4)])
    ledger.close_stub("9902", zoeksleutel(3), Handelend("B. Beheer", "beheer", "x"), NOW)

    found = ledger.stubs_per(["9901", "9902", "9904"], StubSoort.BEOORDELEN)

    assert {gemeente: [row.zoeksleutel for row in rows] for gemeente, rows in found.items()} == {
        "9901": [zoeksleutel(1)],
        "9902": [zoeksleutel(1)],
    }
    assert ledger.open_per_gemeente() == {
        "9901": {StubSoort.BEOORDELEN: 1, StubSoort.QUARANTAINE: 1},
        "9902": {StubSoort.BEOORDELEN: 1},
        "9903": {StubSoort.BEOORDELEN: 1},
    }
