"""Starts the servers of the demo on this machine: zaaksysteem, SFTP to and fro, Regresloket."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

from demo.clock import DemoKlok
from demo.configuring import TERUG, Adressen
from demo.data import World
from demo.keys import LOKET_HOST, Sleutels
from demo.sftp_server import Account, SftpServer, Writable
from demo.stuf_server import StufServer
from demo.telling import GEMEENTEN
from demo.world import Mappen
from loket import Gemeente, LoketServer, LoketSettings, Tls

_GEBRUIKER: Final = "regresbrug"
#: As config/gemeenten/9901-duinrand.yaml names this municipality at the loket.
_GEMEENTE, _CLIENT = "9901", "gemeente-9901"


@dataclass(frozen=True, slots=True)
class Servers:
    """The servers while they run."""

    zaaksysteem: StufServer
    sftp: SftpServer
    terug: SftpServer
    loket: LoketServer

    @property
    def adressen(self) -> Adressen:
        """Give where they listen."""
        return Adressen(
            zaaksysteem=self.zaaksysteem.url,
            sftp=("127.0.0.1", self.sftp.port),
            hostsleutel=self.sftp.host_key_line,
            loket=self.loket.url,
            terug=("127.0.0.1", self.terug.port),
        )


@contextmanager
def servers(mappen: Mappen, sleutels: Sleutels, world: World, klok: DemoKlok) -> Iterator[Servers]:
    """Start all of them on free ports, and stop them at the end."""
    account, back = Account(_GEBRUIKER, sleutels.sftp_regel), Account(TERUG, sleutels.terug_regel)
    mappen.retour.mkdir(mode=0o750, parents=True, exist_ok=True)
    with ExitStack() as ends:
        stuf = ends.enter_context(StufServer(world.zaken(), sleutels.zaaksysteem))
        sftp = ends.enter_context(SftpServer(mappen.sftp, sleutels.hostsleutel, account))
        place = SftpServer(mappen.retour, sleutels.hostsleutel, back, files=Writable)
        terug = ends.enter_context(place)
        loket = ends.enter_context(LoketServer(_loket(mappen, sleutels, klok)))
        yield Servers(stuf, sftp, terug, loket)


def _loket(mappen: Mappen, sleutels: Sleutels, klok: DemoKlok) -> LoketSettings:
    return LoketSettings(
        database=mappen.loket / "loket.db",
        sleutels=(sleutels.loketsleutel,),
        datasleutel=sleutels.datasleutel,
        gemeenten=(
            Gemeente(
                code=_GEMEENTE,
                naam=GEMEENTEN[_GEMEENTE],
                client_id=_CLIENT,
                geheim_sha256=sleutels.loketgeheim_sha256,
                behandelaar="behandelaar-1",
            ),
        ),
        host=LOKET_HOST,
        tls=Tls(sleutels.loket.server, sleutels.loket.server_sleutel),
        demo=True,
        klok=klok,
    )
