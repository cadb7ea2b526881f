"""What is wrapped in bytes: compressed, in base64 or hex, escaped; and what is wrapped in that.

A scanner that only knows how a value looks when it was wrapped misses what was wrapped together
with something else, or twice. So everything is unwrapped, and then looked at.
"""

import re
import zlib
from base64 import b64decode
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import blake2b
from html import unescape

#: Deeper than this nobody wraps by accident: JSON in gzip in base64 in JSON in a form is five.
DIEPSTE = 6
#: What one stream may give; a bomb is no leak.
GROOTSTE = 64 << 20
#: So many bytes beside a sign that was undone are looked at with it; no value is longer.
ROND = 200

_PIECE = 512
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{8,}(?:[\r\n]+[ \t]*[A-Za-z0-9+/_-]{4,})*")
_NEWLINES = re.compile(rb"[\r\n \t]+")
_STANDARD = bytes.maketrans(b"-_", b"+/")
_HEX = re.compile(rb"[0-9A-Fa-f]{12,}|[0-9A-Fa-f]{2}(?:[ :,-][0-9A-Fa-f]{2}){5,}")
_SEPARATORS = re.compile(rb"[^0-9A-Fa-f]")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_PRINTABLE = re.compile(rb"=(?:([0-9A-F]{2})|\r?\n)")
_ESCAPE = re.compile(
    rb"\\(?:u([dD][89abAB][0-9A-Fa-f]{2})\\u([dD][c-fC-F][0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})"
    rb"|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|([0-7]{3})|([\"'\\/bfnrt]))"
)
_SHORT = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t"}
_ENTITY = re.compile(rb"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
# RFC 1950: deflate, a window of 256 bytes to 32 KiB, and a checksum over both bytes.
_ZLIB_HEADS = b"|".join(
    re.escape(bytes((method, flags)))
    for method in range(0x08, 0x80, 0x10)
    for flags in range(256)
    if (method << 8 | flags) % 31 == 0
)
_STREAM = re.compile(b"(\x1f\x8b\x08)|(PK\x03\x04)|(?:" + _ZLIB_HEADS + b")", re.DOTALL)

Uitpakker = Callable[[bytes], bytes]


def lagen(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the bytes, and all that is wrapped in them, each with the road to it.

    The road reads from the outside in: "base64 > gzip". What lies behind several wrappings of
    one kind beside each other comes together as one, with line ends between.
    """
    seen: set[bytes] = set()
    # First in, first out: a piece comes by its shortest road, with the most depth left.
    waiting = deque([("", data)])
    while waiting:
        road, piece = waiting.popleft()
        mark = blake2b(piece, digest_size=16).digest()
        if mark in seen:
            continue
        seen.add(mark)
        yield road, piece
        if road.count(">") + 1 < DIEPSTE or not road:
            for name, unwrap in UITPAKKERS.items():
                inside = unwrap(piece)
                if inside:
                    waiting.append((f"{road} > {name}" if road else name, inside))


def _base64(data: bytes) -> bytes:
    """Decode every text that may be base64, beginning at each of four places.

    A value in a longer text begins at one of three places of a group; where a group begins is
    not known either.
    """
    found: list[bytes] = []
    for match in _BASE64.finditer(data):
        text = _NEWLINES.sub(b"", match[0]).translate(_STANDARD)
        for start in range(4):
            piece = text[start : len(text) - (len(text) - start) % 4]
            found.append(b64decode(piece))
            # What is left of the last group: two or three signs hold one or two bytes.
            rest = text[start + len(piece) :]
            if len(rest) > 1:
                found[-1] += b64decode(rest + b"=" * (4 - len(rest)))
    return b"\n".join(found)


def _hex(data: bytes) -> bytes:
    found: list[bytes] = []
    for match in _HEX.finditer(data):
        text = _SEPARATORS.sub(b"", match[0])
        found += (_pairs(text), _pairs(text[1:]))
    return b"\n".join(found)


def _pairs(text: bytes) -> bytes:
    return bytes.fromhex(text[: len(text) & ~1].decode("ascii"))


def _percent(data: bytes) -> bytes:
    return _changed(data, _PERCENT, _byte)


def _printable(data: bytes) -> bytes:
    return _changed(data, _PRINTABLE, _byte)


def _byte(match: re.Match[bytes]) -> bytes:
    return bytes((int(match[1], 16),)) if match[1] else b""


def _escapes(data: bytes) -> bytes:
    """Undo what JSON, JavaScript and Python's repr make of signs."""
    return _changed(data, _ESCAPE, _escaped)


def _escaped(match: re.Match[bytes]) -> bytes:
    high, low, four, eight, two, octal, short = match.groups()
    if high:
        sign = 0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF)
        return chr(sign).encode()
    if four or eight:
        number = int(four or eight, 16)
        return chr(number).encode("utf-8", "surrogatepass") if number < 0x110000 else match[0]
    if two or octal:
        return bytes((int(two, 16) if two else int(octal, 8) & 0xFF,))
    return _SHORT.get(short, short)


def _entities(data: bytes) -> bytes:
    """Undo the entities of HTML and XML."""
    return _changed(data, _ENTITY, _entity)


def _entity(match: re.Match[bytes]) -> bytes:
    return unescape(match[0].decode("ascii")).encode("utf-8", "replace")


def _changed(
    data: bytes, mark: re.Pattern[bytes], undo: Callable[[re.Match[bytes]], bytes]
) -> bytes:
    """Undo every mark; give only what stands round them, for the rest was looked at already."""
    parts: list[bytes] = []
    done = 0
    for match in mark.finditer(data):
        if match.start() > done + 2 * ROND:
            parts += (data[done : done + ROND], b"\n", data[match.start() - ROND : match.start()])
        else:
            parts.append(data[done : match.start()])
        parts.append(undo(match))
        done = match.end()
    return b"".join([*parts, data[done : done + ROND]]) if parts else b""


def _streams(data: bytes) -> bytes:
    """Inflate every gzip, zlib and zip stream, wherever it begins; also one that was cut off."""
    view = memoryview(data)
    found = []
    for match in _STREAM.finditer(data):
        at, window = match.start(), 47
        if match[2]:
            # A member of a zip: its head is 30 bytes, a name and an extra field.
            at += 30 + sum(
                int.from_bytes(data[at + 26 + i : at + 28 + i], "little") for i in (0, 2)
            )
            window = -15
        found.append(_inflated(view[at:], window))
    return b"\n".join(piece for piece in found if piece)


def _inflated(data: memoryview, window: int) -> bytes:
    """Inflate as far as it goes: a stream that breaks gives what came before."""
    stream = zlib.decompressobj(window)
    found = bytearray()
    for at in range(0, len(data), _PIECE):
        kept = stream.copy()
        try:
            found += stream.decompress(data[at : at + _PIECE])
        except zlib.error:
            return bytes(found + _last(kept, data[at : at + _PIECE]))
        if stream.eof or len(found) > GROOTSTE:
            break
    return bytes(found)


def _last(stream: "zlib._Decompress", data: memoryview) -> bytes:
    """Inflate byte by byte up to the mistake."""
    found = bytearray()
    with suppress(zlib.error):
        for at in range(len(data)):
            found += stream.decompress(data[at : at + 1])
    return bytes(found)


UITPAKKERS: dict[str, Uitpakker] = {
    "gzip/zlib": _streams,
    "base64": _base64,
    "hex": _hex,
    "procent": _percent,
    "json": _escapes,
    "html": _entities,
    "quoted-printable": _printable,
}
