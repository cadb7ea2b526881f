"""The way to an SFTP server, step by step: its name, its address, its key, and logging in."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from connectors.loop_thread import LoopThread
from connectors.sftp_connection import connect, dial, hang_up
from connectors.sftp_settings import Inlogsleutel, Server, Wachttijden, Wachtwoord
from connectors.ssh import asyncssh
from connectors.steps import Attempt
from connectors.uitgaand import Resolver
from regres import SourceRefused

STAPPEN = ("naam in DNS", "verbinding", "hostsleutel", "aanmelden")


@dataclass(frozen=True, slots=True)
class Bereik:
    """Which server, who we are there, which addresses it may have, and how long we wait."""

    server: Server
    inlog: Inlogsleutel | Wachtwoord
    uitgaand: Resolver = field(repr=False)
    tijden: Wachttijden = field(default_factory=Wachttijden)


class Toegang:
    """A server while it is used; connection and thread close with `ends`."""

    def __init__(self, bereik: Bereik, ends: ExitStack) -> None:
        self._bereik = bereik
        self._ends = ends
        self.loop = ends.enter_context(LoopThread("sftp"))
        self._addresses: Sequence[str] = ()
        self._no_login: SourceRefused | None = None

    def log_in(self) -> asyncssh.SSHClientConnection:
        """Resolve, connect and log in; raises SourceError."""
        self._resolve()
        return self._log_in()

    @property
    def connection(self) -> asyncssh.SSHClientConnection:
        """Give the connection; only after a login."""
        return self._connection

    def attempts(self) -> Iterator[Attempt]:
        """Give every step up to the login, for `check`."""
        yield "naam in DNS", self._resolve_told
        yield "verbinding", self._try_tcp
        yield "hostsleutel", self._try_host_key
        yield "aanmelden", self._try_login

    def _resolve(self) -> None:
        server = self._bereik.server
        self._addresses = self._bereik.uitgaand(server.host, server.poort)

    def _resolve_told(self) -> str:
        self._resolve()
        return ", ".join(self._addresses)

    def _try_tcp(self) -> str:
        server = self._bereik.server
        self.loop.call(dial(server, self._addresses, self._bereik.tijden)).close()
        return f"poort {server.poort} antwoordt"

    def _try_host_key(self) -> str:
        """Go all the way in; a login that is refused comes after a host key that was right."""
        try:
            self._log_in()
        except SourceRefused as refused:
            if refused.problems[0].code not in {"B-0208", "B-0216"}:
                raise
            self._no_login = refused
        return "de hostsleutel is de vastgelegde"

    def _try_login(self) -> str:
        if self._no_login:
            raise self._no_login
        return f"aangemeld als {self._bereik.server.gebruiker}"

    def _log_in(self) -> asyncssh.SSHClientConnection:
        to, call = self._bereik, self.loop.call
        connection = call(connect(to.server, to.inlog, self._addresses, to.tijden))
        self._ends.callback(lambda: call(hang_up(connection, to.tijden)))
        self._connection = connection
        return connection
