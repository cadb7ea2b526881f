"""The brake holds what would suddenly disclose much more than usual."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.brake import AANDEEL_VANAF, VAST, Rem, grens, te_veel
from regres import Bucket, SoortMelding, Telling


def telling(gelezen: int, nieuw: int = 0, j: int = 0) -> Telling:
    counts = Telling(gelezen=gelezen, j=j)
    counts.soorten[SoortMelding.NIEUW] = nieuw
    counts.buckets[Bucket.KLAARGEZET] = nieuw
    return counts


def codes(*args: object, **kwargs: object) -> list[str]:
    return [problem.code for problem in te_veel(*args, **kwargs)]  # type: ignore[arg-type]  # passed on


def test_a_first_run_may_release_twenty_five() -> None:
    assert grens(Rem(), (), mapping_nieuw=True) == VAST == 25


def test_three_times_the_median_of_the_last_thirty_runs_is_the_limit() -> None:
    assert grens(Rem(), [1] * 50 + [40] * 30, mapping_nieuw=False) == 120


def test_a_changed_mapping_falls_back_to_twenty_five() -> None:
    assert grens(Rem(), [40] * 30, mapping_nieuw=True) == 25


def test_a_municipality_s_own_number_wins() -> None:
    assert grens(Rem(nieuw=200), [1], mapping_nieuw=True) == 200


@pytest.mark.parametrize(("new", "waits"), [(25, []), (26, ["R-0101"])])
def test_one_more_than_the_limit_waits(new: int, waits: list[str]) -> None:
    assert codes(Rem(), telling(5000, new, new), (), mapping_nieuw=True) == waits


def test_an_inverted_flag_waits_by_its_share_too() -> None:
    found = codes(Rem(nieuw=10_000), telling(5000, 4950, 4950), (), mapping_nieuw=False)

    assert found == ["R-0102"]


@pytest.mark.parametrize(("read", "waits"), [(AANDEEL_VANAF - 1, []), (AANDEEL_VANAF, ["R-0102"])])
def test_a_share_of_a_handful_says_nothing(read: int, waits: list[str]) -> None:
    assert codes(Rem(), telling(read, 0, 11), (), mapping_nieuw=False) == waits


@given(st.lists(st.integers(0, 10_000), max_size=60), st.booleans())
def test_the_limit_is_never_below_twenty_five(eerder: list[int], changed: bool) -> None:
    assert grens(Rem(), eerder, mapping_nieuw=changed) >= 25
