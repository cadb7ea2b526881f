"""An export on an SFTP server: read from the channel into the parser, never onto a disk here."""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from connectors.base import ReadRequest
from connectors.file_reading import Formaat
from connectors.once import Once
from connectors.picking import Bestand, Keuze, Vondst, Vondsten
from connectors.sftp_asking import Asking
from connectors.sftp_session import start
from connectors.sftp_settings import Inlogsleutel, Server, Wachttijden, Wachtwoord
from connectors.sftp_toegang import STAPPEN as TOEGANG
from connectors.sftp_toegang import Bereik, Toegang
from connectors.steps import Attempt, Told, walk
from connectors.uitgaand import Resolver
from regres import Step
from regres.berichten import bericht
from regres.shapes import GEDULD

#: Seconds that the clock of a server may be ahead of ours.
_MARGE = 60


def _nu() -> datetime:
    return datetime.now(UTC)


__all__ = ["Inlogsleutel", "Server", "Sftp", "Wachttijden", "Wachtwoord"]


@dataclass(frozen=True, slots=True)
class Sftp:
    """Reads the file that `keuze` points at; the account there need not be able to write.

    map        folder on the server, as it names it; "." is where the account lands
    uitgaand   resolves the host and refuses what may not be reached (connectors.uitgaand)
    klok       gives the present moment, aware; `check` compares the server's with it
    """

    export: Formaat
    server: Server
    inlog: Inlogsleutel | Wachtwoord
    keuze: Keuze
    uitgaand: Resolver = field(repr=False)
    map: str = "."
    tijden: Wachttijden = field(default_factory=Wachttijden)
    klok: Callable[[], datetime] = field(default=_nu, repr=False)

    @contextmanager
    def read(self, request: ReadRequest) -> Iterator[Once]:
        """Log in for one read; raises SourceError when that fails."""
        with ExitStack() as ends:
            opened = OpenServer(self, ends)
            opened.connect()
            reading = self.export.lees(opened, request)
            ends.callback(reading.close)
            yield reading

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of `check`."""
        return (*TOEGANG, "map", *self.export.stappen, "klok")

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Try DNS, TCP, host key, login, folder, file, encoding, header, one row and the clock."""
        with ExitStack() as ends:
            hasty = replace(self, tijden=self.tijden.hoogstens(geduld))
            yield from walk(OpenServer(hasty, ends).attempts())


class OpenServer:
    """A server while it is read; connection and thread close with `ends`."""

    def __init__(self, source: Sftp, ends: ExitStack) -> None:
        self._source = source
        self._ends = ends
        to = Bereik(source.server, source.inlog, source.uitgaand, source.tijden)
        self._toegang = Toegang(to, ends)
        self._loop = self._toegang.loop

    def connect(self) -> None:
        self._toegang.log_in()
        self._start()

    def find(self) -> Vondst:
        return self._loop.call(self._session.find(self._source.keuze))

    def alle(self) -> Vondsten:
        return self._loop.call(self._session.alle(self._source.keuze))

    def chunks(self, bestand: Bestand) -> Iterator[bytes]:
        chunks = self._chunks(bestand)
        self._ends.callback(chunks.close)
        return chunks

    def _chunks(self, bestand: Bestand) -> Generator[bytes, None, None]:
        session, call = self._session, self._loop.call
        file = call(session.open(bestand))
        try:
            while data := call(file.next()):
                yield data
            call(session.finish(file, bestand))
        except BaseException:
            # No goodbye to a server that may not answer any more: the connection closes next.
            call(file.abandon())
            raise
        call(file.close())

    def attempts(self) -> Iterator[Attempt]:
        yield from self._toegang.attempts()
        yield "map", self._try_folder
        found: list[Bestand] = []
        yield from self._source.export.proeven(self, found, self._source.keuze.patroon)
        yield "klok", lambda: self._try_clock(found[0])

    def _try_folder(self) -> str:
        self._start()
        return f"{self._loop.call(self._session.names())} namen"

    def _try_clock(self, bestand: Bestand) -> Told:
        """SFTP tells no time; only a file of the future shows that a clock is wrong."""
        written = datetime.fromtimestamp(bestand.mtime, UTC)
        ahead = round((written - self._source.klok()).total_seconds())
        told = f"het bestand is van {written:%d-%m-%Y %H:%M} UTC; meer toont SFTP niet"
        if ahead <= _MARGE:
            return told
        waar = str(self._source.server)
        return told, bericht("B-0219", waar=waar, bestand=bestand.naam, seconden=ahead)

    def _start(self) -> None:
        source = self._source
        asking = Asking(source.tijden, str(source.server))
        session = start(self._toegang.connection, source.map, source.server, asking)
        self._session = self._loop.call(session)
