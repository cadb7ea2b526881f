"""Real processes of the product that start at once: forked from one that has imported everything.

    python -P -m tests.tools.kweker      # told what to do over stdin, one JSON object a line

A child runs one command of the command line, exactly as installed. It may be told to die at a named
place: a trace function in every thread watches for it, and the child sends itself SIGKILL (or
another signal) there. It may also be told to wait until a tracer has it.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
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
    sein     what it sends itself there: SIGSTOP lets it sleep until someone wakes it
    """

    bestand: str
    functie: str
    wat: str
    keer: int = 1
    sein: int = signal.SIGKILL

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
        self._kweker.vraag({"doe": "ga", "pid": self.pid})

    def klaar(self) -> Afloop:
        """Wait for its end, and bury it."""
        return Afloop(int(self._kweker.vraag({"doe": "wacht", "pid": self.pid})["code"]))

    def sein(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def slaapt(self) -> None:
        """Wait until it stopped itself."""
        ends = time.monotonic() + 60
        while self._stand() != "T":
            if self._stand() in ("Z", "") or time.monotonic() > ends:
                raise RuntimeError("it never came to where it should sleep")
            time.sleep(0.01)

    def _stand(self) -> str:
        try:
            text = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8")
        except OSError:
            return ""
        return text.rpartition(")")[2].split()[0]


class Kweker:
    """The process that forks; one question at a time, many children."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def vraag(self, what: dict[str, Any]) -> dict[str, Any]:
        """Ask one thing."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        return self.hoor()

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
        told = {"doe": "begin", "woorden": [str(word) for word in woorden], "log": str(log)}
        found = self.vraag(told | {"plek": asdict(plek) if plek else None})
        child = Kind(self, int(found["pid"]))
        if not wacht:
            child.ga()
        return child

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
    wachtend: dict[int, int] = {}
    levend: set[int] = set()
    for line in sys.stdin:
        out.write(json.dumps(_antwoord(json.loads(line), wachtend, levend, command)) + "\n")
    for child in levend:
        # Of a test that failed halfway: a service would go on forever.
        os.kill(child, signal.SIGKILL)


def _antwoord(
    told: dict[str, Any], wachtend: dict[int, int], levend: set[int], command: Any
) -> dict[str, Any]:
    """Do one thing.

    wachtend  what each child that has not begun listens to
    levend    who was not buried yet
    """
    match told["doe"]:
        case "begin":
            ga, begin = os.pipe()
            child = os.fork()
            if child == 0:
                os.close(begin)
                _leef(told, ga, command)
            os.close(ga)
            wachtend[child] = begin
            levend.add(child)
            return {"pid": child}
        case "ga":
            begin = wachtend.pop(told["pid"])
            os.write(begin, b"!")
            os.close(begin)
            return {}
        case _:
            _, status = os.waitpid(told["pid"], 0)
            levend.discard(told["pid"])
            return {"code": os.waitstatus_to_exitcode(status)}


def _leef(told: dict[str, Any], ga: int, command: Any) -> None:
    log = os.open(told["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANY, 0, 0, 0)
    os.read(ga, 1)
    if told["plek"]:
        trap = valstrik(Plek(**told["plek"]))
        threading.settrace(trap)
        sys.settrace(trap)
    code = 70
    try:
        code = command(told["woorden"])
    finally:
        sys.stdout.flush()
        os._exit(code)


def valstrik(plek: Plek) -> Callable[[FrameType, str, object], Any]:
    """Give a trace function that sends this process a signal at a place.

    It hears of every call there is, and follows only those of the function; a profile function
    would hear of every return and of C as well, and take three times as long.
    """
    function, file = plek.functie, str(ROOT / plek.bestand)
    left = plek.keer

    def geraakt() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), plek.sein)

    def einde(_: FrameType, event: str, __: object) -> Any:
        if event == "return":
            geraakt()
        return einde

    def look(frame: FrameType, _: str, __: object) -> Any:
        code = frame.f_code
        if code.co_name != function or code.co_filename != file:
            return None
        if plek.wat == "voor":
            geraakt()
            return None
        frame.f_trace_lines = False
        return einde

    return look


if __name__ == "__main__":
    main(sys.argv[1:])
