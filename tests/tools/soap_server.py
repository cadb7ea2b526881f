"""A SOAP service over real TLS sockets, that hands every question to the test and answers by it."""

import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from lxml import etree

from demo.certificaten import HOST, Certificaten


@dataclass(frozen=True)
class Vraag:
    """One question as it came in; header names in lower case."""

    kop: Mapping[str, str]
    tekst: bytes = field(repr=False)

    @property
    def envelop(self) -> etree._Element:
        """Give the message."""
        return etree.fromstring(self.tekst)

    def waarde(self, naam: str) -> str:
        """Give the text of the one element with this local name."""
        (found,) = self.envelop.iter(f"{{*}}{naam}")
        return "".join(map(str, found.itertext()))


#: status, headers, body
Antwoord = tuple[int, dict[str, str], bytes]
Antwoorder = Callable[[Vraag], Antwoord | bytes]


class SoapServer:
    """Answers in threads of its own while the `with` lasts.

    wederzijds  only who shows a certificate of the authority gets in
    """

    def __init__(self, antwoord: Antwoorder, tls: Certificaten, *, wederzijds: bool = True) -> None:
        self.vragen: list[Vraag] = []
        self.antwoord = antwoord
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self), False)
        self._server.daemon_threads = True
        self._server.server_bind()
        self._server.server_activate()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls.server, tls.server_sleutel)
        if wederzijds:
            context.load_verify_locations(tls.ca)
            context.verify_mode = ssl.CERT_REQUIRED
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        """Give the endpoint."""
        return f"https://{HOST}:{self._server.server_address[1]}/dienst"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()


def _handler(server: SoapServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            question = Vraag({name.lower(): value for name, value in self.headers.items()}, body)
            server.vragen.append(question)
            given = server.antwoord(question)
            status, headers, answer = (200, {}, given) if isinstance(given, bytes) else given
            self.send_response(status)
            told = {"Content-Type": "text/xml; charset=utf-8", **headers}
            for name, value in (told | {"Content-Length": str(len(answer))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler
