"""What the README promises: from a clean clone, one command plays the demo; a second adds nothing.

This is the one test that leaves the machine: start.py installs the hashed lock, as it would for
anyone.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.needs import missing
from tests.tools.omgeving import teruggegeven

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    if not (ROOT / ".git").exists():
        missing("git", "this is no checkout that can be cloned")
    target = tmp_path / "a clean clone"
    command = ["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(target)]
    subprocess.run(command, check=True, capture_output=True)
    return target


def demo(clone: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "start.py", "demo", "--once", *words],
        cwd=clone,
        env=teruggegeven(dict(os.environ)),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def received(told: str) -> int:
    found = re.search(r"Bezorgd bij het Regresloket: (\d+) ontvangen, 0 geweigerd", told)
    assert found, told
    return int(found[1])


@pytest.mark.timeout(600)
def test_the_demo_plays_twice_from_a_clean_clone_and_delivers_once(clone: Path) -> None:
    first = demo(clone)
    again = demo(clone)

    assert received(first) >= 40
    assert "De hele keten werkte." in first
    assert received(again) == 0
    status = subprocess.run(
        ["git", "status", "--porcelain"],
        cwd=clone,
        check=True,
        capture_output=True,
        text=True,
    )
    assert status.stdout == ""
