"""Putting one question to the server: zeep makes the envelope, requests carries it, we read.

zeep reads our own WSDL from memory and can load nothing else; the endpoint comes from the
configuration. It never sees an answer: process_reply keeps a whole page in memory several times
over, and its parser takes a DTD. The raw response goes back to the caller, unread.
"""

import io
import logging
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import requests
from lxml import etree
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from connectors.stuf_zkn.bron import StufSource
from connectors.stuf_zkn.handdruk import bezwaar
from connectors.stuf_zkn.namen import ZKN
from connectors.stuf_zkn.storingen import niet_verbonden, vertaal
from connectors.stuf_zkn.tls import Verbinding
from regres import SourceError

_WSDL = "zkn0310_beantwoordVraag.wsdl"


Verstuur = Callable[[bytes, dict[str, str]], requests.Response]


class _Adapter(HTTPAdapter):
    """Connects to one resolved address, and checks the certificate against the name in the URL."""

    def __init__(self, address: str, host: str, context: ssl.SSLContext) -> None:
        self._address = address
        self._host = host
        self._context = context
        super().__init__(max_retries=0, pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(
            *args, **kwargs, ssl_context=self._context, server_hostname=self._host
        )

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[Any, Any]:
        params, _ = super().build_connection_pool_key_attributes(request, verify, cert)
        return {**params, "host": self._address}, {"cert_reqs": "CERT_REQUIRED"}

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        # The base class would load every public authority of certifi into our own context.
        conn.cert_reqs = "CERT_REQUIRED"


class Kanaal:
    """The way to one server for one read; nothing connects before the first question."""

    def __init__(self, bron: StufSource, verbinding: Verbinding, adressen: Sequence[str]) -> None:
        self._bron = bron
        self._verbinding = verbinding
        self._adressen = adressen
        self._service = _service(bron, self._verstuur)
        self._session: requests.Session | None = None

    @contextmanager
    def stel(self, delen: Sequence[etree._Element]) -> Iterator[requests.Response]:
        """Put a question, made of the parts of zakLv01; give the answer, of which nothing is read.

        Raises:
            SourceDown: no connection, no answer, or the answer breaks off.
            SourceRefused: TLS.

        """
        try:
            response = self._service.zakLv01(list(delen))
            with response:
                yield response
        except (requests.RequestException, HTTPError, OSError) as error:
            self.sluit()
            raise self._verklaar(error) from None

    def _verklaar(self, error: BaseException) -> SourceError:
        """Tell what went wrong; a cut connection may hide that our certificate was refused."""
        told = vertaal(error, self._bron)
        if told.problems[0].code == "B-0304":
            return bezwaar(self._bron, self._adressen, self._verbinding.context) or told
        return told

    def sluit(self) -> None:
        """Close the connection; the next question opens a new one."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _verstuur(self, message: bytes, headers: dict[str, str]) -> requests.Response:
        """Send to the address that is connected, or to the first of the name that can be."""
        if self._session is not None:
            return self._post(self._session, message, headers)
        for address in self._adressen[:-1]:
            try:
                return self._post(self._open(address), message, headers)
            except requests.ConnectionError as error:
                if not niet_verbonden(error):
                    raise
        return self._post(self._open(self._adressen[-1]), message, headers)

    def _post(
        self, session: requests.Session, message: bytes, headers: dict[str, str]
    ) -> requests.Response:
        grenzen = self._bron.grenzen
        return session.post(
            self._bron.url,
            data=message,
            headers={**headers, "Host": urlsplit(self._bron.url).netloc},
            timeout=(self._verbinding.termijn.rest(grenzen.verbinden), grenzen.lezen),
            allow_redirects=False,
            stream=True,
        )

    def _open(self, address: str) -> requests.Session:
        self.sluit()
        session = self._session = requests.Session()
        # Else REQUESTS_CA_BUNDLE, proxies and .netrc of this machine would decide.
        session.trust_env = False
        session.headers = {"Accept-Encoding": "gzip", "Accept": "text/xml"}
        session.adapters.clear()
        session.mount("https://", _Adapter(address, self._bron.host, self._verbinding.context))
        return session


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
            content = {**headers, "SOAPAction": f'"{bron.soapaction}"'}
            return verstuur(message, content)

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
    client.set_ns_prefix("ZKN", ZKN)
    return client.create_service(f"{{{ZKN}}}BeantwoordVraag", bron.url)
