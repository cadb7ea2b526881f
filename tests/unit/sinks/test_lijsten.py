"""A list of the backend is taken whole or not at all."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres import SinkDown, SinkError, SinkStopped, SoortMelding
from regres.terug import OntvangenMelding, Terugblad, Terugkoppeling
from sinks.lijsten import _bladen, meldingen, terugkoppelingen
from sinks.verbinding import Answer
from tests.tools.loket import NU, merk

LINE = {
    "referentie": merk("r1"),
    "versie": 2,
    "soortMelding": "wijziging",
    "inhoudsmerk": merk("m"),
    "zaaknummer": "RL-2026-000001",
    "ontvangenOp": "2026-11-21T04:00:00Z",
}
READ = OntvangenMelding(merk("r1"), 2, SoortMelding.WIJZIGING, merk("m"), "RL-2026-000001", NU)
STEP = {
    "volgnummer": 7,
    "referentie": merk("r1"),
    "versie": 2,
    "zaaknummer": "RL-2026-000001",
    "stap": "quickscan",
    "advies": "niet_verder",
    "redencode": "V05",
    "datum": "2026-11-21",
}
TAKEN = Terugkoppeling(
    7, merk("r1"), 2, "RL-2026-000001", "quickscan", date(2026, 11, 21), "niet_verder", "V05"
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


def page(name: str, lines: list[Any], cursor: str = "c1", **changed: Any) -> Answer:
    body = {name: lines, "cursor": cursor, "meer": False} | changed
    return Answer(200, {"Content-Type": "application/json"}, json.dumps(body).encode())


def backend(*answers: Answer) -> tuple[Callable[[str], Answer], list[str]]:
    asked: list[str] = []
    waiting = list(answers)

    def ask(path: str) -> Answer:
        asked.append(path)
        return waiting.pop(0)

    return ask, asked


def listed(*answers: Answer) -> list[OntvangenMelding]:
    return list(meldingen(backend(*answers)[0], NU))


def told(*answers: Answer, cursor: str = "") -> list[Terugblad]:
    return list(terugkoppelingen(backend(*answers)[0], cursor, NU))


def refusal(*answers: Answer) -> str:
    with pytest.raises(SinkDown) as caught:
        listed(*answers)
    return caught.value.problems[0].code


def test_pages_are_read_to_the_end_by_the_cursor_of_each() -> None:
    first = page("regresmeldingen", [LINE], "c 1", meer=True)
    second = page("regresmeldingen", [LINE | {"versie": 3}], "c2")
    ask, asked = backend(first, second)

    found = list(meldingen(ask, NU))

    assert [one.versie for one in found] == [2, 3]
    assert asked == ["/v1/regresmeldingen?cursor=", "/v1/regresmeldingen?cursor=c%201"]


def test_a_line_is_read_as_it_stands() -> None:
    assert listed(page("regresmeldingen", [LINE])) == [READ]
    assert told(page("terugkoppelingen", [STEP])) == [Terugblad((TAKEN,), "c1")]


def test_a_step_without_advies_and_redencode_has_none() -> None:
    (found,) = told(page("terugkoppelingen", [STEP | {"advies": None, "redencode": None}]))

    assert (found.regels[0].advies, found.regels[0].redencode) == ("", "")


@pytest.mark.parametrize("name", LINE)
@pytest.mark.parametrize("value", [None, "", 0, -1, True, [], "\uff11", "=1+1"])
def test_one_line_that_cannot_be_read_makes_the_whole_list_unusable(name: str, value: Any) -> None:
    assert refusal(page("regresmeldingen", [LINE, LINE | {name: value}])) == "S-0018"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("volgnummer", 0),
        ("datum", "2026-02-30"),
        ("datum", "20261121"),
        ("stap", "=HYPERLINK()"),
        ("stap", "Quickscan verder"),
        ("advies", "zie notitie van mevrouw"),
        ("redencode", 5),
        ("referentie", "r1"),
    ],
)
def test_a_step_that_is_no_code_is_not_taken(name: str, value: Any) -> None:
    with pytest.raises(SinkDown) as caught:
        told(page("terugkoppelingen", [STEP | {name: value}]))

    assert caught.value.problems[0].code == "S-0018"


@pytest.mark.parametrize(
    "answer",
    [
        page("regresmeldingen", [LINE], "", meer=True),
        page("regresmeldingen", [], "c2", meer=True),
        page("regresmeldingen", [LINE], meer="ja"),
        page("regresmeldingen", [LINE], cursor=None),  # type: ignore[arg-type]
        page("iets anders", [LINE]),
    ],
    ids=["same cursor", "empty but more", "meer as text", "no cursor", "no list"],
)
def test_paging_that_does_not_advance_is_no_list(answer: Answer) -> None:
    assert refusal(answer) == "S-0018"


def test_a_cursor_that_the_backend_does_not_know_any_more_begins_anew() -> None:
    kind = {"type": "urn:regresloket:probleem:cursor-ongeldig", "title": "x"}
    no = Answer(400, {"Content-Type": "application/problem+json"}, json.dumps(kind).encode())
    ask, asked = backend(no, page("terugkoppelingen", [STEP]))

    found = list(terugkoppelingen(ask, "oud", NU))

    assert [one.regels for one in found] == [(TAKEN,)]
    assert asked[-1] == "/v1/terugkoppelingen?cursor="


def test_a_backend_that_knows_no_cursor_at_all_is_not_asked_without_end() -> None:
    kind = {"type": "urn:regresloket:probleem:cursor-ongeldig", "title": "x"}
    no = Answer(400, {"Content-Type": "application/problem+json"}, json.dumps(kind).encode())
    first = page("terugkoppelingen", [STEP], "c1", meer=True)

    with pytest.raises((SinkDown, SinkStopped)):
        told(no, first, no, first, no)


def test_a_version_that_comes_twice_makes_the_list_unusable() -> None:
    again = page("regresmeldingen", [LINE], "c2")

    assert refusal(page("regresmeldingen", [LINE], "c1", meer=True), again) == "S-0018"


def test_a_backend_that_refuses_us_is_told_as_at_a_delivery() -> None:
    with pytest.raises(SinkStopped) as caught:
        listed(Answer(401, {}, b""))

    assert caught.value.problems[0].code == "S-0020"


@given(
    lines=st.lists(
        st.fixed_dictionaries(
            {}, optional={name: st.just(value) | JSON for name, value in LINE.items()}
        )
        | JSON,
        max_size=3,
    )
)
def test_whatever_a_list_says_it_is_ours_or_refused(lines: list[Any]) -> None:
    try:
        found = listed(page("regresmeldingen", lines))
    except SinkError as error:
        assert error.problems[0].code == "S-0018"
        return
    assert len(found) == len(lines)
    assert all(one.ontvangenOp.tzinfo and one.versie >= 1 for one in found)


def test_a_list_that_never_ends_is_cut_off() -> None:
    pages = 0

    def ask(path: str) -> Answer:
        nonlocal pages
        pages += 1
        body = f'{{"terugkoppelingen": [1], "cursor": "{pages}", "meer": true}}'
        return Answer(200, {"Content-Type": "application/json"}, body.encode())

    with pytest.raises(SinkDown) as stopped:
        for _ in _bladen(ask, "/v1/terugkoppelingen", "", "terugkoppelingen", NU):
            pass

    assert [one.code for one in stopped.value.problems] == ["S-0018"]
    assert pages == 20_000


@pytest.mark.parametrize(
    ("name", "longest", "first"), [("stap", "a" * 40, "a"), ("advies", "A" * 40, "9")]
)
def test_a_word_of_a_step_is_at_most_forty_signs(name: str, longest: str, first: str) -> None:
    for value in (longest, first, f"{first}_:.-9"):
        (found,) = told(page("terugkoppelingen", [STEP | {name: value}]))
        assert getattr(found.regels[0], name) == value
    for value in (longest + "a", f"-{first}", f"{first}\n", f"{first} b", "\u00e9"):
        with pytest.raises(SinkDown, match="S-0018"):
            told(page("terugkoppelingen", [STEP | {name: value}]))


@pytest.mark.parametrize(("name", "largest"), [("volgnummer", 2**53 - 1), ("versie", 10**9)])
def test_a_number_of_a_step_is_one_that_every_reader_can_hold(name: str, largest: int) -> None:
    for value in (1, largest):
        (found,) = told(page("terugkoppelingen", [STEP | {name: value}]))
        assert getattr(found.regels[0], name) == value
    with pytest.raises(SinkDown, match="S-0018"):
        told(page("terugkoppelingen", [STEP | {name: largest + 1}]))


def test_every_kind_of_melding_can_be_listed() -> None:
    lines = [
        LINE | {"versie": at, "soortMelding": soort.value}
        for at, soort in enumerate(SoortMelding, start=1)
    ]

    found = listed(page("regresmeldingen", lines))

    assert [one.soort for one in found] == list(SoortMelding)
