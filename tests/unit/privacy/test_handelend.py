"""Who acts and why: trimmed, bounded, on one line, and never with a number of a client in it."""

import pytest

from privacy.handelend import handelend, kijkend
from regres import Handelend, UsageProblem


def refused(wie: str | None, reden: str | None = "gezien") -> tuple[str, str]:
    """Give the code and the words by which a name or reason is refused."""
    with pytest.raises(UsageProblem) as found:
        handelend(wie, "fg", reden)
    (problem,) = found.value.problems
    return problem.code, problem.wat


def test_who_acts_is_kept_trimmed_with_role_and_reason() -> None:
    assert handelend(" A. de Vries ", "fg", " gezien ") == Handelend("A. de Vries", "fg", "gezien")


def test_of_who_looks_no_reason_is_asked() -> None:
    assert kijkend(" A. de Vries ", "consulent") == Handelend("A. de Vries", "consulent")


@pytest.mark.parametrize(("wie", "reden"), [(None, "x"), (" ", "x"), ("x", None), ("x", " ")])
def test_a_name_and_a_reason_are_both_asked(wie: str | None, reden: str | None) -> None:
    assert refused(wie, reden)[0] == "C-0008"


@pytest.mark.parametrize("wie", [None, "", "  "])
def test_who_looks_has_a_name(wie: str | None) -> None:
    with pytest.raises(UsageProblem) as found:
        kijkend(wie, "fg")

    assert [problem.code for problem in found.value.problems] == ["C-0033"]


def test_a_name_is_at_most_200_characters_and_a_reason_1000() -> None:
    assert handelend("a" * 200, "fg", "b" * 1000).reden == "b" * 1000
    assert kijkend("a" * 200, "fg").wie == "a" * 200
    assert refused("a" * 201)[0] == refused("a", "b" * 1001)[0] == "C-0037"
    with pytest.raises(UsageProblem):
        kijkend("a" * 201, "fg")


@pytest.mark.parametrize("text", ["a\nb", "a\x1b[2J", "\u202eabc", "...", "-"])
def test_what_cannot_be_read_is_refused_for_another_reason_than_what_is_too_long(text: str) -> None:
    assert refused(text)[0] == refused("a", text)[0] == "C-0037"
    assert refused(text)[1] != refused("a" * 201)[1]
    assert "None" not in refused(text)[1] + refused("a" * 201)[1]


@pytest.mark.parametrize(
    "number", ["999990019", "999 990 019", "999.990.019", "99-99-90-019", "(999990019)"]
)
def test_a_number_that_may_be_a_bsn_is_refused_however_it_is_set_apart(number: str) -> None:
    assert refused(f"over {number}")[0] == refused("a", number)[0] == "C-0038"
    assert number not in refused(f"over {number}")[1]


@pytest.mark.parametrize("number", ["1234567", "9999900190", "999990018", "2026-11-22"])
def test_a_number_that_is_none_may_stand_there(number: str) -> None:
    assert handelend("a", "fg", f"zie {number}").reden == f"zie {number}"
