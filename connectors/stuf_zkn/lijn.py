"""The line to one server: one resolved address, its own TLS context, no redirects, no proxies.

Every door that speaks SOAP sends over it; what goes in the message is theirs.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from urllib.parse import urlsplit

from urllib3 import BaseHTTPResponse, HTTPHeaderDict, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError
from urllib3.util import parse_url

from connectors.stuf_zkn.cookies import Cookies
from connectors.stuf_zkn.eindpunt import Eindpunt
from connectors.stuf_zkn.handdruk import bezwaar
from connectors.stuf_zkn.storingen import niet_verbonden, vertaal
from connectors.stuf_zkn.tls import Verbinding
from regres import SourceError


class Lijn:
    """The way to one server for one read; nothing connects before the first message."""

    def __init__(self, punt: Eindpunt, verbinding: Verbinding, adressen: Sequence[str]) -> None:
        self._punt = punt
        self._verbinding = verbinding
        self._adressen = adressen
        self._host = urlsplit(punt.url).netloc
        self._pool: HTTPSConnectionPool | None = None
        self._cookies = Cookies()

    @contextmanager
    def wacht(self) -> Iterator[None]:
        """Tell whatever goes wrong on the line while a question is out, and hang up then.

        Raises:
            SourceDown: no connection, no answer, or the answer breaks off.
            SourceRefused: TLS.

        """
        try:
            yield
        except (HTTPError, OSError) as error:
            self.sluit()
            raise self._verklaar(error) from None

    def _verklaar(self, error: BaseException) -> SourceError:
        """Tell what went wrong; a cut connection may hide that our certificate was refused."""
        told = vertaal(error, self._punt)
        if told.problems[0].code == "B-0304":
            return bezwaar(self._punt, self._adressen, self._verbinding.context) or told
        return told

    def sluit(self) -> None:
        """Close the connection; the next question opens a new one."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def verstuur(self, message: bytes, headers: Mapping[str, str]) -> BaseHTTPResponse:
        """Send to the address that is connected, or to the first of the name that can be.

        Raises:
            ConnectionError: no answer began; caused by what urllib3 says of it.
            TimeoutError: no time is left for the question.

        """
        if self._pool is not None:
            return self._post(self._pool, message, headers)
        for address in self._adressen[:-1]:
            try:
                return self._post(self._open(address), message, headers)
            except ConnectionError as error:
                if not niet_verbonden(error):
                    raise
        return self._post(self._open(self._adressen[-1]), message, headers)

    def _post(
        self, pool: HTTPSConnectionPool, message: bytes, headers: Mapping[str, str]
    ) -> BaseHTTPResponse:
        grenzen = self._punt.grenzen
        verbinden = self._verbinding.termijn.rest(grenzen.verbinden)
        doel, koppen = self._doel, self._koppen(message, headers)
        try:
            response = pool.urlopen(
                "POST",
                doel,
                body=message,
                headers=koppen,
                timeout=Timeout(connect=verbinden, read=grenzen.lezen),
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
                decode_content=False,
            )
        except HTTPError as error:
            # Of an answer that breaks off urllib3 says the same, and that is another trouble.
            raise ConnectionError("no answer began") from error
        self._cookies.hoor(response.headers.getlist("Set-Cookie"))
        return response

    @cached_property
    def _doel(self) -> str:
        """The path of the endpoint as a server must be asked for it: RFC 3986, 6.2.2."""
        return parse_url(self._punt.url).request_uri

    def _koppen(self, message: bytes, headers: Mapping[str, str]) -> HTTPHeaderDict:
        """Put the headers of every question under those of this one, whatever their capitals."""
        koppen = HTTPHeaderDict({"Accept-Encoding": "gzip", "Accept": "text/xml"})
        koppen.update(headers)
        koppen["Host"] = self._host
        if cookies := self._cookies.kop:
            koppen["Cookie"] = cookies
        koppen["Content-Length"] = str(len(message))
        return koppen

    def _open(self, address: str) -> HTTPSConnectionPool:
        """Make the way to one address; the certificate is checked against the name in the URL.

        Not a PoolManager, nor a Session of requests: those cost a run 4 MiB, and look at proxies,
        certificates and passwords of this machine before they can be told not to.
        """
        self.sluit()
        self._cookies = Cookies()
        self._pool = HTTPSConnectionPool(
            address,
            self._punt.poort,
            maxsize=1,
            ssl_context=self._verbinding.context,
            cert_reqs="CERT_REQUIRED",
            server_hostname=self._punt.host,
        )
        return self._pool
