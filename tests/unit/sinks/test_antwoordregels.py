"""Lines of an answer: what is plain is read as http.client reads it, and nothing else is plain."""

import http.client
from collections.abc import Sequence
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres import SinkDown
from sinks.antwoordregels import Begin, is_geheel, vlak
from sinks.draad import volgens_de_regels

CAP = 200
PLAIN = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


class Verbinding:
    """What comes over a connection, in the pieces in which it comes."""

    def __init__(self, *pieces: bytes) -> None:
        self._left = [piece for piece in pieces if piece]

    def recv_into(self, into: Any) -> int:
        if not self._left:
            return 0
        piece = self._left.pop(0)
        some, rest = piece[: len(into)], piece[len(into) :]
        if rest:
            self._left.insert(0, rest)
        into[: len(some)] = some
        return len(some)


def begun(pieces: Sequence[bytes]) -> Begin:
    return Begin(cast(Any, Verbinding(*pieces)))


Gelezen = tuple[int, dict[str, str], bytes, bool] | str


def by_the_rules(begin: Begin) -> Gelezen:
    try:
        found, keep = volgens_de_regels(begin, "POST", CAP)
    except (http.client.HTTPException, SinkDown) as wrong:
        return type(wrong).__name__
    return found.status, dict(found.headers), found.body, keep


def both_ways(pieces: Sequence[bytes]) -> tuple[Gelezen, Gelezen, bool]:
    """Give what is made of it with the quick look first, by the rules alone, and whether it did."""
    one = begun(pieces)
    plain = vlak(one, CAP)
    if plain is None:
        return by_the_rules(one), by_the_rules(begun(pieces)), False
    quick = (plain.status, dict(plain.headers), plain.body, True)
    return quick, by_the_rules(begun(pieces)), True


STATUS = st.sampled_from(
    [
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 201",
        b"HTTP/1.1 409  twee  ",
        b"HTTP/1.1 204 No Content",
        b"HTTP/1.1 304 x",
        b"HTTP/1.1 100 Continue",
        b"HTTP/1.1 503 caf\xe9",
        b"HTTP/1.0 200 OK",
        b"HTTP/1.1 2000 OK",
        b"HTTP/2 200",
        b"geen HTTP",
        b"",
    ]
)
KOP = st.sampled_from(
    [
        b"Content-Type: application/json",
        b"content-type:  text/html ",
        b"X-Leeg:",
        b"X-Tab:\ta",
        b"X-\xe9: \xe9",
        b"X Spatie: a",
        b"X-Twee: a",
        b"x-twee: b",
        b" vervolg",
        b"geen kop",
        b": zonder naam",
        b"Connection: close",
        b"Connection: keep-alive",
        b"Transfer-Encoding: chunked",
        b"From iemand",
        b"X-Nul: \x00",
    ]
)
LENGTE = st.sampled_from(
    [
        b"Content-Length: 2",
        b"content-length:2 ",
        b"Content-Length: +2",
        b"Content-Length: 02",
        b"Content-Length: -2",
        b"Content-Length: 300",
        b"Content-Length: 1_0",
        b"Content-Length:",
    ]
)


@st.composite
def said(draw: st.DrawFn) -> list[bytes]:
    end = draw(st.sampled_from([b"\r\n", b"\r\n", b"\r\n", b"\n"]))
    lines = [draw(STATUS), *draw(st.lists(KOP, max_size=3)), *draw(st.lists(LENGTE, max_size=2))]
    body = draw(st.sampled_from([b"{}", b"{", b"", b"{}meer", b"x" * 300, b"2\r\n{}\r\n0\r\n\r\n"]))
    whole = end.join([*lines, b"", b""]) + body
    places = sorted(draw(st.lists(st.integers(0, len(whole)), max_size=3)))
    return [whole[a:b] for a, b in zip([0, *places], [*places, len(whole)], strict=True)]


@given(said())
def test_with_a_quick_look_first_every_answer_is_what_it_is_by_the_rules(
    pieces: list[bytes],
) -> None:
    quick, whole, plain = both_ways(pieces)

    if not plain and isinstance(quick, tuple) and isinstance(whole, tuple):
        # What was said besides is seen by the quick look: such a connection is not used again.
        assert quick[:3] == whole[:3]
        assert whole[3] or not quick[3]
    else:
        assert quick == whole


@pytest.mark.parametrize("places", [(), (60,), (len(PLAIN) - 2,), (len(PLAIN) - 1,)])
def test_a_plain_answer_is_read_at_once_also_when_its_body_comes_later(
    places: tuple[int, ...],
) -> None:
    pieces = [PLAIN[a:b] for a, b in zip((0, *places), (*places, len(PLAIN)), strict=True)]

    quick, whole, plain = both_ways(pieces)

    assert (
        quick
        == whole
        == (201, {"content-type": "application/json", "content-length": "2"}, b"{}", True)
    )
    assert plain is (places != (60,))


@pytest.mark.parametrize(
    "said",
    [
        PLAIN.replace(b"HTTP/1.1", b"HTTP/1.0"),
        PLAIN.replace(b"\r\n", b"\n"),
        PLAIN.replace(b"Length: 2", b"Length: 2\r\nContent-Length: 2"),
        PLAIN.replace(b"Length: 2", b"Length: 2\r\nTransfer-Encoding: chunked"),
        PLAIN.replace(b"Length: 2", b"Length: 2\r\nConnection: close"),
        PLAIN.replace(b"Length: 2", b"Length: 3"),
        PLAIN.replace(b"Length: 2", b"Length: 201") + b"x" * 199,
        PLAIN.replace(b"201", b"204"),
        PLAIN + b"x",
        PLAIN.replace(b"\r\n\r\n", b"\r\n" + b"X: a\r\n" * 99 + b"\r\n"),
        b"",
    ],
)
def test_what_is_odd_in_any_way_is_not_plain(said: bytes) -> None:
    assert vlak(begun([said]), CAP) is None


def test_a_body_in_single_bytes_is_read_to_its_end() -> None:
    whole = PLAIN.replace(b"Length: 2", b"Length: 200")[:-2]

    found = vlak(begun([whole, *[b"x"] * 200]), CAP)

    assert found is not None
    assert found.body == b"x" * 200


@given(said())
def test_nothing_is_judged_before_all_that_decides_is_there(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    last = by_the_rules(begun([whole]))
    for size in range(len(whole)):
        if is_geheel(bytearray(whole[:size]), CAP):
            early = by_the_rules(begun([whole[:size]]))
            assert isinstance(early, str) == isinstance(last, str)
            assert isinstance(early, str) or early[:3] == last[:3]


@pytest.mark.parametrize(
    "answer",
    [
        PLAIN,
        PLAIN.replace(b"\r\n", b"\n"),
        b"HTTP/1.1 204 X\r\nX: y\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\nX: y\r\n\r\n",
        b"HTTP/1.1 200 X\r\nContent-Length: twee\r\n\r\n",
    ],
)
def test_what_is_whole_is_known_to_be_whole_at_its_last_byte(answer: bytes) -> None:
    assert is_geheel(bytearray(answer), CAP)
    assert not is_geheel(bytearray(answer[:-1]), CAP)


def test_an_answer_without_a_length_is_whole_at_its_end_only() -> None:
    assert not is_geheel(bytearray(b"HTTP/1.1 200 X\r\nX: y\r\n\r\n{}"), CAP)


def test_what_never_ends_is_not_waited_for() -> None:
    assert is_geheel(bytearray(b"x" * 200_000), CAP)
    assert is_geheel(bytearray(PLAIN + b"x" * 200_000), CAP)
