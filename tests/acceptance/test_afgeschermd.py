"""A night as a user without any right, where no file may change but those of its own house.

What systemd's sandbox promises (settings/systemd.py), done by the same means of the kernel: a user
of its own, no capability, no way to get one, everything read-only but one folder.
"""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.canary.netwerk import poorten
from tests.tools.keten import Keten, omgeving, vers
from tests.tools.needs import missing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")

_DICHT = """\
mount --bind "$1" "$1" && mount -o remount,bind,ro / || exit 99
shift
exec unshare --user --map-user=4711 --map-group=4711 \
    setpriv --no-new-privs --bounding-set=-all "$@"
"""
_BEWIJS = """\
import os, pathlib, sys
lines = pathlib.Path("/proc/self/status").read_text().splitlines()
print(os.getuid(), *(line.split()[1] for line in lines if line[:4] in ("CapE", "NoNe")))
try:
    pathlib.Path(sys.argv[1]).write_text("x")
except OSError as error:
    print(error.strerror)
"""


def opdracht(keten: Keten, *woorden: str | Path) -> list[str | Path]:
    """Give a command line that shuts a process in with only the house of this municipality."""
    for tool in ("unshare", "setpriv", "mount"):
        if shutil.which(tool) is None:
            missing(tool, "it is not there")
    shut = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", _DICHT, "sh"]
    return [*shut, keten.folder, sys.executable, "-P", *woorden]


@pytest.fixture
def keten(tmp_path: Path) -> Iterator[Keten]:
    made = Keten(tmp_path / "huis")
    made.gemeente.dienst["log"] = "INFO"
    made.schrijf()
    proof = tmp_path / "bewijs.py"
    proof.write_text(_BEWIJS)
    outside = tmp_path / "buiten.txt"
    done = subprocess.run(opdracht(made, proof, outside), capture_output=True, text=True)
    if "Operation not permitted" in done.stderr:
        missing("unshare", "this machine lets nobody make a namespace")
    # The cage itself is shut: else what follows would prove nothing.
    assert done.stdout.split("\n")[:2] == ["4711 0000000000000000 1", "Read-only file system"], done
    assert not outside.exists()
    yield made


def test_a_night_needs_no_right_and_writes_only_in_its_own_house(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2, "O"), vers(3)])
    words = ("-m", "console.cli", "run", "--format", "jsonl", "--config", keten.config)

    done = subprocess.run(
        opdracht(keten, *words), capture_output=True, text=True, env=omgeving(), timeout=120
    )

    assert done.returncode == 1, done.stderr
    assert len(keten.gemeente.bezorgd) == 1
    assert (keten.folder / "regresbrug.db").is_file()


def test_the_service_listens_nowhere_unless_it_is_asked_to(keten: Keten) -> None:
    """And then on this computer only."""
    words = ("-m", "console.cli", "serve", "--config", keten.config)
    for block, count in ((None, 0), ({"poort": 0}, 1)):
        if block:
            keten.gemeente.dienst["bewaking"] = block
            keten.schrijf()
        with subprocess.Popen(
            opdracht(keten, *words), stderr=subprocess.PIPE, text=True, env=omgeving()
        ) as process:
            assert process.stderr
            # Said when all is ready and it waits for turns.
            begun = any("dienst_begint" in line for line in process.stderr)
            found = poorten([process.pid])
            process.send_signal(signal.SIGTERM)
            process.stderr.read()
        assert begun
        assert list(found.values()) == [False] * count
