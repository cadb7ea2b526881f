"""The peers' own environments: each from its hashed lock, so that none changes ours.

`bench/peers/NAME.in` says what a peer needs, `NAME.txt` is the lock. An environment is made once
and again when its lock changes. Standard library only: it is imported by what measures.
"""

import subprocess
import sys
import venv
from hashlib import sha256
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PEERS: Final = ROOT / "bench" / "peers"
#: Ignored by git, and by everything that walks over the checkout.
PLAATS: Final = ROOT / ".cache" / "bench"


class NietTeMaken(Exception):
    """A peer cannot be installed: nothing is measured, for a table without it would mislead."""


def omgeving(naam: str) -> Path:
    """Give the Python of a peer, installed when it was not.

    Raises NietTeMaken with the name of the peer and the last lines of the installer.
    """
    lock, target = PEERS / f"{naam}.txt", PLAATS / naam
    python, stamp = target / "bin" / "python", target / "lock.sha256"
    wanted = sha256(lock.read_bytes()).hexdigest()
    if not python.exists() or not stamp.exists() or stamp.read_text() != wanted:
        print(f"installing the environment of {naam} ...", file=sys.stderr, flush=True)
        venv.EnvBuilder(clear=True, with_pip=False, symlinks=True).create(target)
        _installeer(naam, python, lock)
        stamp.write_text(wanted)
    return python


def _installeer(naam: str, python: Path, lock: Path) -> None:
    # The pip of whoever runs this, into the other environment: that one needs no pip of its own.
    pip = [*_pip(), "--python", str(python), "--disable-pip-version-check", "install", "--quiet"]
    done = subprocess.run(
        [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise NietTeMaken(f"{naam}: {done.stderr.strip()[-2000:]}")


def _pip() -> list[str]:
    """Find a pip: of this Python, or of the machine's (`start.py` puts none into .venv)."""
    for python in (sys.executable, "python3"):
        found = subprocess.run([python, "-m", "pip", "--version"], capture_output=True)
        if found.returncode == 0:
            return [python, "-m", "pip"]
    raise NietTeMaken("no pip: python3 -m pip does not run")
