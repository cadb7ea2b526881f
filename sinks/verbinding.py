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
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from regres import Problem, SinkDown, SinkError, SinkRevoked, SinkStopped
from regres.berichten import zin
from regres.oin import AnderOin, eis_oin
from regres.waarde import dataclass
from sinks.draad import Answer, Draad
from sinks.lijn import RegresloketSettings
from sinks.problems import problem

__all__ = ["Answer", "Verbinding"]

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


class _Socket(ssl.SSLSocket):
    """A TLS socket that knows when the whole call must be over.

    The timeout of a socket starts again at every byte, so a server that drips one byte a second
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
    context.set_alpn_protocols(["http/1.1"])
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


class Verbinding:
    """The line of one sink. Not for use by two threads at once.

    Not on a requests.Session, nor on urllib3's pools: those prepare every call anew, ask cookies,
    proxies and hooks that we do not have, and load roots of their own, for most of what a call
    costs.
    """

    def __init__(self, settings: RegresloketSettings) -> None:
        self.settings = settings
        self.context = make_context(settings)
        self._found: dict[tuple[str, int], list[str]] = {}
        self._draden: dict[tuple[str, int], Draad] = {}

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
        self.vraag(method, url, headers, body)
        return self.antwoord(method, url)

    def vraag(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> None:
        """Ask; `antwoord` takes the answer, and until then nothing else can be asked."""
        door = _deur(url)
        whole = {**headers, **door.headers}
        self.context.deadline = time.monotonic() + self.settings.totaaltijd
        draad = self._draad(door)
        try:
            draad.vraag(method, door.target, whole, body)
        except (http.client.HTTPException, OSError) as error:
            translated = translate(error, f"{door.host}:{door.port}")
        else:
            return
        # Outside the except block: what those say may hold addresses and header values.
        self._drop_lines()
        raise translated

    def antwoord(self, method: str, url: str) -> Answer:
        """Give the whole answer to what was asked of this address, whatever its status.

        What came in time is also taken when it is asked for late: whoever waits for several answers
        reads one after another.
        """
        door, cap = _deur(url), self.settings.grootste_antwoord
        try:
            if time.monotonic() >= self.context.deadline:
                self._draad(door).is_er(cap)
            found = self._draad(door).antwoord(method, cap)
        except (http.client.HTTPException, OSError) as error:
            translated: SinkError = translate(error, f"{door.host}:{door.port}")
        except SinkDown as down:
            translated = down
        else:
            return self._unpacked(found)
        self._drop_lines()
        raise translated

    def is_er(self, url: str) -> bool:
        """Read what came of this address, without waiting; tell whether that is all that comes."""
        return self._draad(_deur(url)).is_er(self.settings.grootste_antwoord)

    def fileno(self, url: str) -> int:
        """Give what can be waited for until something comes of this address; -1: do not wait."""
        return self._draad(_deur(url)).fileno()

    def close(self) -> None:
        """Close the connections."""
        self._forget()
        self._found.clear()

    def _unpacked(self, answer: Answer) -> Answer:
        encoding = answer.headers.get("Content-Encoding", "")
        if not encoding:
            return answer
        body = unpack(answer.body, encoding, self.settings.grootste_antwoord)
        return Answer(answer.status, answer.headers, body)

    def _draad(self, door: "_Deur") -> Draad:
        """Give the line to the address that was looked up, never to what DNS says later."""
        where = door.host, door.port
        draad = self._draden.get(where)
        if draad is None:
            address = self.address(*where), door.port
            draad = Draad(door.host, address, self.context, self.settings.verbindtijd)
            self._draden[where] = draad
        return draad

    def _drop_lines(self) -> None:
        """Close all connections; the next call tries the next address of the name."""
        self._forget()
        for addresses in self._found.values():
            addresses.append(addresses.pop(0))

    def _forget(self) -> None:
        for draad in self._draden.values():
            draad.close()
        self._draden.clear()


@dataclass(frozen=True, slots=True)
class _Deur:
    """Where a call goes, and the headers that follow from it."""

    host: str
    port: int
    target: str
    headers: Mapping[str, str]


@lru_cache(maxsize=16)
def _deur(url: str) -> _Deur:
    """Take an address apart, once for all deliveries to it."""
    parts = urlsplit(url)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    headers = {
        "Host": parts.netloc,
        "User-Agent": "regresbrug",
        "Accept-Encoding": "identity",
    }
    return _Deur(*host_and_port(url), target, headers)


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
    if not unpacker.eof:
        raise SinkDown(problem("S-0013"))
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
    if any(isinstance(link, TimeoutError) for link in chain):
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
