"""SOAP: what a server or a box before it can do to HTTP."""

import gzip
import time
import zlib
from collections.abc import Callable, Iterator
from functools import cache

from tests.faults.vijandig.geval import Geval, Verwacht, aanvaard, weiger
from tests.faults.vijandig.soapserver import Beurt, Http, http, kaal

Maak = Callable[[Beurt], "bytes | Http"]
_XML = "Content-Type: text/xml\r\n"
_HTML = b"<html><body>Log in</body></html>"
ELDERS = ("https://localhost:1/elders", "http://169.254.169.254/latest/meta-data/", "/", "")


def gevallen() -> Iterator[Geval]:
    """Give every row."""
    yield from _omleidingen()
    yield from (Geval("status", f"HTTP {n}", _status(n), want) for n, want in _STATUSSEN.items())
    yield from (Geval("kop", name, make, want) for name, make, want in _KOPPEN)
    yield from (Geval("lengte", name, make, want) for name, make, want in _LENGTES)
    yield from (Geval("inpakken", name, make, want) for name, make, want in _INPAKKEN)
    yield from (Geval("tijd", name, make, want) for name, make, want in _TIJD)
    yield from _afgekapt()


def _omleidingen() -> Iterator[Geval]:
    for status in (301, 302, 303, 307, 308):
        for number, target in enumerate(ELDERS):
            head = f"Location: {target}\r\n" if target else ""

            def make(turn: Beurt, status: int = status, head: str = head) -> Http:
                return http(turn.goed, status, head)

            yield Geval("omleiding", f"{status} naar plek {number}", make, weiger("B-0320"))


def _status(number: int) -> Maak:
    return lambda turn: http(_HTML, number, media="text/html")


_STATUSSEN: dict[int, Verwacht] = {
    **dict.fromkeys((401, 403, 407), weiger("B-0321")),
    **dict.fromkeys((400, 404, 405, 409, 410, 413, 415, 418), weiger("B-0322")),
    **dict.fromkeys((408, 429, 500, 501, 502, 503, 504, 599), weiger("B-0323")),
    **dict.fromkeys((201, 202, 204, 206), weiger("B-0322")),
}


def _met(kop: str) -> Maak:
    return lambda turn: kaal(turn.goed, f"{kop}Content-Length: {len(turn.goed)}\r\n")


def _rauw(*pieces: bytes) -> Maak:
    return lambda turn: Http(pieces)


def _als(media: str) -> Maak:
    return lambda turn: http(turn.goed, media=media)


_KOPPEN: list[tuple[str, Maak, Verwacht]] = [
    ("een webpagina met 200", lambda _: http(_HTML, media="text/html"), weiger("B-0324")),
    ("een webpagina die XML heet", lambda _: http(_HTML), weiger("B-0332")),
    ("een goed antwoord dat html heet", _als("text/html"), weiger("B-0324")),
    ("JSON", _als("application/json"), weiger("B-0324")),
    ("geen Content-Type", _als(""), weiger("B-0324")),
    ("multipart (MTOM)", _als('multipart/related; boundary="x"'), weiger("B-0324")),
    ("application/xml", _als("application/xml"), weiger("B-0329")),
    ("SOAP 1.2", _als("application/soap+xml"), weiger("B-0329")),
    ("text/xml in hoofdletters", _als("TEXT/XML; CHARSET=UTF-8"), aanvaard()),
    ("charset latin-1 in de kop", _als("text/xml; charset=iso-8859-1"), weiger("B-0328")),
    ("charset utf-16 in de kop", _als("text/xml; charset=utf-16"), weiger("B-0328")),
    ("charset die niet bestaat", _als("text/xml; charset=klingon"), weiger("B-0328")),
    ("twee keer Content-Type", _met(f"{_XML}Content-Type: text/html\r\n"), weiger("B-0324")),
    ("een kopregel zonder dubbele punt", _met(f"{_XML}onzin\r\n"), aanvaard()),
    ("een kopregel van 200 kB", _met(f"{_XML}X-A: {'a' * 200_000}\r\n"), weiger("B-0304")),
    ("duizend kopregels", _met(_XML + "X-A: a\r\n" * 1_000), weiger("B-0304")),
    ("stuurtekens in een kopregel", _met(f"{_XML}X-A: \x07\x1b[2J\r\n"), aanvaard()),
    ("een cookie", _met(f"{_XML}Set-Cookie: a=b\r\n"), aanvaard()),
    ("een statusregel die onzin is", _rauw(b"onzin\r\n\r\n<x/>"), weiger("B-0304")),
    ("een status van vijf cijfers", _rauw(b"HTTP/1.1 20000 X\r\n\r\n"), weiger("B-0304")),
    ("alleen een halve kop", _rauw(b"HTTP/1.1 200 OK\r\nContent-Ty"), weiger("B-0304", "B-0324")),
    ("alleen een statusregel", _rauw(b"HTTP/1.1 200 OK\r\n"), weiger("B-0304", "B-0324")),
    ("niets", _rauw(b""), weiger("B-0304")),
    ("antwoord zonder kop", lambda turn: Http([turn.goed]), weiger("B-0304")),
    ("SSH in plaats van HTTP", _rauw(b"SSH-2.0-OpenSSH_9.2\r\n"), weiger("B-0304")),
    ("een eeuwig '100 Continue'", lambda _: Http(_verder()), weiger("B-0303", "B-0304", "B-0305")),
]


def _verder() -> Iterator[bytes]:
    for _ in range(200_000):
        yield b"HTTP/1.1 100 Continue\r\n\r\n"


def _lengte(verschil: int) -> Maak:
    return lambda turn: kaal(turn.goed, f"{_XML}Content-Length: {len(turn.goed) + verschil}\r\n")


def _stukken(turn: Beurt, end: bytes = b"0\r\n\r\n", size: str = "") -> Http:
    told = size or f"{len(turn.goed):x}"
    return kaal(
        f"{told}\r\n".encode() + turn.goed + b"\r\n" + end,
        f"{_XML}Transfer-Encoding: chunked\r\n",
    )


_LENGTES: list[tuple[str, Maak, Verwacht]] = [
    ("een byte korter dan gezegd", _lengte(1), weiger("B-0304", "B-0305")),
    ("veel korter dan gezegd", _lengte(1_000_000), weiger("B-0304", "B-0305")),
    ("een byte langer dan gezegd", _lengte(-1), aanvaard()),  # the byte after it is a line end
    ("de helft van wat er is", _lengte(-2_000), weiger("B-0305")),
    ("lengte nul", lambda t: kaal(t.goed, f"{_XML}Content-Length: 0\r\n"), weiger("B-0325")),
    ("lengte onder nul", lambda t: kaal(t.goed, f"{_XML}Content-Length: -5\r\n"), aanvaard()),
    ("lengte geen getal", lambda t: kaal(t.goed, f"{_XML}Content-Length: 1e3\r\n"), aanvaard()),
    ("zonder lengte, tot het ophangen", lambda t: kaal(t.goed, _XML), aanvaard()),
    (
        "twee lengtes",
        lambda t: kaal(t.goed, f"{_XML}Content-Length: {len(t.goed)}\r\nContent-Length: 5\r\n"),
        weiger("B-0304", "B-0305"),
    ),
    ("in stukken", _stukken, aanvaard()),
    ("stukken zonder slot", lambda t: _stukken(t, b""), weiger("B-0304", "B-0305")),
    ("stukken met een slecht getal", lambda t: _stukken(t, size="zz"), weiger("B-0304", "B-0305")),
    (
        "een stuk korter dan gezegd",
        lambda t: _stukken(t, size="ffffff"),
        weiger("B-0304", "B-0305"),
    ),
    (
        "lengte en stukken tegelijk",
        lambda t: kaal(
            f"{len(t.goed):x}\r\n".encode() + t.goed + b"\r\n0\r\n\r\n",
            f"{_XML}Transfer-Encoding: chunked\r\nContent-Length: 12\r\n",
        ),
        weiger("B-0304", "B-0305"),
    ),
    ("leeg", lambda _: http(b""), weiger("B-0325")),
    ("alleen witruimte", lambda _: http(b" \r\n "), weiger("B-0330", "B-0305")),
    ("drie keer zo groot als mag", lambda _: kaal_lang(), weiger("B-0326", "B-0330")),
]


def kaal_lang() -> Http:
    """Write 150 MB of white space, without ever holding it."""

    def pieces() -> Iterator[bytes]:
        yield f"HTTP/1.1 200 OK\r\n{_XML}\r\n<x>".encode()
        block = b" " * 1_000_000
        for _ in range(150):
            yield block

    return Http(pieces())


def _ingepakt(body: bytes, soort: str = "gzip") -> Http:
    return kaal(body, f"{_XML}Content-Encoding: {soort}\r\nContent-Length: {len(body)}\r\n")


#: Megabytes of white space.
BOM = 120


@cache
def bom(megabytes: int, begin: bytes = b"<x>") -> bytes:
    """Pack so many megabytes of white space, once: that takes longer than to see through it."""
    packer = zlib.compressobj(wbits=31)
    block = b" " * 1_000_000
    packed = [packer.compress(begin), *(packer.compress(block) for _ in range(megabytes))]
    return b"".join([*packed, packer.flush()])


_INPAKKEN: list[tuple[str, Maak, Verwacht]] = [
    ("gzip", lambda t: _ingepakt(gzip.compress(t.goed)), aanvaard()),
    ("gzip met een andere naam", lambda t: _ingepakt(gzip.compress(t.goed), "X-GZIP"), aanvaard()),
    ("een bom van 120 MB", lambda _: _ingepakt(bom(BOM)), weiger("B-0326", "B-0330")),
    (
        "een bom in een tekst",
        lambda t: _ingepakt(gzip.compress(t.goed.partition(b"</ZKN:omschrijving>")[0]) + bom(BOM)),
        weiger("B-0326", "B-0327", "B-0330"),
    ),
    (
        "een bom in een bom",
        lambda _: _ingepakt(gzip.compress(bom(BOM))),
        weiger("B-0328", "B-0330"),
    ),
    (
        "gzip die stopt voor het eind",
        lambda t: _ingepakt(gzip.compress(t.goed)[:-8]),
        weiger("B-0305"),
    ),
    ("gzip, de helft", lambda t: _ingepakt(gzip.compress(t.goed)[:300]), weiger("B-0305")),
    ("gzip met een verkeerde som", lambda t: _ingepakt(_bedorven(t.goed)), weiger("B-0327")),
    ("gzip die het niet is", lambda t: _ingepakt(t.goed), weiger("B-0327")),
    (
        "twee antwoorden in gzip achter elkaar",
        lambda t: _ingepakt(gzip.compress(t.goed) * 2),
        weiger("B-0327"),
    ),
    (
        "rommel achter gzip",
        lambda t: _ingepakt(gzip.compress(t.goed) + b"rommel"),
        weiger("B-0327"),
    ),
    ("deflate", lambda t: _ingepakt(zlib.compress(t.goed), "deflate"), weiger("B-0327")),
    ("br", lambda t: _ingepakt(t.goed, "br"), weiger("B-0327")),
    (
        "gzip, gzip",
        lambda t: _ingepakt(gzip.compress(gzip.compress(t.goed)), "gzip, gzip"),
        weiger("B-0327"),
    ),
    ("identity", lambda t: _ingepakt(t.goed, "identity"), aanvaard()),
    (
        "ingepakt zonder het te zeggen",
        lambda t: http(gzip.compress(t.goed)),
        weiger("B-0330", "B-0328"),
    ),
]


def _bedorven(body: bytes) -> bytes:
    packed = bytearray(gzip.compress(body))
    packed[-6] ^= 0xFF
    return bytes(packed)


def _druppel(turn: Beurt) -> Http:
    def pieces() -> Iterator[bytes]:
        yield f"HTTP/1.1 200 OK\r\n{_XML}Content-Length: {len(turn.goed)}\r\n\r\n".encode()
        for at in range(len(turn.goed)):
            time.sleep(0.2)
            yield turn.goed[at : at + 1]

    return Http(pieces())


def _zwijgt(before: bytes) -> Maak:
    def pieces() -> Iterator[bytes]:
        yield before
        time.sleep(3)
        yield b"<x/>"

    return lambda _: Http(pieces())


_TIJD: list[tuple[str, Maak, Verwacht]] = [
    ("zwijgt voor de kop", _zwijgt(b""), weiger("B-0303")),
    ("zwijgt in de kop", _zwijgt(b"HTTP/1.1 200 OK\r\n"), weiger("B-0303")),
    ("zwijgt na de kop", _zwijgt(f"HTTP/1.1 200 OK\r\n{_XML}\r\n".encode()), weiger("B-0303")),
    ("druppelt een byte per keer", _druppel, weiger("B-0303")),
]

#: A kind of byte to stop at: what stands there, and how far into it. Once in a good answer.
BYTESOORTEN: dict[str, tuple[bytes, int]] = {
    "in de XML-verklaring": (b"<?xml version", 9),
    "na de XML-verklaring": (b"?>", 2),
    "in de naam van een tag": (b"<ZKN:zakLa01", 7),
    "in een voorvoegsel": (b"<ZKN:stuurgegevens", 3),
    "in de naam van een attribuut": (b"StUF:entiteittype", 8),
    "in de waarde van een attribuut": (b'StUF:entiteittype="', 20),
    "voor de stuurgegevens": (b"<ZKN:stuurgegevens", 0),
    "na de stuurgegevens": (b"</ZKN:stuurgegevens>", 20),
    "na de parameters": (b"</ZKN:parameters>", 17),
    "in een BSN": (b"<BG:inp.bsn>", 17),
    "midden in een teken van twee bytes": ("Ö".encode(), 1),
    "in de vlag": (b'naam="wmo.indicatieOngeval">', 28),
    "in een sluittag": (b"</ZKN:identificatie>", 6),
    "tussen twee zaken": (b"</ZKN:object>", 13),
    "na het antwoord": (b"</ZKN:antwoord>", 15),
    "na zakLa01": (b"</ZKN:zakLa01>", 14),
    "na de Body": (b"</soapenv:Body>", 15),
    "voor het laatste teken": (b"</soapenv:Envelope>", 18),
}


def _afgekapt() -> Iterator[Geval]:
    """Stop there: with a length that agrees, a length that promised all, and without one."""
    for name, (mark, deep) in BYTESOORTEN.items():
        for how in ("eerlijke lengte", "volle lengte", "geen lengte"):

            def make(turn: Beurt, mark: bytes = mark, deep: int = deep, how: str = how) -> Http:
                body = turn.goed[: turn.goed.index(mark) + deep]
                lengths = {"eerlijke lengte": len(body), "volle lengte": len(turn.goed)}
                length = f"Content-Length: {lengths[how]}\r\n" if how in lengths else ""
                return kaal(body, f"{_XML}{length}")

            yield Geval("afgekapt", f"{name}, {how}", make, weiger("B-0304", "B-0305", "B-0325"))
