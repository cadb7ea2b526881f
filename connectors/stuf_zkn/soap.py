"""Putting one question to the server: zeep makes the envelope, requests carries it, we read.

zeep reads our own WSDL from memory and can load nothing else; the endpoint comes from the
configuration. It never sees an answer: process_reply keeps a whole page in memory several times
over, and its parser takes a DTD. The raw response goes back to the caller, unread.
"""

import io
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import requests
from lxml import etree

from connectors.stuf_zkn.bron import StufSource
from connectors.stuf_zkn.lijn import Lijn
from connectors.stuf_zkn.namen import BG, ZDS, ZKN

_WSDL = "beantwoordVraag.wsdl"


_EIGEN = "urn:regresbrug:beantwoordVraag"
PREFIXEN = {"ZKN": ZKN, "BG": BG, "ZDS": ZDS}

Verstuur = Callable[[bytes, dict[str, str]], requests.Response]


class Kanaal:
    """Questions in envelopes of zeep, over one line; nothing connects before the first."""

    def __init__(self, bron: StufSource, lijn: Lijn) -> None:
        self._lijn = lijn
        self._naam = bron.dienst.naam
        self._service = _service(bron, lijn.verstuur)

    @contextmanager
    def stel(self, delen: Sequence[etree._Element]) -> Iterator[requests.Response]:
        """Put a question, made of its parts; give the answer, of which nothing is read.

        Raises:
            SourceDown: no connection, no answer, or the answer breaks off.
            SourceRefused: TLS.

        """
        with self._lijn.wacht():
            response = self._service[self._naam](list(delen))
            with response:
                yield response

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
    action = bron.soapaction or bron.dienst.soapaction
    if bron.soap == "1.1":
        return {**headers, "SOAPAction": f'"{action}"'}
    kind = f'application/soap+xml; charset=utf-8; action="{action}"'
    return {**headers, "Content-Type": kind, "Accept": "application/soap+xml"}
