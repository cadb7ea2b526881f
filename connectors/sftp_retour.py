"""The return place on an SFTP server: the one door of this room that goes out.

It stands here because its line is that of an SFTP source: resolved once, a pinned host key, logged
in once. Its account is another than that of any source, and its problems are those of the line.
"""

from collections.abc import Callable, Collection, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from connectors.sftp_asking import Asking
from connectors.sftp_settings import Inlogsleutel, Server, Wachttijden, Wachtwoord
from connectors.sftp_toegang import STAPPEN, Bereik, Toegang
from connectors.ssh import asyncssh
from connectors.steps import Attempt, walk
from connectors.uitgaand import Resolver
from regres import SourceDown, SourceRefused, Step
from regres.berichten import bericht
from regres.shapes import GEDULD

_BLOCK = 32 * 1024
#: How a file is called while it is written; other programs pass such names by.
_APART = (".", ".deel")
_PROEF = "retour-proef.csv"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SftpRetour:
    """A folder on a server where files are put for the municipality.

    inlog  fetches the secret when it is needed: reading and sending go without it
    """

    server: Server
    inlog: Callable[[], Inlogsleutel | Wachtwoord] = field(repr=False)
    uitgaand: Resolver = field(repr=False)
    map: str = "."
    tijden: Wachttijden = field(default_factory=Wachttijden)

    @contextmanager
    def open(self) -> Iterator["SftpPlek"]:
        """Log in; raises SourceError, or KeyProblem when the secret is not there."""
        with ExitStack() as ends:
            toegang = self._toegang(self.tijden, ends)
            toegang.log_in()
            yield self._plek(toegang, self.tijden)

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of `check`."""
        return (*STAPPEN, "schrijven")

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Walk up to writing one file and taking it away again."""
        hasty = self.tijden.hoogstens(geduld)
        with ExitStack() as ends:
            yield from walk(self._attempts(self._toegang(hasty, ends), hasty))

    def _attempts(self, toegang: Toegang, tijden: Wachttijden) -> Iterator[Attempt]:
        yield from toegang.attempts()
        yield "schrijven", lambda: self._plek(toegang, tijden).proef()

    def _toegang(self, tijden: Wachttijden, ends: ExitStack) -> Toegang:
        return Toegang(Bereik(self.server, self.inlog(), self.uitgaand, tijden), ends)

    def _plek(self, toegang: Toegang, tijden: Wachttijden) -> "SftpPlek":
        asking = Asking(tijden, str(self.server))
        return SftpPlek(toegang, _Map(self.map, f"{self.server} {self.map}", asking))


class SftpPlek:
    """The place while it is open. A file is written aside first, and gets its name by a rename."""

    def __init__(self, toegang: Toegang, map_: "_Map") -> None:
        self._call = toegang.loop.call
        self._map = map_
        self._call(map_.start(toegang.connection))

    def zet_klaar(self, naam: str, inhoud: bytes) -> None:
        """Write a file aside, whole and synced where the server can."""
        self._do(self._map.write(_apart(naam), inhoud))

    def plaats(self, naam: str) -> None:
        """Give a file its name; one that is not aside any more has it already."""
        self._do(self._map.rename(_apart(naam), naam))

    def ruim_op(self, houd: Collection[str]) -> None:
        """Remove what was written aside and is not among these names."""
        kept = {_apart(naam) for naam in houd}
        for name in self._do(self._map.names()):
            if _is_apart(name) and name not in kept:
                self._do(self._map.remove(name))

    def proef(self) -> str:
        """Write a file and take it away; give what to tell of it."""
        self._do(self._map.write(_apart(_PROEF), b""))
        self._do(self._map.remove(_apart(_PROEF)))
        return "een bestand is geschreven en weer weggehaald"

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return self._call(work)


class _Map:
    """SFTP in the return folder: writes, renames and removes."""

    def __init__(self, folder: str, waar: str, asking: Asking) -> None:
        self._folder = folder
        self._waar = waar
        self._asking = asking

    async def start(self, connection: asyncssh.SSHClientConnection) -> None:
        refused = bericht("B-0210", waar=self._waar)
        async with self._asking(refused):
            try:
                self._sftp = await connection.start_sftp_client()
            except (asyncssh.ChannelOpenError, asyncssh.SFTPError):
                raise SourceRefused(refused) from None
        async with self._ask():
            # In a folder that is not there no file lies aside: as if all had their name.
            await self._sftp.stat(self._folder)

    async def write(self, name: str, content: bytes) -> None:
        async with self._ask():
            # block_size 0: one write is one request, in order, on a line that may break.
            file = await self._sftp.open(self._path(name), "wb", encoding=None, block_size=0)
        for start in range(0, len(content), _BLOCK):
            async with self._ask():
                await file.write(content[start : start + _BLOCK], start)
        async with self._ask():
            await _sync(file)
        async with self._ask():
            await file.close()
        async with self._ask():
            attrs = await self._sftp.stat(self._path(name))
        if attrs.size != len(content):
            raise SourceDown(bericht("B-0213", waar=self._waar, fout="grootte"))

    async def rename(self, aside: str, name: str) -> None:
        async with self._ask():
            if not await self._sftp.lexists(self._path(aside)):
                return
        async with self._ask():
            try:
                await self._sftp.posix_rename(self._path(aside), self._path(name))
            except asyncssh.SFTPOpUnsupported:
                await self._sftp.rename(self._path(aside), self._path(name))

    async def names(self) -> list[str]:
        async with self._ask():
            return [str(name) for name in await self._sftp.listdir(self._folder)]

    async def remove(self, name: str) -> None:
        async with self._ask():
            await self._sftp.remove(self._path(name))

    def _ask(self) -> Any:
        return self._asking(bericht("B-0211", waar=self._waar))

    def _path(self, name: str) -> str:
        return f"{self._folder}/{name}"


async def _sync(file: asyncssh.SFTPClientFile) -> None:
    try:
        await file.fsync()
    except asyncssh.SFTPOpUnsupported:
        # Not every server can; its own disk decides then when a file lasts.
        return


def _apart(naam: str) -> str:
    begin, end = _APART
    return f"{begin}{naam}{end}"


def _is_apart(name: str) -> bool:
    begin, end = _APART
    ours = name.startswith((f"{begin}verzonden-", f"{begin}terug-", f"{begin}retour-proef"))
    return ours and name.endswith(end)
