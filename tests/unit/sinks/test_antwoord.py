"""What an answer means; whatever a backend says, only a whole receipt is a delivery."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres import Receipt, SinkDown, SinkError
from sinks.antwoord import SameVersion, judge, no_use, retry_after
from sinks.base import Conflict, KeyUnknown, Refused
from sinks.verbinding import Answer, unpack
from tests.tools.loket import NU, kop, merk

KOP = kop()
TYPES = st.sampled_from(
    ["application/json", "application/problem+json", "text/html", "", "application/json; charset=x"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
TRUE = {
    "referentie": KOP.referentie,
    "versie": 1,
    "zaaknummer": "RL-2026-000001",
    "ontvangenOp": "2026-11-21T04:00:00Z",
}
ALMOST = st.fixed_dictionaries(
    {},
    optional={
        name: st.just(value) | JSON
        for name, value in (TRUE | {"laatsteVersie": 1, "inhoudsmerk": KOP.inhoudsmerk}).items()
    },
)


@given(
    status=st.integers(100, 599),
    kind=TYPES,
    body=st.binary() | (JSON | ALMOST).map(lambda value: json.dumps(value).encode()),
)
def test_only_what_says_so_completely_is_a_delivery(status: int, kind: str, body: bytes) -> None:
    try:
        outcome = judge(Answer(status, {"Content-Type": kind}, body), KOP, NU)
    except SinkError as error:
        assert error.problems[0].code.startswith("S-00")
        return

    if isinstance(outcome, Receipt):
        told = json.loads(body)
        assert status in {200, 201}
        assert kind.startswith("application/")
        assert (told["referentie"], told["versie"]) == (KOP.referentie, 1)
        assert told["zaaknummer"] == outcome.zaaknummer
        assert outcome.ontvangenOp.tzinfo is UTC
    else:
        assert isinstance(outcome, Conflict | SameVersion | KeyUnknown | Refused)
        assert status in {400, 404, 409, 413, 422}


@given(changed=st.sampled_from(sorted(TRUE)), value=JSON)
def test_one_wrong_field_is_no_receipt(changed: str, value: Any) -> None:
    body = json.dumps(TRUE | {changed: value}).encode()
    try:
        outcome = judge(Answer(201, {"Content-Type": "application/json"}, body), KOP, NU)
    except SinkDown:
        return

    assert isinstance(outcome, Receipt)
    assert changed in {"zaaknummer", "ontvangenOp"} or type(value) is type(TRUE[changed])


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", " Application/JSON ;x=y", "application/json"]
)
def test_a_receipt_is_one_whatever_is_said_beside_its_media_type(kind: str) -> None:
    outcome = judge(Answer(201, {"Content-Type": kind}, json.dumps(TRUE).encode()), KOP, NU)
    assert isinstance(outcome, Receipt)


def test_a_moment_in_another_zone_becomes_utc() -> None:
    body = json.dumps(TRUE | {"ontvangenOp": "2026-11-21T05:00:00.5+01:00"}).encode()

    outcome = judge(Answer(200, {"Content-Type": "application/json"}, body), KOP, NU)

    assert isinstance(outcome, Receipt)
    assert outcome.ontvangenOp == datetime(2026, 11, 21, 4, 0, 0, 500_000, UTC)


@given(text=st.text() | st.datetimes().map(lambda moment: moment.strftime("%a, %d %b %Y %X GMT")))
def test_retry_after_is_never_below_zero_nor_above_an_hour(text: str) -> None:
    found = retry_after(Answer(503, {"Retry-After": text}, b""), NU)

    assert found is None or 0 <= found <= 3600


@given(body=st.binary(max_size=200), encoding=st.sampled_from(["gzip", "GZIP ", "", "identity"]))
def test_unpacking_gives_at_most_the_cap_or_nothing(body: bytes, encoding: str) -> None:
    try:
        assert len(unpack(body, encoding, 200)) <= 200
    except SinkDown:
        assert encoding.strip().lower() == "gzip"


def test_the_same_version_is_told_apart_from_the_same_facts() -> None:
    def told(latest: int, known: str) -> object:
        body = json.dumps({"laatsteVersie": latest, "inhoudsmerk": known}).encode()
        return judge(Answer(409, {"Content-Type": "application/problem+json"}, body), KOP, NU)

    assert told(1, KOP.inhoudsmerk) == SameVersion()
    assert told(2, KOP.inhoudsmerk) == Conflict(2, KOP.inhoudsmerk)
    assert told(1, merk("x")) == Conflict(1, merk("x"))


@pytest.mark.parametrize(
    ("status", "code"),
    [
        *((401, "S-0020"), (403, "S-0020"), (429, "S-0030"), (503, "S-0030")),
        *((300, "S-0010"), (302, "S-0010"), (399, "S-0010"), (500, "S-0031"), (599, "S-0031")),
        *((400, "S-0032"), (404, "S-0032"), (413, "S-0032"), (422, "S-0032"), (418, "S-0011")),
    ],
)
def test_an_answer_that_is_of_no_use_is_told_with_its_status(status: int, code: str) -> None:
    with pytest.raises(SinkError) as caught:
        no_use(Answer(status, {}, b""), NU)

    (problem,) = caught.value.problems
    assert problem.code == code
    assert str(status) in problem.wat


def _receipt(**changed: Any) -> object:
    body = json.dumps(TRUE | changed).encode()
    return judge(Answer(201, {"Content-Type": "application/json"}, body), KOP, NU)


@pytest.mark.parametrize("number", ["A", "9", "a" * 64, "R/2026-1._x"])
def test_the_number_of_a_case_is_taken_as_it_stands(number: str) -> None:
    found = _receipt(zaaknummer=number)

    assert isinstance(found, Receipt)
    assert found.zaaknummer == number


@pytest.mark.parametrize("number", ["", "a" * 65, "-a", "a b", "a\n", "\u0661", "<b>", 7])
def test_what_cannot_be_the_number_of_a_case_is_no_receipt(number: object) -> None:
    with pytest.raises(SinkDown, match="S-0016"):
        _receipt(zaaknummer=number)


@pytest.mark.parametrize(
    "when",
    [
        *("2026-11-21T04:00:00", "2026-11-21 04:00:00Z", "2026-11-21T04:00:00.1234567Z"),
        *("2026-11-21T04:00:00z", "2026-11-21T04:00:00Z\n", "0001-01-01T00:00:00+01:00", 7),
    ],
)
def test_what_is_no_moment_with_a_zone_is_no_receipt(when: object) -> None:
    with pytest.raises(SinkDown, match="S-0016"):
        _receipt(ontvangenOp=when)


@pytest.mark.parametrize(
    ("latest", "taken"),
    [(1, True), (10**9, True), (10**9 + 1, False), (0, False), (True, False), ("1", False)],
)
def test_a_conflict_names_a_version_above_which_can_be_counted(latest: object, taken: bool) -> None:
    body = json.dumps({"laatsteVersie": latest, "inhoudsmerk": merk("x")}).encode()
    said = Answer(409, {"Content-Type": "application/json"}, body)

    if taken:
        assert isinstance(judge(said, KOP, NU), Conflict)
    else:
        with pytest.raises(SinkDown, match="S-0016"):
            judge(said, KOP, NU)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        *(("urn:x:te-groot", "te-groot"), ("https://x.example/p#te-groot", "te-groot")),
        *(("te-groot", "te-groot"), ("Te-Groot", ""), ("a" * 64, "a" * 64), ("a" * 65, "")),
        *((None, ""), (7, "")),
    ],
)
@pytest.mark.parametrize("status", [400, 404, 413, 422])
def test_a_refusal_tells_the_last_word_of_its_type_and_no_other(
    status: int, kind: object, word: str
) -> None:
    body = json.dumps({"type": kind, "detail": "niet te zien"}).encode()

    said = judge(Answer(status, {"Content-Type": "application/problem+json"}, body), KOP, NU)

    assert isinstance(said, Refused)
    assert said.problem.code == "S-0040"
    assert f"{status} {word}".strip() in said.problem.wat
    assert "niet te zien" not in said.problem.wat


def test_an_unknown_key_is_one_under_422_alone() -> None:
    def told(status: int, kind: str = "application/problem+json") -> object:
        body = json.dumps({"type": "urn:x:sleutel-onbekend"}).encode()
        return judge(Answer(status, {"Content-Type": kind}, body), KOP, NU)

    assert told(422) == KeyUnknown()
    assert isinstance(told(400), Refused)
    with pytest.raises(SinkDown, match="S-0032"):
        told(422, "application/json")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *((" 3599 ", 3599.0), ("3601", 3600.0), ("9" * 99, 3600.0), ("9" * 100, None), ("", None)),
        *(("Sat, 21 Nov 2026 04:00:30 -0000", 30.0), ("Sat, 21 Nov 2026 05:00:30 +0100", 30.0)),
        ("Sat, 21 Nov 2026 03:59:59 GMT", 0.0),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_how_long_we_are_asked_to_wait(status: int, text: str, found: float | None) -> None:
    with pytest.raises(SinkDown) as down:
        no_use(Answer(status, {"Retry-After": text}, b""), NU)

    assert down.value.retry_after == found
