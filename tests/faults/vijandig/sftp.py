"""The SFTP door: a server that changes, hides or lies about the file while it is read."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import asyncssh

from demo.sftp_server import Account, ReadOnly, SftpServer
from pipeline import SlotSoort
from tests.faults.vijandig.geval import Geval, Gezien, Verwacht, aanvaard, weiger
from tests.faults.vijandig.huis import Huis
from tests.faults.vijandig.levering import Levering
from tests.tools import sftp as tools
from tests.tools.keten import HOST_KEY, LOGIN, Keten
from tests.tools.sftp import Meddling, Swapping, crowded, meddling

#: Makes what serves the files of one connection.
Maak = Callable[[Any, bytes], asyncssh.SFTPServer]
OUD = 1_700_000_000
ATTRS = asyncssh.SFTPAttrs
_WEG = asyncssh.SFTPNoSuchFile("weg")
_NEE = asyncssh.SFTPPermissionDenied("nee")
_STUK = asyncssh.SFTPFailure("stuk")


def gevallen() -> list[Geval]:
    """Give every row."""
    return [
        *(
            Geval("tijdens het lezen", f"{name}, {where}", meddling(at, act), want)
            for name, act, want in _DADEN
            for where, at in _PLEKKEN.items()
        ),
        *(Geval("de server liegt", name, make, want) for name, make, want in _LEUGENS),
        *(
            Geval("de lijst", f"{ascii(name)[:40]}", partial(Lijst, name), want)
            for name, want in _NAMEN
        ),
    ]


@contextmanager
def klaar(folder: Path) -> Iterator["Speler"]:
    """Start a server and a municipality that reads from it."""
    keten = Keten(folder)
    drop = folder / "drop"
    drop.mkdir()
    now = Nu(ReadOnly)
    account = Account("regresbrug", LOGIN.export_public_key().decode().strip())
    with SftpServer(drop, HOST_KEY.export_private_key(), account, files=now.files) as server:
        keten.met_sftp(server)
        huis = Huis(keten, "export", SlotSoort.NACHT)
        try:
            yield Speler(now, drop, huis)
        finally:
            huis.close()


@dataclass(slots=True)
class Nu:
    """What the server does in this case."""

    maak: Maak

    def files(self, channel: Any, root: bytes) -> asyncssh.SFTPServer:
        """Serve one connection."""
        return self.maak(channel, root)


class Speler:
    """Plays cases one after the other."""

    def __init__(self, now: Nu, drop: Path, huis: Huis) -> None:
        self._now, self._drop, self._huis = now, drop, huis

    def speel(self, nummer: int, case: Geval) -> Gezien:
        """Play one: a file of some hundred kilobytes, so that it comes in pieces."""
        for file in self._drop.iterdir():
            file.unlink()
        one = Levering(3_000 + nummer)
        file = self._drop / "wmo.csv"
        file.write_bytes(one.bytes_van([*one.rijen, *one.gewoon(ERBIJ)]))
        os.utime(file, (OUD, OUD))
        self._now.maak = case.maak
        return self._huis.draai(())


#: Rows beside the three of a case, and where in the file something happens.
ERBIJ = 600
_GOED = aanvaard(klaargezet=1, geen_ongeval=2 + ERBIJ)
_PLEKKEN = {"vooraan": 1, "halverwege": 90_000}


def _bestand(server: Meddling) -> Path:
    (file,) = Path(os.fsdecode(server.map_path(b"/"))).glob("wmo*.csv")
    return file


def _groeit(server: Meddling) -> None:
    with _bestand(server).open("ab") as end:
        end.write(b"x;y\r\n")


def _krimpt(server: Meddling) -> None:
    os.truncate(_bestand(server), 60_000)


def _geleegd(server: Meddling) -> None:
    os.truncate(_bestand(server), 0)


def _herschreven(server: Meddling) -> None:
    file = _bestand(server)
    file.write_bytes(file.read_bytes().replace(b"Traplift", b"Traptrap"))


def _vervangen(server: Meddling) -> None:
    file = _bestand(server)
    new = file.with_suffix(".nieuw")
    new.write_bytes(file.read_bytes()[:-20])
    new.rename(file)


def _hernoemd(server: Meddling) -> None:
    _bestand(server).rename(_bestand(server).with_suffix(".klaar"))


def _gewist(server: Meddling) -> None:
    _bestand(server).unlink()


def _gekoppeld(server: Meddling) -> None:
    file = _bestand(server)
    file.rename(file.with_suffix(".echt"))
    file.symlink_to("/etc/passwd")


_DADEN: list[tuple[str, Callable[[Meddling], None], Verwacht]] = [
    ("het groeit", _groeit, weiger("B-0134")),
    ("het krimpt", _krimpt, weiger("B-0134")),
    ("het wordt leeg", _geleegd, weiger("B-0134")),
    ("het wordt herschreven", _herschreven, weiger("B-0134")),
    ("het wordt vervangen", _vervangen, weiger("B-0134", "B-0135")),
    ("het wordt hernoemd", _hernoemd, weiger("B-0135")),
    ("het wordt gewist", _gewist, weiger("B-0135")),
    ("het wordt een koppeling", _gekoppeld, weiger("B-0134")),
    ("de verbinding breekt", tools.hang_up, weiger("B-0209")),
]


class Stuk(ReadOnly):
    """Fails at one request."""

    def __init__(self, wat: str, fout: Exception, channel: Any, root: bytes) -> None:
        super().__init__(channel, root)
        self._wat, self._fout = wat, fout

    def open(self, path: bytes, pflags: int, attrs: ATTRS) -> object:
        """Open, or not."""
        self._misschien("open")
        return super().open(path, pflags, attrs)

    def read(self, file_obj: object, offset: int, size: int) -> Any:
        """Read, or not."""
        self._misschien("read")
        return super().read(file_obj, offset, size)

    def fstat(self, file_obj: object) -> Any:
        """Tell of an open file, or not."""
        self._misschien("fstat")
        return super().fstat(file_obj)

    def _misschien(self, wat: str) -> None:
        if wat == self._wat:
            raise self._fout


class Antwoordt(ReadOnly):
    """Gives other bytes than were asked for."""

    def __init__(self, maak: Callable[[bytes], bytes], channel: Any, root: bytes) -> None:
        super().__init__(channel, root)
        self._maak = maak

    def read(self, file_obj: object, offset: int, size: int) -> Any:
        """Read, and spoil it."""
        found = super().read(file_obj, offset, size)
        assert isinstance(found, bytes)
        return self._maak(found)


class Omvang(ReadOnly):
    """Tells another size."""

    def __init__(self, maak: Callable[[int], int], channel: Any, root: bytes) -> None:
        super().__init__(channel, root)
        self._maak = maak

    def lstat(self, path: bytes) -> Any:
        """Tell of a name."""
        return self._ander(super().lstat(path))

    def fstat(self, file_obj: object) -> Any:
        """Tell of an open file."""
        return self._ander(super().fstat(file_obj))

    async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        """List with that size too."""
        async for name in super().scandir(path):
            name.attrs = self._ander(name.attrs)
            yield name

    def _ander(self, found: Any) -> Any:
        attrs = found if isinstance(found, ATTRS) else ATTRS.from_local(found)
        attrs.size = self._maak(attrs.size or 0)
        return attrs


class Lijst(ReadOnly):
    """Lists a name that is not there beside the real one; it looks newer."""

    def __init__(self, naam: str, channel: Any, root: bytes) -> None:
        super().__init__(channel, root)
        self._naam = naam

    async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        """List both."""
        attrs = ATTRS(size=9, permissions=0o100644, atime=0, mtime=OUD + 9)
        yield asyncssh.SFTPName(self._naam.encode(errors="surrogateescape"), attrs=attrs)
        async for real in super().scandir(path):
            yield real


_LEUGENS: list[tuple[str, Maak, Verwacht]] = [
    ("niets bijzonders", ReadOnly, _GOED),
    ("opent een ander bestand", Swapping, weiger("B-0134")),
    ("10.000 namen ernaast", crowded(10_000), _GOED),
    ("kan het niet openen", partial(Stuk, "open", _STUK), weiger("B-0213")),
    ("mag het niet openen", partial(Stuk, "open", _NEE), weiger("B-0212")),
    ("kent het niet meer", partial(Stuk, "open", _WEG), weiger("B-0135")),
    ("kan het niet lezen", partial(Stuk, "read", _STUK), weiger("B-0213")),
    ("mag het niet lezen", partial(Stuk, "read", _NEE), weiger("B-0212")),
    ("zegt niet wat open is", partial(Stuk, "fstat", _STUK), weiger("B-0213", "B-0134")),
    (
        "geeft meer dan gevraagd",
        partial(Antwoordt, lambda b: b + b"x"),
        weiger("B-0134", "B-0109", "B-0113", "B-0116"),
    ),
    (
        "geeft steeds minder dan gevraagd",
        partial(Antwoordt, lambda b: b[: max(1, len(b) // 2)]),
        _GOED,
    ),
    ("geeft niets", partial(Antwoordt, lambda b: b""), weiger("B-0134")),
    ("geeft NUL's", partial(Antwoordt, lambda b: b"\0" * len(b)), weiger("B-0108")),
    ("zegt: een byte meer", partial(Omvang, lambda n: n + 1), weiger("B-0134")),
    ("zegt: een byte minder", partial(Omvang, lambda n: n - 1), _GOED),
    ("zegt: de helft", partial(Omvang, lambda n: n // 2), weiger("B-0110", "B-0113", "B-0115")),
    ("zegt: niets", partial(Omvang, lambda n: 0), weiger("B-0102", "B-0103", "B-0115")),
    ("zegt: vier exabyte", partial(Omvang, lambda n: 2**62), weiger("B-0134")),
]

#: A name that leaves the folder is no name; one that fits and is not there is told as gone.
_NAMEN: list[tuple[str, Verwacht]] = [
    ("../wmo.csv", _GOED),
    ("../../etc/passwd.csv", _GOED),
    ("/etc/wmo.csv", _GOED),
    ("sub/wmo.csv", _GOED),
    (".", _GOED),
    ("..", _GOED),
    ("", _GOED),
    ("wmo.csv/", _GOED),
    ("wmo.txt", _GOED),
    ("spook.csv", weiger("B-0135")),
    ("\x1b[2J.csv", weiger("B-0139")),
    ("regel\neinde.csv", weiger("B-0139")),
    ("\udcff.csv", weiger("B-0139")),
    ("x" * 5_000 + ".csv", weiger("B-0135", "B-0213")),
]
