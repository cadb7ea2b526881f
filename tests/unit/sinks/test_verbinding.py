"""The guarded line by itself: what it says, what it takes, and what it makes of an error."""

import gzip
import http.client
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
import trustme

from loket import Tls
from regres import SinkDown, SinkError, SinkRevoked, SinkStopped
from regres.oin import AnderOin
from sinks import RegresloketSettings
from sinks.verbinding import (
    Answer,
    Verbinding,
    host_and_port,
    look_up,
    make_context,
    translate,
    unpack,
)
from tests.tools.certificaat import ANDER_OIN, OIN, uitgegeven
from tests.tools.liegende_server import Gedrag, Leugenaar, answer
from tests.tools.loket import make_tls


class Straat:
    """Servers that say what they were told to, and lines to them."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.tls, self.ca, self.authority = make_tls(folder)
        self._stack = stack

    def server(self, *said: Gedrag | bytes, tls: Tls | None = None) -> Leugenaar:
        return self._stack.enter_context(Leugenaar(tls or self.tls, said))

    def settings(self, url: str, **changed: Any) -> RegresloketSettings:
        fields: dict[str, Any] = {
            "url": url,
            "ca": self.ca,
            "uitgaand": ("127.0.0.1", "localhost"),
            "loopback": True,
            "verbindtijd": 2.0,
            "totaaltijd": 5.0,
        }
        return RegresloketSettings(**fields | changed)

    def line(self, server: Leugenaar, **changed: Any) -> Verbinding:
        made = Verbinding(self.settings(server.url, **changed))
        return self._stack.enter_context(closing(made))


@pytest.fixture
def straat(tmp_path: Path) -> Iterator[Straat]:
    with ExitStack() as stack:
        yield Straat(tmp_path, stack)


def only(wrong: SinkError) -> tuple[str, str, str]:
    (problem,) = wrong.problems
    return problem.code, problem.waar, problem.wat


# -- what goes over it ----------------------------------------------------------------------------


def test_a_call_says_the_whole_address_and_who_we_are_and_asks_nothing_packed(
    straat: Straat,
) -> None:
    server = straat.server(answer(200, b"{}"))

    found = straat.line(server).send("GET", f"{server.url}/v1/x?cursor=a%20b", {"Accept": "x/y"})

    head = server.verzoeken[0].partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert head[0] == b"GET /v1/x?cursor=a%20b HTTP/1.1"
    assert {f"Host: 127.0.0.1:{server.port}".encode(), b"User-Agent: regresbrug"} <= {*head}
    assert {b"Accept-Encoding: identity", b"Accept: x/y"} <= {*head}
    assert (found.status, found.body) == (200, b"{}")
    assert found.headers["content-type"] == "application/json"


def test_an_address_without_a_path_asks_for_the_root(straat: Straat) -> None:
    server = straat.server(answer(200, b"{}"))

    straat.line(server).send("GET", server.url, {})

    assert server.verzoeken[0].startswith(b"GET / HTTP/1.1\r\n")


def test_an_answer_as_large_as_may_be_is_taken_and_one_byte_more_is_not(straat: Straat) -> None:
    server = straat.server(answer(200, b"x" * 500), answer(200, b"x" * 501))
    line = straat.line(server, grootste_antwoord=500)

    assert len(line.send("GET", server.url, {}).body) == 500
    with pytest.raises(SinkDown, match="S-0015"):
        line.send("GET", server.url, {})


def test_after_a_call_that_broke_off_and_after_closing_the_line_is_made_anew(
    straat: Straat,
) -> None:
    server = straat.server(b"", answer(200, b"{}"), answer(200, b"[]"))
    line = straat.line(server)

    with pytest.raises(SinkDown) as down:
        line.send("GET", server.url, {})
    assert only(down.value)[:2] == ("S-0004", f"127.0.0.1:{server.port}")
    assert line.send("GET", server.url, {}).body == b"{}"
    line.close()
    assert line.send("GET", server.url, {}).body == b"[]"


def test_an_answer_prints_its_status_alone() -> None:
    shown = repr(Answer(201, {"X": "kop-waarde"}, b"inhoud-waarde"))

    assert "201" in shown
    assert "waarde" not in shown


# -- its time -------------------------------------------------------------------------------------


def test_when_the_time_of_a_call_is_over_nothing_is_sent_or_waited_for(straat: Straat) -> None:
    server = straat.server(answer(200, b"{}"))
    context = make_context(straat.settings(server.url))

    with (
        socket.create_connection(("127.0.0.1", server.port), 5) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as safe,
    ):
        context.deadline = time.monotonic() - 0.001
        with pytest.raises(TimeoutError):
            safe.sendall(b"GET / HTTP/1.1\r\n\r\n")
        with pytest.raises(TimeoutError):
            safe.recv_into(bytearray(1))
        # What is left, however little, may be used, and no wait is longer.
        context.deadline = time.monotonic() + 0.9
        safe.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert 0 < (safe.gettimeout() or 0) <= 0.9
        assert safe.recv_into(bytearray(1)) == 1


# -- who is at the other end ----------------------------------------------------------------------


def test_only_the_organisation_that_was_named_gets_a_byte(straat: Straat, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("goed", "ander")]
    for folder in folders:
        folder.mkdir()
    right = straat.server(answer(200), tls=uitgegeven(folders[0], straat.authority, OIN))
    other = straat.server(answer(200), tls=uitgegeven(folders[1], straat.authority, ANDER_OIN))

    assert straat.line(right, oin=OIN).send("GET", right.url, {}).status == 200
    with pytest.raises(SinkStopped) as stopped:
        straat.line(other, oin=OIN).send("GET", other.url, {})

    assert only(stopped.value)[:2] == ("S-0077", f"127.0.0.1:{other.port}")
    assert other.verzoeken == []
    # Where nothing was named, anyone whom our authority knows will do.
    assert straat.line(other).send("GET", other.url, {}).status == 200


# -- where it goes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://loket.example", ("loket.example", 443)),
        ("https://loket.example:8443/x", ("loket.example", 8443)),
        ("https://", ("", 443)),
    ],
)
def test_an_address_without_a_port_means_that_of_https(url: str, found: tuple[str, int]) -> None:
    assert host_and_port(url) == found


def test_a_host_that_may_not_be_reached_is_named(straat: Straat) -> None:
    line = straat.line(straat.server())

    with pytest.raises(SinkStopped) as listed:
        line.address("elders.example", 443)
    with pytest.raises(SinkStopped) as forbidden:
        look_up("localhost", 443, loopback=False)
    with pytest.raises(SinkDown) as unknown:
        look_up("bestaat.niet.invalid", 443, loopback=False)

    assert only(listed.value)[:2] == ("S-0001", "elders.example")
    assert only(forbidden.value)[:2] == ("S-0002", "localhost")
    assert only(unknown.value)[:2] == ("S-0003", "bestaat.niet.invalid")


def test_files_that_are_there_but_cannot_be_used_are_all_named(tmp_path: Path) -> None:
    trustme.CA().cert_pem.write_to_path(tmp_path / "ca.pem")
    for name in ("crl.pem", "eigen.pem", "eigen.key"):
        (tmp_path / name).write_text("geen PEM")
    settings = RegresloketSettings(
        url="https://loket.example",
        ca=tmp_path / "ca.pem",
        uitgaand=(),
        crl=tmp_path / "crl.pem",
        certificaat=tmp_path / "eigen.pem",
        sleutel=tmp_path / "eigen.key",
    )

    with pytest.raises(SinkStopped) as stopped:
        make_context(settings)

    code, where, what = only(stopped.value)
    names = ("ca.pem", "crl.pem", "eigen.pem", "eigen.key")
    assert (code, where) == ("S-0009", ", ".join(str(tmp_path / name) for name in names))
    assert "SSLError" in what


# -- what an answer is packed in ------------------------------------------------------------------


def test_what_is_unpacked_is_at_most_as_large_as_may_be() -> None:
    packed = gzip.compress(b"x" * 500)

    assert unpack(packed, " GZIP ", 500) == b"x" * 500
    assert unpack(b"plat", " Identity", 1) == unpack(b"plat", "", 1) == b"plat"
    with pytest.raises(SinkDown, match="S-0015"):
        unpack(packed, "gzip", 499)
    with pytest.raises(SinkDown, match="S-0013"):
        unpack(b"plat", "gzip", 500)
    with pytest.raises(SinkDown, match="S-0013"):
        unpack(packed[:-1], "gzip", 500)
    with pytest.raises(SinkDown, match="S-0017"):
        unpack(packed, "deflate", 500)


# -- what an error means --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verify", "code", "kind"),
    [
        *((3, "S-0074", SinkRevoked), (11, "S-0074", SinkRevoked), (12, "S-0074", SinkRevoked)),
        *((23, "S-0073", SinkRevoked), (9, "S-0071", SinkStopped), (10, "S-0070", SinkStopped)),
        *((62, "S-0072", SinkStopped), (64, "S-0072", SinkStopped), (20, "S-0006", SinkStopped)),
    ],
)
def test_a_certificate_that_is_not_believed_is_told_by_what_is_wrong_with_it(
    verify: int, code: str, kind: type[SinkStopped]
) -> None:
    error = ssl.SSLCertVerificationError(1, "niet te zien")
    error.verify_code, error.verify_message = verify, "wat OpenSSL ervan zegt"

    wrong = translate(OSError("buiten", error), "loket.example:443")

    assert type(wrong) is kind
    told, where, what = only(wrong)
    assert (told, where) == (code, "loket.example:443")
    assert "wat OpenSSL ervan zegt" in what


@pytest.mark.parametrize(
    ("error", "code", "word"),
    [
        (TimeoutError("x"), "S-0005", ""),
        (http.client.IncompleteRead(b"x", 9), "S-0013", ""),
        (ConnectionResetError("x"), "S-0004", "ConnectionResetError"),
        (ssl.SSLError(1, "x"), "S-0007", ""),
    ],
)
def test_a_line_that_breaks_is_down_wherever_the_error_is_wrapped(
    error: Exception, code: str, word: str
) -> None:
    by_cause, by_context = OSError("buiten"), OSError("buiten")
    by_cause.__cause__, by_context.__context__ = error, error

    for wrong in (translate(one, "h:1") for one in (error, OSError(error), by_cause, by_context)):
        told, where, what = only(wrong)
        assert (type(wrong), told, where) == (SinkDown, code, "h:1")
        assert word in what


def test_another_organisation_stops_before_it_is_taken_for_broken_tls() -> None:
    wrong = translate(OSError("buiten", AnderOin("niet te zien")), "h:1")

    assert (type(wrong), *only(wrong)[:2]) == (SinkStopped, "S-0077", "h:1")
