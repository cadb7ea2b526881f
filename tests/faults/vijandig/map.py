"""The folder door: what can stand there in the place of an export, or beside it."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline import SlotSoort
from tests.faults.vijandig.geval import Geval, Gezien, Verwacht, aanvaard, weiger
from tests.faults.vijandig.huis import Huis
from tests.faults.vijandig.levering import Levering
from tests.tools.keten import Keten

Doe = Callable[[Path, bytes], object]
_NAAM = "wmo.csv"
OUD = 1_700_000_000


def gevallen() -> list[Geval]:
    """Give every row."""
    return [
        *(Geval("geen gewoon bestand", name, do, want) for name, do, want in _SOORTEN),
        *(Geval("namen", f"{ascii(name)[:40]}", _onder(name), want) for name, want in _NAMEN),
        *(Geval("tijd en omvang", name, do, want) for name, do, want in _STAND),
    ]


@contextmanager
def klaar(folder: Path) -> Iterator["Speler"]:
    """Make a municipality that reads a folder."""
    huis = Huis(Keten(folder), "export", SlotSoort.NACHT)
    try:
        yield Speler(huis)
    finally:
        huis.close()


class Speler:
    """Plays cases one after the other, each in a folder that was made anew."""

    def __init__(self, huis: Huis) -> None:
        self._huis = huis
        self._map = huis.keten.folder / "export"

    def speel(self, nummer: int, case: Geval) -> Gezien:
        """Play one."""
        shutil.rmtree(self._map, ignore_errors=True)
        self._map.mkdir()
        case.maak(self._map, Levering(2_000 + nummer).goed)
        return self._huis.draai(())


def _leg(folder: Path, data: bytes, naam: str = _NAAM, tijd: int = OUD) -> Path:
    file = folder / naam
    file.write_bytes(data)
    os.utime(file, (tijd, tijd))
    return file


def _onder(naam: str) -> Doe:
    return lambda folder, data: _leg(folder, data, naam)


def _koppeling(doel: str) -> Doe:
    def do(folder: Path, data: bytes) -> None:
        _leg(folder, data, "echt.txt")
        (folder / _NAAM).symlink_to(doel)

    return do


def _naast(do: Doe) -> Doe:
    """Put something odd beside a good file."""

    def both(folder: Path, data: bytes) -> None:
        do(folder, data)
        _leg(folder, data, "goed.csv")

    return both


def _contact(folder: Path, _: bytes) -> None:
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket may not be long
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(_NAAM)
    finally:
        os.chdir(here)


def _map(folder: Path, _: bytes) -> None:
    (folder / _NAAM).mkdir()


def _pijp(folder: Path, _: bytes) -> None:
    os.mkfifo(folder / _NAAM)


def _weg(folder: Path, _: bytes) -> None:
    folder.rmdir()


_KOPPELINGEN = {
    "een koppeling naar een bestand ernaast": "echt.txt",
    "een koppeling naar een bestand van de machine": "/etc/passwd",
    "een koppeling naar /dev/zero": "/dev/zero",
    "een koppeling naar niets": "weg",
    "een koppeling naar zichzelf": _NAAM,
    "een koppeling naar boven": "../config/regresbrug.yaml",
}
_SOORTEN: list[tuple[str, Doe, Verwacht]] = [
    *((name, _koppeling(target), weiger("B-0133")) for name, target in _KOPPELINGEN.items()),
    *(
        (f"{name}, met een goed bestand ernaast", _naast(_koppeling(target)), aanvaard())
        for name, target in _KOPPELINGEN.items()
    ),
    ("een map", _map, weiger("B-0133")),
    ("een map, met een goed bestand ernaast", _naast(_map), aanvaard()),
    ("een pijp", _pijp, weiger("B-0133")),
    ("een pijp, met een goed bestand ernaast", _naast(_pijp), aanvaard()),
    ("een socket", _contact, weiger("B-0133")),
    ("de map is weg", _weg, weiger("B-0131")),
]

_NAMEN: list[tuple[str, Verwacht]] = [
    ("regel\neinde.csv", weiger("B-0139")),
    ("\x1b[2J.csv", weiger("B-0139")),
    ("\u202evsc.csv", weiger("B-0139")),
    ("\u200b.csv", weiger("B-0139")),
    ("\udcff\udcfe.csv", weiger("B-0139")),
    ("..csv", aanvaard()),
    ("..\\..\\etc.csv", aanvaard()),
    ("-rf.csv", aanvaard()),
    ("$(id).csv", aanvaard()),
    ("=cmd.csv", aanvaard()),
    ("a" * 251 + ".csv", aanvaard()),
    ("\U0001f600.csv", aanvaard()),
    (" .csv", aanvaard()),
    ("wmo*.csv", aanvaard()),
    ("[a].csv", aanvaard()),
]


def _gat(folder: Path, data: bytes) -> None:
    file = _leg(folder, data)
    os.truncate(file, 1_000_000_000)


def _menigte(folder: Path, data: bytes) -> None:
    for number in range(10_000):
        _leg(folder, b"x", f"oud-{number:05}.csv")
    _leg(folder, data, "goed.csv", OUD + 1)


def _nieuwer(data: bytes) -> Doe:
    def do(folder: Path, good: bytes) -> None:
        _leg(folder, good, "goed.csv")
        _leg(folder, data, "nieuwer.csv", OUD + 60)

    return do


_STAND: list[tuple[str, Doe, Verwacht]] = [
    ("10.000 oude bestanden", _menigte, aanvaard()),
    ("een gat van een gigabyte achteraan", _gat, weiger("B-0108")),
    ("geschreven in 1970", lambda folder, data: _leg(folder, data, tijd=0), aanvaard()),
    ("geschreven voor 1970", lambda folder, data: _leg(folder, data, tijd=-86_400), aanvaard()),
    ("geschreven in 2100", lambda folder, data: _leg(folder, data, tijd=4_102_444_800), aanvaard()),
    ("een nieuwer bestand dat leeg is", _nieuwer(b""), weiger("B-0102", "B-0103")),
    ("een nieuwer bestand dat geen export is", _nieuwer(b"PK\x03\x04"), weiger("B-0108")),
    ("een nieuwer bestand van iets anders", _nieuwer(b"id;naam\r\n1;x\r\n"), weiger("B-0103")),
    (
        "twee keer hetzelfde bestand",
        lambda folder, data: [_leg(folder, data, name) for name in ("a.csv", "b.csv")],
        aanvaard(),
    ),
    (
        "niet te lezen rechten",
        lambda folder, data: _leg(folder, data).chmod(0o222),
        aanvaard() if os.geteuid() == 0 else weiger("B-0136"),
    ),
]
