"""The real service in the nights in which the Dutch clock is set; `faketime` sets the machine's."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.tools.gemeente import Gemeente, rij
from tests.tools.keten import omgeving
from tests.tools.needs import missing

#: What is logged of the turn itself: first comes the one of the night before, however late.
DE_BEURT = '"run": 2, "resultaat"'


def dienst(gemeente: Gemeente, begint: str, tot: str) -> str:
    """Let `serve` live from a moment (UTC) until it logs an event; gives what it logged."""
    # A clock that runs on by itself is not faked: Python waits by it.
    fake = ["faketime", "--exclude-monotonic", "-f", f"@{begint}"]
    command = [sys.executable, "-P", "-m", "console.cli", "serve", "--config", str(gemeente.config)]
    with subprocess.Popen(
        [*fake, *command],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=omgeving(TZ="UTC"),
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        ends, told = time.monotonic() + 60, ""
        for line in process.stderr:
            told += line
            if tot in line or time.monotonic() > ends:
                break
        # faketime waits for the service as its parent: both are told, and this ends with both.
        os.killpg(process.pid, signal.SIGTERM)
        return told + process.stderr.read()


def runs(gemeente: Gemeente) -> list[tuple[str, str]]:
    """Give the day of each run and the UTC minute in which it began."""
    with closing(sqlite3.connect(gemeente.settings().grootboekbestand)) as conn:
        rows = conn.execute("SELECT dag, begonnen FROM run ORDER BY id").fetchall()
    return [(dag, begonnen[11:16]) for dag, begonnen in rows]


@pytest.fixture
def gemeente(tmp_path: Path) -> Gemeente:
    if shutil.which("faketime") is None:
        missing("faketime", "it is not installed")
    made = Gemeente(tmp_path)
    made.dienst["log"] = "INFO"
    made.levering([rij(1), rij(2)])
    return made


def test_a_turn_in_the_hour_that_is_skipped_comes_right_after_it(gemeente: Gemeente) -> None:
    """At 02:00 by the configuration and the minutes of its municipality: then it is 03:00."""
    gemeente.gemeente["bronnen"]["export"]["tijd"] = "01:53"
    gemeente.schrijf()
    dienst(gemeente, "2027-03-28 00:59:50", DE_BEURT)

    assert [run for run in runs(gemeente) if run[0] == "2027-03-28"] == [("2027-03-28", "01:00")]


def test_a_turn_in_the_hour_that_comes_twice_comes_once(gemeente: Gemeente) -> None:
    gemeente.gemeente["bronnen"]["export"]["tijd"] = "02:20"
    gemeente.schrijf()
    dienst(gemeente, "2026-10-25 00:26:50", DE_BEURT)
    again = dienst(gemeente, "2026-10-25 01:26:50", '"2026-10-25T01:27')

    assert [run for run in runs(gemeente) if run[0] == "2026-10-25"] == [("2026-10-25", "00:27")]
    assert "beurt_al_gedraaid" in again
