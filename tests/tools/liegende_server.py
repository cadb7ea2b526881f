"""A TLS server that lies, breaks off or dawdles: it answers exactly what a test tells it to."""

import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from loket import Tls

Gedrag = Callable[[ssl.SSLSocket], None]


class Leugenaar:
    """Takes one request per connection and then behaves; the last behaviour repeats.

    versie   the one version of TLS that it speaks, with the ciphers of that time; None = as usual
    samen    connections are served at the same time, and not one after another
    """

    def __init__(
        self,
        tls: Tls,
        gedrag: Sequence[Gedrag | bytes] = (b"",),
        *,
        versie: ssl.TLSVersion | None = None,
        samen: bool = False,
    ) -> None:
        self.gedrag = list(gedrag)
        self._samen = samen
        self.verzoeken: list[bytes] = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(tls.certificaat, tls.sleutel)
        if versie:
            spreekt(self._context, versie)
        if tls.ca:
            self._context.verify_mode = ssl.CERT_REQUIRED
            self._context.load_verify_locations(cafile=tls.ca)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def port(self) -> int:
        """Give the port it listens on."""
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        """Give its address."""
        return f"https://127.0.0.1:{self.port}"

    def versie_voor(self, context: ssl.SSLContext) -> str | None:
        """Shake hands with such a context, and give the version that both came to."""
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=5) as raw,
            context.wrap_socket(raw, server_hostname="127.0.0.1") as safe,
        ):
            return safe.version()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(10)
        self._listener.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                plain, _ = self._listener.accept()
            except TimeoutError:
                continue
            plain.settimeout(5)
            if self._samen:
                threading.Thread(target=self._verbonden, args=(plain,), daemon=True).start()
            else:
                self._verbonden(plain)

    def _verbonden(self, plain: socket.socket) -> None:
        try:
            with self._context.wrap_socket(plain, server_side=True) as connection:
                self._one(connection)
        except OSError:
            plain.close()

    def _one(self, connection: ssl.SSLSocket) -> None:
        request = read_request(connection)
        if not request:
            return
        self.verzoeken.append(request)
        behaviour = self.gedrag.pop(0) if len(self.gedrag) > 1 else self.gedrag[0]
        if isinstance(behaviour, bytes):
            connection.sendall(behaviour)
        else:
            behaviour(connection)


def spreekt(context: ssl.SSLContext, versie: ssl.TLSVersion) -> None:
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = context.maximum_version = versie


def read_request(connection: ssl.SSLSocket) -> bytes:
    """Read one request with its body."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65_536)
        if not piece:
            return data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(line[15:]) for line in head.lower().split(b"\r\n") if line[:15] == b"content-length:"),
        0,
    )
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body


def answer(
    status: int, body: bytes = b"", kind: str = "application/json", *, headers: str = ""
) -> bytes:
    """Write a whole, honest answer."""
    return (
        f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        f"{headers}Connection: close\r\n\r\n"
    ).encode() + body


def requires_client(tls: Tls, ca: Path) -> Tls:
    """Give the same server certificate, with a demand for a client certificate."""
    return Tls(tls.certificaat, tls.sleutel, ca)
