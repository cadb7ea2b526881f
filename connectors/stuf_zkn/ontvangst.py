"""From an HTTP response to decoded bytes: what is not an XML message of bounded size stops here."""

import zlib
from collections.abc import Collection, Iterator

from urllib3 import BaseHTTPResponse

from connectors.stuf_zkn.fouten import afwijking
from connectors.stuf_zkn.toleranties import Tolerantie
from connectors.xml_codering import is_utf8
from regres import Problem, SourceDown, SourceError, SourceRefused
from regres.berichten import bericht

_BROK = 65_536
#: What an answer calls itself in each version (SOAP 1.1, 6; SOAP 1.2, part 2, 7.1.4).
_EIGEN = {"1.1": "text/xml", "1.2": "application/soap+xml"}
#: And what some call it.
_XML = frozenset({"text/xml", "application/xml", "application/soap+xml"})
#: Statuses that can carry a SOAP fault, and so are read before they are judged.
_MET_BERICHT = frozenset({200, 400, 500})


def keur_kop(
    response: BaseHTTPResponse,
    waar: str,
    toleranties: Collection[Tolerantie] = (),
    soap: str = "1.1",
) -> None:
    """Judge status and headers before any of the body is read.

    A fault may come with 500 (SOAP 1.1), and comes with 400 or 200 from some; so these are judged
    by their body when that is XML.

    Raises:
        SourceDown: the server has trouble (5xx, 408, 429).
        SourceRefused: a redirect, a login page, a refusal.

    """
    status, media, charset = response.status, *_content_type(response)
    lenient = Tolerantie.ANDER_INHOUDSTYPE in toleranties
    if status in _MET_BERICHT and (media == _EIGEN[soap] or (lenient and media in _XML)):
        if charset not in {"", "utf-8", "us-ascii"}:
            raise SourceRefused(bericht("B-0328", waar=waar))
        return
    if status == 200 and media in _XML:
        raise afwijking(Tolerantie.ANDER_INHOUDSTYPE, waar)
    if status == 200:
        leeg = response.headers.get("Content-Length") == "0"
        raise _fout(bericht("B-0325" if leeg else "B-0324", waar=waar), tijdelijk=leeg)
    raise status_fout(status, waar)


def status_fout(status: int, waar: str) -> SourceError:
    """Make the error for a status that is no answer."""
    if 300 <= status < 400:
        return SourceRefused(bericht("B-0320", waar=waar, status=status))
    if status in {401, 403, 407}:
        return SourceRefused(bericht("B-0321", waar=waar, status=status))
    if status >= 500 or status in {408, 429}:
        return SourceDown(bericht("B-0323", waar=waar, status=status))
    return SourceRefused(bericht("B-0322", waar=waar, status=status))


def _fout(problem: Problem, *, tijdelijk: bool) -> SourceError:
    return SourceDown(problem) if tijdelijk else SourceRefused(problem)


def _content_type(response: BaseHTTPResponse) -> tuple[str, str]:
    header = response.headers.get("Content-Type", "")
    media, *rest = (part.strip().lower() for part in header.split(";"))
    charset = next((part[8:].strip("\"' ") for part in rest if part.startswith("charset=")), "")
    return media, charset


class Ontvangst:
    """The decoded body of one response, in pieces; `bytes` counts what came out of it."""

    def __init__(self, response: BaseHTTPResponse, waar: str, grens: int) -> None:
        self._response = response
        self._waar = waar
        self._grens = grens
        self.bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        """Give the pieces; the last one only when as much came as was announced.

        Raises:
            SourceDown: the body breaks off, or there is none.
            SourceRefused: too large, not UTF-8, or packed in a way that is not agreed.

        """
        for piece in self._uitgepakt():
            if not self.bytes:
                self._keur_codering(piece)
            self.bytes += len(piece)
            if self.bytes > self._grens:
                raise SourceRefused(bericht("B-0326", waar=self._waar, grens=self._grens))
            yield piece
        if not self.bytes:
            raise SourceDown(bericht("B-0325", waar=self._waar))

    def _uitgepakt(self) -> Iterator[bytes]:
        coding = self._response.headers.get("Content-Encoding", "identity").strip().lower()
        if coding in {"", "identity"}:
            return self._ruw()
        if coding in {"gzip", "x-gzip"}:
            return self._gunzip()
        raise SourceRefused(bericht("B-0327", waar=self._waar))

    def _ruw(self) -> Iterator[bytes]:
        """Read the body as it comes; one without the length that was announced is not whole."""
        announced = self._response.headers.get("Content-Length", "")
        received = 0
        for piece in self._response.stream(_BROK, decode_content=False):
            received += len(piece)
            yield piece
        if announced.isascii() and announced.isdigit() and received != int(announced):
            raise SourceDown(bericht("B-0305", waar=self._waar))

    def _gunzip(self) -> Iterator[bytes]:
        """Unpack no more at a time than one piece, so that a bomb is seen before it unfolds."""
        unzip = zlib.decompressobj(wbits=31)
        rest = b""
        try:
            for packed in self._ruw():
                rest = packed
                while rest and not unzip.eof:
                    piece = unzip.decompress(rest, _BROK)
                    rest = unzip.unconsumed_tail
                    if piece:
                        yield piece
        except zlib.error:
            raise SourceRefused(bericht("B-0327", waar=self._waar)) from None
        if unzip.eof and (unzip.unused_data or rest):
            # A second message behind the first: zlib leaves it, and nobody would miss it.
            raise SourceRefused(bericht("B-0327", waar=self._waar))
        if not unzip.eof:
            raise SourceDown(bericht("B-0305", waar=self._waar))

    def _keur_codering(self, first: bytes) -> None:
        if not is_utf8(first):
            raise SourceRefused(bericht("B-0328", waar=self._waar))
