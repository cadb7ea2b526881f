"""Running the loket: uvicorn in the foreground, or in a thread for the demo and tests."""

import logging
import ssl
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Self

import h11
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from loket.api import create_app
from loket.problems import document, problem
from loket.settings import LoketSettings, Tls
from regres import ConfigProblem
from regres.canonical import canonical_bytes

log = logging.getLogger("regresbrug.loket")

_START_SECONDS = 10.0


class LoketServer:
    """The loket in a thread: `with LoketServer(settings) as server: server.url`."""

    def __init__(self, settings: LoketSettings) -> None:
        self._settings = settings
        self.app = create_app(settings)
        self._server = uvicorn.Server(_config(self.app, settings))
        self._thread = threading.Thread(target=self._server.run, name="loket", daemon=True)

    @property
    def url(self) -> str:
        """Give "http(s)://host:port" as it is really served; only while running."""
        port = self._server.servers[0].sockets[0].getsockname()[1]
        scheme = "https" if self._settings.tls else "http"
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        return f"{scheme}://{host}:{port}"

    def __enter__(self) -> Self:
        self._thread.start()
        limit = time.monotonic() + _START_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > limit:
                self._server.should_exit = True
                raise ConfigProblem(problem("Z-0021"))
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(_START_SECONDS)
        self.app.state.loket.archief.close()


def serve(settings: LoketSettings, gereed: Callable[[str], None] = lambda url: None) -> None:
    """Run in the foreground until a signal ends it; *gereed* hears the address first."""
    app = create_app(settings)
    if settings.banner:
        log.warning("loket.demo")
    scheme = "https" if settings.tls else "http"
    gereed(f"{scheme}://{settings.host}:{settings.port}")
    try:
        uvicorn.Server(_config(app, settings)).run()
    finally:
        app.state.loket.archief.close()


def _config(app: ASGIApp, settings: LoketSettings) -> uvicorn.Config:
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
        host=settings.host,
        port=settings.port,
        http=_Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
        **tls,
    )


def _context(tls: Tls) -> ssl.SSLContext:
    """Build the server's TLS: 1.2 or newer; with a CA every client must show a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(tls.certificaat, tls.sleutel)
    if tls.ca:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cafile=tls.ca)
    return context


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


def _with_certificate(app: Any, fingerprint: str) -> Any:
    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            extensions = scope.setdefault("extensions", {})
            extensions["regres.tls"] = {"sha256": fingerprint}
        await app(scope, receive, send)

    return told
