"""A StUF server of which every byte can be told: raw HTTP over mutual TLS, one case at a time."""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from demo.certificaten import Certificaten
from demo.stuf_antwoord import Zaaksysteem
from demo.stuf_zaak import Zaak
from tests.tools.liegende_server import read_request

_REFERENTIE = re.compile(rb"<StUF:referentienummer>([^<]*)<")


@dataclass(slots=True)
class Beurt:
    """One question and the good answer to it.

    nummer   of this question within the case, from 1
    vorige   the answer to the question before this case, of another read
    """

    nummer: int
    goed: bytes
    referentie: bytes
    zaak: Zaak
    vorige: bytes = b""

    def met(self, *pairs: tuple[str | bytes, str | bytes], keer: int = 1) -> bytes:
        """Give the good answer with these parts replaced; each must be there."""
        body = self.goed
        for old, new in pairs:
            before, after = (one.encode() if isinstance(one, str) else one for one in (old, new))
            assert before in body, f"not in the answer: {before!r}"
            body = body.replace(before, after, keer)
        return body

    @property
    def bsn(self) -> str:
        """Give the element with the BSN of the accident."""
        return f"<BG:inp.bsn>{self.zaak.bsn}</BG:inp.bsn>"


@dataclass(slots=True)
class Http:
    """An answer as it goes over the line: pieces of bytes, head included."""

    stukken: Iterable[bytes]


def http(body: bytes, status: int = 200, kop: str = "", media: str = "text/xml") -> Http:
    """Write a whole, honest answer; `kop` adds header lines, each with CRLF."""
    kind = f"Content-Type: {media}\r\n" if media else ""
    head = f"HTTP/1.1 {status} X\r\n{kind}{kop}Content-Length: {len(body)}\r\n\r\n"
    return Http([head.encode(), body])


def kaal(body: bytes, kop: str) -> Http:
    """Write an answer with exactly these header lines, and hang up after it."""
    return Http([f"HTTP/1.1 200 OK\r\n{kop}\r\n".encode(), body])


Maak = Callable[[Beurt], "bytes | Http"]


class Server:
    """Answers what `begin` was told, while the `with` lasts."""

    def __init__(self, tls: Certificaten) -> None:
        self.vragen = 0
        self._maak: Maak = lambda turn: turn.goed
        self._zaaksysteem = Zaaksysteem([])
        self._laatste = self._vorige = b""
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(tls.server, tls.server_sleutel)
        self._context.load_verify_locations(cafile=tls.ca)
        self._context.verify_mode = ssl.CERT_REQUIRED
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        """Give the endpoint."""
        return f"https://localhost:{self._listener.getsockname()[1]}/StUF/BeantwoordVraag"

    def begin(self, zaken: list[Zaak], maak: Maak) -> None:
        """Begin another case."""
        self._zaaksysteem.vervang(zaken)
        self._zaaksysteem.laatste.clear()
        self._maak, self.vragen, self._vorige = maak, 0, self._laatste

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._stop.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(plain,), daemon=True).start()

    def _one(self, plain: socket.socket) -> None:
        """Answer one question and hang up; the client may have hung up long before."""
        plain.settimeout(8)
        with (
            suppress(OSError, ValueError),
            self._context.wrap_socket(plain, server_side=True) as line,
        ):
            question = read_request(line)
            if question:
                self._antwoord(line, question.partition(b"\r\n\r\n")[2])
                with suppress(OSError):
                    line.unwrap()

    def _antwoord(self, line: ssl.SSLSocket, question: bytes) -> None:
        self.vragen += 1
        status, good = self._zaaksysteem.antwoord(question)
        number = _REFERENTIE.search(question)
        turn = Beurt(
            self.vragen,
            good,
            number[1] if number else b"",
            max(self._zaaksysteem.zaken, key=lambda one: one.indicatie_ongeval == "J"),
            self._vorige,
        )
        self._laatste = good
        made = self._maak(turn)
        answer = http(made, status) if isinstance(made, bytes) else made
        for piece in answer.stukken:
            line.sendall(piece)
