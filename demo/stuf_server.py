"""The zaaksysteem of the fictional municipality: BeantwoordVraag over mutual TLS on loopback."""

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Self

import uvicorn
from lxml import etree
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from demo.certificaten import HOST, Certificaten
from demo.stuf_antwoord import SOAP12, Zaaksysteem
from demo.stuf_zaak import Zaak

__all__ = ["PAD", "Antwoord", "Certificaten", "Quirks", "StufServer", "Zaak", "Zaaksysteem"]

_NAZIT = 0.05
PAD = "/StUF/BeantwoordVraag"
#: A zaaksysteem may have an address per kind of question; this one answers all on any.
ELK_PAD = "/{pad:path}"
_XML = {"Content-Type": "text/xml; charset=utf-8"}
_XML12 = {"Content-Type": "application/soap+xml; charset=utf-8"}

#: What goes over the line: status, headers, and the body whole or in pieces.
Antwoord = tuple[int, dict[str, str], bytes | Iterator[bytes]]
#: Spoils an answer on purpose: gets its number (from 1), the good body and the good status.
Quirks = Callable[[int, bytes, int], Antwoord]


class StufServer:
    """Answers in a thread of its own while the `with` lasts; only who shows a certificate gets in.

    quirks   lets tests misbehave; it may wait, it runs in a thread of its own
    schema   when given, every question is validated, and StUF055 answers one that does not fit
    poort    0 = a free one
    """

    def __init__(
        self,
        zaken: Iterable[Zaak],
        tls: Certificaten,
        *,
        quirks: Quirks | None = None,
        schema: etree.XMLSchema | None = None,
        poort: int = 0,
        applicatie: str = "WmoRegistratie",
    ) -> None:
        self.zaaksysteem = Zaaksysteem(list(zaken), applicatie, schema)
        self.vragen: list[bytes] = []
        self.paden: list[str] = []
        self._quirks = quirks or _goed
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", poort))
        self._transports: list[asyncio.Transport] = []
        self._server = uvicorn.Server(self._config())
        self._thread = threading.Thread(target=self._run, name="stuf-server", daemon=True)

    @property
    def url(self) -> str:
        """Give the endpoint."""
        return f"https://{HOST}:{self._socket.getsockname()[1]}{PAD}"

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("the StUF server did not start")
            time.sleep(0.01)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        await self._server.serve(sockets=[self._socket])
        # asyncio waits long for the goodbye of a client that cut the connection off.
        for transport in self._transports:
            transport.abort()
        for handshake in asyncio.all_tasks() - {asyncio.current_task()}:
            handshake.cancel()
        await asyncio.sleep(_NAZIT)

    def _config(self) -> uvicorn.Config:
        transports = self._transports

        class Protocol(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
                # The one below TLS: what lies above it loses hold of it when it is closed twice.
                transports.append(transport._ssl_protocol._transport)  # type: ignore[attr-defined]  # private
                super().connection_made(transport)

        return uvicorn.Config(
            Starlette(routes=[Route(ELK_PAD, self._beantwoord, methods=["POST"])]),
            ssl_certfile=self._tls.server,
            ssl_keyfile=str(self._tls.server_sleutel),
            ssl_ca_certs=str(self._tls.ca),
            ssl_cert_reqs=ssl.CERT_REQUIRED,
            lifespan="off",
            ws="none",
            http=Protocol,
            access_log=False,
            log_config=None,
            timeout_graceful_shutdown=1,
        )

    async def _beantwoord(self, request: Request) -> Response:
        question = await request.body()
        self.vragen.append(question)
        self.paden.append(request.url.path)
        kind = _XML12 if SOAP12.encode() in question[:2000] else _XML
        status, headers, body = await run_in_threadpool(self._antwoord, question, len(self.vragen))
        if isinstance(body, bytes):
            return Response(body, status, {**kind, **headers})
        return StreamingResponse(body, status, {**kind, **headers})

    def _antwoord(self, question: bytes, number: int) -> Antwoord:
        status, body = self.zaaksysteem.antwoord(question)
        return self._quirks(number, body, status)


def _goed(number: int, body: bytes, status: int) -> Antwoord:
    return status, {}, body
