"""kill -9 at every named place, each in the state in which it is most dangerous."""

import pytest

from tests.faults.plekken import BREUKEN, Breuk
from tests.faults.proefbank import STANDEN, Geval, Proefbank


def test_there_are_at_least_forty_places_and_five_states() -> None:
    assert len({str(one) for one in BREUKEN}) == len(BREUKEN) >= 40
    assert {one.gevaarlijkst for one in BREUKEN} == {*STANDEN, "kaal"}


@pytest.mark.parametrize("breuk", BREUKEN, ids=str)
def test_dying_here_loses_nothing_and_sends_nothing_twice(bank: Proefbank, breuk: Breuk) -> None:
    died: list[bool] = []

    def sterf(geval: Geval) -> None:
        geval.storm(lambda number: breuk.storing)
        died.append(geval.run(breuk.plek).gedood)

    assert bank.proef(breuk.gevaarlijkst, sterf) == []
    assert died == [True]


@pytest.mark.parametrize("stand", STANDEN)
def test_without_a_fault_every_state_comes_to_rest(bank: Proefbank, stand: str) -> None:
    assert bank.proef(stand, Geval.run) == []
