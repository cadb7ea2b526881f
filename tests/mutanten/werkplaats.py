"""A copy of the source in a temporary folder, in which a mutant is made and tested."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
#: Not the source: what tools keep, what was installed, and what grew by running.
NIET_MEE = (".git", ".venv", ".cache", ".hypothesis", "__pycache__", "var", "build", "dist")
#: Plugins were imported before pytest could rewrite their asserts, which it would warn of.
_PYTEST = (
    *("-q", "-x", "-p", "no:xdist", "--no-header", "--tb=short"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)
#: Tests that take more than this of a processor under a mutant have caught it.
SECONDEN = 60.0


class Uitslag(StrEnum):
    """What the tests said of a mutant."""

    GEDOOD = "gedood"
    TIJD = "te lang"
    OVERLEEFD = "overleefd"
    NIET_GERAAKT = "niet geraakt"
    ONBRUIKBAAR = "onbruikbaar"


class Werkplaats:
    """One copy and the process that tests in it; use it by `werkplaats()`, in one thread."""

    def __init__(self, folder: Path, process: "subprocess.Popen[str]") -> None:
        self.folder = folder
        self._process = process

    def draai(
        self, toetsen: Sequence[str], seconden: float = SECONDEN, *extra: str, schrijf: bool = False
    ) -> int | None:
        """Run tests on the copy as it stands; give pytest's exit code, or None when too late.

        seconden  of a processor; of the clock ten times as much
        schrijf  keep what Python compiles: only of a copy without a mutant
        """
        arguments = [*_PYTEST, f"--rootdir={self.folder}", *extra, *toetsen]
        asked = {"argumenten": arguments, "seconden": seconden, "schrijf": schrijf}
        _say(self._process.stdin, json.dumps(asked))
        answer = "" if self._process.stdout is None else self._process.stdout.readline()
        code: int | None = json.loads(answer)
        return code

    def uitvoer(self) -> str:
        """Give what pytest said last."""
        return (self.folder / ".cache/uitvoer.txt").read_text("utf-8", errors="replace")

    def beproef(
        self, bestand: str, tekst: str, toetsen: Sequence[str], seconden: float = SECONDEN
    ) -> Uitslag:
        """Put another text in the place of a file, run tests, and put it back as it was."""
        with self._anders(self.folder / bestand, tekst):
            code = self.draai(toetsen, seconden)
        return _uitslag(code)

    @contextmanager
    def _anders(self, path: Path, tekst: str) -> Iterator[None]:
        was, times = path.read_bytes(), path.stat()
        path.write_text(tekst, encoding="utf-8")
        try:
            yield
        finally:
            path.write_bytes(was)
            # What Python compiled of it before is known by this moment.
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


@contextmanager
def werkplaats(*vooraf: str) -> Iterator[Werkplaats]:
    """Copy the source and start what tests in it; nothing of it stays.

    vooraf  packages of ours to import once: none that a mistake is made in, or that import it
    """
    with tempfile.TemporaryDirectory(prefix="regresbrug-mutant-") as place:
        folder = Path(place) / "bron"
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NIET_MEE), symlinks=True)
        # Derandomised: what survives today also survives tomorrow.
        env = os.environ | {"PYTHONPATH": str(folder), "CI": "true", "TMPDIR": place}
        command = [sys.executable, "-P", "-m", "tests.mutanten.vork", *vooraf]
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command, cwd=folder, env=env, stdin=pipe, stdout=pipe, text=True
        ) as process:
            try:
                yield Werkplaats(folder, process)
            finally:
                # Not killed: it must end what it started.
                process.terminate()


def _say(pipe: IO[str] | None, line: str) -> None:
    if pipe is not None:
        pipe.write(line + "\n")
        pipe.flush()


def _uitslag(code: int | None) -> Uitslag:
    if code is None:
        return Uitslag.TIJD
    if code == 0:
        return Uitslag.OVERLEEFD
    # 5 = no test was found, 70 = pytest itself broke; else a test, a fixture or an import failed.
    return Uitslag.ONBRUIKBAAR if code in (5, 70) else Uitslag.GEDOOD
