"""A release can be made anew by whoever has the source, and comes out the same to the byte."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.tools.gemeente import ROOT
from tests.tools.needs import missing


def bron() -> list[str]:
    """Name every file of the source, as git knows them."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        missing("git", "this is no working copy")
    done = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = done.stdout.decode().split("\0")[:-1]
    return [name for name in names if (ROOT / name).is_file()]


def gebouwd(folder: Path, moment: int, umask: int) -> Path:
    """Copy the source to a folder, as if it was checked out then, and make the wheel of it."""
    for name in bron():
        there = folder / "src" / name
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, there)
        os.utime(there, (moment, moment))
    done = subprocess.run(
        [sys.executable, "-P", "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "uit"],
        cwd=folder / "src",
        capture_output=True,
        umask=umask,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = (folder / "uit").iterdir()
    return wheel


@pytest.mark.timeout(200)
def test_two_builds_in_other_places_at_other_times_are_equal_to_the_byte(tmp_path: Path) -> None:
    first = gebouwd(tmp_path / "hier", 1_700_000_000, 0o022)
    other = gebouwd(tmp_path / "een" / "ander", 1_790_000_000, 0o077)

    assert first.name == other.name
    assert first.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(first) as wheel:
        rooms = {name.partition("/")[0] for name in wheel.namelist()}
    assert {"console", "ledger", "regres", "scheduler.py"} <= rooms
    assert not rooms & {"tests", "bench", "docs", "requirements", "start.py"}
