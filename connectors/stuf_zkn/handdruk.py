"""A TLS handshake without a question: to walk a connection, and to learn why one was cut."""

import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from connectors.stuf_zkn.eindpunt import Eindpunt
from connectors.stuf_zkn.tls import uit_ssl
from regres import SourceError, SourceRefused
from regres.berichten import bericht

#: Seconds that a server gets to object to our certificate; one that does not, waits for a question.
_BEDENKTIJD = 1.0


def tcp(bron: Eindpunt, adressen: Sequence[str]) -> socket.socket:
    """Connect to the first address that can be connected to, and nothing more."""
    for adres in adressen[:-1]:
        with suppress(OSError):
            return _verbind(bron, adres)
    return _verbind(bron, adressen[-1])


def _verbind(bron: Eindpunt, adres: str) -> socket.socket:
    return socket.create_connection((adres, bron.poort), timeout=bron.grenzen.verbinden)


@contextmanager
def tls(bron: Eindpunt, raw: socket.socket, context: ssl.SSLContext) -> Iterator[ssl.SSLSocket]:
    """Shake hands; the server's certificate is checked here."""
    with context.wrap_socket(raw, server_hostname=bron.host) as secure:
        yield secure


def wacht_op_bezwaar(secure: ssl.SSLSocket, waar: str) -> None:
    """Wait whether the server refuses our certificate.

    In TLS 1.3 it can say so only after our side of the handshake is done; when a question was sent
    meanwhile, its objection is often lost and only a cut connection is seen.

    Raises:
        ssl.SSLError: it does, with the alert as reason.
        SourceRefused: it hangs up before it was asked anything, as some do without a word.

    """
    secure.settimeout(_BEDENKTIJD)
    try:
        hung_up = secure.recv(1) == b""
    except TimeoutError:
        return
    except (ssl.SSLEOFError, ConnectionError):
        hung_up = True
    if hung_up:
        raise SourceRefused(bericht("B-0313", waar=waar))


def bezwaar(bron: Eindpunt, adressen: Sequence[str], context: ssl.SSLContext) -> SourceError | None:
    """Find the objection behind a cut connection, if there is one; sends no question."""
    try:
        with tcp(bron, adressen) as raw, tls(bron, raw, context) as secure:
            wacht_op_bezwaar(secure, bron.plaats)
    except SourceRefused as refused:
        return refused
    except ssl.SSLError as error:
        return uit_ssl(error, bron.plaats)
    except OSError:
        return None
    return None
