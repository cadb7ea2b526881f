"""Times how soon a service delivers again: after its own death, and after that of another machine.

    .venv/bin/python -P bench/herstart.py            # five times each

The service is `serve`, started as installed, with a backend that takes each melding over TLS. It is
killed (SIGKILL) after its third delivery. Another machine that died shows in the ledger alone: it
holds every row, and nobody here can see whether it lives.
"""

import argparse
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pipeline.deliver import CLAIM_SECONDS  # noqa: E402 - the path comes first
from tests.faults.proefbank import Geval, Proefbank, proefbank  # noqa: E402
from tests.nemesis.wereld import plek  # noqa: E402


def main() -> None:
    """Measure both, and tell each time and the longest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keer", type=int, default=5)
    given = parser.parse_args()
    with plek() as folder, proefbank(folder) as bank:
        for name, measure in (("zelf gedood", _zelf), ("elders gedood", _elders)):
            found = [measure(bank) for _ in range(given.keer)]
            each = " ".join(f"{seconds:.1f}" for seconds in found)
            print(f"{name:<14} {each} s; langst {max(found):.1f} s", flush=True)


def _zelf(bank: Proefbank) -> float:
    geval = bank.geval("achterstand")
    with _dienst(geval) as service:
        _tot(lambda: _aangeboden(bank) >= 3)
        service.send_signal(signal.SIGKILL)
        service.wait()
    # What was on its way when it died may still come in.
    time.sleep(0.5)
    before, began = _aangeboden(bank), time.monotonic()
    with _dienst(geval):
        _tot(lambda: _aangeboden(bank) > before)
        gone = time.monotonic() - began
    bank.klaar_met(geval)
    return gone


def _elders(bank: Proefbank) -> float:
    geval = bank.geval("achterstand")
    until = datetime.now(UTC) + timedelta(seconds=CLAIM_SECONDS)
    held = ("elders:1:1:elders", f"{until:%Y-%m-%dT%H:%M:%S.%f}Z", "0001-01-01T00:00:00.000000Z")
    with closing(sqlite3.connect(geval.ledger)) as conn, conn:
        conn.execute("UPDATE outbox SET houder = ?, claim_tot = ?, volgende_poging = ?", held)
        conn.execute("UPDATE zekering SET open_tot = NULL")
        rows = {row[0] for row in conn.execute("SELECT referentie FROM outbox")}
    began = time.monotonic()
    with _dienst(geval):
        _tot(lambda: rows <= {one.referentie for one in bank.server.achterkant.geschiedenis})
        gone = time.monotonic() - began
    bank.klaar_met(geval)
    return gone


@contextmanager
def _dienst(geval: Geval) -> Iterator["subprocess.Popen[bytes]"]:
    words = [sys.executable, "-P", "-m", "console.cli", "serve", "--config"]
    with (geval.map / "log").open("ab") as log:
        service = subprocess.Popen(
            [*words, str(geval.map / "config")],
            stdout=log,
            stderr=log,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
    try:
        yield service
    finally:
        service.kill()
        service.wait()


def _aangeboden(bank: Proefbank) -> int:
    return len(bank.server.achterkant.geschiedenis)


def _tot(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 180
    while not true():
        if time.monotonic() > ends:
            raise TimeoutError
        time.sleep(0.02)


if __name__ == "__main__":
    main()
