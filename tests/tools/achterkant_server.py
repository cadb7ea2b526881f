"""The backend of tests/tools/achterkant.py behind a TLS line that can lose and spoil answers."""

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme
from jwcrypto.jwe import JWE, InvalidJWEData
from jwcrypto.jwk import JWK

from tests.tools.achterkant import Achterkant, Antwoord

#: What is done with the n-th delivery (from 1): a word of `Bediening.storing`, "" = nothing.
Storing = Callable[[int], str]


def opener(sleutel: JWK) -> Callable[[str], dict[str, Any]]:
    """Give what opens envelopes for this key; KeyError for those of another."""

    def openen(envelop: str) -> dict[str, Any]:
        token = JWE(algs=["ECDH-ES+A256KW", "A256GCM"])
        try:
            token.deserialize(envelop)
            token.decrypt(sleutel)
        except InvalidJWEData:
            raise KeyError("kid") from None
        found: dict[str, Any] = json.loads(token.payload)
        return found

    return openen


class AchterkantServer:
    """Serves one backend after another on the same address.

    achterkant  who answers now; another may be put in its place between two processes
    storing     see Storing; counts deliveries since `opnieuw`
    """

    def __init__(self, achterkant: Achterkant) -> None:
        self.achterkant = achterkant
        self.storing: Storing = lambda number: ""
        self.aangeboden = 0
        self.slot = threading.Lock()
        ca = trustme.CA()
        self.ca = ca.cert_pem.bytes()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ca.issue_cert("127.0.0.1").configure_cert(context)
        self._server = _Server(("127.0.0.1", 0), self, context)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def adres(self) -> str:
        """Give host and port."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """Give its address."""
        return f"https://{self.adres}"

    def opnieuw(self, achterkant: Achterkant, storing: Storing = lambda number: "") -> None:
        """Answer for another backend from now on."""
        with self.slot:
            self.achterkant, self.storing, self.aangeboden = achterkant, storing, 0

    @contextlib.contextmanager
    def draait(self) -> Iterator["AchterkantServer"]:
        """Serve."""
        self._thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._thread.join(10)
            self._server.server_close()

    def bied_aan(self, gemeente: str, sleutel: str, lichaam: bytes) -> tuple[str, Antwoord | None]:
        """Take one delivery in, as its trouble lets it; gives the trouble and the answer."""
        with self.slot:
            self.aangeboden += 1
            trouble = self.storing(self.aangeboden)
            if trouble in ("weg_voor", "429"):
                return trouble, None
            return trouble, self.achterkant.bied_aan(gemeente, sleutel, lichaam)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(
        self, address: tuple[str, int], achter: AchterkantServer, context: ssl.SSLContext
    ) -> None:
        self.achter, self.context = achter, context
        super().__init__(address, _Bediening)

    def finish_request(self, request: Any, client_address: Any) -> None:
        # In the thread of the connection: a client that dies in the handshake holds nobody up.
        request.settimeout(20)
        with (
            contextlib.suppress(OSError),
            self.context.wrap_socket(request, server_side=True) as tls,
        ):
            super().finish_request(tls, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients are killed here all the time."""


class _Bediening(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        """Answer a delivery, or a question for a token."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path == "/oauth/token":
            token = {"access_token": "9901", "token_type": "Bearer", "expires_in": 900}
            self._geef(200, "application/json", token)
            return
        tenant = self.headers.get("Authorization", "").removeprefix("Bearer ")
        key = self.headers.get("Idempotency-Key", "")
        trouble, answer = self.server.achter.bied_aan(tenant, key, body)
        self._antwoord(trouble, answer)

    def do_GET(self) -> None:
        """Give the receipt of a provision."""
        referentie = self.path.rpartition("/")[2]
        try:
            found = self.server.achter.achterkant.bewijs(referentie)
        except KeyError:
            self._geef(404, "application/problem+json", {})
        else:
            self._geef(200, "application/json", found)

    def _antwoord(self, trouble: str, answer: Antwoord | None) -> None:
        match trouble:
            case "weg_voor" | "weg_na":
                self._breek_af()
            case "500_na":
                self._geef(500, "text/html", {})
            case "429":
                self._geef(429, "application/json", {}, {"Retry-After": "0"})
            case "half":
                self.wfile.write(b"HTTP/1.1 201 Created\r\nContent-Type: applic")
                self._breek_af()
            case "html":
                self._geef(200, "text/html", {})
            case "omleiding":
                self._geef(302, "text/plain", {}, {"Location": "https://127.0.0.1:1/x"})
            case _ if answer is not None:
                self._geef(answer.status, answer.media, answer.inhoud)

    def _geef(
        self, status: int, kind: str, content: dict[str, Any], also: dict[str, str] | None = None
    ) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            **(also or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _breek_af(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def schrijf_ca(server: AchterkantServer, folder: Path) -> Path:
    """Write the certificate of its authority."""
    path = folder / "ca.pem"
    path.write_bytes(server.ca)
    return path
