"""The pictures of the handbook: each is there, is shown, is small, and is made by the script."""

import re
import struct
import zlib
from pathlib import Path

import pytest

from tests.browser.klein import klein, punten

ROOT = Path(__file__).parents[2]
HANDBOEK = ROOT / "docs" / "handboek"
BEELDEN = HANDBOEK / "beelden"
_MIB = 1 << 20


def genoemd() -> set[Path]:
    """Give every picture that a page of the project shows."""
    pages = [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]
    return {
        (page.parent / name).resolve()
        for page in pages
        for name in re.findall(r"!\[[^\]]+\]\(([^)]+\.png)\)", page.read_text("utf-8"))
    }


def test_every_picture_that_is_shown_is_there_and_none_lies_unused() -> None:
    assert genoemd() == {*BEELDEN.glob("*.png")}


def test_every_picture_is_one_that_the_script_makes() -> None:
    script = (ROOT / "tests" / "browser" / "schermen.py").read_text("utf-8")
    made = set(re.findall(r'^    "([a-z-]+)": \(', script, re.MULTILINE))
    assert {file.stem for file in BEELDEN.glob("*.png")} == made


def test_pictures_are_small_together() -> None:
    assert sum(file.stat().st_size for file in BEELDEN.glob("*.png")) < 1.5 * _MIB


def png(lines: list[bytes], wide: int, kind: int = 2) -> bytes:
    """Write a picture of lines that carry their filter before them."""
    head = struct.pack(">IIBBBBB", wide, len(lines), 8, kind, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines))), (b"IEND", b""))
    made = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def test_each_filter_of_a_line_is_undone() -> None:
    # The same two colours on each line, written in the five ways of the standard.
    lines = [
        bytes([0, 10, 20, 30, 40, 50, 60]),
        bytes([1, 10, 20, 30, 30, 30, 30]),
        bytes([2, 0, 0, 0, 0, 0, 0]),
        bytes([3, 5, 10, 15, 15, 15, 15]),
        bytes([4, 0, 0, 0, 0, 0, 0]),
    ]
    _, _, found = punten(png(lines, 2))
    assert found == [b"\x0a\x14\x1e", b"\x28\x32\x3c"] * 5


def test_few_colours_stay_as_they_are_and_many_become_256() -> None:
    few = png([b"\0" + bytes(range(9))], 3)
    small = klein(few)
    palette = small[small.index(b"PLTE") + 4 :][:9]
    assert palette == bytes(range(9))
    many = png([b"\0" + bytes(n % 256 for n in range(3 * 400)), b"\0" + bytes(1200)], 400)
    made = klein(many)
    (size,) = struct.unpack_from(">I", made, made.index(b"PLTE") - 4)
    assert size <= 3 * 256


def test_another_kind_of_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="as a browser"):
        klein(png([b"\0\0"], 1, kind=0))
