"""Ways to spoil bytes, each by two numbers, so that a seed or hypothesis can choose them."""

import random
from collections.abc import Iterable

#: One spoiling: which way, where (of 65,536), and how much or what.
Ingreep = tuple[int, int, int]

_STUKKEN = (
    b"\0",
    b"\xff",
    b"\xc2\x85",
    b"\xe2\x80\xae",
    b"\xef\xbb\xbf",
    b"<",
    b">",
    b"&",
    b"&#0;",
    b"]]>",
    b"<!--",
    b"<?x ?>",
    b"<![CDATA[",
    b"<!DOCTYPE x>",
    b'"',
    b'""',
    b";",
    b"\r",
    b"\n",
    b"\r\n",
    b":",
    b"- ",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\\u0000",
    b"9" * 400,
    b"1e999",
    b"-1",
    b"NaN",
    b"null",
    b"\t",
    b"TOTAAL",
    b' xsi:nil="true"',
    b' StUF:noValue="x"',
    "\uff19".encode(),
    b"..",
    b"&a;",
    b"*a",
    b"!!x",
)
WIJZEN = 8


def bederf(data: bytes, ingrepen: Iterable[Ingreep]) -> bytes:
    """Apply one spoiling after the other."""
    for way, place, amount in ingrepen:
        at = place * (len(data) + 1) >> 16
        data = _een(data, way % WIJZEN, at, amount)
    return data


def _een(data: bytes, way: int, at: int, amount: int) -> bytes:
    size = 1 + amount % 64
    match way:
        case 0:
            return data[:at]
        case 1:
            return data[:at] + data[at + size :]
        case 2:
            return data[:at] + data[at : at + size] * 2 + data[at + size :]
        case 3:
            return data[:at] + bytes([amount % 256]) + data[at + 1 :]
        case 4:
            return data[:at] + bytes([amount % 256]) + data[at:]
        case 5:
            return data[at:] + data[:at]
        case _:
            return data[:at] + _STUKKEN[amount % len(_STUKKEN)] + data[at:]


def ingrepen(toeval: random.Random) -> list[Ingreep]:
    """Draw one to six spoilings."""
    return [
        (toeval.randrange(WIJZEN), toeval.randrange(65_536), toeval.randrange(65_536))
        for _ in range(toeval.randint(1, 6))
    ]
