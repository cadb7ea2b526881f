"""The line to one server: one resolved address, its own TLS context, no redirects, no proxies.

Every door that speaks SOAP sends over it; what goes in the message is theirs.
"""

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from connectors.stuf_zkn.eindpunt import Eindpunt
from connectors.stuf_zkn.handdruk import bezwaar
from connectors.stuf_zkn.storingen import niet_verbonden, vertaal
from connectors.stuf_zkn.tls import Verbinding
from regres import SourceError


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


class Lijn:
    """The way to one server for one read; nothing connects before the first message."""

    def __init__(self, punt: Eindpunt, verbinding: Verbinding, adressen: Sequence[str]) -> None:
        self._punt = punt
        self._verbinding = verbinding
        self._adressen = adressen
        self._session: requests.Session | None = None

    @contextmanager
    def wacht(self) -> Iterator[None]:
        """Tell whatever goes wrong on the line while a question is out, and hang up then.

        Raises:
            SourceDown: no connection, no answer, or the answer breaks off.
            SourceRefused: TLS.

        """
        try:
            yield
        except (requests.RequestException, HTTPError, OSError) as error:
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
        if self._session is not None:
            self._session.close()
            self._session = None

    def verstuur(self, message: bytes, headers: dict[str, str]) -> requests.Response:
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
        grenzen = self._punt.grenzen
        return session.post(
            self._punt.url,
            data=message,
            headers={**headers, "Host": urlsplit(self._punt.url).netloc},
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
        session.mount("https://", _Adapter(address, self._punt.host, self._verbinding.context))
        return session
