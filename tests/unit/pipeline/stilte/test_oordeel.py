"""What the silence alarm says of one turn: each alarm, and what is no alarm."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger import Resultaat, RunMaat
from pipeline import SlotSoort
from pipeline.stilte import Stilte, oordeel
from tests.tools.nachten import BEGIN, SOORTEN, Bronsoort, Nacht, beurt, maat, metingen, na

BRON = Bronsoort("proef", lambda rng: iter(()))
POLL = Bronsoort("proef", lambda rng: iter(()), SlotSoort.VENSTER)
RONDE = Bronsoort("proef", lambda rng: iter(()), SlotSoort.RONDGANG)


def weken(aantal: int, *week: Nacht, soort: Bronsoort = BRON, begin: date = BEGIN) -> list[RunMaat]:
    """Give so many weeks of the same week; one night stands for all seven."""
    nights = week if len(week) == 7 else week * 7
    days = [begin + timedelta(days=n) for n in range(7 * aantal)]
    return [maat(soort, day, nights[day.weekday()]) for day in days]


def said(nights: Sequence[RunMaat], soort: Bronsoort = BRON, wacht: int = 0) -> Stilte:
    day = nights[-1].dag
    turn = beurt(soort, day + timedelta(days=wacht))
    return oordeel("9901", turn, nights, na(day + timedelta(days=wacht)))


def codes(
    nights: Sequence[RunMaat], soort: Bronsoort = BRON, wacht: int = 0
) -> list[tuple[str, str]]:
    found = said(nights, soort, wacht).gemeld
    return [(one.problem.code, dict(one.problem.woorden).get("geval", "")) for one in found]


GEWOON = Nacht(400, 8, 2.0)
STIL = Nacht(15, 0, 2.0)
WEEK = (GEWOON,) * 6 + (STIL,)


def met(nights: list[RunMaat], **anders: object) -> list[RunMaat]:
    """Give the same nights, of which the last is otherwise."""
    return [*nights[:-1], replace(nights[-1], **anders)]  # type: ignore[arg-type]  # its own fields


# -- volume ---------------------------------------------------------------------------------------


def test_an_ordinary_week_and_its_sunday_are_no_alarm() -> None:
    nights = weken(12, *WEEK)

    assert [codes(nights[:n]) for n in range(1, len(nights) + 1)] == [[]] * len(nights)


def test_a_monday_as_quiet_as_a_sunday_is_one() -> None:
    nights = weken(12, *WEEK)

    monday = met(nights[: 11 * 7 + 1], gelezen=15)
    assert codes(monday) == [("R-0604", "")]
    (found,) = said(monday).gemeld
    assert found.problem.wat == (
        "Bron bron gaf veel minder records: 15; op maandag zijn het er gewoonlijk 400."
    )
    assert (found.bron, found.onderwerp, found.problem.waar) == ("bron", "nacht", "9901/bron")


def test_an_empty_night_is_told_as_empty() -> None:
    assert codes(met(weken(5, *WEEK), gelezen=0, j=0)) == [("R-0603", "")]


def test_half_is_an_alarm_and_three_quarters_is_not() -> None:
    nights = weken(5, GEWOON)

    assert codes(met(nights, gelezen=200)) == [("R-0604", "")]
    assert codes(met(nights, gelezen=300)) == []


def test_a_small_source_may_be_empty() -> None:
    assert codes(met(weken(12, Nacht(5, 0, 2.0)), gelezen=0)) == []


def test_a_new_source_says_that_it_knows_too_little() -> None:
    for weeks, enough in ((1, False), (3, False), (4, True)):
        nights = met(weken(weeks, GEWOON), gelezen=0)
        told = said(nights)
        assert (told.genoeg, told.nachten) == (enough, weeks - 1)
        assert bool(told.gemeld) is enough


def test_a_source_without_any_run_knows_nothing() -> None:
    told = oordeel("9901", beurt(BRON, BEGIN), [], na(BEGIN))

    assert (told.nachten, told.genoeg, told.gemeld) == (0, False, ())


def test_a_holiday_is_held_against_the_quietest_weekday() -> None:
    christmas = date(2026, 12, 25)
    nights = weken(12, *WEEK, begin=date(2026, 10, 5))
    upto = [one for one in nights if one.dag <= christmas]

    assert upto[-1].dag == christmas
    assert codes(met(upto, gelezen=15)) == []
    assert codes(met(upto, gelezen=0, j=0)) == [("R-0603", "")]
    day_before = [one for one in upto if one.dag < christmas]
    assert codes(met(day_before, gelezen=15)) == [("R-0604", "")]


def test_a_read_that_was_stopped_for_being_small_is_not_told_twice_and_is_learned_from() -> None:
    nights = weken(4, GEWOON)
    stopped = met(nights, gelezen=100, resultaat=Resultaat.MISLUKT, codes=frozenset({"R-0303"}))

    assert codes(stopped) == []
    small = [
        replace(one, gelezen=15, resultaat=Resultaat.MISLUKT, codes=frozenset({"R-0303"}))
        if one.dag.weekday() == 6
        else one
        for one in nights
    ]
    assert codes(met(small, gelezen=15, resultaat=Resultaat.VRIJ, codes=frozenset())) == []


def test_a_read_that_failed_otherwise_says_nothing_of_what_is_usual() -> None:
    nights = weken(4, GEWOON)
    failed = [
        replace(one, gelezen=0, resultaat=Resultaat.MISLUKT, codes=frozenset({"L-0301"}))
        for one in nights[:-1]
    ]

    assert not said([*failed, nights[-1]]).genoeg


# -- did it come, and when ------------------------------------------------------------------------


def test_a_turn_that_did_not_run_is_not_the_same_as_a_file_that_did_not_come() -> None:
    nights = weken(4, GEWOON)

    assert codes(nights, wacht=1) == [("R-0601", "")]
    absent = met(nights, resultaat=Resultaat.GEEN_LEVERING, gelezen=None, j=None, bestand_van=None)
    assert codes(absent) == [("R-0602", "")]


def test_a_turn_has_two_hours_to_begin() -> None:
    nights = weken(4, GEWOON)
    turn = beurt(BRON, nights[-1].dag + timedelta(days=1))
    assert turn.laatst is not None

    early = oordeel("9901", turn, nights, turn.laatst + timedelta(minutes=119))
    late = oordeel("9901", turn, nights, turn.laatst + timedelta(minutes=121))
    assert [len(early.gemeld), len(late.gemeld)] == [0, 1]


def test_a_source_that_was_added_after_its_turn_did_not_miss_it() -> None:
    turn = beurt(BRON, BEGIN)
    fresh = replace(weken(1, GEWOON)[0], bronset="ander", begonnen=na(BEGIN))
    known = replace(fresh, begonnen=na(BEGIN) - timedelta(days=1))

    assert oordeel("9901", turn, [fresh], na(BEGIN)).gemeld == ()
    assert len(oordeel("9901", turn, [known], na(BEGIN)).gemeld) == 1


def test_a_file_that_is_still_waited_for_is_no_alarm_yet() -> None:
    absent = met(weken(4, GEWOON), resultaat=Resultaat.GEEN_LEVERING, gelezen=None)
    turn = replace(beurt(BRON, absent[-1].dag), wacht=timedelta(hours=4))
    assert turn.laatst is not None
    told = [
        len(oordeel("9901", turn, absent, turn.laatst + timedelta(hours=hours)).gemeld)
        for hours in (3, 5)
    ]

    assert told == [0, 1]


def test_no_file_on_sunday_is_no_alarm_once_that_is_known() -> None:
    absent = Nacht(0, 0, resultaat=Resultaat.GEEN_LEVERING)
    nights = weken(12, *(GEWOON,) * 6, absent)
    sundays = [codes(nights[: 7 * week]) for week in range(1, 13)]

    assert sundays == [[("R-0602", "")]] * 3 + [[]] * 9
    friday = met(nights[: 11 * 7 + 5], resultaat=Resultaat.GEEN_LEVERING, gelezen=None)
    assert codes(friday) == [("R-0602", "")]


def test_last_weeks_file_is_told_by_its_age_although_nothing_fails() -> None:
    """With `kies: nieuwste` an export that stopped leaves yesterday's file for ever."""
    nights = weken(5, GEWOON)
    stuck = met(
        nights,
        resultaat=Resultaat.ONGEWIJZIGD,
        gelezen=None,
        j=None,
        bestand_van=nights[-1].begonnen - timedelta(hours=26),
    )

    assert codes(stuck) == [("R-0605", "oud")]
    assert "26 uur oud; op zondag is dat gewoonlijk 2 uur" in said(stuck).gemeld[0].problem.wat


def test_a_file_that_is_always_old_on_sunday_is_no_alarm() -> None:
    old = Nacht(0, 0, 26.0, resultaat=Resultaat.ONGEWIJZIGD)

    assert codes(weken(5, *(GEWOON,) * 6, old)) == []


def test_a_poll_is_late_by_when_it_was_done() -> None:
    nights = weken(5, Nacht(400, 8), soort=POLL)

    assert codes(nights, POLL) == []
    done = nights[-1].begonnen + timedelta(hours=5)
    assert codes(met(nights, geeindigd=done), POLL) == [("R-0605", "")]


# -- flags ----------------------------------------------------------------------------------------


def test_flags_that_fall_silent_are_told_at_once_where_there_were_many() -> None:
    nights = weken(4, Nacht(400, 12, 2.0))

    assert codes(met(nights, j=0)) == [("R-0606", "")]


def test_where_accidents_are_rare_a_night_without_is_ordinary_and_a_month_is_not() -> None:
    nights = [
        replace(one, j=1 if number % 2 else 0)
        for number, one in enumerate(weken(10, Nacht(400, 0, 2.0)))
    ]

    silent = [replace(one, j=0) if number >= 50 else one for number, one in enumerate(nights)]
    assert codes(silent[:52]) == []
    assert codes(silent) == [("R-0606", "")]


def test_a_stock_of_a_few_flags_that_is_gone_in_a_night_is_told() -> None:
    nights = weken(5, Nacht(8000, 3, 2.0))

    assert codes(met(nights, j=0)) == [("R-0606", "")]
    assert codes(met(weken(5, Nacht(8000, 2, 2.0)), j=0)) == []


def test_flags_that_came_and_went_before_may_do_so_again() -> None:
    weeks = [Nacht(400, 4, 2.0)] * 5 + [Nacht(400, 0, 2.0)] * 5
    nights = [maat(BRON, BEGIN + timedelta(days=n), weeks[n % 10]) for n in range(60)]

    assert codes(nights) == []


# -- the walk over all months ---------------------------------------------------------------------


def rondgang(dag: date, *maanden: Nacht) -> list[RunMaat]:
    return [
        replace(maat(RONDE, dag, night), slot=f"rondgang:2025-{number:02}")
        for number, night in enumerate(maanden, 1)
    ]


def rondgangen(aantal: int, *maanden: Nacht) -> list[RunMaat]:
    """Give weekly walks over these months, on Sundays."""
    days = [BEGIN + timedelta(days=6 + 7 * n) for n in range(aantal)]
    return [one for day in days for one in rondgang(day, *maanden)]


VOL, LEEG = Nacht(300, 5), Nacht(0, 0)


def test_each_month_is_held_against_itself_and_many_are_one_alarm() -> None:
    before = rondgangen(5, VOL, Nacht(20, 0), VOL)
    day = before[-1].dag + timedelta(days=7)

    assert codes([*before, *rondgang(day, VOL, Nacht(20, 0), VOL)], RONDE) == []
    found = said([*before, *rondgang(day, LEEG, Nacht(20, 0), LEEG)], RONDE).gemeld
    assert [one.problem.code for one in found] == ["R-0604"]
    assert "bij 2 maanden, de oudste is 2025-01" in found[0].problem.wat


def test_a_walk_that_was_not_finished_for_more_than_35_days_is_told() -> None:
    whole = rondgangen(2, VOL, VOL)
    failed = [
        replace(one, resultaat=Resultaat.MISLUKT, gelezen=None) if one.slot.endswith("02") else one
        for one in rondgangen(8, VOL, VOL)[4:]
    ]
    upto = {week: [*whole, *failed[: 2 * week]] for week in (5, 6)}

    assert codes(upto[5], RONDE) == []
    assert codes(upto[6], RONDE) == [("R-0607", "")]
    assert codes(failed, RONDE) == []
    assert codes([*failed, *[replace(f, dag=f.dag + timedelta(7)) for f in failed[-2:]]], RONDE)


def test_a_walk_that_was_never_finished_is_told_from_its_first() -> None:
    failed = [replace(one, resultaat=Resultaat.MISLUKT, gelezen=None) for one in rondgangen(7, VOL)]

    assert codes(failed[:6], RONDE) == []
    assert codes(failed, RONDE) == [("R-0607", "nooit")]


@pytest.mark.parametrize("soort", SOORTEN, ids=lambda soort: soort.naam)
def test_judging_the_same_nights_twice_says_the_same(soort: Bronsoort) -> None:
    nights = metingen(soort, 1, 60)

    assert said(nights, soort) == said(nights, soort)
