"""Running the loket: uvicorn in the foreground, or in a thread for the demo and tests."""

import asyncio
import logging
import socket
import ssl
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import closing, suppress
from hashlib import sha256
from typing import Any, Self
from weakref import WeakSet

import h11
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from loket.api import create_app
from loket.problems import document, problem
from loket.settings import LoketSettings, Tls
from regres import ConfigProblem
from regres.canonical import canonical_bytes

log = logging.getLogger("loket")

_START_SECONDS = 10.0
_LAST_SECONDS = 0.05


class LoketServer:
    """The loket in a thread: `with LoketServer(settings) as server: server.url`.

    url   "http(s)://host:port" as it is really served; "" before it runs
    """

    def __init__(self, settings: LoketSettings) -> None:
        self._settings = settings
        self.app = create_app(settings)
        self.url = ""
        self._transports: WeakSet[Any] = WeakSet()
        self._server = uvicorn.Server(_config(self.app, settings, _watched(self._transports)))
        self._thread: threading.Thread | None = None
        self._listener: socket.socket | None = None

    def __enter__(self) -> Self:
        self._listener = listener = _listen(self._settings)
        self.url = _url(self._settings, listener)
        self._thread = threading.Thread(
            target=asyncio.run, args=(self._serve(listener),), name="loket", daemon=True
        )
        self._thread.start()
        limit = time.monotonic() + _START_SECONDS
        while not self._server.started and time.monotonic() < limit:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        if self._thread:
            self._thread.join(_START_SECONDS)
        if self._listener:
            # uvicorn closes what it served; not what it never came to serve.
            self._listener.close()
        self.app.state.loket.archief.close()

    async def _serve(self, listener: socket.socket) -> None:
        await self._server.serve([listener])
        # uvicorn forgets connections that a client cut off while asyncio still waits for a goodbye.
        for transport in list(self._transports):
            # Before 3.11.5 a transport that was closed twice has already let go, and says so badly.
            with suppress(AttributeError):
                transport.abort()
        await asyncio.sleep(_LAST_SECONDS)


def serve(settings: LoketSettings, gereed: Callable[[str], None] = lambda url: None) -> None:
    """Run in the foreground until a signal ends it; *gereed* hears the address first.

    Raises what create_app raises, and ConfigProblem when the port is taken.
    """
    app = create_app(settings)
    if settings.banner:
        log.warning("loket.demo")
    try:
        # First: what is wrong with a certificate shows here, before any port is taken.
        server = uvicorn.Server(_config(app, settings))
        with closing(_listen(settings)) as listener:
            gereed(_url(settings, listener))
            server.run([listener])
    finally:
        app.state.loket.archief.close()


def _listen(settings: LoketSettings) -> socket.socket:
    """Take the port before anything else: uvicorn would end the whole process when it is taken.

    Not socket.create_server: it leaves the protocol open, and asyncio switches Nagle off only for
    sockets that say they are TCP. It cost 40 ms on every answer.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise ConfigProblem(problem("Z-0021", wat=error.strerror or "")) from error
    return listener


def _url(settings: LoketSettings, listener: socket.socket) -> str:
    scheme = "https" if settings.tls else "http"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{scheme}://{host}:{listener.getsockname()[1]}"


def _config(
    app: ASGIApp, settings: LoketSettings, protocol: type[H11Protocol] | None = None
) -> uvicorn.Config:
    logging.getLogger("uvicorn.error").addFilter(_WITHOUT_WORDS)
    tls: dict[str, Any] = {}
    if settings.tls:
        context = _context(settings.tls)
        # uvicorn only asks whether a key file was given; the context itself is ours.
        tls = {
            "ssl_certfile": settings.tls.certificaat,
            "ssl_keyfile": settings.tls.sleutel,
            "ssl_context_factory": lambda *_: context,
        }
    return uvicorn.Config(
        app,
        http=protocol or _Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=2,
        **tls,
    )


def _context(tls: Tls) -> ssl.SSLContext:
    """Build the server's TLS: 1.2 or newer; with a CA every client must show a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(tls.certificaat, tls.sleutel, password=_geen_wachtwoord)
        if tls.ca:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(cafile=tls.ca)
    except (OSError, ValueError) as fault:
        raise ConfigProblem(problem("Z-0025", "tls", type(fault).__name__)) from fault
    return context


def _geen_wachtwoord() -> str:
    """Refuse a key with a password: OpenSSL would ask a terminal that a service has not."""
    raise ValueError


class _WithoutWords(logging.Filter):
    """Lets uvicorn tell of a fault by its kind and place only: its text may repeat a value."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            last = traceback.extract_tb(error.__traceback__)[-1:]
            place = f"{last[0].filename}:{last[0].lineno}" if last else "?"
            record.msg, record.args = "loket.fout %s %s", (type(error).__name__, place)
            record.exc_info, record.exc_text = None, None
        return True


_WITHOUT_WORDS = _WithoutWords()


class _Protocol(H11Protocol):
    """uvicorn's HTTP/1.1, which also says who shows a certificate and refuses in problem+json."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        tls = transport.get_extra_info("ssl_object")
        shown = tls.getpeercert(binary_form=True) if tls else None
        if shown:
            self.app = _with_certificate(self.app, sha256(shown).hexdigest())

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP; uvicorn would answer in plain text."""
        body = canonical_bytes(document("verzoek-ongeldig"))
        headers = [
            (b"content-type", b"application/problem+json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        start = h11.Response(status_code=400, headers=headers, reason=b"Bad Request")
        for event in (start, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def _watched(transports: "WeakSet[Any]") -> type[H11Protocol]:
    """Give a protocol that remembers its connections for as long as they are there."""

    class Watched(_Protocol):
        def connection_made(self, transport: Any) -> None:
            transports.add(transport)
            super().connection_made(transport)

    return Watched


def _with_certificate(app: Any, fingerprint: str) -> Any:
    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            extensions = scope.setdefault("extensions", {})
            extensions["regres.tls"] = {"sha256": fingerprint}
        await app(scope, receive, send)

    return told
