"""Asking a server something: the wait is bounded, and what goes wrong is told in our words."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from connectors.sftp_settings import Wachttijden
from connectors.ssh import asyncssh
from regres import Problem, SourceDown, SourceError, SourceRefused
from regres.berichten import Zin, bericht

_MISSING = (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath, asyncssh.SFTPNotADirectory)
_GONE = (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection, asyncssh.DisconnectError)


class Asking:
    """Bounds each wait for one server, and all waits of a read together.

    Only waiting counts: a pipeline that takes its time over a record does not use it up.
    """

    def __init__(self, tijden: Wachttijden, waar: str) -> None:
        self._tijden = tijden
        self._waar = waar
        self._spent = 0.0

    @asynccontextmanager
    async def __call__(self, missing: Problem, plek: str | Zin = "") -> AsyncIterator[None]:
        """Ask inside this; `missing` is the problem when the server has no such name.

        Raises:
            SourceDown: B-0209, B-0213 to B-0215. `plek` tells where in a file that was.
            SourceRefused: B-0212, or `missing`.

        """
        clock = asyncio.get_running_loop().time
        begun, left = clock(), self._tijden.totaal - self._spent
        try:
            async with asyncio.timeout(min(left, self._tijden.antwoord)):
                yield
        except TimeoutError:
            raise self._too_long(left, plek) from None
        except (asyncssh.Error, OSError) as exc:
            raise translated(exc, self._waar, missing, plek) from None
        finally:
            self._spent += clock() - begun

    def _too_long(self, left: float, plek: str | Zin) -> SourceDown:
        code, limit = "B-0214", self._tijden.antwoord
        if left < limit:
            code, limit = "B-0215", self._tijden.totaal
        return SourceDown(bericht(code, waar=self._waar, seconden=limit, plek=plek))


def translated(
    exc: asyncssh.Error | OSError, waar: str, missing: Problem, plek: str | Zin = ""
) -> SourceError:
    """Give our error for one of asyncssh or the network; the server's own words are left out.

    They may name paths and accounts, and whoever keeps the server can put anything in them.
    """
    if isinstance(exc, _MISSING):
        return SourceRefused(missing)
    if isinstance(exc, asyncssh.SFTPPermissionDenied):
        return SourceRefused(bericht("B-0212", waar=waar))
    if isinstance(exc, asyncssh.Error) and not isinstance(exc, _GONE):
        return SourceDown(bericht("B-0213", waar=waar, fout=exc.code))
    return SourceDown(bericht("B-0209", waar=waar, plek=plek))
