"""No sign that nobody sees, or that changes what is read around it, reaches a screen or a page."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres.berichten import bericht, elders
from regres.tonen import toonbaar, toonbare_json, toonbare_regels

BIDI = "\u202eNR\u202c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ongeval\u202eJ/N", "Ongeval\\u202eJ/N"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("\x1b[31mrood", "\\u001b[31mrood"),
        ("een\r\ntwee\t", "een\\r\\ntwee\\t"),
        ("\u3164\u2800", "\\u3164\\u2800"),
        ("\U000e0041", "\\U000e0041"),
        ("de\u00a0Tést € 日本 🚲", "de\u00a0Tést € 日本 🚲"),
        ("", ""),
    ],
)
def test_what_nobody_sees_is_written_out(text: str, shown: str) -> None:
    assert toonbaar(text) == shown


@given(st.text())
def test_what_is_shown_holds_no_control_no_format_sign_and_no_line_break(text: str) -> None:
    kinds = {unicodedata.category(sign) for sign in toonbaar(text)}

    assert kinds.isdisjoint({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    assert toonbaar(toonbaar(text)) == toonbaar(text)


@given(st.text())
def test_lines_stay_lines(text: str) -> None:
    assert toonbare_regels(text).count("\n") == text.count("\n")


@given(
    st.recursive(
        st.text() | st.integers(), lambda part: st.lists(part) | st.dictionaries(st.text(), part)
    )
)
def test_json_means_the_same_and_is_seen_whole(value: object) -> None:
    shown = toonbare_json(json.dumps(value, ensure_ascii=False, indent=1))

    assert json.loads(shown) == value
    assert toonbare_regels(shown) == shown


def test_a_problem_holds_no_such_sign_in_any_part() -> None:
    problem = bericht(
        "C-0009", code=BIDI, waar=f"x.csv:3:1:{BIDI}", mapping=f"{BIDI}.yaml:1:1", veld="\x1b"
    )

    whole = json.dumps(problem.as_json(), ensure_ascii=False)
    assert "\u202e" not in whole
    assert problem.wat == "De code \\u202eNR\\u202c bestaat niet."
    assert problem.waar == "x.csv:3:1:\\u202eNR\\u202c"
    assert problem.veld == "\\u001b"
    assert elders(problem, f"y.csv:4:1:{BIDI}").waar == "y.csv:4:1:\\u202eNR\\u202c"
