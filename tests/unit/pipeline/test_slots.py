"""Slots: which days a turn reads, and which slice it covers."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.slots import SlotSoort, met_de_hand, nacht, rondgang, venster

DAY = date(2026, 11, 21)


def test_the_nightly_window_covers_ninety_days_and_no_slice() -> None:
    slot = venster(DAY, 90)

    assert (slot.van, slot.tot, slot.snede) == (date(2026, 8, 23), DAY, "")


def test_a_walk_has_one_slot_a_month_oldest_first() -> None:
    slots = rondgang(DAY, date(2026, 9, 15))

    assert [slot.naam for slot in slots] == [
        "rondgang:2026-09",
        "rondgang:2026-10",
        "rondgang:2026-11",
    ]
    assert (slots[0].van, slots[0].tot) == (date(2026, 9, 15), date(2026, 9, 30))
    assert slots[-1].tot == DAY


@given(st.dates(date(2015, 1, 1), DAY))
def test_a_walk_covers_every_day_once(vanaf: date) -> None:
    slots = rondgang(DAY, vanaf)

    starts = [slot.van for slot in slots]
    ends = [slot.tot for slot in slots]
    assert starts[0] == vanaf
    assert ends[-1] == DAY
    assert [end + timedelta(days=1) for end in ends[:-1] if end] == starts[1:]


def test_a_manual_run_reads_the_same_under_its_own_name() -> None:
    slot = met_de_hand(nacht(DAY), "hand-2")

    assert (slot.soort, slot.naam, slot.snede) == (SlotSoort.HAND, "hand-2", "bestand")
