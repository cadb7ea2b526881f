"""Makes a picture of a page small: a PNG with a palette, for pages show few colours.

By hand, in the standard library: a picture of the documentation is made a few times a year, and an
imaging library would be a dependency for it.
"""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

_TEKEN = b"\x89PNG\r\n\x1a\n"
#: So many colours fit in one byte a pixel.
_KLEUREN = 256
_KANALEN = {2: 3, 6: 4}

Kleur = bytes


def klein(png: bytes) -> bytes:
    """Give the same picture with at most 256 colours; the rarest become the nearest kept one.

    Raises what `punten` raises.
    """
    wide, high, pixels = punten(png)
    table, palette = _palet(Counter(pixels))
    indices = bytes(table[pixel] for pixel in pixels)
    lines = b"".join(b"\0" + indices[at : at + wide] for at in range(0, len(indices), wide))
    head = struct.pack(">IIBBBBB", wide, high, 8, 3, 0, 0, 0)
    image = zlib.compress(lines, 9)
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", image), (b"IEND", b""))
    return _TEKEN + b"".join(_deel(name, body) for name, body in chunks)


def punten(png: bytes) -> tuple[int, int, list[Kleur]]:
    """Give width, height, and the colours of all points, line by line.

    Reads what a browser writes: eight bits, RGB or RGBA (whose transparency is dropped), not
    interlaced. Raises ValueError for another.
    """
    parts = dict(_delen(png))
    wide, high, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    if depth != 8 or kind not in _KANALEN or interlaced:
        raise ValueError("not a picture as a browser writes it")
    return wide, high, _punten(zlib.decompress(parts[b"IDAT"]), wide, high, _KANALEN[kind])


def _delen(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give the chunks; the parts of the picture itself as one."""
    at, image = len(_TEKEN), b""
    while at < len(png):
        (size,) = struct.unpack_from(">I", png, at)
        name, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        if name == b"IDAT":
            image += body
        else:
            yield name, body
        at += size + 12
    yield b"IDAT", image


def _deel(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _punten(data: bytes, wide: int, high: int, channels: int) -> list[Kleur]:
    """Undo the filters of the lines (PNG, section 9) and cut them into colours."""
    size = wide * channels
    before = bytearray(size)
    found: list[Kleur] = []
    for at in range(high):
        start = at * (size + 1)
        line = bytearray(data[start + 1 : start + 1 + size])
        _ontfilter(data[start], line, before, channels)
        found += [bytes(line[i : i + 3]) for i in range(0, size, channels)]
        before = line
    return found


def _ontfilter(kind: int, line: bytearray, above: bytearray, step: int) -> None:
    for at in range(len(line)):
        left = line[at - step] if at >= step else 0
        match kind:
            case 0:
                return
            case 1:
                more = left
            case 2:
                more = above[at]
            case 3:
                more = (left + above[at]) // 2
            case _:
                more = _paeth(left, above[at], above[at - step] if at >= step else 0)
        line[at] = (line[at] + more) & 255


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    by = (abs(guess - left), abs(guess - up), abs(guess - corner))
    return (left, up, corner)[by.index(min(by))]


def _palet(counted: Counter[Kleur]) -> tuple[dict[Kleur, int], bytes]:
    """Give colour -> its number, and the palette as it stands in the file."""
    kept = [colour for colour, _ in counted.most_common(_KLEUREN)]
    table = {colour: number for number, colour in enumerate(kept)}
    for colour in counted.keys() - table.keys():
        table[colour] = min(range(len(kept)), key=lambda number: _ver(colour, kept[number]))
    return table, b"".join(kept)


def _ver(one: Kleur, other: Kleur) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
