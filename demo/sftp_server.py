"""An SFTP server for the demo and the tests: one folder, one account, on 127.0.0.1 in a thread."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from hmac import compare_digest
from pathlib import Path
from types import TracebackType
from typing import Any, Never, Self
from weakref import finalize

from connectors.loop_thread import LoopThread
from connectors.ssh import asyncssh

#: Makes what serves the files of one channel, below a folder.
Files = Callable[["asyncssh.SSHServerChannel[bytes]", bytes], asyncssh.SFTPServer]


@dataclass(frozen=True, slots=True)
class Account:
    """Who may log in: with a public key line, with a password, or either."""

    naam: str
    sleutel: str = ""
    wachtwoord: str = field(default="", repr=False)


class SftpServer:
    """Shows one folder, and nothing above it, read-only.

        with SftpServer(folder, host_key, Account("regresbrug", sleutel=public_line)) as server:
            ...connect to 127.0.0.1:server.port, which shows server.host_key_line

    host_key is a private key in OpenSSH form; whoever starts the server makes and keeps it.
    `visits` counts the connections that were taken, `logins` the logins that were tried.
    """

    def __init__(
        self,
        root: Path,
        host_key: str | bytes,
        account: Account,
        *,
        port: int = 0,
        files: Files | None = None,
        **options: Any,
    ) -> None:
        """Prepare a server; port 0 takes a free one.

        `files` plays another way of serving files, `options` another server (asyncssh.listen).
        """
        self.port = port
        self.visits = self.logins = 0
        self._options = options
        self._key = asyncssh.import_private_key(host_key)
        self._root = root
        self._account = account
        self._files = files or ReadOnly
        self._inside: set[asyncssh.SSHServerConnection] = set()
        self._ends = ExitStack()

    @property
    def host_key_line(self) -> str:
        """The public host key as config takes it: "ssh-ed25519 AAAA..."."""
        return self._key.export_public_key().decode().strip()

    def __enter__(self) -> Self:
        """Start serving, and return when connections are taken."""
        with ExitStack() as ends:
            loop = ends.enter_context(LoopThread("sftp-server"))
            server = loop.call(self._listen())
            ends.callback(lambda: loop.call(self._stop(server)))
            self.port = server.get_port()
            self._ends = ends.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and hang up on everyone."""
        self._ends.close()

    async def _listen(self) -> asyncssh.SSHAcceptor:
        options: dict[str, Any] = {
            "config": None,
            "server_host_keys": [self._key],
            "server_factory": self._door,
            "sftp_factory": self._sftp,
            "allow_pty": False,
            "agent_forwarding": False,
        }
        return await asyncssh.listen("127.0.0.1", self.port, **options | self._options)

    def _sftp(self, channel: asyncssh.SSHServerChannel[bytes]) -> asyncssh.SFTPServer:
        return self._files(channel, os.fsencode(self._root))

    def _door(self) -> asyncssh.SSHServer:
        self.visits += 1
        return _Door(self, self._account)

    def came_in(self, connection: asyncssh.SSHServerConnection) -> None:
        """Keep who is inside, so that they can be hung up on."""
        self._inside.add(connection)

    def left(self, connection: asyncssh.SSHServerConnection) -> None:
        """Forget who left."""
        self._inside.discard(connection)

    async def _stop(self, server: asyncssh.SSHAcceptor) -> None:
        server.close()
        for connection in list(self._inside):
            connection.abort()
            await connection.wait_closed()
        await server.wait_closed()


class _Door(asyncssh.SSHServer):
    """Lets the one account in."""

    def __init__(self, house: SftpServer, account: Account) -> None:
        self._house = house
        self._account = account
        self._connection: asyncssh.SSHServerConnection | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Tell the house who came in."""
        self._connection = conn
        self._house.came_in(conn)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the house who left."""
        if self._connection:
            self._house.left(self._connection)

    def public_key_auth_supported(self) -> bool:
        """Offer a login by key when the account has one."""
        return bool(self._account.sleutel)

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Let in whoever has the account's own key."""
        self._house.logins += 1
        known = asyncssh.import_public_key(self._account.sleutel)
        return username == self._account.naam and key == known

    def password_auth_supported(self) -> bool:
        """Offer a login by password when the account has one."""
        return bool(self._account.wachtwoord)

    def validate_password(self, username: str, password: str) -> bool:
        """Let in whoever knows the account's password."""
        self._house.logins += 1
        given, known = password.encode(), self._account.wachtwoord.encode()
        return compare_digest(given, known) and username == self._account.naam


class ReadOnly(asyncssh.SFTPServer):
    """Serves files for reading; every request that would change something is refused."""

    def __init__(self, channel: "asyncssh.SSHServerChannel[bytes]", root: bytes) -> None:
        super().__init__(channel, chroot=root)

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        """Open a file for reading."""
        if pflags & ~asyncssh.FXF_READ:
            raise asyncssh.SFTPPermissionDenied("read-only")
        file: Any = super().open(path, pflags, attrs)
        # asyncssh closes what a client closes, and forgets the files of one who was cut off.
        finalize(self, file.close)
        return file

    def _refuse(self, *anything: object) -> Never:
        raise asyncssh.SFTPPermissionDenied("read-only")

    _no: Any = _refuse  # one refusal for eleven signatures
    setstat = lsetstat = fsetstat = _no
    remove = mkdir = rmdir = rename = posix_rename = symlink = link = write = _no


class Writable(asyncssh.SFTPServer):
    """Serves files for reading and writing: a place where files are given back."""

    def __init__(self, channel: "asyncssh.SSHServerChannel[bytes]", root: bytes) -> None:
        super().__init__(channel, chroot=root)

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        """Open a file; it is closed with the connection when its client forgets to."""
        file: Any = super().open(path, pflags, attrs)
        finalize(self, file.close)
        return file
