"""One municipality whose server hangs and one whose server fails, in the real `serve`."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

from ledger import Ledger, OutboxStatus, Resultaat
from settings.shapes import DAGEN
from tests.tools.gemeente import GEMEENTE
from tests.tools.keten import Keten, omgeving, sftp_draait, vandaag, vers
from tests.tools.mailserver import vrije_poort


def tot(waar: Callable[[], bool], seconden: float = 20) -> float:
    """Wait until something is so; gives how long that took."""
    begin = time.monotonic()
    while not waar():
        assert time.monotonic() - begin < seconden
        time.sleep(0.02)
    return time.monotonic() - begin


def gemeente(keten: Keten, code: str) -> None:
    """Let what is written next be another municipality, with a key of its own."""
    keten.gemeente.geheim(f"{code}.key", os.urandom(32).hex())
    keten.gemeente.gemeente = deepcopy(GEMEENTE) | {
        "gemeentecode": code,
        "naam": f"Proef {code}",
        "sleutels": {1: f"secret://file/./geheim/{code}.key"},
    }


def test_who_hangs_and_who_fails_keep_the_third_neither_from_reading_nor_from_delivering(
    tmp_path: Path,
) -> None:
    keten = Keten(tmp_path)
    keten.gemeente.levering([vers(1, "J"), vers(2)])
    elsewhere = {"dag": DAGEN[(vandaag().weekday() + 3) % 7]}
    with (
        sftp_draait(tmp_path / "export") as healthy,
        socket.create_server(("127.0.0.1", 0)) as silent,
    ):
        address = f"https://localhost:{silent.getsockname()[1]}/vraag"
        keten.met_stuf(address, rondgang=elsewhere)
        gemeente(keten, "9902")
        keten.met_stuf(f"https://localhost:{vrije_poort()}/vraag", rondgang=elsewhere)
        gemeente(keten, "9903")
        keten.met_sftp(healthy)

        command = [
            sys.executable,
            "-P",
            "-m",
            "console.cli",
            "serve",
            "--config",
            str(keten.config),
        ]
        with (
            Ledger.open(keten.gemeente.settings().grootboek) as ledger,
            subprocess.Popen(command, stderr=subprocess.DEVNULL, env=omgeving()) as process,
        ):
            try:
                tot(lambda: bool(ledger.runs("9901")))
                read = tot(lambda: bool(_klaar(ledger, "9903")))
                tot(lambda: ledger.outbox_counts("9903").get(OutboxStatus.ONTVANGEN) == 1)
                tot(lambda: bool(_klaar(ledger, "9902")))

                assert read < 5
                assert _klaar(ledger, "9902") == [Resultaat.MISLUKT]
                assert _klaar(ledger, "9901") == []
                assert len(ledger.runs("9901")) == 1
            finally:
                # How it ends in order while a server hangs, tests/unit/test_scheduler.py tells.
                process.send_signal(signal.SIGKILL)


def _klaar(ledger: Ledger, code: str) -> list[Resultaat]:
    return [row.resultaat for row in ledger.runs(code) if row.resultaat is not None]
