"""The units for systemd: one sandbox, judged by systemd itself."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from settings.systemd import units
from tests.tools.needs import missing

#: What docs/handboek/dienst.md promises; systemd counts in tenths, 0 is shut and 10 is open.
HOOGSTENS = 1.2
SERVICES = ("regresbrug.service", "regresbrug-beurt.service")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in units(tmp_path / "config").items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", SERVICES)
def test_the_sandbox_scores_what_the_handbook_says(folder: Path, name: str) -> None:
    program = shutil.which("systemd-analyze") or missing("systemd", "there is no systemd-analyze")
    done = subprocess.run(
        [program, "security", "--offline=yes", "--no-pager", str(folder / name)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    found = re.search(r"exposure level for \S+: ([0-9.]+)", done.stdout)

    assert found is not None, done.stderr
    assert float(found[1]) <= HOOGSTENS


def test_the_handbook_tells_the_score() -> None:
    page = Path(__file__).parents[3] / "docs" / "handboek" / "dienst.md"
    assert str(HOOGSTENS).replace(".", ",") in page.read_text(encoding="utf-8")


def test_both_ways_of_running_have_the_same_sandbox(folder: Path) -> None:
    bodies = [(folder / name).read_text(encoding="utf-8") for name in SERVICES]
    fenced = [
        re.findall(r"(?m)^(?:Protect|Restrict|System|Private|Cap|No|Lock).*$", b) for b in bodies
    ]
    assert fenced[0] == fenced[1]
    assert len(fenced[0]) > 20


def test_the_ledger_may_be_written_and_the_configuration_may_not(folder: Path) -> None:
    text = (folder / "regresbrug.service").read_text(encoding="utf-8")
    assert f"ReadWritePaths={folder}\n" in text
    assert f"ReadOnlyPaths={folder / 'config'}\n" in text
    assert "LimitCORE=0\n" in text


def test_a_timer_starts_what_is_due_every_quarter_and_what_was_missed(folder: Path) -> None:
    timer = (folder / "regresbrug-beurt.timer").read_text(encoding="utf-8")
    assert "OnCalendar=*:0/15\n" in timer
    assert "Persistent=yes\n" in timer
    service = (folder / "regresbrug-beurt.service").read_text(encoding="utf-8")
    assert "serve --once-due --config" in service
    assert "[Install]" not in service
