"""StUF-berichtenSets on a real OpenSSH server: what the road can make of a set that is good.

What is in a message is the business of the door `stufset`; here are the ways in which files on a
server change, lack, lead elsewhere or are too many. A road between us and the server
(tests/tools/tussenweg.py) does it while a set is read. What OpenSSH never does, such as to list a
name with a slash in it, a server of our own does.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import asyncssh

from demo.sftp_server import Account, ReadOnly, SftpServer
from pipeline import SlotSoort
from tests.faults.vijandig.geval import (
    Geval,
    Gezien,
    Verwacht,
    aanvaard,
    geen_levering,
    verteld,
    weiger,
)
from tests.faults.vijandig.huis import Huis
from tests.faults.vijandig.sftp import Antwoordt, Lijst, Maak, Omvang
from tests.faults.vijandig.stufset import delta, eerste_zet
from tests.faults.vijandig.stufset_zet import Zet
from tests.tools import sshd
from tests.tools.keten import HOST_KEY, LOGIN, Keten
from tests.tools.sftp import crowded
from tests.tools.tussenweg import Breek, Tussenweg

Bestanden = Mapping[str, bytes]
Daad = Callable[[Path], object]
_OUD = 1_700_000_000
#: Messages beside the three of a case, so that a set comes in pieces; seconds between two cases.
ERBIJ, _STAP = 60, 90
_GOED = aanvaard(klaargezet=1, geen_ongeval=2 + ERBIJ)
#: Bytes of the server's answers, after which something happens: a login and a list are some 6,000.
_PLEKKEN = {"vooraan": 16_000, "halverwege": 80_000}


@dataclass(frozen=True, slots=True)
class Val:
    """What lies on the server, what happens while it is read, and who serves it.

    bestanden  names as they come behind "wmo-set-<n>", with what is in them
    eerst      done to the folder before the read
    tijdens    done to it when byte `bij` of the answers comes along
    server     a server of our own in the place of OpenSSH
    """

    bestanden: Callable[[Zet], Bestanden]
    eerst: Daad | None = None
    tijdens: Daad | None = None
    bij: int = 0
    server: Maak | None = None


def gevallen() -> list[Geval]:
    """Give every row."""
    return [
        *(
            Geval("tijdens het lezen", f"{name}, {where}", Val(_heel, tijdens=do, bij=at), want)
            for name, do, want in _DADEN
            for where, at in _PLEKKEN.items()
        ),
        *(
            Geval("delen tijdens het lezen", name, Val(_twee, tijdens=do, bij=bij), want)
            for name, bij, do, want in _DELEN_TIJDENS
        ),
        *(Geval("afgebroken", name, Val(make), want) for name, make, want in _AFGEBROKEN),
        *(Geval("delen", name, Val(make), want) for name, make, want in _DELEN),
        *(Geval("wat er staat", name, Val(_heel, eerst=do), want) for name, do, want in _STAAT),
        *(
            Geval("namen", f"{ascii(name)[:40]}", Val(_heel, eerst=_heet(name)), want)
            for name, want in _NAMEN
        ),
        *(
            Geval("de lijst", f"{ascii(name)[:40]}", Val(_heel, server=partial(Lijst, name)), want)
            for name, want in _LIJST
        ),
        *(
            Geval("de server liegt", name, Val(_heel, server=make), want)
            for name, make, want in _LEUGENS
        ),
    ]


# -- playing ---------------------------------------------------------------------------------------


@contextmanager
def klaar(folder: Path) -> Iterator["Speler"]:
    """Start both servers, the road to them, and a municipality that reads over it, by delta."""
    keten = Keten(folder / "regresbrug")
    drop, keys = folder / "drop", folder / "sleutels"
    drop.mkdir()
    keys.mkdir()
    with ExitStack() as ends:
        real = ends.enter_context(_openssh(keys, drop))
        now = Liegt(ReadOnly)
        account = Account(real.user, LOGIN.export_public_key().decode().strip())
        own = SftpServer(drop, HOST_KEY.export_private_key(), account, files=now.files)
        ends.enter_context(own)
        road = ends.enter_context(Tussenweg())
        delta(keten, _deur(keten, road.port, real.user))
        huis = Huis(keten, "zaken", SlotSoort.NACHT)
        ends.callback(huis.close)
        yield Speler(huis, drop, road, {True: real.port, False: own.port}, now)


def _openssh(keys: Path, drop: Path) -> sshd.OpenSsh:
    sshd.private(keys / "host_key", HOST_KEY.export_private_key().decode())
    (keys / "login.pub").write_bytes(LOGIN.export_public_key())
    return sshd.OpenSsh(sshd.free_port(), keys / "host_key", keys / "login.pub", drop)


def _deur(keten: Keten, port: int, user: str) -> dict[str, Any]:
    keten.gemeente.geheim("sftp", LOGIN.export_private_key().decode())
    keten.mag_naar(f"127.0.0.1:{port}")
    return {
        "soort": "sftp",
        "host": "127.0.0.1",
        "poort": port,
        "gebruiker": user,
        "hostsleutel": HOST_KEY.export_public_key().decode().strip(),
        "sleutel": "secret://file/./geheim/sftp",
    }


@dataclass(slots=True)
class Liegt:
    """What the server of our own does in this case."""

    maak: Maak

    def files(self, channel: Any, root: bytes) -> asyncssh.SFTPServer:
        """Serve one connection."""
        return self.maak(channel, root)


@dataclass(frozen=True, slots=True)
class Speler:
    """Plays cases one after the other."""

    huis: Huis
    drop: Path
    weg: Tussenweg
    poorten: Mapping[bool, int]
    liegt: Liegt

    def speel(self, nummer: int, case: Geval) -> Gezien:
        """Play one."""
        val: Val = case.maak
        _ruim(self.drop)
        turn = eerste_zet(nummer, _STAP)
        for name, data in val.bestanden(turn).items():
            file = self.drop / f"wmo-set-{nummer:04}{name}.xml"
            file.write_bytes(data)
            os.utime(file, (_OUD, _OUD))
        if val.eerst is not None:
            val.eerst(self.drop)
        self.liegt.maak = val.server or ReadOnly
        during = () if val.tijdens is None else (val.bij, partial(val.tijdens, self.drop))
        self.weg.begin(self.poorten[val.server is None], *during)
        saw = self.huis.draai(tuple(one.bsn for one in turn.zaken))
        assert self.weg.gedaan, f"{case.naam}: the read was over before it happened"
        return saw


def _ruim(drop: Path) -> None:
    for one in drop.iterdir():
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one)
        else:
            one.unlink()


# -- the sets --------------------------------------------------------------------------------------


def _berichten(turn: Zet) -> list[str]:
    """Give the three of a case, and as many more as makes it large: none an accident."""
    return [*map(turn.gewoon, range(3)), *(turn.erbij(at) for at in range(3, 3 + ERBIJ))]


def _heel(turn: Zet) -> Bestanden:
    return {"": turn.als_set(_berichten(turn))}


def _deel(turn: Zet, begin: int, eind: int | None = None) -> bytes:
    return turn.als_set(_berichten(turn)[begin:eind])


def _twee(turn: Zet) -> Bestanden:
    return {"_1": _deel(turn, 0, 30), "_2_laatste": _deel(turn, 30)}


def _delen(**waar: tuple[int, int]) -> Callable[[Zet], Bestanden]:
    """Put the set down in parts: name behind that of the set -> from and to which message."""
    return lambda turn: {name: _deel(turn, *part) for name, part in waar.items()}


# -- what happens while it is read -----------------------------------------------------------------


def _een(drop: Path, einde: str = "") -> Path:
    (file,) = drop.glob(f"wmo-set-????{einde}.xml")
    return file


def _anders(drop: Path, data: bytes, einde: str = "") -> None:
    """Put another file in its place, by its name."""
    file = _een(drop, einde)
    new = file.with_suffix(".nieuw")
    new.write_bytes(data)
    os.utime(new, (_OUD, _OUD))
    new.rename(file)


def _groeit(drop: Path) -> None:
    with _een(drop).open("ab") as end:
        end.write(b"<!-- nog iets -->\n")


def _herschreven(drop: Path) -> None:
    file = _een(drop)
    file.write_bytes(file.read_bytes().replace(b"Traplift", b"Traptrap"))


def _vervangen(drop: Path) -> None:
    _anders(drop, _een(drop).read_bytes()[:-20])


def _gekoppeld(drop: Path) -> None:
    file = _een(drop)
    file.rename(file.with_suffix(".echt"))
    file.symlink_to("/etc/passwd")


def _breekt(_: Path) -> None:
    raise Breek


_DADEN: list[tuple[str, Daad, Verwacht]] = [
    ("de set groeit", _groeit, weiger("B-0134")),
    ("de set krimpt", lambda drop: os.truncate(_een(drop), 9_000), weiger("B-0134")),
    ("de set wordt leeg", lambda drop: os.truncate(_een(drop), 0), weiger("B-0134")),
    ("de set wordt herschreven", _herschreven, weiger("B-0134")),
    ("een kortere set in de plaats", _vervangen, weiger("B-0134")),
    ("hernoemd", lambda drop: _een(drop).rename(drop / "wmo.klaar"), weiger("B-0135")),
    ("gewist", lambda drop: _een(drop).unlink(), weiger("B-0135")),
    ("het wordt een koppeling", _gekoppeld, weiger("B-0134")),
    ("de verbinding breekt", _breekt, weiger("B-0209")),
]

_DELEN_TIJDENS: list[tuple[str, int, Daad, Verwacht]] = [
    ("deel 2 verdwijnt", 16_000, lambda drop: _een(drop, "_2_laatste").unlink(), weiger("B-0135")),
    (
        "deel 2 wordt korter",
        16_000,
        lambda drop: os.truncate(_een(drop, "_2_laatste"), 4_000),
        weiger("B-0134"),
    ),
    (
        "deel 2 wordt een andere set",
        16_000,
        lambda drop: _anders(drop, _een(drop, "_1").read_bytes(), "_2_laatste"),
        weiger("B-0134"),
    ),
    ("deel 1 verdwijnt na het lezen", 235_000, lambda drop: _een(drop, "_1").unlink(), _GOED),
    ("de verbinding breekt in deel 2", 235_000, _breekt, weiger("B-0209")),
    (
        "er komt een deel 3 bij",
        16_000,
        lambda drop: _een(drop, "_1").with_name("wmo-set-9999_3.xml").write_bytes(b"x"),
        _GOED,
    ),
]


# -- what lies there -------------------------------------------------------------------------------


def _tot(merk: bytes) -> Callable[[Zet], Bestanden]:
    def make(turn: Zet) -> Bestanden:
        whole = turn.als_set(_berichten(turn))
        return {"": whole[: whole.rindex(merk)]}

    return make


def _byte(deel: float) -> Callable[[Zet], Bestanden]:
    def make(turn: Zet) -> Bestanden:
        whole = turn.als_set(_berichten(turn))
        return {"": whole[: int(len(whole) * deel)]}

    return make


_AFGEBROKEN: list[tuple[str, Callable[[Zet], Bestanden], Verwacht]] = [
    ("halverwege", _byte(0.5), weiger("B-0603")),
    ("na een kwart", _byte(0.25), weiger("B-0603")),
    ("op het laatste blok", lambda t: {"": _heel(t)[""][:65_536]}, weiger("B-0603")),
    ("een byte te kort", lambda t: {"": _heel(t)[""].rstrip()[:-1]}, weiger("B-0603")),
    ("voor het laatste bericht", _tot(b"<ZKN:zakLk01>"), weiger("B-0603")),
    ("voor het eind van de set", _tot(b"</StUF:StUF-berichtenSet>"), weiger("B-0603")),
    (
        "deel 1 afgebroken, deel 2 heel",
        lambda t: {"_1": _deel(t, 0, 30)[:-400], "_2_laatste": _deel(t, 30)},
        weiger("B-0603"),
    ),
    (
        "deel 1 heel, deel 2 afgebroken",
        lambda t: {"_1": _deel(t, 0, 30), "_2_laatste": _deel(t, 30)[:-400]},
        weiger("B-0603"),
    ),
    ("NUL's waar bytes nog komen", lambda t: {"": _gat(_heel(t)[""])}, weiger("B-0603")),
]


def _gat(data: bytes) -> bytes:
    """Leave a hole, as a copy does that reserved its size first."""
    half = len(data) // 2
    return data[:half] + bytes(4_096) + data[half + 4_096 :]


_DELEN: list[tuple[str, Callable[[Zet], Bestanden], Verwacht]] = [
    ("twee delen", _twee, _GOED),
    ("het laatste deel ontbreekt", _delen(_1=(0, 30), _2=(30, 99)), weiger("B-0601")),
    ("het eerste deel ontbreekt", _delen(_2_laatste=(0, 99)), weiger("B-0601")),
    ("deel 2 van 3 ontbreekt", _delen(_1=(0, 30), _3_laatste=(30, 99)), weiger("B-0601")),
    ("de delen verwisseld", _delen(_1=(30, 99), _2_laatste=(0, 30)), weiger("B-0609")),
    (
        "twee bestanden voor deel 2",
        _delen(_1=(0, 30), _2=(30, 99), _2_laatste=(30, 99)),
        weiger("B-0602"),
    ),
    (
        "een hele set, en een set waarvan een deel ontbreekt",
        lambda t: {"": _deel(t, 0, 30), "b_1": _deel(t, 30)},
        verteld("B-0601", klaargezet=1, geen_ongeval=29),
    ),
    ("een leeg laatste deel", lambda t: {"_1": _deel(t, 0), "_2_laatste": b""}, weiger("B-0603")),
    ("een laatste deel zonder berichten", _delen(_1=(0, 99), _2_laatste=(99, 99)), _GOED),
]


def _ernaast(naam: str, doe: Daad) -> Daad:
    return lambda drop: doe(drop / naam)


def _wordt_koppeling(doel: str) -> Daad:
    """Let the name of the set be a link; the set itself lies beside it, under another name."""

    def do(drop: Path) -> None:
        file = _een(drop)
        file.rename(drop / "echt.bin")
        file.symlink_to(doel)

    return do


def _vol(aantal: int, naam: str) -> Daad:
    def do(drop: Path) -> None:
        for number in range(aantal):
            (drop / naam.format(number)).touch()

    return do


def _leeg(drop: Path) -> None:
    _een(drop).unlink()


_STAAT: list[tuple[str, Daad, Verwacht]] = [
    ("niets bijzonders", lambda _: None, _GOED),
    ("niets", _leeg, geen_levering()),
    ("een koppeling naar de set", _wordt_koppeling("echt.bin"), weiger("B-0133")),
    ("een koppeling naar buiten", _wordt_koppeling("../../../../etc/passwd"), weiger("B-0133")),
    ("een koppeling naar niets", _wordt_koppeling("nergens"), weiger("B-0133")),
    ("een koppeling naar zichzelf", _wordt_koppeling("kring.xml"), weiger("B-0133")),
    (
        "een koppeling naast de set",
        _ernaast("wmo-a.xml", lambda path: path.symlink_to("/etc/passwd")),
        _GOED,
    ),
    ("een map naast de set", _ernaast("wmo-a.xml", Path.mkdir), _GOED),
    ("een pijp naast de set", _ernaast("wmo-a.xml", os.mkfifo), _GOED),
    ("10.000 andere namen", _vol(10_000, "log-{:05}.txt"), _GOED),
    ("10.000 lege sets ernaast", _vol(10_000, "a-leeg-{:05}.xml"), weiger("B-0603", "B-0605")),
    ("10.000 lege delen zonder het laatste", _vol(9_999, "wmo-groot_{:04}.xml"), weiger("B-0603")),
]


def _heet(naam: str) -> Daad:
    """Give the set this name."""
    return lambda drop: _een(drop).rename(drop / naam)


_NAMEN: list[tuple[str, Verwacht]] = [
    ("..xml", _GOED),
    (".xml", _GOED),
    ("-rf.xml", _GOED),
    ("..\\..\\wmo.xml", _GOED),
    ("%2e%2e%2fwmo.xml", _GOED),
    ("$(id).xml", _GOED),
    ("een naam met spaties.xml", _GOED),
    ("ongeval é.xml", _GOED),
    ("x" * 251 + ".xml", _GOED),
    ("\x1b[2J.xml", weiger("B-0139")),
    ("regel\neinde.xml", weiger("B-0139")),
    ("\u202elmx.xml", weiger("B-0139")),
    ("\udcff.xml", weiger("B-0139")),
    ("wmo-set.XML", geen_levering()),
    ("wmo-set.xml.part", geen_levering()),
]

_LIJST: list[tuple[str, Verwacht]] = [
    ("../wmo.xml", _GOED),
    ("/etc/wmo.xml", _GOED),
    ("sub/wmo.xml", _GOED),
    ("..", _GOED),
    ("", _GOED),
    ("spook.xml", weiger("B-0135")),
    ("wmo-spook_1.xml", weiger("B-0135")),
]

_LEUGENS: list[tuple[str, Maak, Verwacht]] = [
    ("10.000 namen in de lijst", crowded(10_000), _GOED),
    ("zegt: een byte meer", partial(Omvang, lambda n: n + 1), weiger("B-0134")),
    ("zegt: een byte minder", partial(Omvang, lambda n: n - 1), _GOED),
    ("zegt: de helft", partial(Omvang, lambda n: n // 2), weiger("B-0603")),
    ("zegt: niets", partial(Omvang, lambda n: 0), weiger("B-0603", "B-0605")),
    ("geeft niets", partial(Antwoordt, lambda b: b""), weiger("B-0134")),
    ("geeft NUL's", partial(Antwoordt, lambda b: b"\0" * len(b)), weiger("B-0603", "B-0328")),
    ("geeft steeds de helft", partial(Antwoordt, lambda b: b[: max(1, len(b) // 2)]), _GOED),
]
