"""Rounds: every lane once, in another order each time, by a meter that is smaller than them all."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.snel.banen import Baan, Tafel
from bench.snel.omgevingen import ROOT


class Mislukt(Exception):
    """A lane ended with an error: then there is no table."""


@dataclass(frozen=True, slots=True)
class Meting:
    """What one lane cost in one round: CPU (user + system) and wall in seconds, peaks in KiB.

    piek     of the lane alone
    imports  of it after its imports, where it told; 0 = not told
    """

    cpu: float
    wall: float
    piek: int
    imports: int
    verteld: dict[str, Any]


Ronde = dict[str, Meting]


@contextmanager
def meter() -> Iterator["subprocess.Popen[str]"]:
    """Start the meter."""
    script = str(Path(__file__).with_name("meter.py"))
    with subprocess.Popen(
        [sys.executable, "-I", "-S", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=_omgeving(),
    ) as running:
        yield running


def _omgeving() -> dict[str, str]:
    """Give what every lane sees of this shell: nobody phones home, nobody compiles for itself."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ
    }
    return kept | {
        "PYTHONPATH": str(ROOT),
        "RUNTIME__DLTHUB_TELEMETRY": "false",
        "RUNTIME__LOG_LEVEL": "ERROR",
        "SINGER_SDK_LOG_CONFIG": "",
    }


def rondes(tafel: Tafel, aantal: int, folder: Path) -> Iterator[Ronde]:
    """Run every lane `aantal` times."""
    with meter() as running:
        for number in range(aantal):
            place = folder / f"ronde-{number}"
            place.mkdir(parents=True)
            yield {
                baan.naam: _meet(running, baan, baan.begin(place))
                for baan in _volgorde(tafel.banen, number)
            }
            shutil.rmtree(place)


def _volgorde(banen: tuple[Baan, ...], number: int) -> list[Baan]:
    """Turn the lanes around by one each round, but let the second run follow the first."""
    loose = [baan for baan in banen if baan.naam != "weer"]
    turn = number % len(loose)
    order = loose[turn:] + loose[:turn]
    again = [baan for baan in banen if baan.naam == "weer"]
    at = next((place for place, baan in enumerate(order) if baan.naam == "run"), -1) + 1
    return order[:at] + again + order[at:]


def _meet(running: "subprocess.Popen[str]", baan: Baan, command: list[str]) -> Meting:
    if running.stdin is None or running.stdout is None:
        raise RuntimeError("the meter has no pipes")
    running.stdin.write(json.dumps({"command": command, "cwd": str(ROOT)}) + "\n")
    running.stdin.flush()
    found = json.loads(running.stdout.readline())
    if found["code"]:
        raise Mislukt(f"{baan.naam}: code {found['code']}\n{found['fout'][-3000:]}")
    told = _verteld(found["uit"]) | _verteld(found["fout"])
    piek = int(told.get("piek_kib", found["piek_kib"]))
    return Meting(found["cpu"], found["wall"], piek, int(told.get("imports_kib", 0)), told)


def _verteld(text: str) -> dict[str, Any]:
    """Take together what the lines of JSON among the output say."""
    found: dict[str, Any] = {}
    for line in text.splitlines():
        if line.startswith("{"):
            found |= json.loads(line)
    return found
