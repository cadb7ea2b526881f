"""What a process answers to whoever asks: each port on which it listens, and each page of it.

Nothing of the product is named here but paths that a service may have: a service that begins to
listen, on whichever port, is asked from that day on.
"""

import os
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

#: Asked of every port: what is measured, how it fares, what it describes, and what is not there.
PADEN = (
    *("/metrics", "/healthz", "/readyz", "/", "/v1/openapi.json", "/openapi.json"),
    *("/favicon.ico", "/metrics?x=1", "/%00", "/is-er-niet"),
)
_LUISTERT = "0A"
#: This computer itself, as the kernel writes 127.0.0.1 and ::1.
_HIER = {"0100007F", "00000000000000000000000001000000"}
_GENOEG = 4 << 20

Wrap = Callable[[socket.socket], socket.socket]


def poorten(pids: Iterable[int]) -> dict[int, bool]:
    """Give the TCP ports on which processes listen, and whether others can reach each."""
    own = {inode for pid in pids for inode in _sockets(pid)}
    return {
        port: host not in _HIER
        for table in ("tcp", "tcp6")
        for host, port, inode in _listening(table)
        if inode in own
    }


def _sockets(pid: int) -> Iterator[str]:
    with suppress(OSError):
        for link in (Path("/proc") / str(pid) / "fd").iterdir():
            with suppress(OSError):
                target = os.readlink(link)
                if target.startswith("socket:["):
                    yield target[8:-1]


def _listening(table: str) -> Iterator[tuple[str, int, str]]:
    for line in (Path("/proc/net") / table).read_text().splitlines()[1:]:
        cells = line.split()
        if cells[3] == _LUISTERT:
            host, _, port = cells[1].partition(":")
            yield host, int(port, 16), cells[9]


def antwoorden(port: int, geduld: float = 2.0) -> Iterator[bytes]:
    """Ask every path, over TLS when it speaks that; gives each answer as it came, head and all."""
    for path in PADEN:
        for wrap in (_plain, _tls):
            with suppress(OSError):
                answer = _ask(port, path, wrap, geduld)
                yield answer
                if answer.startswith(b"HTTP/"):
                    break


def _ask(port: int, path: str, wrap: Wrap, geduld: float) -> bytes:
    question = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    found = bytearray()
    with (
        socket.create_connection(("127.0.0.1", port), geduld) as raw,
        wrap(raw) as line,
    ):
        line.sendall(question)
        # What came before the line broke is kept.
        with suppress(OSError):
            while len(found) < _GENOEG and (piece := line.recv(65_536)):
                found += piece
    return bytes(found)


def _plain(raw: socket.socket) -> socket.socket:
    return raw


def _tls(raw: socket.socket) -> socket.socket:
    # Whoever listens there is looked at, not trusted: nothing of ours is said.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(raw)
