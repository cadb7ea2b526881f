"""One guarded HTTPS line: listed hosts, one CA, no redirects, no proxies, a deadline and a cap.

Everything that goes wrong on the line leaves here as SinkDown or SinkStopped; an answer leaves as
its status, headers and bytes, unjudged.
"""

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from regres import Problem, SinkDown, SinkError, SinkRevoked, SinkStopped
from regres.berichten import zin
from regres.oin import AnderOin, eis_oin
from sinks.lijn import RegresloketSettings
from sinks.problems import problem

_CHUNK = 65_536
#: OpenSSL's verify codes (X509_V_ERR_*) -> our codes; the rest is an authority we do not know.
_VERIFY = {
    3: "S-0074",  # no CRL for this authority
    9: "S-0071",  # not yet valid
    10: "S-0070",  # expired
    11: "S-0074",  # CRL not yet valid
    12: "S-0074",  # CRL expired
    23: "S-0073",  # revoked
    62: "S-0072",  # another host name
    64: "S-0072",  # another IP address
}
#: The other end may be another than it says: a stop for data protection.
_INGETROKKEN = frozenset({"S-0073", "S-0074"})

#: Here, and at 169.254.169.254 (link-local), cloud machines hand out their keys.
_METADATA = frozenset({"fd00:ec2::254", "100.100.100.200"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names are found in any case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class _Socket(ssl.SSLSocket):
    """A TLS socket that knows when the whole call must be over.

    A timeout of requests starts again at every byte, so a server that drips one byte a second
    would hold a call for ever; here each wait gets only what is left.
    """

    def do_handshake(self, block: bool = False) -> None:
        super().do_handshake(block)
        if isinstance(self.context, Context):
            eis_oin(self.getpeercert(), self.context.oin)

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self._left())
        return super().recv_into(*args, **kwargs)

    def send(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self._left())
        return super().send(*args, **kwargs)

    def _left(self) -> float:
        context = self.context
        left = context.deadline - time.monotonic() if isinstance(context, Context) else 0.0
        if left <= 0:
            raise TimeoutError("the whole call took too long")
        return left


class Context(ssl.SSLContext):
    """A TLS client context of our own; `deadline` (monotonic seconds) is set before every call."""

    deadline: float = 0.0
    #: What the certificate at the other end must carry; "" = anything.
    oin: str = ""


def make_context(settings: RegresloketSettings) -> Context:
    """Build the TLS context: 1.2 or newer, only the given roots, optional CRL and client key.

    Raises SinkStopped when a file cannot be read or is no PEM.
    """
    context = Context(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # Documented by the standard library for exactly this; typeshed knows it as a plain class.
    context.sslsocket_class = _Socket
    context.oin = settings.oin
    try:
        context.load_verify_locations(cafile=settings.ca)
        if settings.crl:
            context.load_verify_locations(cafile=settings.crl)
            context.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF
        if settings.certificaat:
            context.load_cert_chain(settings.certificaat, settings.sleutel)
    except (OSError, ssl.SSLError) as error:
        raise SinkStopped(_unreadable(settings, error)) from None
    return context


def _unreadable(settings: RegresloketSettings, error: OSError) -> Problem:
    named = (settings.ca, settings.crl, settings.certificaat, settings.sleutel)
    files = [path for path in named if path]
    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        return problem("S-0009", ", ".join(missing), zin("bestaat_niet"))
    return problem("S-0009", ", ".join(map(str, files)), type(error).__name__)


class _Pinned(HTTPAdapter):
    """Sends to the address that was looked up and approved, never to what DNS says later.

    requests would load its own bundle of roots into our context (`cert_verify`) and would look
    names up anew for each connection; both are taken over here.
    """

    def __init__(self, line: "Verbinding") -> None:
        self._line = line
        self._pools: dict[tuple[str, int], HTTPSConnectionPool] = {}
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, *_: Any, **__: Any
    ) -> HTTPSConnectionPool:
        host, port = host_and_port(request.url or "")
        pool = self._pools.get((host, port))
        if pool is None:
            pool = HTTPSConnectionPool(
                self._line.address(host, port),
                port,
                maxsize=1,
                ssl_context=self._line.context,
                server_hostname=host,
            )
            self._pools[host, port] = pool
        return pool

    def cert_verify(self, *_: Any, **__: Any) -> None:
        """Do nothing: the context already decides whom to trust."""

    def forget(self) -> None:
        for pool in self._pools.values():
            pool.close()
        self._pools.clear()

    def close(self) -> None:
        self.forget()
        super().close()


class Verbinding:
    """The line of one sink. Not for use by two threads at once."""

    def __init__(self, settings: RegresloketSettings) -> None:
        self.settings = settings
        self.context = make_context(settings)
        self._found: dict[tuple[str, int], list[str]] = {}
        self._adapter = _Pinned(self)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.adapters.clear()
        self._session.mount("https://", self._adapter)

    def address(self, host: str, port: int) -> str:
        """Give the address to connect to; looked up once, and again after a failed connection.

        Raises SinkStopped when the host is not listed or leads where nothing may go.
        """
        if not self.settings.mag_naar(host, port):
            raise SinkStopped(problem("S-0001", host))
        if not self._found.get((host, port)):
            self._found[host, port] = look_up(host, port, loopback=self.settings.loopback)
        return self._found[host, port][0]

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Do one call and give the whole answer, whatever its status."""
        request = requests.Request(method, url, data=body or None, headers=dict(headers)).prepare()
        request.headers["Host"] = urlsplit(url).netloc
        request.headers["Accept-Encoding"] = "identity"
        host, port = host_and_port(url)
        self.context.deadline = time.monotonic() + self.settings.totaaltijd
        try:
            return self._exchange(request)
        except (requests.RequestException, HTTPError, OSError) as error:
            translated = translate(error, f"{host}:{port}")
        # Outside the except block: what urllib3 says may hold addresses and header values.
        self._drop_lines()
        raise translated

    def close(self) -> None:
        """Close the connections."""
        self._session.close()
        self._found.clear()

    def _exchange(self, request: requests.PreparedRequest) -> Answer:
        response = self._session.send(
            request,
            stream=True,
            allow_redirects=False,
            timeout=(self.settings.verbindtijd, self.settings.totaaltijd),
        )
        with response:
            body = self._read(response)
        return Answer(response.status_code, response.headers, body)

    def _read(self, response: requests.Response) -> bytes:
        cap = self.settings.grootste_antwoord
        body = bytearray()
        for chunk in _chunks(response):
            body += chunk
            if len(body) > cap:
                self._drop_lines()
                raise SinkDown(problem("S-0015"))
        return unpack(bytes(body), response.headers.get("Content-Encoding", ""), cap)

    def _drop_lines(self) -> None:
        """Close all connections; the next call tries the next address of the name."""
        self._adapter.forget()
        for addresses in self._found.values():
            addresses.append(addresses.pop(0))


def host_and_port(url: str) -> tuple[str, int]:
    """Give host and port of an https URL."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 443


def look_up(host: str, port: int, *, loopback: bool) -> list[str]:
    """Look a name up, IPv4 first; one forbidden address makes the whole name forbidden.

    Private ranges are allowed, for municipalities live there. Raises SinkDown or SinkStopped.
    """
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise SinkDown(problem("S-0003", host)) from None
    found = list(dict.fromkeys(str(info[4][0]) for info in infos))
    if not all(_is_allowed(address, loopback) for address in found):
        raise SinkStopped(problem("S-0002", host))
    return sorted(found, key=lambda address: ":" in address)


def _is_allowed(address: str, loopback: bool) -> bool:
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if ip.is_loopback:
        return loopback
    # Reserved: among them 64:ff9b::/96, by which any IPv4 address is reached through a translator.
    never = ip.is_link_local or ip.is_multicast or ip.is_unspecified or ip.is_reserved
    return not never and str(ip) not in _METADATA


def _chunks(response: requests.Response) -> Iterator[bytes]:
    while chunk := response.raw.read(_CHUNK, decode_content=False):
        yield chunk


def unpack(body: bytes, encoding: str, cap: int) -> bytes:
    """Decode an answer that was packed though we asked for plain; never more than *cap* bytes."""
    if encoding.strip().lower() in {"", "identity"}:
        return body
    if encoding.strip().lower() != "gzip":
        raise SinkDown(problem("S-0017"))
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, cap + 1)
    except zlib.error:
        raise SinkDown(problem("S-0013")) from None
    if len(plain) > cap:
        raise SinkDown(problem("S-0015"))
    return plain


def translate(error: Exception, host: str) -> SinkError:
    """Turn an error of the line into ours. Only names of exceptions are told, never their text."""
    chain = list(_chain(error))
    for link in chain:
        if isinstance(link, AnderOin):
            return SinkStopped(problem("S-0077", host))
        if isinstance(link, ssl.SSLCertVerificationError):
            code = _VERIFY.get(getattr(link, "verify_code", 0), "S-0006")
            kind = SinkRevoked if code in _INGETROKKEN else SinkStopped
            return kind(problem(code, host, getattr(link, "verify_message", "")))
        if isinstance(link, ssl.SSLError):
            return _translate_tls(link, host)
    if any(isinstance(link, TimeoutError | requests.Timeout) for link in chain):
        return SinkDown(problem("S-0005", host))
    if any(isinstance(link, http.client.IncompleteRead) for link in chain):
        return SinkDown(problem("S-0013", host))
    refused = isinstance(chain[-1], ConnectionRefusedError)
    why = zin("luistert_niet") if refused else type(chain[-1]).__name__
    return SinkDown(problem("S-0004", host, why))


def _translate_tls(error: ssl.SSLError, host: str) -> SinkError:
    # An SSLError that Python itself raised has no reason.
    reason = getattr(error, "reason", None) or ""
    refused = "ALERT" in reason and ("CERTIFICATE" in reason or reason.endswith("UNKNOWN_CA"))
    if refused:
        return SinkStopped(problem("S-0008", host))
    return SinkDown(problem("S-0007", host))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Walk an error and what it was made of, from the outside in."""
    seen: set[int] = set()
    todo: list[object] = [error]
    while todo:
        link = todo.pop(0)
        if isinstance(link, BaseException) and id(link) not in seen:
            seen.add(id(link))
            yield link
            todo += [link.__cause__, link.__context__, getattr(link, "reason", None), *link.args]
