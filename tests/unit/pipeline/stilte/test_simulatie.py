"""Twelve weeks and more of simulated nights: alarms that are false, and faults that are missed.

`bench/stilte.py` prints these figures for more sources; here are floors under them.
"""

import pytest

from tests.tools.nachten import SOORTEN, Bronsoort, Fout
from tests.tools.stiltetoets import gemist, vals

SEEDS = range(1, 7)
SOORT = {soort.naam: soort for soort in SOORTEN}


@pytest.mark.parametrize("soort", SOORTEN, ids=lambda soort: soort.naam)
def test_weeks_in_which_nothing_is_wrong_give_next_to_no_alarm(soort: Bronsoort) -> None:
    found = [vals(soort, seed) for seed in SEEDS]

    assert sum(opened.total() for _, opened in found) <= 1


@pytest.mark.parametrize("fout", Fout)
@pytest.mark.parametrize("naam", ["hele export", "venster, stad"])
def test_in_a_stock_every_fault_is_seen_that_morning(naam: str, fout: Fout) -> None:
    assert [gemist(SOORT[naam], seed, fout) for seed in SEEDS] == [0] * len(SEEDS)


@pytest.mark.parametrize("naam", SOORT)
def test_late_is_seen_that_morning_whatever_the_size(naam: str) -> None:
    assert [gemist(SOORT[naam], seed, Fout.LAAT) for seed in SEEDS] == [0] * len(SEEDS)


def test_where_hundreds_come_each_day_most_is_seen_and_of_a_village_we_say_that_it_is_not() -> None:
    town = [gemist(SOORT["dagexport, gewone stad"], seed, Fout.LEEG) for seed in SEEDS]
    village = [gemist(SOORT["dagexport, klein dorp"], seed, Fout.HALF) for seed in SEEDS]

    assert town.count(0) >= 4
    assert village.count(0) <= 1
