"""What a process holds in memory is shut off; that every command does so stands in tests/canary."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.gemeente import ROOT
from tests.tools.keten import omgeving

TOESTAND = (
    "import ctypes, resource\n"
    "from console.geheugen import forbid_core_dumps\n"
    "print(forbid_core_dumps(), resource.getrlimit(resource.RLIMIT_CORE), "
    "ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
)


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_a_process_can_be_dumped_nowhere_and_its_memory_not_be_read() -> None:
    told = subprocess.run(
        ["sh", "-c", 'ulimit -c unlimited; exec "$0" "$@"', sys.executable, "-P", "-c", TOESTAND],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
        cwd=ROOT,
        env=omgeving(),
    )

    assert told.stdout == "True (0, 0) 0\n"


VREEMD = (
    "import sys; sys.path.append(sys.argv[1])\n"
    "from console.geheugen import begin\n"
    "if sys.argv[2] == 'begin': begin()\n"
    "from pydantic.plugin._loader import get_plugins; print(list(get_plugins()))\n"
)


@pytest.mark.parametrize(("begin", "sees"), [("niet", "['kijkt mee']\n"), ("begin", "[]\n")])
def test_no_plugin_that_happens_to_be_installed_sees_what_is_validated(
    tmp_path: Path, begin: str, sees: str
) -> None:
    info = tmp_path / "vreemd-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: vreemd\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[pydantic]\nvreemd = vreemd:plugin\n")
    (tmp_path / "vreemd.py").write_text("plugin = 'kijkt mee'\n")

    told = subprocess.run(
        [sys.executable, "-P", "-c", VREEMD, str(tmp_path), begin],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
        cwd=ROOT,
        env=omgeving(),
    )

    assert told.stdout == sees
