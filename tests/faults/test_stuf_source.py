"""A zaaksysteem that misbehaves, over a real socket with mutual TLS: nothing wrong is believed."""

import gzip
import logging
import re
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
import trustme
from lxml import etree

from connectors.base import ReadRequest
from connectors.beveiliging import Beveiliging, Bewaker
from connectors.stuf_zkn import Grenzen, StufConnector, StufSource, Tls, Tolerantie
from connectors.stuf_zkn.lijn import Lijn
from connectors.stuf_zkn.soap import Kanaal
from connectors.stuf_zkn.termijn import Termijn
from connectors.stuf_zkn.tls import Verbinding
from connectors.uitgaand import Uitgaand
from demo.certificaten import maak
from demo.stuf_server import Antwoord, StufServer
from regres import ConfigProblem, SourceDown, SourceError, SourceRefused
from tests.tools import stuf

KORT = Grenzen(verbinden=1, lezen=0.4, totaal=1.2, herhalingen=0)
NS = stuf.NAMESPACES


class Server:
    """The test server; `spoil` decides what becomes of each good answer."""

    def __init__(self, zaken: int) -> None:
        self.spoil: Callable[[int, bytes, int], Antwoord] = lambda _, body, status: (
            status,
            {},
            body,
        )
        self._server = StufServer(
            stuf.zaken(zaken), stuf.certificaten(), quirks=lambda *args: self.spoil(*args)
        )

    def __enter__(self) -> "Server":
        self._server.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._server.__exit__(*error)

    def begin(self) -> None:
        self.spoil = lambda _, body, status: (status, {}, body)
        self._server.vragen.clear()
        self._server.zaaksysteem.laatste.clear()

    def bron(self, **changes: Any) -> StufSource:
        return stuf.bron(self._server.url, **changes)

    def asked(self, path: str) -> list[str | None]:
        """Give a text out of every question that came in."""
        roots = [etree.fromstring(question) for question in self._server.vragen]
        return [root.findtext(f".//{path}", namespaces=NS) for root in roots]


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with Server(12) as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    running.begin()
    return running


def code(source: StufSource, request: ReadRequest = stuf.VENSTER) -> str:
    return error(source, request).problems[0].code


def error(source: StufSource, request: ReadRequest = stuf.VENSTER) -> SourceError:
    with pytest.raises(SourceError) as caught:
        stuf.lees(source, request)
    return caught.value


# --- HTTP ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(server: Server, status: int) -> None:
    server.spoil = lambda _, body, __: (status, {"Location": server.bron().url}, body)

    assert code(server.bron()) == "B-0320"
    assert len(server.asked("StUF:applicatie")) == 1


@pytest.mark.parametrize(
    ("status", "ours", "kind"),
    [
        (401, "B-0321", SourceRefused),
        (403, "B-0321", SourceRefused),
        (404, "B-0322", SourceRefused),
        (408, "B-0323", SourceDown),
        (429, "B-0323", SourceDown),
        (500, "B-0323", SourceDown),
        (502, "B-0323", SourceDown),
        (503, "B-0323", SourceDown),
    ],
)
def test_a_status_decides_whether_another_try_makes_sense(
    server: Server, status: int, ours: str, kind: type[SourceError]
) -> None:
    server.spoil = lambda *_: (status, {"Content-Type": "text/html"}, b"<html>nee</html>")
    found = error(server.bron())

    assert (found.problems[0].code, type(found)) == (ours, kind)
    assert len(server.asked("StUF:applicatie")) == (3 if kind is SourceDown else 1)


@pytest.mark.parametrize(
    ("headers", "body", "ours"),
    [
        ({"Content-Type": "text/html"}, b"<html>Log in</html>", "B-0324"),
        ({"Content-Type": ""}, b"<html>Log in</html>", "B-0324"),
        ({"Content-Type": "multipart/related"}, b"--x", "B-0324"),
        ({}, b"<html><body>Log in</body></html>", "B-0332"),
        ({}, b"", "B-0325"),
        ({"Content-Type": "text/html"}, b"", "B-0325"),
        ({"Content-Type": "text/xml; charset=iso-8859-1"}, b"<x/>", "B-0328"),
        ({}, b'<?xml version="1.0" encoding="ISO-8859-1"?><x/>', "B-0328"),
        ({}, "<x/>".encode("utf-16"), "B-0328"),
        ({}, "<x/>".encode("utf-16-le"), "B-0328"),
        ({"Content-Encoding": "br"}, b"<x/>", "B-0327"),
        ({"Content-Encoding": "gzip"}, b"<x/>", "B-0327"),
        ({}, b"<!DOCTYPE x><x/>", "B-0331"),
    ],
)
def test_what_is_no_message_is_refused(
    server: Server, headers: dict[str, str], body: bytes, ours: str
) -> None:
    server.spoil = lambda *_: (200, headers, body)

    assert code(server.bron()) == ours


def test_a_packed_answer_is_read(server: Server) -> None:
    server.spoil = lambda _, body, __: (200, {"Content-Encoding": "gzip"}, gzip.compress(body))

    assert len(stuf.lees(server.bron())) == 12


def test_a_packed_answer_that_is_cut_is_an_error(server: Server) -> None:
    server.spoil = lambda _, body, __: (
        200,
        {"Content-Encoding": "gzip"},
        gzip.compress(body)[:-8],
    )

    assert code(server.bron()) == "B-0305"


def test_a_bomb_is_stopped_before_it_unfolds(server: Server) -> None:
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join(packer.compress(b" " * 1_000_000) for _ in range(100)) + packer.flush()
    server.spoil = lambda *_: (200, {"Content-Encoding": "gzip"}, bomb)
    begin = time.monotonic()

    assert code(server.bron()) in {"B-0326", "B-0330"}
    assert time.monotonic() - begin < 2


def test_an_answer_beyond_the_limit_is_refused(server: Server) -> None:
    source = server.bron(grenzen=Grenzen(pagina_bytes=2_000))

    assert code(source) == "B-0326"


def test_an_answer_shorter_than_announced_is_an_error(server: Server) -> None:
    server.spoil = lambda _, body, __: (200, {"Content-Length": str(len(body) + 9)}, iter([body]))

    assert isinstance(error(server.bron()), SourceDown)


def test_an_answer_that_breaks_off_between_pieces_is_an_error(server: Server) -> None:
    def broken(body: bytes) -> Iterator[bytes]:
        yield body[:1500]
        raise ConnectionResetError

    server.spoil = lambda _, body, __: (200, {}, broken(body))

    assert code(server.bron()) in {"B-0304", "B-0305"}


# --- time ----------------------------------------------------------------------------------------


def test_a_server_that_says_nothing_is_given_up(server: Server) -> None:
    def silent(_: int, body: bytes, status: int) -> Antwoord:
        time.sleep(0.8)
        return status, {}, body

    server.spoil = silent
    begin = time.monotonic()

    assert code(server.bron(grenzen=KORT)) == "B-0303"
    assert time.monotonic() - begin < 0.8


def test_a_server_that_drips_is_given_up_when_the_time_for_the_question_is_over(
    server: Server,
) -> None:
    def dripping(body: bytes) -> Iterator[bytes]:
        for at in range(30):
            time.sleep(0.1)
            yield body[at : at + 1]

    server.spoil = lambda _, body, __: (200, {}, dripping(body))
    begin = time.monotonic()

    assert code(server.bron(grenzen=KORT)) == "B-0303"
    assert time.monotonic() - begin < 2.5


# --- repeats -------------------------------------------------------------------------------------


def fault_at(*numbers: int) -> Callable[[int, bytes, int], Antwoord]:
    def spoil(number: int, body: bytes, status: int) -> Antwoord:
        return (503, {}, b"") if number in numbers else (status, {}, body)

    return spoil


def test_a_question_is_put_again_unchanged_after_a_passing_fault(server: Server) -> None:
    server.spoil = fault_at(1, 2)

    assert len(stuf.lees(server.bron())) == 12
    assert len(set(server.asked("StUF:referentienummer"))) == 1
    assert len(set(server.asked("StUF:tijdstipBericht"))) == 1
    assert len(server.asked("StUF:referentienummer")) == 3


def test_a_later_page_can_be_asked_for_again_too(server: Server) -> None:
    server.spoil = fault_at(3)
    with stuf.connector(server.bron(maximum_aantal=5)).read(stuf.VENSTER) as reading:
        found = [record.fields.text("zaak") for record in reading]
        proof = reading.proof()

    assert found == [stuf.zaak(number).identificatie for number in range(12)]
    assert proof.details["herhaald"] == 1
    assert proof.details["paginas"] == 3


def test_a_question_is_put_three_times_at_most(server: Server) -> None:
    server.spoil = fault_at(*range(1, 10))

    assert code(server.bron()) == "B-0323"
    assert len(server.asked("StUF:referentienummer")) == 3


def test_between_two_tries_there_is_a_growing_pause_that_differs(server: Server) -> None:
    server.spoil = fault_at(*range(1, 10))
    pauses: list[float] = []
    with (
        pytest.raises(SourceDown),
        stuf.connector(server.bron(), pauses.append).read(stuf.VENSTER) as reading,
    ):
        list(reading)

    assert [0.5 <= pauses[0] <= 1.0, 1.0 <= pauses[1] <= 2.0] == [True, True]


def test_there_is_no_new_try_when_there_is_no_time_for_one(server: Server) -> None:
    server.spoil = fault_at(1)

    assert code(server.bron(grenzen=Grenzen(totaal=0.4))) == "B-0323"


@pytest.mark.parametrize(("header", "tries"), [("1", 3), ("600", 1), ("morgen", 1)])
def test_a_server_that_asks_to_be_left_alone_is(server: Server, header: str, tries: int) -> None:
    server.spoil = lambda *_: (503, {"Retry-After": header}, b"")
    pauses: list[float] = []
    with (
        pytest.raises(SourceDown, match="B-0323"),
        stuf.connector(server.bron(), pauses.append).read(stuf.VENSTER) as reading,
    ):
        list(reading)

    assert len(server.asked("StUF:applicatie")) == tries
    assert all(pause >= 1 for pause in pauses)


@pytest.mark.parametrize("status", [401, 403, 407])
def test_who_does_not_let_us_in_is_asked_once(server: Server, status: int) -> None:
    server.spoil = lambda *_: (status, {"Content-Type": "text/html"}, b"")

    assert code(server.bron()) == "B-0321"
    assert len(server.asked("StUF:applicatie")) == 1


def test_a_stuf_fault_that_does_not_pass_is_not_tried_again(server: Server) -> None:
    wrong = replace(server.bron().ontvanger, applicatie="Onbekend")

    assert code(server.bron(ontvanger=wrong)) == "B-0342"
    assert len(server.asked("StUF:applicatie")) == 1


def test_a_time_that_does_not_rise_is_told(server: Server) -> None:
    times = iter(["20260301021500123", "20260301021500122"])
    request = replace(stuf.VENSTER, tijdstip=lambda: next(times))

    assert code(server.bron(maximum_aantal=5), request) == "B-0345"


# --- pages ---------------------------------------------------------------------------------------


def test_a_page_that_comes_again_is_refused(server: Server) -> None:
    pages: list[bytes] = []

    def same(number: int, body: bytes, status: int) -> Antwoord:
        pages.append(body)
        return status, {}, pages[0]

    server.spoil = same

    assert (
        code(server.bron(maximum_aantal=5, toleranties=frozenset({Tolerantie.EIGEN_CROSSREF})))
        == "B-0337"
    )
    assert len(pages) == 2


def test_a_server_without_end_is_stopped(server: Server) -> None:
    source = server.bron(maximum_aantal=5, grenzen=Grenzen(paginas=2))

    assert code(source) == "B-0338"


def test_the_answer_to_another_question_is_refused(server: Server) -> None:
    number = b"<StUF:crossRefnummer>"
    server.spoil = lambda _, body, status: (status, {}, body.replace(number, number + b"9"))

    assert code(server.bron()) == "B-0334"


def test_the_answer_for_another_municipality_is_refused(server: Server) -> None:
    server.spoil = lambda _, body, status: (
        status,
        {},
        body.replace(b"<StUF:organisatie>9901", b"<StUF:organisatie>9902"),
    )

    assert code(server.bron()) == "B-0335"


def test_what_was_not_asked_for_is_counted_and_not_handed_over(server: Server) -> None:
    server.spoil = lambda _, body, status: (
        status,
        {},
        body.replace(b"<ZKN:code>WMO-VOORZ", b"<ZKN:code>PARKEREN", 2).replace(
            b"</ZKN:parameters>",
            b"</ZKN:parameters><ZKN:melding>StUF0001: isVan/gerelateerde/code</ZKN:melding>",
        ),
    )
    with stuf.connector(server.bron()).read(stuf.VENSTER) as reading:
        found = list(reading)
        proof = reading.proof()

    assert (len(found), proof.gelezen, proof.details["objecten"]) == (10, 10, 12)
    assert proof.details["buiten_vraag"] == 2
    assert proof.details["meldingen"] == {"StUF0001": 1}


def test_the_words_of_a_melding_stay_out_of_the_proof(server: Server) -> None:
    server.spoil = lambda _, body, status: (
        status,
        {},
        body.replace(
            b"</ZKN:parameters>", b"</ZKN:parameters><ZKN:melding>999900006 geheim</ZKN:melding>"
        ),
    )
    with stuf.connector(server.bron()).read(stuf.VENSTER) as reading:
        list(reading)

    assert "geheim" not in repr(reading.proof())


def test_every_zaaktype_is_asked_for_on_its_own(server: Server) -> None:
    source = server.bron(zaaktypen=("WMO-VOORZ", "WMO-OUD"))

    assert len(stuf.lees(source)) == 12
    assert server.asked("ZKN:gelijk/ZKN:isVan/ZKN:gerelateerde/ZKN:code") == [
        "WMO-VOORZ",
        "WMO-OUD",
    ]


def test_a_far_larger_page_than_asked_is_streamed_and_then_not_asked_for_again() -> None:
    def far_more(number: int, body: bytes, status: int) -> Antwoord:
        head, middle, rest = body.partition(b"<ZKN:object ")
        one, end, _tail = rest.partition(b"</ZKN:object>")
        return status, {}, head + (middle + one + end) * 400  # and then it breaks off

    with Server(1) as server:
        server.spoil = far_more
        handed_over = 0
        with (
            pytest.raises(SourceDown, match="B-0305"),
            stuf.connector(server.bron()).read(stuf.VENSTER) as reading,
        ):
            for _ in reading:
                handed_over += 1

        assert 0 < handed_over < 400
        assert len(server.asked("StUF:referentienummer")) == 1


def test_memory_stays_flat_over_one_page_that_is_far_too_large() -> None:
    def endless(body: bytes) -> Iterator[bytes]:
        head, begin, rest = body.partition(b"<ZKN:object ")
        one, end, tail = rest.partition(b"</ZKN:object>")
        yield head
        for at in range(300):
            yield (begin + one + end).replace(b"ZAAK-00000", b"ZAAK-%05d" % at) * 50
        yield tail

    process = psutil.Process()
    sizes: list[int] = []
    with Server(1) as server:
        server.spoil = lambda _, body, status: (status, {}, endless(body))
        with stuf.connector(server.bron()).read(stuf.VENSTER) as reading:
            for number, _ in enumerate(reading):
                if number % 1_000 == 0:
                    sizes.append(process.memory_info().rss)

    assert len(sizes) == 15
    assert max(sizes) - sizes[2] < 15_000_000


@pytest.mark.parametrize("copies", [1, 25])
def test_nothing_of_a_page_as_asked_for_is_handed_over_before_it_is_proven(
    server: Server, copies: int
) -> None:
    def cut(_: int, body: bytes, status: int) -> Antwoord:
        head, begin, rest = body.partition(b"<ZKN:antwoord>")
        objects, end, tail = rest.partition(b"</ZKN:antwoord>")
        return status, {}, head + begin + objects * copies + end + tail[:-20]

    server.spoil = cut
    handed_over = 0
    with (
        pytest.raises(SourceDown),
        stuf.connector(server.bron(maximum_aantal=500)).read(stuf.VENSTER) as reading,
    ):
        for _ in reading:
            handed_over += 1

    assert handed_over == 0


def test_the_pipeline_is_asked_before_every_page(server: Server) -> None:
    asked: list[int] = []
    request = replace(stuf.VENSTER, doorgaan=lambda: asked.append(1))
    stuf.lees(server.bron(maximum_aantal=5), request)

    assert len(asked) == 3


@pytest.mark.parametrize(
    "request_",
    [
        ReadRequest(),
        ReadRequest(van=date(2026, 2, 1)),
        ReadRequest(date(2026, 2, 2), date(2026, 2, 1)),
    ],
)
def test_without_a_window_nothing_is_asked(server: Server, request_: ReadRequest) -> None:
    assert code(server.bron(), request_) == "B-0364"
    assert server.asked("StUF:applicatie") == []


# --- TLS -----------------------------------------------------------------------------------------


def with_tls(source: StufSource, **changes: Any) -> StufSource:
    return replace(source, tls=replace(source.tls, **changes))


def test_a_server_of_another_authority_is_refused(server: Server, tmp_path: Path) -> None:
    other = maak(tmp_path)

    assert code(with_tls(server.bron(), ca=other.ca)) == "B-0312"
    assert server.asked("StUF:applicatie") == []


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_the_environment_has_no_say_in_whom_to_believe(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    other = maak(tmp_path)
    monkeypatch.setenv(variable, str(stuf.certificaten().ca))

    assert code(with_tls(server.bron(), ca=other.ca)) == "B-0312"

    monkeypatch.setenv(variable, str(other.ca))

    assert len(stuf.lees(server.bron())) == 12


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_the_environment_cannot_put_a_proxy_in_between(
    server: Server, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "http://127.0.0.1:1")

    assert len(stuf.lees(server.bron())) == 12


def test_no_public_authority_is_ever_believed(server: Server) -> None:
    """A library that is left to itself may load every authority of this machine into a context."""
    source = server.bron()
    verbinding = Verbinding(source.tls, Termijn(5), 2)
    lijn = Lijn(source, verbinding, ("127.0.0.1",))
    kanaal = Kanaal(source, lijn, Bewaker(Beveiliging(), lambda: stuf.NU))
    with kanaal.stel([]) as response:
        status = response.status
    kanaal.sluit()

    assert status == 500
    assert verbinding.context.cert_store_stats()["x509_ca"] == 1


def test_a_server_without_our_certificate_does_not_let_us_in(server: Server) -> None:
    assert code(with_tls(server.bron(), certificaat=None, sleutel=None)) == "B-0313"
    assert server.asked("StUF:applicatie") == []


def test_a_certificate_that_the_server_does_not_know_is_told(
    server: Server, tmp_path: Path
) -> None:
    other = maak(tmp_path)
    source = with_tls(server.bron(), certificaat=other.client, sleutel=other.client_sleutel)

    assert code(source) == "B-0313"


def test_an_expired_certificate_is_refused(tmp_path: Path) -> None:
    expired = maak(tmp_path, tot=datetime.now(UTC) - timedelta(days=1))
    with StufServer([], expired) as server:
        source = stuf.bron(server.url, tls=Tls(expired.ca, expired.client, expired.client_sleutel))

        assert code(source) == "B-0310"


def test_a_certificate_that_is_not_valid_yet_is_refused(tmp_path: Path) -> None:
    ca = trustme.CA()
    later = maak(tmp_path, ca=ca)
    begin = datetime.now(UTC) + timedelta(days=1)
    issued = ca.issue_cert("localhost", not_before=begin, not_after=begin + timedelta(days=9))
    issued.cert_chain_pems[0].write_to_path(later.server)
    issued.private_key_pem.write_to_path(later.server_sleutel)
    with StufServer([], later) as server:
        source = stuf.bron(server.url, tls=Tls(later.ca, later.client, later.client_sleutel))

        assert code(source) == "B-0314"


def test_a_certificate_of_another_name_is_refused(tmp_path: Path) -> None:
    other = maak(tmp_path, host="ander.example")
    with StufServer([], other) as server:
        source = stuf.bron(server.url, tls=Tls(other.ca, other.client, other.client_sleutel))

        assert code(source) == "B-0311"


def test_a_certificate_that_soon_ends_is_told_in_the_proof(tmp_path: Path) -> None:
    soon = maak(tmp_path, tot=datetime.now(UTC) + timedelta(days=20))
    with StufServer([], soon) as server:
        source = stuf.bron(server.url, tls=Tls(soon.ca, soon.client, soon.client_sleutel))
        reader = StufConnector(source, klok=lambda: datetime.now(UTC))
        with reader.read(stuf.VENSTER) as reading:
            assert list(reading) == []

    told = [problem for problem in reading.proof().waarschuwingen if problem.code == "B-0319"]
    assert [problem.wat for problem in told] == [
        "Het certificaat van de server verloopt over 19 dagen."
    ]


@pytest.mark.parametrize("part", ["ca", "certificaat", "sleutel", "crl"])
def test_a_file_that_cannot_be_used_is_a_config_problem(
    server: Server, tmp_path: Path, part: str
) -> None:
    for content in (None, b"", b"geen PEM"):
        file = tmp_path / "bestand.pem"
        if content is not None:
            file.write_bytes(content)
        source = with_tls(server.bron(), **{part: file})

        with (
            pytest.raises(ConfigProblem, match="B-0318"),
            stuf.connector(source).read(stuf.VENSTER),
        ):
            pass


def test_a_key_with_a_password_is_a_config_problem_and_asks_nothing(
    server: Server, tmp_path: Path
) -> None:
    from cryptography.hazmat.primitives import serialization as form

    plain = form.load_pem_private_key(stuf.certificaten().client_sleutel.read_bytes(), None)
    locked = tmp_path / "locked.key"
    locked.write_bytes(
        plain.private_bytes(
            form.Encoding.PEM, form.PrivateFormat.PKCS8, form.BestAvailableEncryption(b"geheim")
        )
    )

    with (
        pytest.raises(ConfigProblem, match="B-0318"),
        stuf.connector(with_tls(server.bron(), sleutel=locked)).read(stuf.VENSTER),
    ):
        pass


def test_a_host_that_is_not_listed_is_never_connected_to(server: Server) -> None:
    source = server.bron(uitgaand=Uitgaand(frozenset({"ander.example"})))

    assert code(source) == "B-0001"
    assert server.asked("StUF:applicatie") == []


def test_a_name_with_dead_addresses_is_still_reached(server: Server) -> None:
    source = server.bron(uitgaand=lambda host, port: ("127.0.0.9", "127.0.0.1", "127.0.0.8"))

    assert len(stuf.lees(source)) == 12
    assert len(server.asked("StUF:applicatie")) == 1


def test_an_address_where_nobody_listens_is_down() -> None:
    assert code(stuf.bron("https://localhost:1/StUF")) == "B-0301"


def test_a_second_value_in_one_zaak_is_told_once_with_its_number(server: Server) -> None:
    def twice(_: int, body: bytes, status: int) -> Antwoord:
        tree = etree.fromstring(body)
        for one in tree.findall(".//ZKN:object/ZKN:identificatie", NS):
            one.addnext(deepcopy(one))
        return status, {}, etree.tostring(tree)

    server.spoil = twice
    with stuf.connector(server.bron()).read(stuf.VENSTER) as reading:
        seen = [record.fields.text("zaak") for record in reading]

    (told,) = reading.proof().waarschuwingen
    assert (told.code, told.waar) == ("B-0354", "adres zaak")
    assert f"bij {len(seen)} zaken" in told.wat


def test_a_port_that_takes_nobody_is_down() -> None:
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for one in (first, second):
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        url = f"https://localhost:{full.getsockname()[1]}/StUF"

        assert code(stuf.bron(url, grenzen=KORT)) == "B-0302"


# --- the check -----------------------------------------------------------------------------------


@pytest.fixture
def recent() -> Iterator[StufServer]:
    with StufServer(stuf.zaken(3), stuf.certificaten()) as server:
        yield server


def test_the_check_walks_every_step_and_shows_no_value(recent: StufServer) -> None:
    steps = list(stuf.connector(stuf.bron(recent.url)).check())

    assert [step.naam for step in steps] == list(stuf.connector(stuf.bron(recent.url)).stappen)
    assert all(step.gelukt for step in steps)
    assert steps[-1].toelichting == "9 van 9 adressen zijn gevuld"
    assert stuf.zaak(0).bsn not in repr(steps)


@pytest.mark.parametrize(
    ("changes", "naam", "ours"),
    [
        ({"uitgaand": Uitgaand(frozenset())}, "naam in DNS", "B-0001"),
        ({"url": "https://localhost:1/x"}, "verbinding", "B-0301"),
        ({"soort": "ca"}, "certificaatketen", "B-0312"),
        ({"soort": "certificaat"}, "clientcertificaat", "B-0313"),
        ({"soort": "ontvanger"}, "rechten", "B-0342"),
    ],
)
def test_the_check_stops_at_the_step_that_fails(
    server: Server, tmp_path: Path, changes: dict[str, Any], naam: str, ours: str
) -> None:
    source = replace(
        server.bron(), **{key: value for key, value in changes.items() if key != "soort"}
    )
    match changes.get("soort"):
        case "ca":
            source = with_tls(source, ca=maak(tmp_path).ca)
        case "certificaat":
            source = with_tls(source, certificaat=None, sleutel=None)
        case "ontvanger":
            source = replace(source, ontvanger=replace(source.ontvanger, applicatie="Onbekend"))
    last = list(stuf.connector(source).check())[-1]

    assert (last.naam, last.gelukt) == (naam, False)
    assert last.problem is not None
    assert last.problem.code == ours


# --- what is written down ------------------------------------------------------------------------


def test_no_value_of_a_message_is_logged_at_debug(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("zeep.transports").setLevel(logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    stuf.lees(server.bron(maximum_aantal=5))
    server.spoil = lambda _, body, status: (status, {}, body[:-30])
    error(server.bron())

    assert caplog.text
    told = [
        text
        for number in range(12)
        for text in (stuf.zaak(number).bsn, stuf.zaak(number).geslachtsnaam)
        if text in caplog.text
    ]
    assert told == []
    assert "zakLa01" not in caplog.text


def test_nothing_of_a_message_hangs_on_an_error(server: Server) -> None:
    server.spoil = lambda _, body, status: (status, {}, body[:-30])
    found: BaseException | None = error(server.bron())

    while found is not None:
        assert stuf.zaak(0).bsn not in repr(vars(found)) + repr(found.args)
        found = None if found.__suppress_context__ else found.__context__


def test_a_name_is_looked_up_once_in_a_read_whatever_it_says_later(server: Server) -> None:
    asked: list[str] = []

    def changing(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        return ("127.0.0.1",) if len(asked) == 1 else ("192.0.2.1",)

    server.spoil = fault_at(2)

    assert len(stuf.lees(server.bron(maximum_aantal=5, uitgaand=changing))) == 12
    assert asked == ["localhost"]


# --- what a server leaves out ---------------------------------------------------------------------


def gewaarschuwd(source: StufSource) -> list[tuple[str, str]]:
    """Read to the end; give the codes that are told, with their sentences."""
    with stuf.connector(source).read(stuf.VENSTER) as reading:
        for _ in reading:
            pass
        return [(one.code, one.wat) for one in reading.proof().waarschuwingen]


def zonder_aantal(_: int, body: bytes, status: int) -> Antwoord:
    total = re.compile(rb"<StUF:aantalVoorkomens>[0-9]+</StUF:aantalVoorkomens>")
    return status, {}, total.sub(b"", body)


def test_a_question_that_gives_less_than_its_total_is_told_beside_one_that_gives_more(
    server: Server,
) -> None:
    def spoil(number: int, body: bytes, status: int) -> Antwoord:
        said = b"15" if number == 1 else b"0"
        total = re.compile(rb"(<StUF:aantalVoorkomens>)[0-9]+")
        return status, {}, total.sub(rb"\g<1>" + said, body)

    server.spoil = spoil
    told = gewaarschuwd(server.bron(zaaktypen=("WMO-VOORZ", ""), maximum_aantal=50))

    assert [code for code, _ in told] == ["B-0356"]
    assert "kondigde 27 zaken aan, maar gaf er 24" in told[0][1]


@pytest.mark.parametrize(("most", "told"), [(12, ["B-0385"]), (13, []), (6, [])])
def test_an_only_page_that_is_full_and_says_no_total_may_hide_the_rest(
    server: Server, most: int, told: list[str]
) -> None:
    server.spoil = zonder_aantal

    assert [code for code, _ in gewaarschuwd(server.bron(maximum_aantal=most))] == told
