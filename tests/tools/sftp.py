"""SFTP for the tests: servers that serve well or badly, and sources that read from them."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import asyncssh

from connectors import (
    CsvExport,
    Inlogsleutel,
    Keuze,
    ReadRequest,
    Server,
    Sftp,
    Wachttijden,
)
from connectors.base import Proof
from connectors.uitgaand import Uitgaand
from demo.sftp_server import Account, ReadOnly, SftpServer
from regres import CsvLayout

HOST_KEY: Final = asyncssh.generate_private_key("ssh-ed25519")
OTHER_KEY: Final = asyncssh.generate_private_key("ssh-ed25519")
LOGIN: Final = asyncssh.generate_private_key("ssh-ed25519")
GEHEIM: Final = "proefwachtwoord"
LAYOUT: Final = CsvLayout(("nummer", "tekst"), codering="cp1252")
SNEL: Final = Wachttijden(verbinden=2, antwoord=5, totaal=20)


def public(key: asyncssh.SSHKey) -> str:
    return key.export_public_key().decode().strip()


def private(key: asyncssh.SSHKey) -> str:
    return key.export_private_key().decode()


def serving(root: Path, files: Any = None, **options: Any) -> SftpServer:
    """A server of a folder, with the one host key and account of these tests."""
    account = Account("gemeente", public(LOGIN), GEHEIM)
    known: dict[str, Any] = {"host_key": private(HOST_KEY), "account": account, "files": files}
    return SftpServer(root, **known | options)


def source(server: SftpServer, **changed: Any) -> Sftp:
    """A source that reads from a server by key; changes are fields of Sftp or of its Server."""
    inside = {name: changed.pop(name) for name in list(changed) if name in Server.__slots__}
    where = Server("127.0.0.1", "gemeente", (server.host_key_line,), server.port)
    made = Sftp(
        export=CsvExport("9901", LAYOUT),
        server=replace(where, **inside),
        inlog=Inlogsleutel(private(LOGIN)),
        keuze=Keuze("*.csv"),
        uitgaand=Uitgaand(frozenset({"127.0.0.1"}), loopback=True),
        tijden=SNEL,
    )
    return replace(made, **changed)


def export(rows: int) -> bytes:
    """About a hundred bytes a row."""
    body = "".join(f"{number};{'é' * 90}\r\n" for number in range(rows))
    return ("nummer;tekst\r\n" + body).encode("cp1252")


def read(source: Sftp, request: ReadRequest | None = None) -> tuple[int, Proof]:
    with source.read(request or ReadRequest()) as reading:
        count = len(list(reading))
        return count, reading.proof()


class Meddling(ReadOnly):
    """Does something to the file, or the connection, when a read passes a byte."""

    def __init__(self, at: int, act: Callable[["Meddling"], None], channel: Any, root: bytes):
        super().__init__(channel, root)
        self._at = at
        self._act: Callable[[Meddling], None] | None = act

    def read(self, file_obj: object, offset: int, size: int) -> Any:
        """Give no byte beyond the place before it was acted on."""
        if self._act and offset + size > self._at:
            if offset < self._at:
                return super().read(file_obj, offset, self._at - offset)
            act, self._act = self._act, None
            act(self)
        return super().read(file_obj, offset, size)


def meddling(at: int, act: Callable[[Meddling], None]) -> Any:
    return partial(Meddling, at, act)


def hang_up(server: Meddling) -> None:
    server.connection.abort()


class Slow(ReadOnly):
    """Takes its time over every read."""

    def __init__(self, seconds: float, channel: Any, root: bytes) -> None:
        super().__init__(channel, root)
        self._seconds = seconds

    async def read(self, file_obj: object, offset: int, size: int) -> Any:
        """Wait first; one read at a time, as over a slow line."""
        await asyncio.sleep(self._seconds)
        return super().read(file_obj, offset, size)


def slow(seconds: float) -> Any:
    return partial(Slow, seconds)


class Crowded(ReadOnly):
    """Lists thousands of files beside the real ones, all a second older than 2000."""

    def __init__(self, names: int, channel: Any, root: bytes) -> None:
        super().__init__(channel, root)
        self._names = names

    async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        """List the crowd first."""
        attrs = asyncssh.SFTPAttrs(size=1, permissions=0o100644, atime=0, mtime=946_684_799)
        for number in range(self._names):
            yield asyncssh.SFTPName(b"wmo_%05d.csv" % number, attrs=attrs)
        async for real in super().scandir(path):
            yield real


def crowded(names: int) -> Any:
    return partial(Crowded, names)


class Swapping(ReadOnly):
    """Opens a longer file than the one that was asked for."""

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        """Put the longer one in its place just before."""
        file = Path(os.fsdecode(self.map_path(path)))
        file.write_bytes(file.read_bytes() * 2)
        return super().open(path, pflags, attrs)


class Watching(ReadOnly):
    """Notes how far it was asked to read."""

    def __init__(self, furthest: list[int], channel: Any, root: bytes) -> None:
        super().__init__(channel, root)
        self._furthest = furthest

    def read(self, file_obj: object, offset: int, size: int) -> Any:
        """Note it, and read."""
        self._furthest[0] = max(self._furthest[0], offset + size)
        return super().read(file_obj, offset, size)


def watching(furthest: list[int]) -> Any:
    return partial(Watching, furthest)


class Terse(ReadOnly):
    """Lists names and nothing else."""

    async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        """Leave out what the protocol lets a server leave out."""
        async for real in super().scandir(path):
            yield asyncssh.SFTPName(real.filename, attrs=asyncssh.SFTPAttrs())


class Sparing(ReadOnly):
    """Gives half of what it is asked for."""

    def read(self, file_obj: object, offset: int, size: int) -> Any:
        """Give at least a byte."""
        return super().read(file_obj, offset, (size + 1) // 2)


class Forbidding(ReadOnly):
    """Lets nobody open a file."""

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        """Refuse, with a reason that must not be repeated."""
        raise asyncssh.SFTPPermissionDenied("GEHEIM van de server")
