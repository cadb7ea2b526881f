"""What a monitoring system asks of `serve`: does it live, can it work, and its figures.

Plain HTTP, so only on this machine itself (C-0125); a proxy with TLS may stand before it.
The standard library's server is enough for three pages, and keeps the web stack out of the service.
"""

import json
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import urlsplit

from regres import UsageProblem
from regres.berichten import bericht
from settings.shapes import Bewaking

_JSON: Final = "application/json"
#: A page names the host it was asked under; another than these is a browser led here by a name.
_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Antwoord:
    """One answer: whether all is well, and what the page says."""

    goed: bool
    inhoud: bytes
    soort: str = _JSON

    @classmethod
    def van(cls, redenen: Mapping[str, str]) -> "Antwoord":
        """Say that all is well, or name what is not: a name and the code of its problem."""
        told = {"status": "fout", "redenen": dict(redenen)} if redenen else {"status": "goed"}
        return cls(not redenen, json.dumps(told).encode() + b"\n")


Pagina = Callable[[], Antwoord]


class Bewakingspunt:
    """Answers on the address of `bewaking:` from a thread of its own, until it is closed."""

    def __init__(self, instelling: Bewaking, paginas: Mapping[str, Pagina]) -> None:
        """Begin listening; UsageProblem when the address is taken or is not of this machine."""
        try:
            self._server = _Server(instelling, paginas)
        except OSError as fault:
            where = f"{instelling.adres}:{instelling.poort}"
            problem = bericht("C-0309", waar=where, fout=type(fault).__name__)
            raise UsageProblem(problem) from fault
        self.poort: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    """Listens on one address, of either family, and knows the pages."""

    daemon_threads = True
    request_queue_size = 16

    def __init__(self, instelling: Bewaking, paginas: Mapping[str, Pagina]) -> None:
        self.address_family = socket.AF_INET6 if ":" in instelling.adres else socket.AF_INET
        self.paginas = paginas
        super().__init__((instelling.adres, instelling.poort), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent: the standard server prints addresses and a traceback."""


class _Handler(BaseHTTPRequestHandler):
    """Gives the page that the path names; anything else is refused."""

    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "regresbrug"
    sys_version = ""
    timeout = _SECONDS

    def do_GET(self) -> None:
        """Answer with a page."""
        page = self.server.paginas.get(urlsplit(self.path).path)
        if not _eigen_naam(self.headers.get("Host", "")):
            self._send(HTTPStatus.MISDIRECTED_REQUEST, Antwoord.van({"host": "onbekend"}))
        elif page is None:
            self._send(HTTPStatus.NOT_FOUND, Antwoord.van({"pad": "onbekend"}))
        else:
            found = page()
            self._send(HTTPStatus.OK if found.goed else HTTPStatus.SERVICE_UNAVAILABLE, found)

    do_HEAD = do_GET

    def _send(self, status: HTTPStatus, found: Antwoord) -> None:
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", found.soort)
        self.send_header("Content-Length", str(len(found.inhoud)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(found.inhoud)

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing: a monitoring system asks all day."""


def _eigen_naam(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in _HOSTS
    except ValueError:
        return False
