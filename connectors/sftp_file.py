"""One file on a server, read in order, with requests sent ahead so that the line is never idle."""

import asyncio
import stat
from collections import deque

from connectors.file_reading import changed, unchanged
from connectors.picking import Bestand
from connectors.sftp_asking import Asking
from connectors.ssh import asyncssh
from regres.berichten import Zin, bericht, zin

#: Bytes asked for in one request; bytes on their way or waiting here, which is what bounds memory.
_BLOCK = 64 * 1024
_AHEAD = 2 * 1024 * 1024


class RemoteFile:
    """The bytes of an opened file; in the end `close` it, or after an error `abandon` it."""

    def __init__(
        self, handle: asyncssh.SFTPClientFile, bestand: Bestand, longest: int, asking: Asking
    ) -> None:
        """Take a file that was opened; `longest` is the most that this server gives at once."""
        self._handle = handle
        self._bestand = bestand
        self._asking = asking
        self._block = min(longest or _BLOCK, _BLOCK)
        self._asked = self._read = 0
        self._coming: deque[asyncio.Task[bytes]] = deque()

    async def check(self) -> None:
        """Refuse when what is open here is not, or no more, the file that was chosen."""
        async with self._asking(bericht("B-0135", waar=self._bestand.naam), self._place()):
            attrs = await self._handle.stat()
        unchanged(described(self._bestand.naam, attrs), self._bestand)

    async def next(self) -> bytes:
        """Give the next bytes, b"" at the end; never more than the file held when it was chosen."""
        self._ask_ahead()
        if not self._coming:
            return b""
        parts = [await self._arrival()]
        while self._coming and self._coming[0].done():
            parts.append(await self._arrival())
        return b"".join(parts)

    async def close(self) -> None:
        """Close the file on the server."""
        async with self._asking(bericht("B-0135", waar=self._bestand.naam)):
            await self._handle.close()

    async def abandon(self) -> None:
        """Forget what is still coming; the file is closed by closing the connection."""
        for task in self._coming:
            task.cancel()
        await asyncio.gather(*self._coming, return_exceptions=True)
        self._coming.clear()

    def _ask_ahead(self) -> None:
        while self._asked < self._bestand.grootte and self._asked - self._read < _AHEAD:
            size = min(self._block, self._bestand.grootte - self._asked)
            self._coming.append(asyncio.create_task(self._part(self._asked, size)))
            self._asked += size

    async def _part(self, offset: int, size: int) -> bytes:
        data = b""
        while len(data) < size:  # a server may give less than it was asked for
            more: bytes = await self._handle.read(size - len(data), offset + len(data))
            if not more:
                read = offset + len(data)
                raise changed(self._bestand, "deel", gelezen=read, grootte=self._bestand.grootte)
            data += more
        return data

    async def _arrival(self) -> bytes:
        async with self._asking(bericht("B-0135", waar=self._bestand.naam), self._place()):
            data = await self._coming[0]
        self._coming.popleft()
        self._read += len(data)
        return data

    def _place(self) -> Zin:
        return zin("na_bytes", gelezen=self._read, totaal=self._bestand.grootte)


def described(naam: str, attrs: asyncssh.SFTPAttrs) -> Bestand:
    """Describe a file by what the server tells; one whose kind it does not tell is not regular."""
    size = -1 if attrs.size is None else attrs.size
    mtime = attrs.mtime or 0
    return Bestand(naam, size, mtime, stat.S_ISREG(attrs.permissions or 0), (size, mtime))
