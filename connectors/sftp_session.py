"""A logged-in SFTP session: what lies in the folder, and the file that is read from it."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import cast

from connectors.file_reading import unchanged
from connectors.picking import Bestand, Keuze, Vondst, Vondsten, finished, klaar, pick, pick_all
from connectors.sftp_asking import Asking
from connectors.sftp_file import RemoteFile, described
from connectors.sftp_settings import Server
from connectors.ssh import asyncssh
from regres import SourceRefused
from regres.berichten import bericht

# Version 3 of the protocol leaves the encoding of names open. A name that is not UTF-8 must not
# stop us from finding the one that is.
_NAMES = ("utf-8", "surrogateescape")


async def start(
    connection: asyncssh.SSHClientConnection, folder: str, server: Server, asking: Asking
) -> "Session":
    """Start SFTP on a connection; raises SourceRefused B-0210 when it is not offered."""
    refused = bericht("B-0210", waar=str(server))
    async with asking(refused):
        try:
            sftp = await connection.start_sftp_client()
        except (asyncssh.ChannelOpenError, asyncssh.SFTPError):
            raise SourceRefused(refused) from None
    return Session(sftp, folder, str(server), asking)


class Session:
    """SFTP in one folder of a server; only ever lists, looks and reads."""

    def __init__(self, sftp: asyncssh.SFTPClient, folder: str, waar: str, asking: Asking) -> None:
        """Take an SFTP client that was started; `waar` is the server as problems show it."""
        self._sftp = sftp
        self._folder = folder.encode(*_NAMES)
        self._asking = asking
        self._waar = f"{waar} {folder}"

    async def names(self) -> int:
        """Count the names in the folder; raises SourceRefused B-0211 when it is not there."""
        return len([name async for name, _ in self._listing()])

    async def find(self, keuze: Keuze) -> Vondst:
        """Look which file is to be read; of names that do not fit nothing is kept."""
        found = pick(await self._fitting(keuze), keuze.kies, self._waar)
        if found.bestand is None or not keuze.klaar_bestand:
            return found
        names = keuze.markers(found.bestand.naam)
        return finished(found, [await self.stat(name) for name in names])

    async def alle(self, keuze: Keuze) -> Vondsten:
        """Give every file that fits and is finished."""
        found = pick_all(await self._fitting(keuze), self._waar)
        if not keuze.klaar_bestand:
            return found
        ready = []
        for one in found.bestanden:
            markers = [await self.stat(name) for name in keuze.markers(one.naam)]
            ready.append(finished(Vondst(one), markers))
        return klaar(found, ready)

    async def _fitting(self, keuze: Keuze) -> list[Bestand]:
        fitting = [
            await self._entry(name, attrs)
            async for name, attrs in self._listing()
            if keuze.past(name)
        ]
        return [entry for entry in fitting if entry]

    async def stat(self, naam: str) -> Bestand | None:
        """Look up one name, following no link; None when it is not there."""
        gone = bericht("B-0135", waar=naam)
        try:
            async with self._asking(gone):
                return described(naam, await self._sftp.lstat(self._path(naam)))
        except SourceRefused as refused:
            if refused.problems != (gone,):
                raise
        return None

    async def open(self, bestand: Bestand) -> RemoteFile:
        """Open the file that was found; raises SourceRefused when it is another by now."""
        unchanged(await self.stat(bestand.naam), bestand)
        async with self._asking(bericht("B-0135", waar=bestand.naam)):
            # block_size 0: one read is one request. Else asyncssh cuts it up in tasks of its own,
            # which nobody can cancel, and fills what did not come with zeros.
            handle = await self._sftp.open(
                self._path(bestand.naam), "rb", encoding=None, block_size=0
            )
        file = RemoteFile(handle, bestand, self._sftp.limits.max_read_len, self._asking)
        await file.check()
        return file

    async def finish(self, file: RemoteFile, bestand: Bestand) -> None:
        """Look once more at what was read, by its handle and by its name."""
        await file.check()
        unchanged(await self.stat(bestand.naam), bestand)

    async def _listing(self) -> AsyncIterator[tuple[str, asyncssh.SFTPAttrs]]:
        scan = cast("AsyncGenerator[asyncssh.SFTPName]", self._sftp.scandir(self._folder))
        async with aclosing(scan) as entries:
            while True:
                async with self._asking(bericht("B-0211", waar=self._waar)):
                    entry = await anext(entries, None)
                if entry is None:
                    return
                yield _text(entry.filename), entry.attrs

    async def _entry(self, naam: str, attrs: asyncssh.SFTPAttrs) -> Bestand | None:
        """Describe a name of the listing; what some servers leave out there is asked for."""
        if None in (attrs.size, attrs.mtime, attrs.permissions):
            return await self.stat(naam)
        return described(naam, attrs)

    def _path(self, naam: str) -> bytes:
        return self._folder + b"/" + naam.encode(*_NAMES)


def _text(name: str | bytes) -> str:
    return name.decode(*_NAMES) if isinstance(name, bytes) else name
