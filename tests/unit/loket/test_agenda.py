"""The calendar file of terms: lines as RFC 5545 has them, and what was put in comes out again."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from loket.agenda import Afspraak, kalender

NU = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def velden(made: bytes) -> dict[str, str]:
    """Read the first value of every name: unfold, split, unescape."""
    found: dict[str, str] = {}
    for line in made.decode().replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        found.setdefault(name.partition(";")[0], value)
    return found


def los(text: str) -> str:
    """Undo the escapes of a text."""
    out, signs = "", iter(text)
    for sign in signs:
        following = next(signs) if sign == "\\" else ""
        out += ("\n" if following == "n" else following) if following else sign
    return out


def een(**anders: str) -> Afspraak:
    words = {"kenmerk": "RL-2026-000001@9901", "wat": "Termijn", "toelichting": ""} | anders
    return Afspraak(dag=date(2027, 2, 28), **words)


def test_a_term_is_a_whole_day_that_takes_nobody_and_warns_twice() -> None:
    text = kalender([een()], NU).decode()
    for line in (
        *("DTSTART;VALUE=DATE:20270228", "DTEND;VALUE=DATE:20270301", "TRANSP:TRANSPARENT"),
        *("DTSTAMP:20261121T090000Z", "TRIGGER:-P91D", "TRIGGER:-P30D"),
    ):
        assert f"\r\n{line}\r\n" in text
    assert text.count("BEGIN:VALARM") == text.count("END:VALARM") == 2


def test_a_calendar_without_terms_is_still_one() -> None:
    assert kalender([], NU).decode().split("\r\n")[::4] == ["BEGIN:VCALENDAR", ""]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Cn", "Co"])))
def test_no_line_is_too_long_and_every_text_comes_back(words: str) -> None:
    made = kalender([een(wat=words, toelichting=f"{words};,\\ \n{words}")], NU)
    assert max(len(line) for line in made.split(b"\r\n")) <= 75
    assert los(velden(made)["SUMMARY"]) == words


@given(st.text())
def test_no_text_makes_a_line_of_its_own(words: str) -> None:
    made = kalender([een(wat=words, toelichting=words)], NU)
    assert made.count(b"\r\n") == made.count(b"\n") == made.count(b"\r")
    assert made.replace(b"\r\n ", b"").count(b"\r\nSUMMARY:") == 1
