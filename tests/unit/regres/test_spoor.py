"""W3C Trace Context: what is read from a header, and what is sent in one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres.spoor import Spoor

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


def test_a_header_of_ours_is_read_back_as_the_same_action() -> None:
    made = Spoor.nieuw()

    assert Spoor.lees(made.traceparent) == made
    assert made.traceparent.endswith("-01")


def test_an_action_that_another_asks_for_stays_in_its_trace() -> None:
    above = Spoor.nieuw()
    below = above.onder()

    assert below.trace_id == above.trace_id
    assert below.span_id != above.span_id


@pytest.mark.parametrize(
    "header", [f"00-{TRACE}-{SPAN}-00", f" 00-{TRACE}-{SPAN}-01\t", f"01-{TRACE}-{SPAN}-01-meer"]
)
def test_a_good_header_is_read(header: str) -> None:
    assert Spoor.lees(header) == Spoor(TRACE, SPAN)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "onzin",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE}-{SPAN}-01-meer",
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}",
        f"00-{TRACE}-{SPAN}-01\n",
        f"00-{TRACE}-{SPAN}-01\r\nX-Anders: 1",
    ],
)
def test_what_is_no_trace_context_is_as_good_as_absent(header: str) -> None:
    assert Spoor.lees(header) is None


@given(st.text(max_size=80))
def test_no_header_breaks_the_reading_or_brings_other_text_in(header: str) -> None:
    found = Spoor.lees(header)

    assert found is None or set(found.trace_id + found.span_id) <= set("0123456789abcdef")
