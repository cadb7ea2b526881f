"""The loket on a socket: TLS, client certificates, and what is not HTTP at all."""

import gc
import logging
import signal
import socket
import ssl
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
import requests
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from starlette.testclient import TestClient

from loket import LoketServer, Tls, create_app, serve
from regres import ConfigProblem, Receipt, SinkError
from sinks import Regresloket
from tests.tools.loket import KANARIE, SECRET, gemeente, kop, make_tls, merk, running, settings


def _client_certificate(folder: Path, ca: trustme.CA, name: str) -> tuple[Path, Path, str]:
    issued = ca.issue_cert(name)
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    issued.cert_chain_pems[0].write_to_path(certificate)
    issued.private_key_pem.write_to_path(key)
    der = ssl.PEM_cert_to_DER_cert(issued.cert_chain_pems[0].bytes().decode())
    return certificate, key, sha256(der).hexdigest()


def test_a_client_certificate_on_record_delivers_without_a_token(tmp_path: Path) -> None:
    (tmp_path / "tls").mkdir()
    server_tls, root, ca = make_tls(tmp_path / "tls")
    certificate, key, mark = _client_certificate(tmp_path, ca, "gemeente.example")
    stranger, stranger_key, _ = _client_certificate(tmp_path, ca, "ander.example")
    tls = Tls(server_tls.certificaat, server_tls.sleutel, root)

    with running(tmp_path, tls=tls, gemeenten=(gemeente(certificaat_sha256=mark),)) as huis:
        line = {"ca": root, "client_id": "", "client_secret": ""}
        ours = huis.sink_settings(**line, certificaat=certificate, sleutel=key)
        with closing(Regresloket(ours)) as sink:
            assert isinstance(sink.deliver(huis.seal(kop())), Receipt)
            assert isinstance(sink.deliver(huis.seal(kop("r2"))), Receipt)
        for wrong in (
            huis.sink_settings(**line, certificaat=stranger, sleutel=stranger_key),
            huis.sink_settings(**line),
            huis.sink_settings(ca=root, certificaat=stranger, sleutel=stranger_key),
        ):
            with closing(Regresloket(wrong)) as sink, pytest.raises(SinkError):
                sink.deliver(huis.seal(kop("r3")))


def test_it_speaks_nothing_older_than_tls_1_2(tmp_path: Path) -> None:
    with running(tmp_path) as huis:
        port = int(huis.server.url.rpartition(":")[2])
        context = ssl.create_default_context(cafile=huis.ca)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with (
            socket.create_connection(("127.0.0.1", port)) as plain,
            context.wrap_socket(plain, server_hostname="127.0.0.1") as safe,
        ):
            assert safe.version() == "TLSv1.2"
        assert huis.server._server.config.ssl is not None
        assert huis.server._server.config.ssl.minimum_version is ssl.TLSVersion.TLSv1_2


def test_what_is_not_http_is_refused_as_a_problem(tmp_path: Path) -> None:
    with LoketServer(settings(tmp_path)) as server:
        port = int(server.url.rpartition(":")[2])
        for noise in (b"\x16\x03\x01\r\n\r\n", f"GET /{KANARIE[0]} \0\r\n\r\n".encode()):
            with socket.create_connection(("127.0.0.1", port)) as line:
                line.sendall(noise)
                line.settimeout(5)
                answer = b""
                while piece := line.recv(65_536):
                    answer += piece
            assert answer.startswith(b"HTTP/1.1 400")
            assert b"application/problem+json" in answer
            assert b"verzoek-ongeldig" in answer
            assert KANARIE[0].encode() not in answer


def test_it_does_not_say_what_it_is_made_of(tmp_path: Path) -> None:
    with LoketServer(settings(tmp_path)) as server:
        headers = requests.get(server.url + "/healthz", timeout=5).headers

    assert "server" not in headers
    assert "strict-transport-security" not in headers


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = LoketServer(settings(tmp_path, port=taken.getsockname()[1]))
        with pytest.raises(ConfigProblem, match="Z-0021"), server:
            pass


@pytest.mark.parametrize("wrong", ["certificaat", "sleutel", "ca", "slot"])
def test_a_certificate_that_cannot_be_used_is_told_before_a_port_is_taken(
    tmp_path: Path, wrong: str
) -> None:
    tls, root, _ = make_tls(tmp_path)
    chosen = Tls(tls.certificaat, tls.sleutel, root)
    if wrong == "slot":
        key = load_pem_private_key(tls.sleutel.read_bytes(), None)
        locked = BestAvailableEncryption(b"geheim")
        shut = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)
        tls.sleutel.write_bytes(shut)
    else:
        (root if wrong == "ca" else getattr(chosen, wrong)).write_text("geen PEM")
    with pytest.raises(ConfigProblem, match="Z-0025"):
        serve(settings(tmp_path, tls=chosen), gereed=lambda url: pytest.fail(url))


def test_a_fault_of_ours_is_a_problem_without_its_words(tmp_path: Path) -> None:
    app = create_app(settings(tmp_path))

    @app.get("/boem")
    def boem() -> None:
        raise KeyError(KANARIE[1])

    with closing(app.state.loket.archief):
        answer = TestClient(app, raise_server_exceptions=False).get("/boem")

    assert (answer.status_code, answer.json()["type"]) == (500, "urn:regresloket:probleem:storing")
    assert answer.headers["content-type"] == "application/problem+json"
    assert KANARIE[1] not in answer.text


def test_a_fault_of_ours_is_logged_by_kind_and_place_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = LoketServer(settings(tmp_path))

    @server.app.get("/boem")
    def boem() -> None:
        raise KeyError(KANARIE[1])

    with server:
        assert requests.get(server.url + "/boem", timeout=5).status_code == 500

    assert "loket.fout KeyError" in caplog.text
    assert "test_server.py" in caplog.text
    told = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert KANARIE[1] not in told


def test_in_the_foreground_it_tells_its_address_and_a_signal_ends_it(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from loket import serve;"
        "from tests.tools.loket import settings;"
        "serve(settings(Path(sys.argv[1]), demo=True), lambda url: print(url, flush=True))"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running_loket:
        assert running_loket.stdout is not None
        url = running_loket.stdout.readline().strip()
        answer = requests.get(url + "/zaken", timeout=10)
        running_loket.send_signal(signal.SIGTERM)

    assert answer.url == url + "/aanmelden?naar=%2Fzaken"
    assert "Aanmelden" in answer.text


def test_nothing_personal_is_logged_at_debug_on_good_and_bad_roads(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with running(tmp_path) as huis, closing(Regresloket(huis.sink_settings())) as sink:
        sink.deliver(huis.seal(kop()))
        sink.deliver(huis.seal(kop(inhoudsmerk=merk("x"))))
        wrong = huis.seal(kop("r2"))
        token = sink._token.text
        for path in ("", "/nee"):
            requests.post(
                huis.server.url + "/v1/regresmeldingen" + path,
                data=wrong.inhoud + KANARIE[0],
                headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
                verify=str(huis.ca),
                timeout=5,
            )

    assert "loket.ontvangen" in caplog.text
    told = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    for secret in (*KANARIE, SECRET, token, wrong.inhoud[:60]):
        assert secret not in told


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_a_loket_that_does_not_come_to_serve_lets_its_port_go(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    missing = Tls(tmp_path / "nergens.pem", tmp_path / "nergens.key")

    def refuse(url: str) -> None:
        raise BrokenPipeError

    for changed, what in (({"tls": missing}, ConfigProblem), ({}, BrokenPipeError)):
        with pytest.raises(what):
            serve(settings(tmp_path, port=port, **changed), refuse)
        with socket.socket() as again:
            again.bind(("127.0.0.1", port))
    gc.collect()
