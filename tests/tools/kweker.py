"""Real processes of the product that start at once: forked from one that has imported everything.

    python -P -m tests.tools.kweker      # told what to do over stdin, one JSON object a line

A child runs one command of the command line, exactly as installed. It may be told to die at a named
place: `sys.setprofile` watches for it, and the child sends itself SIGKILL there. It may also be
told to wait until a tracer has it.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_PR_SET_DUMPABLE, _PR_SET_PTRACER, _ANY = 4, 0x59616D61, ctypes.c_ulong(-1)


@dataclass(frozen=True, slots=True)
class Plek:
    """A place in the product: before or behind a function, the n-th time it is reached.

    bestand  "ledger/outbox.py"
    wat      "voor" or "na"
    """

    bestand: str
    functie: str
    wat: str
    keer: int = 1

    def __str__(self) -> str:
        return f"{self.wat} {self.bestand}:{self.functie} ({self.keer})"


@dataclass(frozen=True, slots=True)
class Afloop:
    """How a child ended: its exit code, or minus the signal that killed it."""

    code: int

    @property
    def gedood(self) -> bool:
        """Tell whether it was killed."""
        return self.code == -signal.SIGKILL


class Kind:
    """One child, that may still have to be told to begin."""

    def __init__(self, kweker: "Kweker", pid: int) -> None:
        self._kweker = kweker
        self.pid = pid

    def ga(self) -> None:
        """Let it begin."""
        self._kweker.zeg({"ga": True})

    def klaar(self) -> Afloop:
        """Wait for its end."""
        return Afloop(int(self._kweker.hoor()["code"]))


class Kweker:
    """The process that forks; one child at a time."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def zeg(self, what: dict[str, Any]) -> None:
        """Say one thing."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def hoor(self) -> dict[str, Any]:
        """Hear one thing."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the process that forks is gone")
        found: dict[str, Any] = json.loads(line)
        return found

    def begin(
        self,
        woorden: Sequence[str | Path],
        log: Path,
        plek: Plek | None = None,
        wacht: bool = False,
    ) -> Kind:
        """Start a child on a command; what it says goes to `log`."""
        told = {"woorden": [str(word) for word in woorden], "log": str(log), "wacht": wacht}
        self.zeg(told | {"plek": asdict(plek) if plek else None})
        return Kind(self, int(self.hoor()["pid"]))

    def doe(self, woorden: Sequence[str | Path], log: Path, plek: Plek | None = None) -> Afloop:
        """Run a command to its end."""
        return self.begin(woorden, log, plek).klaar()


@contextmanager
def kweker(warm: Sequence[str | Path]) -> Iterator[Kweker]:
    """Start it; `warm` is a command it runs once itself, so that children find all in memory."""
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "tests.tools.kweker", *map(str, warm)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    ) as process:
        made = Kweker(process)
        made.hoor()
        yield made
        assert process.stdin is not None
        process.stdin.close()


# -- on the other side -----------------------------------------------------------------------------


def main(warm: list[str]) -> None:
    """Import all, run once, and then fork on demand until stdin ends."""
    from console.cli import main as command

    out = os.fdopen(os.dup(1), "w", buffering=1)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    kept = os.dup(2)
    os.dup2(quiet, 2)
    command(warm)
    os.dup2(kept, 2)
    # What a command forbids its process, this one needs: whoever traces a child must get in.
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
    out.write(json.dumps({"klaar": True}) + "\n")
    for line in sys.stdin:
        _fork(json.loads(line), out, command)


def _fork(told: dict[str, Any], out: Any, command: Any) -> None:
    ga, begin = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(begin)
        _leef(told, ga, command)
    os.close(ga)
    out.write(json.dumps({"pid": child}) + "\n")
    if told["wacht"]:
        sys.stdin.readline()
    os.write(begin, b"!")
    os.close(begin)
    _, status = os.waitpid(child, 0)
    out.write(json.dumps({"code": os.waitstatus_to_exitcode(status)}) + "\n")


def _leef(told: dict[str, Any], ga: int, command: Any) -> None:
    log = os.open(told["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANY, 0, 0, 0)
    os.read(ga, 1)
    if told["plek"]:
        sys.setprofile(Valstrik(Plek(**told["plek"])))
    code = 70
    try:
        code = command(told["woorden"])
    finally:
        sys.stdout.flush()
        os._exit(code)


class Valstrik:
    """Kills this process at a place."""

    def __init__(self, plek: Plek) -> None:
        self._event = "call" if plek.wat == "voor" else "return"
        self._file = str(ROOT / plek.bestand)
        self._function = plek.functie
        self._left = plek.keer

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """Look at one call or return of a Python function."""
        code = frame.f_code
        if event != self._event or code.co_name != self._function:
            return
        if code.co_filename == self._file:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])
