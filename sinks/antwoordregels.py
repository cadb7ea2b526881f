"""The lines of an answer: those of a plain one are read here, any other is left to http.client.

Plain is what a backend says that does just what the contract asks: HTTP/1.1 with one length, each
header once, in ASCII, with the line ends of the standard. Of such an answer http.client makes the
same (a test compares), but by the parser for mail, for half of what a call costs.
"""

import io
import re
import ssl
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any, Final

from regres.waarde import dataclass

#: What TLS carries at most in one piece.
_RECORD = 16_384
_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_KOP = re.compile(
    rb"HTTP/1\.1 ([2-5][0-9]{2})(?: [ -~]*)?\r\n((?:%s:[ -~]*\r\n){1,100})\r\n" % _TOKEN
)
_LENGTH = re.compile(r"[0-9]{1,9}", re.ASCII)
#: What says that the end of an answer, or of the connection, is told otherwise.
_ANDERS = frozenset({"connection", "transfer-encoding"})
#: Answers without a body, whatever they say of it.
_ZONDER = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names are found in any case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Koppen(Mapping[str, str]):
    """Headers by name in any case; of a name that stands twice both, with a comma between."""

    __slots__ = ("_found",)

    def __init__(self, items: Iterable[tuple[str, str]]) -> None:
        self._found: dict[str, str] = {}
        for name, value in items:
            low = name.lower()
            before = self._found.get(low)
            self._found[low] = value if before is None else f"{before}, {value}"

    def __getitem__(self, name: str) -> str:
        """Give a header."""
        return self._found[name.lower()]

    def __iter__(self) -> Iterator[str]:
        """Name the headers, in lower case."""
        return iter(self._found)

    def __len__(self) -> int:
        """Count the names."""
        return len(self._found)


class Begin(io.RawIOBase):
    """What was read of a connection and is not judged yet; goes on as the connection itself.

    dicht   nothing more is read
    geheel  all that there will be was read: whoever wants more is not made to wait
    over    more came than was taken; known when what `makefile` gave is closed
    """

    def __init__(self, sock: ssl.SSLSocket) -> None:
        super().__init__()
        self._sock = sock
        self._place = bytearray(_RECORD)
        self.data = bytearray()
        self.dicht = self.over = self.geheel = False
        self._fout: OSError | None = None

    def vul(self, cap: int) -> bool:
        """Read what is there, without waiting; tell whether it is a whole answer, or the end."""
        self._sock.settimeout(0.0)
        while not self.geheel:
            try:
                count = ssl.SSLSocket.recv_into(self._sock, self._place)
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return False
            except OSError as wrong:  # told by whoever reads on
                self._fout, count = wrong, 0
            self.data += self._place[:count]
            self.geheel = count == 0 or is_geheel(self.data, cap)
        return True

    def meer(self) -> bool:
        """Read on, as much as there is; False at the end."""
        count = self._lees(self._place)
        self.data += self._place[:count]
        return count > 0

    def _lees(self, into: Any) -> int:
        if self._fout is not None:
            raise self._fout
        if self.geheel:
            return 0
        # Not `recv`: of each `recv_into` the line looks how long the call may still last.
        return self._sock.recv_into(into)

    def makefile(self, *_: Any) -> io.BufferedReader:
        """Give what http.client asks of a socket."""
        return _Lezer(self)

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, into: Any) -> int:
        """Give what was read already, and then what comes."""
        if self.dicht:
            return 0
        if not self.data:
            return self._lees(into)
        some = self.data[: len(into)]
        into[: len(some)] = some
        del self.data[: len(some)]
        return len(some)


class _Lezer(io.BufferedReader):
    """Reads an answer; when it is closed it is known whether more came than was taken."""

    def __init__(self, begun: Begin) -> None:
        super().__init__(begun)
        self._begun = begun

    def close(self) -> None:
        begun = self._begun
        if not self.closed:
            begun.dicht = True
            begun.over = bool(begun.data) or bool(self.peek(1))
        super().close()


def vlak(begun: Begin, cap: int) -> Answer | None:
    """Read a plain answer to its end; None for another one, of which nothing is lost then."""
    if not begun.data and not begun.meer():
        return None
    head = _KOP.match(begun.data)
    if head is None:
        return None
    headers = _koppen(head[2])
    status, length = int(head[1]), _length(headers)
    if (
        length is None
        or length > cap
        or status in _ZONDER
        or not headers.keys().isdisjoint(_ANDERS)
    ):
        return None
    end = head.end() + length
    while len(begun.data) < end:
        if not begun.meer():
            return None
    # More than it said: http.client takes what is of it, and then the connection is not used again.
    if len(begun.data) > end:
        return None
    return Answer(status, Koppen(headers.items()), bytes(begun.data[head.end() :]))


def _koppen(lines: bytes | bytearray) -> dict[str, str]:
    """Give headers by name in lower case; {} when one stands twice."""
    split = [line.partition(":") for line in lines.decode("ascii").split("\r\n")[:-1]]
    found = {name.lower(): value.lstrip(" ") for name, _, value in split}
    return found if len(found) == len(split) else {}


def _length(headers: Mapping[str, str]) -> int | None:
    said = headers.get("content-length", "")
    return int(said) if _LENGTH.fullmatch(said) else None


#: Headers longer than this are waited for no further; http.client says what is wrong with them.
_LANGSTE_KOP: Final = 131_072
_LENGTE: Final = re.compile(rb"\n(?i:content-length):[ \t]*([^\r\n]*)")
_BROKKEN: Final = re.compile(rb"\n(?i:transfer-encoding):")
_EINDE: Final = re.compile(rb"\r?\n\r?\n")
_STATUS: Final = re.compile(rb"HTTP/[0-9.]+ (?:1[0-9]{2}|204|304)\b")


def is_geheel(data: bytearray, cap: int) -> bool:
    """Tell whether nothing more has to come to judge this: an answer, or what will never be one.

    cap  what an answer may hold; of a longer one no more is needed
    """
    end = _EINDE.search(data)
    if end is None or len(data) > cap + _LANGSTE_KOP:
        return len(data) > _LANGSTE_KOP
    head = data[: end.end()]
    if _STATUS.match(head):
        return True
    if _BROKKEN.search(head):
        return _brokken_geheel(data, end.end())
    length = _LENGTE.search(head)
    if length is None:
        return False
    size = length[1].strip()
    return not size.isdigit() or len(size) > 9 or len(data) - end.end() >= int(size)


def _brokken_geheel(data: bytearray, at: int) -> bool:
    """Tell whether a body in chunks is there to its last line (RFC 9112, 7.1), or is none."""
    while (end := data.find(b"\n", at)) >= 0:
        size = bytes(data[at:end]).partition(b";")[0].strip()
        if not size or size.strip(b"0123456789abcdefABCDEF") or len(size) > 9:
            return True
        at = end + 1 + int(size, 16) + 2
        if not int(size, 16):
            return _EINDE.search(data, end - 1) is not None
    return False
