"""What went wrong between two machines, told once: every foreign exception of the way ends here."""

import ssl
from collections.abc import Iterator

from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ReadTimeoutError

from connectors.stuf_zkn.eindpunt import Eindpunt
from connectors.stuf_zkn.tls import uit_ssl
from regres import SourceDown, SourceError
from regres.berichten import bericht

_AFGEBROKEN = (ssl.SSLEOFError, ssl.SSLZeroReturnError)


def vertaal(error: BaseException, bron: Eindpunt) -> SourceError:
    """Tell what went wrong on the way, from the most telling cause in the chain."""
    waar = bron.plaats
    chain = list(_oorzaken(error))
    for cause in chain:
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, _AFGEBROKEN):
            return uit_ssl(cause, waar)
    if any(isinstance(cause, ConnectionRefusedError) for cause in chain):
        return SourceDown(bericht("B-0301", waar=waar))
    if any(_duurde_te_lang(cause) for cause in chain):
        return SourceDown(bericht("B-0302", waar=waar, seconden=bron.grenzen.verbinden))
    if any(isinstance(cause, TimeoutError | ReadTimeoutError) for cause in chain):
        return SourceDown(bericht("B-0303", waar=waar))
    if isinstance(error, ConnectionError):
        return SourceDown(bericht("B-0304", waar=waar))
    return SourceDown(bericht("B-0305", waar=waar))


def _duurde_te_lang(cause: BaseException) -> bool:
    """Tell that nobody took the connection; one that failed at once is a kind of it in urllib3."""
    return isinstance(cause, ConnectTimeoutError) and not isinstance(cause, NewConnectionError)


def niet_verbonden(error: ConnectionError) -> bool:
    """Tell that there was no connection at all, so that nothing was sent (TLS failures apart)."""
    return any(isinstance(cause, ConnectTimeoutError) for cause in _oorzaken(error))


def _oorzaken(error: BaseException) -> Iterator[BaseException]:
    """Walk every cause: urllib3 keeps some in args, and some are only the cause of what it says."""
    seen: set[int] = set()
    todo: list[object] = [error]
    while todo:
        found = todo.pop(0)
        if not isinstance(found, BaseException) or id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        todo += [*found.args, getattr(found, "reason", None), found.__cause__, found.__context__]
