"""One TLS connection to one address, and one call over it at a time.

Without a pool: that makes headers, timeouts and answers of its own for each call, twice what a call
costs. What it also did is done here: an answer that is shorter than it said is refused, and a
connection that the other side let go is not used again. What is no plain answer (antwoordregels.py)
is read by http.client.
"""

import http.client
import re
import select
import socket
import ssl
from collections.abc import Mapping

from regres import SinkDown
from sinks.antwoordregels import Answer, Begin, Koppen, vlak
from sinks.problems import problem

__all__ = ["Answer", "Draad"]

_CHUNK = 65_536
_LENGTE = re.compile(r"[0-9]{1,18}", re.ASCII)


class Draad:
    """The connection: made at the first call, and made anew when it can no longer be used.

    host     whom the certificate at the other end must be of
    address  where to connect to, for `host` was looked up and judged before
    wacht    seconds to connect and shake hands
    """

    def __init__(
        self, host: str, address: tuple[str, int], context: ssl.SSLContext, wacht: float
    ) -> None:
        self._host, self._address = host.rstrip("."), address
        self._context, self._wacht = context, wacht
        self._sock: ssl.SSLSocket | None = None
        self._begun: Begin | None = None

    def ask(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes, cap: int
    ) -> Answer:
        """Do one call: `vraag` and `antwoord`."""
        self.vraag(method, target, headers, body)
        return self.antwoord(method, cap)

    def vraag(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> None:
        """Ask; the answer is to be taken before anything else is asked.

        What breaks on the way is of http.client, ssl or OSError; after it the connection is closed.
        """
        whole = _request(method, target, headers, body)
        sock = self._sock
        if sock is None or _let_go(sock):
            self.close()
            sock = self._sock = self._connected()
        self._begun, gone = Begin(sock), False
        try:
            sock.sendall(whole)
            gone = True
        finally:
            if not gone:
                self.close()

    def antwoord(self, method: str, cap: int) -> Answer:
        """Take the answer; raises SinkDown for one of more than *cap* bytes, and as `vraag`."""
        begun, self._begun = self._begun, None
        if self._sock is None or begun is None:
            raise http.client.HTTPException("nothing was asked")
        keep = False
        try:
            answer, keep = _answer(begun, method, cap)
        finally:
            if not keep:
                self.close()
        return answer

    def is_er(self, cap: int) -> bool:
        """Read what came, without waiting; tell whether that is all of the answer that comes."""
        return self._begun is None or self._begun.vul(cap)

    def fileno(self) -> int:
        """Give what can be waited for until an answer comes; -1 when there is nothing to await."""
        return -1 if self._sock is None else self._sock.fileno()

    def close(self) -> None:
        """Close the connection; the next call makes another."""
        sock, self._sock, self._begun = self._sock, None, None
        if sock is not None:
            sock.close()

    def _connected(self) -> ssl.SSLSocket:
        # What was wrapped is no longer of `plain`: only what went wrong is closed here.
        with socket.create_connection(self._address, self._wacht) as plain:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return self._context.wrap_socket(plain, server_hostname=self._host)


def _request(method: str, target: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """Write a request, in one piece: two would be two records, and two waits.

    Raises ValueError for what would be read as another header, without it.
    """
    length = {"Content-Length": str(len(body))} if body or method == "POST" else {}
    lines = [f"{name}: {value}" for name, value in {**length, **headers}.items()]
    head = [f"{method} {target} HTTP/1.1", *lines]
    if " " in target or not (whole := "".join(head)).isascii() or not whole.isprintable():
        raise ValueError("a header or an address that cannot be sent")
    return "\r\n".join((*head, "", "")).encode("ascii") + body


def _answer(begun: Begin, method: str, cap: int) -> tuple[Answer, bool]:
    """Read an answer to its end, and tell whether another call may follow."""
    plain = None if method == "HEAD" else vlak(begun, cap)
    return (plain, True) if plain is not None else volgens_de_regels(begun, method, cap)


def volgens_de_regels(begun: Begin, method: str, cap: int) -> tuple[Answer, bool]:
    """Read any answer, of which some was read before, by http.client; and tell the same.

    Raises HTTPException for what http.client takes for an answer although nobody can tell where it
    ends; SinkDown for one of more than *cap* bytes.
    """
    response = http.client.HTTPResponse(begun, method=method)  # type: ignore[arg-type]
    try:
        response.begin()
        _keur_kop(response)
        body = _lichaam(response, cap)
        keep = response.isclosed() and not response.will_close and _een_einde(response)
    except ValueError:
        # A size below zero, which http.client passes on as it came.
        raise http.client.HTTPException("a size that is none") from None
    finally:
        response.close()
    answer = Answer(response.status, Koppen(response.headers.items()), body)
    return answer, keep and not begun.over


def _keur_kop(response: http.client.HTTPResponse) -> None:
    """Refuse what is not the answer yet (RFC 9110, 15.2), and what has two ends or none we know."""
    lengths = {one.strip() for one in response.headers.get_all("Content-Length", ())}
    coded = [one.strip().lower() for one in response.headers.get_all("Transfer-Encoding", ())]
    if response.status < 200:
        raise http.client.HTTPException("the answer itself has yet to come")
    if len(lengths) > 1 or not all(map(_LENGTE.fullmatch, lengths)):
        raise http.client.HTTPException("an answer of two lengths, or of one that is no number")
    if coded not in ([], ["chunked"]) or response.headers.defects:
        raise http.client.HTTPException("an answer in a form that we do not know")


def _lichaam(response: http.client.HTTPResponse, cap: int) -> bytes:
    body = bytearray()
    while chunk := response.read(_CHUNK):
        body += chunk
        if len(body) > cap:
            raise SinkDown(problem("S-0015"))
    if response.length:
        # `read` with a size takes the end of the line for the end of the answer.
        raise http.client.IncompleteRead(b"", response.length)
    return bytes(body)


def _een_einde(response: http.client.HTTPResponse) -> bool:
    """Tell whether one header alone says where the answer ends (RFC 9112, 6.3)."""
    headers = response.headers
    return "Transfer-Encoding" not in headers or "Content-Length" not in headers


def _let_go(sock: ssl.SSLSocket) -> bool:
    """Tell whether anything is to be read before anything was asked: its end, in most cases."""
    if sock.pending():
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([sock], [], [], 0)[0])
    # Not select: that takes no file above 1,023.
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
