"""A backend that lies, breaks off or dawdles is never believed, and nothing is ever lost by it."""

import gzip
import json
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from loket import LoketSleutel, Tls
from regres import Receipt, SealedMelding, SinkDown, SinkError, SinkStopped
from regres.canonical import kop_json
from sinks import Conflict, KeyUnknown, Refused, Regresloket, RegresloketSettings
from sinks.base import Onderweg
from sinks.wachten import eerste
from tests.tools.liegende_server import Gedrag, Leugenaar, answer, requires_client
from tests.tools.loket import (
    CLIENT,
    KANARIE,
    NU,
    SECRET,
    kop,
    make_tls,
    melding,
    merk,
    plaintext,
    running,
    sealer,
)

PROBLEM = "application/problem+json"
SEALED: SealedMelding = sealer(LoketSleutel.maak("loket-2026")).seal(kop(), plaintext(kop()))


class Veld:
    """A liar, a sink that talks to it, and the CA they share."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.tls, self.ca, self.authority = make_tls(folder)
        self.folder = folder
        self._stack = stack

    def liar(
        self, *gedrag: Gedrag | bytes, tls: Tls | None = None, samen: bool = False
    ) -> Leugenaar:
        return self._stack.enter_context(Leugenaar(tls or self.tls, gedrag, samen=samen))

    def sink(self, liar: Leugenaar, **changed: Any) -> Regresloket:
        fields: dict[str, Any] = {
            "url": liar.url,
            "ca": self.ca,
            "uitgaand": ("127.0.0.1",),
            "loopback": True,
            "verbindtijd": 1.0,
            "totaaltijd": 1.5,
            "grootste_antwoord": 100_000,
            "klok": lambda: NU,
        }
        return self._stack.enter_context(
            closing(Regresloket(RegresloketSettings(**fields | changed)))
        )

    def down(self, *gedrag: Gedrag | bytes, **changed: Any) -> SinkDown:
        with pytest.raises(SinkDown) as caught:
            self.sink(self.liar(*gedrag), **changed).deliver(SEALED)
        return caught.value


@pytest.fixture
def veld(tmp_path: Path) -> Iterator[Veld]:
    with ExitStack() as stack:
        yield Veld(tmp_path, stack)


def receipt(**changed: Any) -> bytes:
    fields: dict[str, Any] = {
        "referentie": SEALED.kop.referentie,
        "versie": 1,
        "zaaknummer": "RL-2026-000001",
        "ontvangenOp": "2026-11-21T04:00:00Z",
    }
    return json.dumps({k: v for k, v in (fields | changed).items() if v is not ...}).encode()


def problem(kind: str, **extra: Any) -> bytes:
    return json.dumps({"type": f"urn:regresloket:probleem:{kind}", "title": "x"} | extra).encode()


def code(error: SinkError) -> str:
    return error.problems[0].code


WHOLE = answer(201, receipt())

LIES: dict[str, tuple[bytes, str]] = {
    "no answer at all": (b"", "S-0004"),
    "half a status line": (b"HTTP/1.", "S-0004"),
    "half the headers, then the end": (WHOLE[:30], "S-0012"),
    "headers to the end, no body": (WHOLE.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", "S-0013"),
    "a body cut before its length": (WHOLE[:-20], "S-0013"),
    "a length shorter than the body": (
        WHOLE.replace(b"Content-Length: 1", b"Content-Length: "),
        "S-0013",
    ),
    "a body without length, cut": (
        b"HTTP/1.1 201 X\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
        + receipt()[:60],
        "S-0013",
    ),
    "chunks that end too soon": (
        b"HTTP/1.1 201 X\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"40\r\n" + receipt()[:20],
        "S-0013",
    ),
    "an empty 201": (answer(201), "S-0013"),
    "an empty 204": (answer(204), "S-0011"),
    "HTML with status 200": (answer(200, b"<html>ok</html>", "text/html"), "S-0012"),
    "JSON that calls itself HTML": (answer(201, receipt(), "text/html"), "S-0012"),
    "a list": (answer(201, b"[]"), "S-0013"),
    "a member twice": (answer(201, b'{"versie": 2, ' + receipt()[1:]), "S-0013"),
    "NaN": (answer(201, receipt()[:-1] + b', "x": NaN}'), "S-0013"),
    "bottomless nesting": (answer(201, b"[" * 90_000), "S-0013"),
    "another referentie": (answer(201, receipt(referentie=merk("x"))), "S-0014"),
    "another versie": (answer(201, receipt(versie=2)), "S-0014"),
    "versie as text": (answer(201, receipt(versie="1")), "S-0014"),
    "versie as true": (answer(201, receipt(versie=True)), "S-0014"),
    "no referentie": (answer(201, receipt(referentie=...)), "S-0014"),
    "no zaaknummer": (answer(201, receipt(zaaknummer=...)), "S-0016"),
    "an empty zaaknummer": (answer(201, receipt(zaaknummer="")), "S-0016"),
    "no moment": (answer(201, receipt(ontvangenOp=...)), "S-0016"),
    "a moment without zone": (answer(201, receipt(ontvangenOp="2026-11-21T04:00:00")), "S-0016"),
    "a moment that does not exist": (
        answer(201, receipt(ontvangenOp="2026-02-30T04:00:00Z")),
        "S-0016",
    ),
    "a receipt under 202": (answer(202, receipt()), "S-0011"),
    "a receipt under 500": (answer(500, receipt()), "S-0031"),
    "502 of a proxy": (answer(502, b"<html>", "text/html"), "S-0031"),
    "400 of a proxy": (answer(400, b"<html>", "text/html"), "S-0032"),
    "404 of a proxy": (answer(404, b"not here", "text/plain"), "S-0032"),
    "413 of a proxy": (answer(413), "S-0032"),
    "422 of a proxy": (answer(422, receipt()), "S-0032"),
    "a problem that is no JSON": (answer(400, b"<html>", PROBLEM), "S-0032"),
    "409 without fields": (answer(409, problem("versie-bekend"), PROBLEM), "S-0016"),
    "409 with half the fields": (
        answer(409, problem("versie-bekend", laatsteVersie=2), PROBLEM),
        "S-0016",
    ),
    "409 with a version above which none can be counted": (
        answer(409, problem("x", laatsteVersie=2**53 - 1, inhoudsmerk=merk("x")), PROBLEM),
        "S-0016",
    ),
    "409 in HTML": (answer(409, b"<html>", "text/html"), "S-0012"),
    "an unknown packing": (
        answer(201, receipt(), headers="Content-Encoding: br\r\n"),
        "S-0017",
    ),
    "broken gzip": (answer(201, receipt(), headers="Content-Encoding: gzip\r\n"), "S-0013"),
    "cut gzip": (
        answer(201, gzip.compress(receipt())[:-12], headers="Content-Encoding: gzip\r\n"),
        "S-0013",
    ),
    "418": (answer(418, problem("theepot"), PROBLEM), "S-0011"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_no_delivery(veld: Veld, lie: str) -> None:
    said, wanted = LIES[lie]

    error = veld.down(said)

    assert code(error) == wanted
    assert error.problems[0].doe


def test_the_liar_is_believed_when_it_tells_the_truth(veld: Veld) -> None:
    packed = answer(200, gzip.compress(receipt()), headers="Content-Encoding: gzip\r\n")

    for said in (WHOLE, answer(200, receipt()), packed):
        outcome = veld.sink(veld.liar(said)).deliver(SEALED)
        assert outcome == Receipt(SEALED.kop.referentie, 1, "RL-2026-000001", NU)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed_and_the_second_host_sees_nothing(
    veld: Veld, status: int
) -> None:
    second = veld.liar(WHOLE)
    moved = answer(status, headers=f"Location: {second.url}/v1/regresmeldingen\r\n")

    error = veld.down(moved)

    assert code(error) == "S-0010"
    assert second.verzoeken == []


def test_a_gzip_bomb_does_not_fill_memory(veld: Veld) -> None:
    bomb = gzip.compress(b" " * 60_000_000)
    liar = veld.liar(answer(201, bomb, headers="Content-Encoding: gzip\r\n"))
    sink = veld.sink(liar)
    tracemalloc.start()

    with pytest.raises(SinkDown) as caught:
        sink.deliver(SEALED)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert code(caught.value) == "S-0015"
    assert peak < 5_000_000


def test_an_endless_body_is_cut_off(veld: Veld) -> None:
    def endless(connection: Any) -> None:
        connection.sendall(b"HTTP/1.1 201 X\r\nContent-Type: application/json\r\n\r\n")
        while True:
            connection.sendall(b" " * 65_536)

    assert code(veld.down(endless)) == "S-0015"


def _drip(text: bytes) -> Callable[[Any], None]:
    def behave(connection: Any) -> None:
        for byte in text:
            connection.sendall(bytes([byte]))
            time.sleep(0.1)

    return behave


def _drip_body(connection: Any) -> None:
    head, _, body = WHOLE.partition(b"\r\n\r\n")
    connection.sendall(head + b"\r\n\r\n")
    _drip(body)(connection)


@pytest.mark.parametrize(
    "behaviour",
    [_drip(WHOLE), _drip_body, lambda _: time.sleep(3)],
    ids=["headers drip", "body drips", "silence"],
)
def test_a_slow_answer_ends_at_the_deadline_of_the_whole_call(
    veld: Veld, behaviour: Gedrag
) -> None:
    started = time.monotonic()

    error = veld.down(behaviour)

    assert code(error) == "S-0005"
    assert time.monotonic() - started < 2.5


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("17", 17.0),
        ("0", 0.0),
        ("999999", 3600.0),
        ("1000000000000", 3600.0),
        ("Sat, 21 Nov 2026 04:02:00 GMT", 120.0),
        ("Sat, 21 Nov 2026 03:00:00 GMT", 0.0),
        ("Fri, 21 Nov 2036 04:00:00 GMT", 3600.0),
        ("soon", None),
        ("-5", None),
        ("\uff11\uff17", None),
        ("1e3", None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured_in_both_forms_and_at_most_an_hour(
    veld: Veld, status: int, header: str, seconds: float | None
) -> None:
    said = f"HTTP/1.1 {status} X\r\nRetry-After: {header}\r\nContent-Length: 0\r\n\r\n"

    error = veld.down(said.encode("utf-8"))

    assert code(error) == "S-0030"
    assert error.retry_after == seconds


def test_a_retry_has_the_same_key_and_the_same_bytes(veld: Veld) -> None:
    liar = veld.liar(answer(500), b"", WHOLE)
    sink = veld.sink(liar)

    for _ in range(2):
        with pytest.raises(SinkDown):
            sink.deliver(SEALED)
    sink.deliver(SEALED)

    first, *again = liar.verzoeken
    assert len(again) == 2
    assert set(again) == {first}
    key = f"Idempotency-Key: {SEALED.kop.referentie}:1".encode()
    assert key in first
    assert json.loads(first.partition(b"\r\n\r\n")[2]) == kop_json(SEALED.kop) | {
        "inhoud": SEALED.inhoud
    }


def test_an_answer_lost_after_the_commit_gives_the_same_receipt_and_one_case(
    veld: Veld, tmp_path: Path
) -> None:
    folder = tmp_path / "echt"
    folder.mkdir()
    with running(folder) as huis, closing(Regresloket(huis.sink_settings())) as real:
        sealed = huis.seal(kop("verloren"))
        taken: list[object] = []
        liar = veld.liar(lambda _: taken.append(real.deliver(sealed)))

        with pytest.raises(SinkDown):
            veld.sink(liar, totaaltijd=10.0).deliver(sealed)
        again = real.deliver(sealed)

        assert [again] == taken
        with huis.server.app.state.loket.archief.lezen() as tx:
            assert tx.exec_driver_sql("select count(*) from melding").scalar() == 1
            assert tx.exec_driver_sql("select count(*) from zaak").scalar() == 1


def test_a_clear_no_of_the_backend_is_a_refusal_without_its_words(veld: Veld) -> None:
    said = problem("melding-ongeldig", detail=f"client {KANARIE[0]} klopt niet")
    for status in (400, 404, 413, 422):
        outcome = veld.sink(veld.liar(answer(status, said, PROBLEM))).deliver(SEALED)

        assert isinstance(outcome, Refused)
        assert outcome.problem.code == "S-0040"
        assert f"{status} melding-ongeldig" in outcome.problem.wat
        assert KANARIE[0] not in str(outcome)


@pytest.mark.parametrize("kind", ["sleutel-onbekend", "https://x.example/p/sleutel-onbekend"])
def test_an_unknown_key_is_its_own_outcome(veld: Veld, kind: str) -> None:
    said = json.dumps({"type": kind}).encode()

    assert veld.sink(veld.liar(answer(422, said, PROBLEM))).deliver(SEALED) == KeyUnknown()


def test_a_conflict_with_our_own_version_and_merk_is_a_delivery(veld: Veld) -> None:
    known = problem("versie-bekend", laatsteVersie=1, inhoudsmerk=SEALED.kop.inhoudsmerk)
    liar = veld.liar(answer(409, known, PROBLEM), answer(200, receipt()))

    outcome = veld.sink(liar).deliver(SEALED)

    assert isinstance(outcome, Receipt)
    assert liar.verzoeken[1].startswith(
        f"GET /v1/regresmeldingen/{SEALED.kop.referentie} ".encode()
    )


def test_a_conflict_whose_receipt_is_a_lie_is_no_delivery(veld: Veld) -> None:
    known = problem("versie-bekend", laatsteVersie=1, inhoudsmerk=SEALED.kop.inhoudsmerk)
    for second in (answer(404, b"", PROBLEM), answer(200, receipt(versie=2)), answer(201, b"{}")):
        with pytest.raises(SinkDown):
            veld.sink(veld.liar(answer(409, known, PROBLEM), second)).deliver(SEALED)


def test_another_conflict_names_what_the_backend_knows(veld: Veld) -> None:
    known = problem("versie-bekend", laatsteVersie=7, inhoudsmerk=merk("x"))

    outcome = veld.sink(veld.liar(answer(409, known, PROBLEM))).deliver(SEALED)

    assert outcome == Conflict(laatsteVersie=7, inhoudsmerk=merk("x"))


@pytest.mark.parametrize("status", [401, 403])
def test_a_sender_that_is_refused_stops(veld: Veld, status: int) -> None:
    liar = veld.liar(answer(status, problem("niet-aangemeld"), PROBLEM))

    with pytest.raises(SinkStopped) as caught:
        veld.sink(liar).deliver(SEALED)

    assert code(caught.value) == "S-0020"
    assert len(liar.verzoeken) == 1


def _token(text: str, lasts: int = 900) -> bytes:
    body = {"access_token": text, "token_type": "Bearer", "expires_in": lasts}
    return answer(200, json.dumps(body).encode())


TOKENS: dict[str, Any] = {"client_id": CLIENT, "client_secret": SECRET}


def test_a_401_renews_the_token_once_and_offers_the_same_bytes(veld: Veld) -> None:
    no = answer(401, problem("niet-aangemeld"), PROBLEM)
    liar = veld.liar(_token("oud"), no, _token("nieuw"), WHOLE)

    outcome = veld.sink(liar, **TOKENS).deliver(SEALED)

    assert isinstance(outcome, Receipt)
    _, first, _, second = liar.verzoeken
    assert b"Authorization: Bearer oud" in first
    assert first.replace(b"Bearer oud", b"Bearer nieuw") == second


def test_a_second_401_stops(veld: Veld) -> None:
    no = answer(401, problem("niet-aangemeld"), PROBLEM)
    liar = veld.liar(_token("oud"), no, _token("nieuw"), no)

    with pytest.raises(SinkStopped):
        veld.sink(liar, **TOKENS).deliver(SEALED)

    assert len(liar.verzoeken) == 4


def test_a_token_is_kept_until_shortly_before_its_end(veld: Veld) -> None:
    liar = veld.liar(_token("lang"), WHOLE, WHOLE)
    sink = veld.sink(liar, **TOKENS)
    sink.deliver(SEALED)
    sink.deliver(SEALED)
    assert [request[:20] for request in liar.verzoeken].count(b"POST /oauth/token HT") == 1

    brief = veld.liar(_token("kort", 1), WHOLE, _token("kort", 1), WHOLE)
    sink = veld.sink(brief, **TOKENS)
    sink.deliver(SEALED)
    time.sleep(1.1)
    sink.deliver(SEALED)
    assert len(brief.verzoeken) == 4


@pytest.mark.parametrize(
    ("said", "kind", "wanted"),
    [
        (answer(401, b"{}"), SinkStopped, "S-0021"),
        (answer(400, b"{}"), SinkStopped, "S-0021"),
        (answer(503, headers="Retry-After: 9\r\n"), SinkDown, "S-0030"),
        (answer(200, b"<html>", "text/html"), SinkDown, "S-0012"),
        (answer(200, b"{}"), SinkDown, "S-0022"),
        (answer(302, headers="Location: https://127.0.0.1:1/\r\n"), SinkDown, "S-0010"),
        (
            answer(200, b'{"access_token": "a\\r\\nX: y", "token_type": "Bearer"}'),
            SinkDown,
            "S-0022",
        ),
        (answer(200, b'{"access_token": "a", "token_type": "mac"}'), SinkDown, "S-0022"),
    ],
)
def test_without_a_token_nothing_is_sent(
    veld: Veld, said: bytes, kind: type[SinkError], wanted: str
) -> None:
    liar = veld.liar(said, WHOLE)

    with pytest.raises(kind) as caught:
        veld.sink(liar, **TOKENS).deliver(SEALED)

    assert code(caught.value) == wanted
    assert SEALED.inhoud.encode() not in b"".join(liar.verzoeken)
    assert SECRET not in str(caught.value) + repr(caught.value)


def _certificate(folder: Path, ca: trustme.CA, host: str, **how: Any) -> Tls:
    issued = ca.issue_cert(host, **how)
    certificate, key = folder / "ander.pem", folder / "ander.key"
    issued.cert_chain_pems[0].write_to_path(certificate)
    issued.private_key_pem.write_to_path(key)
    return Tls(certificate, key)


def _wrong(veld: Veld, how: str) -> Tls:
    """Give a server's certificate that is not right."""
    made: dict[str, Callable[[], Tls]] = {
        "another CA": lambda: _certificate(veld.folder, trustme.CA(), "127.0.0.1"),
        "another host": lambda: _certificate(veld.folder, veld.authority, "127.0.0.2"),
        "expired": lambda: _certificate(
            veld.folder,
            veld.authority,
            "127.0.0.1",
            not_before=datetime.now(UTC) - timedelta(days=3),
            not_after=datetime.now(UTC) - timedelta(days=1),
        ),
        "not yet": lambda: _certificate(
            veld.folder,
            veld.authority,
            "127.0.0.1",
            not_before=datetime.now(UTC) + timedelta(days=1),
            not_after=datetime.now(UTC) + timedelta(days=3),
        ),
    }
    return made[how]()


@pytest.mark.parametrize("wrong", ["another CA", "another host", "expired", "not yet"])
def test_a_certificate_that_is_not_right_stops_before_anything_is_sent(
    veld: Veld, wrong: str
) -> None:
    liar = veld.liar(WHOLE, tls=_wrong(veld, wrong))

    with pytest.raises(SinkStopped) as caught:
        veld.sink(liar).deliver(SEALED)

    named = {"another CA": "S-0006", "another host": "S-0072"}
    named |= {"expired": "S-0070", "not yet": "S-0071"}
    assert code(caught.value) == named[wrong]
    # A certificate that was revoked is another matter: that stops for data protection.
    assert type(caught.value) is SinkStopped
    assert liar.verzoeken == []


def test_the_environment_can_change_neither_trust_nor_road(
    veld: Veld, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Requests would take roots, proxies and passwords from the environment and from ~/.netrc."""
    stranger = trustme.CA()
    stranger.cert_pem.write_to_path(tmp_path / "vreemd.pem")
    proxy = veld.liar(WHOLE)
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login x password y\n")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "vreemd.pem"))
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv("HOME", str(tmp_path))
    false = veld.liar(WHOLE, tls=_certificate(tmp_path, stranger, "127.0.0.1"))
    right = veld.liar(WHOLE)

    with pytest.raises(SinkStopped):
        veld.sink(false).deliver(SEALED)
    assert isinstance(veld.sink(right).deliver(SEALED), Receipt)

    assert false.verzoeken == proxy.verzoeken == []
    assert b"Authorization" not in right.verzoeken[0]


def test_a_cookie_is_not_kept(veld: Veld) -> None:
    liar = veld.liar(answer(201, receipt(), headers="Set-Cookie: volg=1\r\n"))
    sink = veld.sink(liar)
    sink.deliver(SEALED)
    sink.deliver(SEALED)

    assert b"cookie" not in liar.verzoeken[1].lower()


def test_a_backend_that_wants_a_client_certificate_gets_ours_and_refuses_none(veld: Veld) -> None:
    ours = _certificate(veld.folder, veld.authority, "gemeente.example")
    liar = veld.liar(WHOLE, tls=requires_client(veld.tls, veld.ca))

    with pytest.raises(SinkError):
        veld.sink(liar).deliver(SEALED)
    assert liar.verzoeken == []
    sink = veld.sink(liar, certificaat=ours.certificaat, sleutel=ours.sleutel)
    assert isinstance(sink.deliver(SEALED), Receipt)


def test_a_port_where_nobody_listens_is_down(veld: Veld) -> None:
    liar = veld.liar(WHOLE)
    with Leugenaar(veld.tls) as gone:
        sink = veld.sink(gone)

    with pytest.raises(SinkDown) as caught:
        sink.deliver(SEALED)

    assert code(caught.value) == "S-0004"
    assert liar.verzoeken == []


def test_a_check_stops_at_the_first_step_that_fails(veld: Veld) -> None:
    def steps(*said: Gedrag | bytes, **changed: Any) -> list[tuple[str, bool]]:
        sink = veld.sink(veld.liar(*said), **TOKENS | changed)
        return [(step.naam, step.gelukt) for step in sink.check()]

    strange = answer(200, b'{"keys": [{"kid": "een-ander"}]}')
    nobody = answer(404, problem("niet-gevonden"), PROBLEM)
    files = [("TLS-bestanden", True)]
    line = [
        *(*files, ("naam in DNS", True), ("verbinding", True), ("TLS", True)),
        *(("certificaatketen", True), ("certificaatnaam", True), ("geldigheid", True)),
        ("clientcertificaat", True),
    ]
    assert steps(b"", uitgaand=()) == [*files, ("naam in DNS", False)]
    assert steps(answer(401, b"{}")) == [*line, ("token", False)]
    assert steps(_token("t"), answer(403)) == [*line, ("token", True), ("toegang", False)]
    assert steps(_token("t"), nobody, strange, kids=("loket-2026",)) == [
        *line,
        *(("token", True), ("toegang", True), ("sleutels", False)),
    ]
    listless = veld.sink(veld.liar(_token("t"), nobody, answer(200, b'{"keys": {}}')), **TOKENS)
    assert [one.code for one in list(listless.check())[-1].problems] == ["S-0016"]
    assert steps(_token("t"), nobody, strange, kids=("een-ander", "x"))[-2:] == [
        ("sleutels", True),
        ("klok", True),
    ]


def test_a_check_tells_which_of_our_keys_the_backend_knows(veld: Veld) -> None:
    nobody = answer(404, problem("niet-gevonden"), PROBLEM)

    def told(known: str, *kids: str) -> tuple[bool, str, list[str]]:
        liar = veld.liar(_token("t"), nobody, answer(200, known.encode()))
        steps = veld.sink(liar, **TOKENS, kids=kids).check()
        step = next(one for one in steps if one.naam == "sleutels")
        return step.gelukt, step.toelichting, [str(one) for one in step.problems]

    two = '{"keys": [{"kid": "a"}, {"kid": "b"}, {"kid": 7}, "c"]}'
    assert told(two) == (True, "2 sleutels", [])
    assert told(two, "b", "a") == (True, "2 sleutels, waaronder de onze", [])
    partly = "niet bekend bij het Regresloket: x, y; de andere wel"
    assert told(two, "x", "b", "y") == (True, partly, [])
    held, _, (why,) = told(two, "x", "y")
    assert not held
    assert "S-0060" in why
    assert "x, y" in why


def test_a_check_tells_what_the_handshake_showed(veld: Veld) -> None:
    ours = _certificate(veld.folder, veld.authority, "gemeente.example")
    nobody = answer(404, problem("niet-gevonden"), PROBLEM)

    def told(**changed: Any) -> dict[str, str]:
        liar = veld.liar(_token("t"), nobody, answer(200, b'{"keys": []}'))
        return {one.naam: one.toelichting for one in veld.sink(liar, **TOKENS, **changed).check()}

    plain, mutual = told(), told(certificaat=ours.certificaat, sleutel=ours.sleutel)

    assert mutual["TLS"].startswith("TLSv1.")
    assert mutual["certificaatketen"] == f"vertrouwd door {veld.ca.name}"
    assert mutual["certificaatnaam"] == "geldt voor 127.0.0.1"
    assert mutual["geldigheid"].startswith("tot en met ")
    assert mutual["clientcertificaat"].startswith("tot en met ")
    assert "geen certificaat ingesteld" in plain["clientcertificaat"]


def test_a_check_tells_that_the_backend_hung_up_after_the_handshake(veld: Veld) -> None:
    liar = veld.liar(WHOLE, tls=requires_client(veld.tls, veld.ca))

    *before, last = veld.sink(liar, **TOKENS).check()

    assert [one.naam for one in before if one.gelukt][-1] == "geldigheid"
    assert (last.naam, last.gelukt) == ("clientcertificaat", False)
    assert [one.code for one in last.problems] == ["S-0008"]
    assert last.problem is not None
    assert last.problem.waar == f"127.0.0.1:{liar.port}"


@pytest.mark.parametrize(("ahead", "told"), [(0, []), (-3600, ["S-0076"]), (3600, ["S-0076"])])
def test_a_check_warns_of_a_clock_that_differs(veld: Veld, ahead: int, told: list[str]) -> None:
    date = format_datetime((NU + timedelta(seconds=ahead)).astimezone(UTC), usegmt=True)
    nobody = answer(404, problem("niet-gevonden"), PROBLEM, headers=f"Date: {date}\r\n")
    keys = answer(200, b'{"keys": [{"kid": "k"}]}')

    liar = veld.liar(_token("t"), nobody, keys)
    last = list(veld.sink(liar, **TOKENS).check())[-1]

    assert {one.waar for one in last.problems} <= {f"127.0.0.1:{liar.port}"}
    assert (last.naam, last.gelukt, [one.code for one in last.problems]) == ("klok", True, told)
    assert ("3600" in str(last.problems)) == bool(told)


def test_a_backend_that_lets_nobody_in_is_given_up_at_the_time_for_connecting(veld: Veld) -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        liar = veld.liar(WHOLE)
        began = time.monotonic()
        with pytest.raises(SinkDown):
            veld.sink(
                liar, url=f"https://127.0.0.1:{port}", verbindtijd=0.3, totaaltijd=20.0
            ).deliver(SEALED)
        for one in waiting:
            one.close()

    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("wrong", "step"),
    [
        ("another CA", "certificaatketen"),
        ("another host", "certificaatnaam"),
        ("expired", "geldigheid"),
        ("not yet", "geldigheid"),
    ],
)
def test_a_check_names_the_step_of_the_handshake_that_fails_and_those_that_held(
    veld: Veld, wrong: str, step: str
) -> None:
    liar = veld.liar(WHOLE, tls=_wrong(veld, wrong))

    steps = [(one.naam, one.gelukt) for one in veld.sink(liar, **TOKENS).check()]

    names = ["TLS", "certificaatketen", "certificaatnaam", "geldigheid"]
    held = [(name, True) for name in names[: names.index(step)]]
    assert steps[3:] == [*held, (step, False)]


def test_no_exception_holds_what_was_sealed_or_secret(veld: Veld) -> None:
    for said, _ in LIES.values():
        try:
            veld.sink(veld.liar(said), totaaltijd=1.0).deliver(SEALED)
        except SinkError as error:
            told = str(error) + repr(error) + repr(error.__cause__) + repr(error.__context__)
            for secret in (*KANARIE, SEALED.inhoud[:40], SECRET):
                assert secret not in told
    assert melding(kop()).feiten.client.burgerservicenummer == KANARIE[1]


def test_many_threads_that_are_not_let_in_ask_for_one_token(veld: Veld) -> None:
    def slow_no(connection: ssl.SSLSocket) -> None:
        time.sleep(0.5)
        connection.sendall(answer(401, b"{}"))

    liar = veld.liar(slow_no)
    sink = veld.sink(liar, **TOKENS)
    begin = threading.Barrier(8)
    told: list[str] = []

    def offer() -> None:
        begin.wait(10)
        with pytest.raises(SinkStopped) as caught:
            sink.deliver(SEALED)
        told.append(code(caught.value))

    threads = [threading.Thread(target=offer) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)

    assert told == ["S-0021"] * 8
    assert len(liar.verzoeken) == 1


def test_eight_on_their_way_that_are_not_let_in_ask_for_one_token(veld: Veld) -> None:
    liar = veld.liar(_token("old"), *[answer(401, b"{}", PROBLEM)] * 8, answer(401, b"{}"))
    sink = veld.sink(liar, **TOKENS, totaaltijd=5.0)
    sent = [sink.begin(SEALED) for _ in range(8)]

    told = []
    for one in sent:
        assert one is not None
        with pytest.raises(SinkStopped) as caught:
            one.antwoord()
        told.append(code(caught.value))

    # One token at first, eight calls that are refused, and one token that is not given.
    assert told == ["S-0021"] * 8
    assert len(liar.verzoeken) == 1 + 8 + 1


def test_an_answer_that_lay_there_in_time_is_taken_late(veld: Veld) -> None:
    sink = veld.sink(veld.liar(WHOLE), totaaltijd=1.0)
    sent = sink.begin(SEALED)
    time.sleep(1.1)

    assert sent is not None
    assert sent.tot < time.monotonic()
    assert isinstance(sent.antwoord(), Receipt)


def test_a_call_that_is_let_go_leaves_nothing_of_its_answer_for_the_next(veld: Veld) -> None:
    liar = veld.liar(answer(409, b"{}", PROBLEM), WHOLE)
    sink = veld.sink(liar)
    sent = sink.begin(SEALED)
    assert sent is not None
    sent.laat()

    assert isinstance(sink.deliver(SEALED), Receipt)
    assert len(liar.verzoeken) == 2


def test_there_are_eight_places_and_who_does_not_wait_hears_that_none_is_free(veld: Veld) -> None:
    sink = veld.sink(veld.liar(WHOLE), totaaltijd=5.0)
    sent = [one for _ in range(8) if (one := sink.begin(SEALED, wacht=False))]

    assert len(sent) == 8
    assert sink.begin(SEALED, wacht=False) is None
    # A place is free again when its answer was taken, and when it was let go.
    sent.pop().antwoord()
    for _ in range(2):
        again = sink.begin(SEALED, wacht=False)
        assert again is not None
        again.laat()
    for one in sent:
        one.laat()


def test_who_does_not_wait_keeps_to_the_pace(veld: Veld) -> None:
    sink = veld.sink(veld.liar(WHOLE), per_seconde=0.01, totaaltijd=5.0)
    first = sink.begin(SEALED, wacht=False)

    assert first is not None
    assert sink.begin(SEALED, wacht=False) is None
    # The place that it had for a moment is free again.
    assert isinstance(first.antwoord(), Receipt)


def hang(connection: ssl.SSLSocket) -> None:
    """Say nothing until the other side goes."""
    connection.recv(1)


def half(connection: ssl.SSLSocket) -> None:
    """Say half of an answer, and then nothing."""
    connection.sendall(WHOLE[:-20])
    hang(connection)


def half_in_stukken(connection: ssl.SSLSocket) -> None:
    """Say half of an answer in chunks, and then nothing."""
    connection.sendall(b"HTTP/1.1 201 X\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{")
    hang(connection)


def wacht_op(sent: list[Onderweg], seconds: float) -> list[object]:
    """Take answers as they come, for so many seconds: what they are, or what was raised."""
    found: list[object] = []
    until = time.monotonic() + seconds
    while sent and time.monotonic() < until:
        for one in eerste(sent, until - time.monotonic()):
            sent.remove(one)
            try:
                found.append(one.antwoord())
            except (SinkDown, SinkStopped) as wrong:
                found.append(code(wrong))
    return found


@pytest.mark.parametrize("slow", [hang, half, half_in_stukken])
def test_one_that_is_slow_keeps_none_of_the_others_waiting(veld: Veld, slow: Gedrag) -> None:
    sink = veld.sink(veld.liar(slow, *[WHOLE] * 7, samen=True), totaaltijd=4.0)
    sent = [one for _ in range(8) if (one := sink.begin(SEALED))]

    begun = time.monotonic()
    first = wacht_op(sent, 2.0)

    assert time.monotonic() - begun >= 2.0
    assert len(first) == 7
    assert all(isinstance(one, Receipt) for one in first)
    assert wacht_op(sent, 10.0) == ["S-0005"]
    assert time.monotonic() - begun < 5.0


def test_eight_that_hang_take_no_longer_together_than_one(veld: Veld) -> None:
    sink = veld.sink(veld.liar(hang, samen=True), totaaltijd=1.5)
    sent = [one for _ in range(8) if (one := sink.begin(SEALED))]

    begun = time.monotonic()

    assert wacht_op(sent, 20.0) == ["S-0005"] * 8
    assert time.monotonic() - begun < 3.0


@pytest.mark.parametrize("first", [401, 409])
def test_a_second_call_is_awaited_among_the_others(veld: Veld, first: int) -> None:
    known = problem("versie-bekend", laatsteVersie=1, inhoudsmerk=SEALED.kop.inhoudsmerk)
    no, token = answer(first, known, PROBLEM), [_token("nieuw")] * (first == 401)
    liar = veld.liar(_token("oud"), *[no] * 8, *token, hang, samen=True)
    sink = veld.sink(liar, **TOKENS, totaaltijd=1.5)
    sent = [one for _ in range(8) if (one := sink.begin(SEALED))]

    begun = time.monotonic()

    assert wacht_op(sent, 20.0) == ["S-0005"] * 8
    # The first calls were answered at once, the second ones not.
    assert time.monotonic() - begun < 4.0
