"""Putting one question to the server: zeep makes the envelope, requests carries it, we read.

zeep reads our own WSDL from memory and can load nothing else; the endpoint comes from the
configuration. It never sees an answer: process_reply keeps a whole page in memory several times
over, and its parser takes a DTD. The raw response goes back to the caller, unread.
"""

import io
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import requests
from lxml import etree

from connectors.beveiliging import Bewaker
from connectors.stuf_zkn.bron import StufSource
from connectors.stuf_zkn.lijn import Lijn
from connectors.stuf_zkn.namen import BG, ZDS, ZKN

_WSDL = "beantwoordVraag.wsdl"


_EIGEN = "urn:regresbrug:beantwoordVraag"
PREFIXEN = {"ZKN": ZKN, "BG": BG, "ZDS": ZDS}

Verstuur = Callable[[bytes, dict[str, str]], requests.Response]


class Kanaal:
    """Questions in envelopes of zeep, over one line; nothing connects before the first."""

    def __init__(self, bron: StufSource, lijn: Lijn, bewaker: Bewaker) -> None:
        self._lijn = lijn
        self._naam = bron.dienst.naam
        self._bewaker = bewaker
        self._kenmerk = ""
        self._service = _service(bron, self._verstuur)

    def _verstuur(self, message: bytes, headers: dict[str, str]) -> requests.Response:
        secured = self._bewaker.bescherm(message, self._kenmerk)
        return self._lijn.verstuur(secured, headers | self._bewaker.kopregels())

    @contextmanager
    def stel(
        self, delen: Sequence[etree._Element], kenmerk: str = ""
    ) -> Iterator[requests.Response]:
        """Put a question, made of its parts; give the answer, of which nothing is read.

        kenmerk  the number of the question, for its MessageID

        Raises:
            SourceDown: no connection, no answer, or the answer breaks off.
            SourceRefused: TLS.

        """
        self._kenmerk = kenmerk
        with self._lijn.wacht():
            response = self._service[self._naam](list(delen))
            with response:
                yield response

    def keur(self, pieces: Iterable[bytes], waar: str) -> Iterable[bytes]:
        """Give the answer to the last question on, once it has proven what it must."""
        return self._bewaker.keur_stukken(pieces, self._kenmerk, waar)

    def sluit(self) -> None:
        """Close the connection; the next question opens a new one."""
        self._lijn.sluit()


def _service(bron: StufSource, verstuur: Verstuur) -> Any:
    """Let zeep read our WSDL and bind it to the configured endpoint.

    zeep is imported here because it takes a fifth of a second, and most commands do not need it.
    """
    import zeep
    from zeep.transports import Transport

    load: Any = zeep.Client  # zeep says it is typed, but its functions are not
    # At DEBUG zeep writes whole messages to the log, whatever level the root has.
    for name in ("zeep", "zeep.transports", "zeep.xsd", "zeep.wsdl"):
        logging.getLogger(name).setLevel(logging.WARNING)

    class Vervoer(Transport):
        def load(self, url: str) -> bytes:
            raise ValueError("zeep may load nothing: our WSDL is complete")

        def post(self, address: str, message: bytes, headers: dict[str, str]) -> requests.Response:
            return verstuur(message, _koppen(bron, headers))

    settings = zeep.Settings(
        strict=True,
        raw_response=True,
        forbid_dtd=True,
        forbid_entities=True,
        forbid_external=True,
        xml_huge_tree=False,
    )
    transport: Any = Vervoer
    wsdl = io.BytesIO(files("connectors").joinpath("wsdl", _WSDL).read_bytes())
    client = load(wsdl, transport=transport(), settings=settings)
    for prefix, name in PREFIXEN.items():
        client.set_ns_prefix(prefix, name)
    binding = "BeantwoordVraag12" if bron.soap == "1.2" else "BeantwoordVraag"
    return client.create_service(f"{{{_EIGEN}}}{binding}", bron.url)


def _koppen(bron: StufSource, headers: Mapping[str, str]) -> dict[str, str]:
    """Say what is asked: in a header of its own, or since SOAP 1.2 with the kind of content."""
    action = bron.dienst.soapaction if bron.soapaction is None else bron.soapaction
    if bron.soap == "1.1":
        return {**headers, "SOAPAction": f'"{action}"'}
    kind = f'application/soap+xml; charset=utf-8; action="{action}"'
    return {**headers, "Content-Type": kind, "Accept": "application/soap+xml"}
