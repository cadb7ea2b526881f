"""What a process holds in memory is shut off; that every command does so stands in tests/canary."""

import subprocess
import sys

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
