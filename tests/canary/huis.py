"""A municipality whose every process is watched, and a search through all that is left of it."""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.canary.bewaking import Gezien, Kijker, Mappenwacht
from tests.canary.mensen import RIJEN, ZAKEN, speurder
from tests.tools.gemeente import ROOT
from tests.tools.keten import Keten, loket_draait, sftp_draait, stuf_draait
from tests.tools.loket import Huis as Loket
from tests.tools.speurder import Speurder, Vondst

#: Seconds that a process may take; a machine that does other work too is slow.
_GEDULD = 240.0
#: Gives a process limits before it begins: a core dump may be as large as it likes.
_START = "ulimit -c unlimited; {limits} exec {command}"


@dataclass(frozen=True)
class Afloop:
    """How a process ended, and what it said; `opdracht` is what it was called with."""

    code: int
    uit: bytes = field(repr=False)
    fout: bytes = field(repr=False)
    gezien: Gezien = field(repr=False)
    #: The kernel says that it wrote a core dump.
    gedumpt: bool
    opdracht: str = field(default="", repr=False)


@dataclass(frozen=True)
class Prooi:
    """Which process dies: of which signal, so many seconds after so many lines on stderr.

    regel   0 = counted from its begin: for commands that say little
    """

    regel: int
    signaal: signal.Signals
    daarna: float = 0.0

    @property
    def op_tijd(self) -> bool:
        """Tell whether it dies so many seconds after it began, whatever it said."""
        return self.regel == 0


class Huis:
    """One municipality on disk, three servers, and all that processes leave behind.

    What a source is asked is not searched: StUF wants the last object back with each next page.

    gevonden   what was found where it may not be: medium -> values
    voor_mens  bytes that were shown to a person who asked for them with his own key; not searched
    geplant    files with values that the test itself wrote; not searched
    """

    def __init__(self, folder: Path, speurt: Speurder) -> None:
        self.keten = Keten(folder / "gemeente")
        self.speurder = speurt
        self.gevonden: dict[str, set[Vondst]] = {}
        self.onverwacht: list[str] = []
        self.processen = 0
        self.gedumpt = 0
        self.voor_mens = b""
        self.loket: Loket | None = None
        self.geplant: set[Path] = set()
        self.geduld = _GEDULD
        self._folder = folder
        # Where a process may be tempted to write: its temp folder, home, cache and where it stands.
        self.verboden = [folder / name for name in ("tmp", "thuis", "hier")]
        self._wacht = Mappenwacht(self.verboden)

    # -- processes

    def geef(
        self,
        *woorden: str | Path,
        prooi: Prooi | None = None,
        limieten: str = "",
        voor_mens: bool = False,
        stdin: bytes = b"",
    ) -> Afloop:
        """Give a command as a process of its own."""
        without = ("init", "assess", "loket")
        config = () if woorden[0] in without else ("--config", self.keten.config)
        words = ("-P", "-m", "console.cli", *woorden, *config)
        return self.vreemd(*words, prooi=prooi, limieten=limieten, voor_mens=voor_mens, stdin=stdin)

    def vreemd(
        self,
        *woorden: str | Path,
        prooi: Prooi | None = None,
        limieten: str = "",
        voor_mens: bool = False,
        omgeving: dict[str, str] | None = None,
        stdin: bytes = b"",
    ) -> Afloop:
        """Run Python with these words and watch it; what it leaves is searched at once."""
        command = shlex.join([sys.executable, *map(str, woorden)])
        process = subprocess.Popen(
            ["sh", "-c", _START.format(limits=limieten, command=command)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self._folder / "hier",
            env=self._omgeving() | (omgeving or {}),
        )
        with Kijker(process.pid, [self._folder]) as kijker:
            _typ(process, stdin)
            uit, fout, dumped = _follow(process, prooi, self.geduld)
        said = shlex.join(map(str, woorden[3:5]))
        done = Afloop(process.returncode, uit, fout, kijker.gezien, dumped, said)
        self.processen += 1
        self.gedumpt += dumped
        if voor_mens:
            self.voor_mens += uit
        self._doorzoek(done, voor_mens)
        return done

    def _omgeving(self) -> dict[str, str]:
        tmp, home, _ = (str(folder) for folder in self.verboden)
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": tmp,
            "SQLITE_TMPDIR": tmp,
            "HOME": home,
            "XDG_CACHE_HOME": home,
        }

    # -- searching

    def _doorzoek(self, done: Afloop, voor_mens: bool) -> None:
        """Search what one process left; what is found stays in `gevonden`."""
        seen = done.gezien
        if not voor_mens:
            self.noteer("stdout", done.uit)
        self.noteer("stderr en log", done.fout)
        for medium, pieces in (
            ("argumenten", seen.argumenten),
            ("omgeving", seen.omgeving),
            ("http", seen.http),
        ):
            for piece in pieces:
                self.noteer(medium, piece)
        for name, data in seen.open.items():
            self.onverwacht.append(f"open: {name}")
            self.noteer("open bestanden", data)
        for name in self._wacht.namen():
            self.onverwacht.append(name)
            self.noteer("namen", name.encode())
        self.doorzoek_bestanden()

    def doorzoek_bestanden(self) -> None:
        """Search every file of the house but the municipality's own export and its werklijst."""
        for path in sorted(self._folder.rglob("*")):
            own = {"export", "werklijst"} & set(path.relative_to(self._folder).parts[:-1])
            if path.is_file() and not own and path not in self.geplant:
                for medium, hits in self.speurder.in_bestand(path).items():
                    self._noteer(medium, hits)

    def noteer(self, medium: str, data: bytes) -> None:
        """Search bytes that were seen somewhere."""
        self._noteer(medium, self.speurder.in_bytes(data, medium))

    def _noteer(self, medium: str, hits: set[Vondst]) -> None:
        if hits:
            self.gevonden.setdefault(medium, set()).update(hits)

    def close(self) -> None:
        """Stop watching."""
        self._wacht.close()


def _typ(process: "subprocess.Popen[bytes]", stdin: bytes) -> None:
    """Give a process what a person types, through a pipe: not by an argument, not by a file."""
    assert process.stdin
    with contextlib.suppress(BrokenPipeError), process.stdin as pipe:
        pipe.write(stdin)


def _follow(
    process: "subprocess.Popen[bytes]", prooi: Prooi | None, geduld: float
) -> tuple[bytes, bytes, bool]:
    """Read what a process says until it ends, or kill it; gives that, and whether it was dumped."""
    assert process.stdout and process.stderr
    out: list[bytes] = []
    reader = threading.Thread(target=lambda pipe: out.append(pipe.read()), args=(process.stdout,))
    reader.start()
    alarm = threading.Timer(geduld, process.kill)
    alarm.start()
    death = _doodsklok(process.pid, prooi)
    err = b"".join(_lines(process.stderr, process.pid, prooi))
    ended = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    alarm.cancel()
    death.cancel()
    reader.join()
    process.wait()
    process.stdout.close()
    process.stderr.close()
    return out[0], err, bool(ended and ended.si_code == os.CLD_DUMPED)


def _lines(stderr: IO[bytes], pid: int, prooi: Prooi | None) -> Iterator[bytes]:
    for number, line in enumerate(stderr, 1):
        if prooi and number == prooi.regel:
            time.sleep(prooi.daarna)
            _dood(pid, prooi)
        yield line


def _doodsklok(pid: int, prooi: Prooi | None) -> threading.Timer:
    """Give a clock that kills at its time; one that never rings for who dies at a line."""
    if prooi is None or not prooi.op_tijd:
        return threading.Timer(0, str)
    clock = threading.Timer(prooi.daarna, _dood, (pid, prooi))
    clock.start()
    return clock


def _dood(pid: int, prooi: Prooi) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, prooi.signaal)


@contextlib.contextmanager
def huis(folder: Path, speurt: Speurder | None = None) -> Iterator[Huis]:
    """Give a house that delivers into a folder, and reads an export from another."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Huis(folder, speurt or speurder())
    try:
        keten = made.keten
        keten.gemeente.dienst["log"] = "DEBUG"
        keten.gemeente.gemeente["rem"] = {"nieuw": 5000, "aandeel": 1.0, "waarom": "toets"}
        keten.gemeente.levering(RIJEN)
        keten.schrijf()
        yield made
    finally:
        made.close()


@contextlib.contextmanager
def volle_keten(folder: Path, speurt: Speurder | None = None) -> Iterator[Huis]:
    """Give a house with everything real: export over SFTP, zaken over StUF, a loket over TLS."""
    with (
        huis(folder, speurt) as made,
        loket_draait(folder / "loket") as loket,
        sftp_draait(made.keten.folder / "export") as sftp,
        stuf_draait(ZAKEN) as stuf,
    ):
        made.loket = loket
        made.keten.met_loket(loket)
        made.keten.met_sftp(sftp)
        made.keten.met_stuf(stuf.url, True, per_pagina=9)
        yield made
