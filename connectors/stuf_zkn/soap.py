"""Putting one question to the server: we make the envelope, urllib3 carries it, we read.

zeep would put the same bytes around the same parts (a test compares them), in 0.2 s and 12 MiB of
every run. It could not read the answer: process_reply keeps a whole page in memory several times
over, and its parser takes a DTD. The raw response goes back to the caller, unread.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from lxml import etree
from urllib3 import BaseHTTPResponse

from connectors.beveiliging import Bewaker
from connectors.stuf_zkn.bron import StufSource
from connectors.stuf_zkn.lijn import Lijn
from connectors.stuf_zkn.namen import BG, SOAP, SOAP12, ZDS, ZKN

PREFIXEN = {"ZKN": ZKN, "BG": BG, "ZDS": ZDS}


class Kanaal:
    """Questions in envelopes, over one line; nothing connects before the first."""

    def __init__(self, bron: StufSource, lijn: Lijn, bewaker: Bewaker) -> None:
        self._lijn = lijn
        self._bron = bron
        self._bewaker = bewaker
        self._kenmerk = ""

    @contextmanager
    def stel(
        self, delen: Sequence[etree._Element], kenmerk: str = ""
    ) -> Iterator[BaseHTTPResponse]:
        """Put a question, made of its parts; give the answer, of which nothing is read.

        kenmerk  the number of the question, for its MessageID

        Raises:
            SourceDown: no connection, no answer, or the answer breaks off.
            SourceRefused: TLS.

        """
        self._kenmerk = kenmerk
        with self._lijn.wacht():
            message = self._bewaker.bescherm(envelop(self._bron, delen), kenmerk)
            headers = koppen(self._bron) | self._bewaker.kopregels()
            response = self._lijn.verstuur(message, headers)
            with response:
                yield response

    def keur(self, pieces: Iterable[bytes], waar: str) -> Iterable[bytes]:
        """Give the answer to the last question on, once it has proven what it must."""
        return self._bewaker.keur_stukken(pieces, self._kenmerk, waar)

    def sluit(self) -> None:
        """Close the connection; the next question opens a new one."""
        self._lijn.sluit()


def envelop(bron: StufSource, delen: Iterable[etree._Element]) -> bytes:
    """Put the parts of a question in an envelope; they move into it."""
    space = SOAP12 if bron.soap == "1.2" else SOAP
    root = etree.Element(f"{{{space}}}Envelope", nsmap={"soap-env": space, **PREFIXEN})
    body = etree.SubElement(root, f"{{{space}}}Body")
    etree.SubElement(body, bron.dienst.vraag).extend(delen)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def koppen(bron: StufSource) -> dict[str, str]:
    """Say what is asked: in a header of its own, or since SOAP 1.2 with the kind of content."""
    action = bron.dienst.soapaction if bron.soapaction is None else bron.soapaction
    if bron.soap == "1.1":
        return {"SOAPAction": f'"{action}"', "Content-Type": "text/xml; charset=utf-8"}
    kind = f'application/soap+xml; charset=utf-8; action="{action}"'
    return {"Content-Type": kind, "Accept": "application/soap+xml"}
