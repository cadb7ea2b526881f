"""Receiving a body: counted while it unpacks, whole or an error, and never longer than its time."""

import gzip
import io
import tracemalloc
import zlib
from collections.abc import Mapping

import pytest
from urllib3 import HTTPResponse

from connectors.stuf_zkn.ontvangst import Ontvangst
from connectors.stuf_zkn.termijn import Termijn
from regres import SourceDown, SourceRefused


def response(
    body: bytes, headers: Mapping[str, str] | None = None, status: int = 200
) -> HTTPResponse:
    """Make a response that believes whatever length it is told."""
    return HTTPResponse(
        io.BytesIO(body),
        dict(headers or {}),
        status,
        preload_content=False,
        enforce_content_length=False,
    )


def receive(
    body: bytes, headers: Mapping[str, str] | None = None, limit: int = 1_000_000
) -> tuple[bytes, int]:
    received = Ontvangst(response(body, headers), "hier", limit)
    return b"".join(received), received.bytes


@pytest.mark.parametrize("body", [b"<x/>", b"<x>" + b"y" * 200_000 + b"</x>"])
def test_a_body_is_given_as_it_came_and_counted(body: bytes) -> None:
    assert receive(body) == (body, len(body))
    assert receive(body, {"Content-Length": str(len(body))}) == (body, len(body))


def test_a_packed_body_is_counted_as_it_unpacks() -> None:
    body = b"<x>" + b"y" * 200_000 + b"</x>"

    assert receive(gzip.compress(body), {"Content-Encoding": "gzip"}) == (body, len(body))


@pytest.mark.parametrize("more", [-1, 1, 1_000])
def test_a_body_of_another_length_than_announced_is_an_error(more: int) -> None:
    with pytest.raises(SourceDown, match="B-0305"):
        receive(b"<x></x>", {"Content-Length": str(7 + more)})


def test_a_bomb_takes_no_memory_worth_mentioning() -> None:
    packer = zlib.compressobj(wbits=31)
    bomb = packer.compress(b"<x>")
    bomb += b"".join(packer.compress(b" " * 1_000_000) for _ in range(200)) + packer.flush()
    made = response(bomb, {"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        with pytest.raises(SourceRefused, match="B-0326"):
            list(map(len, Ontvangst(made, "hier", 20_000_000)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 3_000_000


def test_the_limit_itself_is_allowed() -> None:
    assert receive(b"<x/>", limit=4)[1] == 4
    with pytest.raises(SourceRefused, match="B-0326"):
        receive(b"<x/>", limit=3)


# --- the time for one question -------------------------------------------------------------------


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_is_left_shrinks_and_then_is_over() -> None:
    clock = Clock()
    termijn = Termijn(60, clock)
    clock.now = 45

    assert (termijn.rest(5), termijn.rest(30)) == (5, 15)

    clock.now = 60
    with pytest.raises(TimeoutError):
        termijn.rest(5)


def test_time_that_a_record_is_worked_on_does_not_count() -> None:
    clock = Clock()
    termijn = Termijn(60, clock)
    begin = termijn.stop()
    clock.now = 1_000
    termijn.verder(begin)

    assert termijn.rest(90) == 60


@pytest.mark.parametrize(
    "more", [b"x", gzip.compress(b"<y/>", mtime=0), b"\0"], ids=["een teken", "nog een", "een NUL"]
)
def test_something_behind_a_packed_body_is_refused(more: bytes) -> None:
    with pytest.raises(SourceRefused, match="B-0327"):
        receive(gzip.compress(b"<x/>") + more, {"Content-Encoding": "gzip"})
