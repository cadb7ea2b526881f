"""One connection: when it is used again, and what is no answer and no request."""

import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from regres import SinkDown
from tests.tools.liegende_server import answer, read_request
from tests.unit.sinks.test_verbinding import Straat, only

OPEN = b"HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


@pytest.fixture
def straat(tmp_path: Path) -> Iterator[Straat]:
    with ExitStack() as stack:
        yield Straat(tmp_path, stack)


def test_a_connection_is_used_again_until_the_other_side_lets_it_go(straat: Straat) -> None:
    seen: list[bytes] = []

    def twice(connection: ssl.SSLSocket) -> None:
        connection.sendall(OPEN)
        seen.append(read_request(connection))
        connection.sendall(OPEN)

    server = straat.server(twice, answer(200, b"[]"))
    line = straat.line(server)

    found = []
    for number in (1, 2, 3):
        found.append(line.send("POST", server.url, {"X": str(number)}, b"ab").body)
        time.sleep(0.1)  # in which the other side lets it go, and that is heard

    assert found == [b"{}", b"{}", b"[]"]
    assert (len(server.verzoeken), len(seen)) == (2, 1)
    assert b"X: 2\r\n" in seen[0]


def test_what_was_said_without_being_asked_answers_no_later_question(straat: Straat) -> None:
    more: list[bytes] = []

    def too_much(connection: ssl.SSLSocket) -> None:
        # All in one record: of what is left of it the socket itself knows nothing.
        connection.sendall(OPEN + OPEN.replace(b"{}", b'"') * 200)
        more.append(read_request(connection))

    server = straat.server(too_much, answer(200, b"[]"))
    line = straat.line(server)

    found = [line.send("GET", server.url, {}).body for _ in (1, 2)]

    assert found == [b"{}", b"[]"]
    assert more == [b""]


CHUNKED = b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    "said",
    [
        CHUNKED + OPEN[:40],
        OPEN.replace(b"200", b"204") + OPEN[:40],
        CHUNKED.replace(b"chunked\r\n", b"chunked\r\nContent-Length: 2\r\n"),
    ],
)
def test_after_an_answer_of_which_the_end_is_not_sure_another_connection_is_made(
    straat: Straat, said: bytes
) -> None:
    more: list[bytes] = []

    def too_much(connection: ssl.SSLSocket) -> None:
        connection.sendall(said)
        more.append(read_request(connection))

    server = straat.server(too_much, answer(200, b"[]"))
    line = straat.line(server)

    line.send("POST", server.url, {})

    assert line.send("POST", server.url, {}).body == b"[]"
    assert more == [b""]


def test_a_chunked_answer_keeps_its_connection(straat: Straat) -> None:
    def twice(connection: ssl.SSLSocket) -> None:
        connection.sendall(CHUNKED)
        read_request(connection)
        connection.sendall(OPEN)

    line = straat.line(server := straat.server(twice))

    assert [line.send("POST", server.url, {}).body for _ in (1, 2)] == [b"{}", b"{}"]


def test_an_answer_that_is_not_the_last_one_is_not_taken_for_that_of_the_next_call(
    straat: Straat,
) -> None:
    early = OPEN.replace(b"200 X", b"103 X").replace(b"Length: 2", b"Length: 0")[:-2]
    server = straat.server(early, answer(200, b"[]"))
    line = straat.line(server)

    with pytest.raises(SinkDown):
        line.send("POST", server.url, {})

    assert line.send("POST", server.url, {}).body == b"[]"


def test_a_call_says_how_long_it_is_and_what_it_says_is_one_piece(straat: Straat) -> None:
    server = straat.server(answer(200, b"{}"))
    line = straat.line(server)

    for method, body in (("POST", b"ab"), ("POST", b""), ("GET", b"")):
        line.send(method, server.url, {}, body)

    lengths = [b"Content-Length: " in one for one in server.verzoeken]
    assert lengths == [True, True, False]
    assert server.verzoeken[0].startswith(b"POST / HTTP/1.1\r\nContent-Length: 2\r\n")
    assert server.verzoeken[0].endswith(b"\r\n\r\nab")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (OPEN[:-1], "S-0013"),
        (OPEN.replace(b"Length: 2", b"Length: 2\r\nContent-Length: 1"), "S-0004"),
        (b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "S-0013"),
        (OPEN.replace(b"200", b"102"), "S-0004"),
        (OPEN.replace(b"200", b"101"), "S-0004"),
        (OPEN.replace(b"Length: 2", b"Length: 0_2"), "S-0004"),
        (OPEN.replace(b"Length: 2", b"Length: 2\r\nTransfer-Encoding: gzip, chunked"), "S-0004"),
        (OPEN.replace(b"Length: 2", b"Length: 2\r\nTransfer-Encoding : chunked"), "S-0004"),
        (b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n-3\r\nab", "S-0004"),
        (b"geen HTTP\r\n\r\n", "S-0004"),
        (b"", "S-0004"),
    ],
)
def test_an_answer_that_is_not_whole_or_has_two_lengths_is_none(
    straat: Straat, said: bytes, code: str
) -> None:
    server = straat.server(said)

    with pytest.raises(SinkDown) as down:
        straat.line(server).send("GET", server.url, {})

    assert only(down.value)[0] == code


def test_a_header_that_stands_twice_is_both(straat: Straat) -> None:
    server = straat.server(answer(200, b"{}", headers="X-A: een\r\nx-a: twee\r\n"))

    headers = straat.line(server).send("GET", server.url, {}).headers

    assert headers["X-A"] == headers.get("x-a") == "een, twee"
    assert set(headers) == {"x-a", "content-type", "content-length", "connection"}
    assert len(headers) == 4
    assert headers.get("Date") is None


@pytest.mark.parametrize(
    ("path", "value"), [("/", "a\r\nX: b"), ("/", "é"), ("/a b", "x"), ("/a\x7f", "x")]
)
def test_what_would_be_another_header_or_line_is_never_sent(
    straat: Straat, path: str, value: str
) -> None:
    server = straat.server(answer(200, b"{}"))

    with pytest.raises(ValueError, match="cannot be sent") as wrong:
        straat.line(server).send("GET", server.url + path, {"X": value})

    assert value not in str(wrong.value)
    assert server.verzoeken == []
