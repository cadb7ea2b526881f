"""The last defence: digits that could be a BSN."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy import mask
from tests.unit.regres.strategies import bsns

AROUND = st.sampled_from(["", " ", "bsn=", "BSN", "(", "client:", "\n", "é", ",", "/v1/"])


@given(bsns(), AROUND, AROUND)
def test_a_bsn_never_passes(bsn: str, before: str, after: str) -> None:
    assert mask(f"{before}{bsn}{after}") == f"{before}[cijfers]{after}"


@given(bsns(), st.sampled_from([" ", ".", "-", "\u00a0"]), st.integers(1, 8), st.integers(1, 8))
def test_of_a_bsn_in_groups_at_most_one_digit_passes(
    bsn: str, sign: str, one: int, other: int
) -> None:
    low, high = sorted((one, other))
    grouped = sign.join(part for part in (bsn[:low], bsn[low:high], bsn[high:]) if part)

    masked = mask(f"nummer {grouped}.")

    assert "[cijfers]" in masked
    assert sum(sign.isdigit() for sign in masked) <= 1


@given(bsns())
def test_a_bsn_without_its_zero_or_in_wide_digits_never_passes(bsn: str) -> None:
    wide = bsn.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})

    assert mask(bsn[1:]) == "[cijfers]"
    assert mask(wide) == "[cijfers]"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "regel 4812",
        "2026-03-31",
        "2026-03-31T04:00:00Z",
        "duur 123.45 s",
        "9901",
        "ab" * 20,
        "0123456789abcdef" * 4,
        "1234567",
        "12345678901234567890",
        "123 456 789",
    ],
)
def test_what_runs_are_told_by_stays_readable(text: str) -> None:
    assert mask(text) == text


@given(st.text(max_size=60))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)
