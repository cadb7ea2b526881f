"""Kill -9 at every statement: what a transaction of the ledger does is done whole or not at all."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ledger import Ledger, Resultaat
from tests.tools.ledgers import GEMEENTE, House, after, note, staged, url_of

ROOT = Path(__file__).parents[2]

Killed = Callable[[str], tuple[Path, list[str]]]

#: How many different states may be found: one more than the transactions that the work consists of.
STATES = {"stage": 2, "close": 2, "wait": 2, "recover": 2, "release": 2, "deliver": 3}


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    """Let a victim die at every moment of a piece of work; gives the copies in that order."""
    folders: dict[str, tuple[Path, list[str]]] = {}

    def everywhere(work: str) -> tuple[Path, list[str]]:
        if work not in folders:
            folder = tmp_path_factory.mktemp(work)
            copies = _kill(folder, work)
            folders[work] = folder, [str(moment) for moment in range(1, copies + 1)]
        return folders[work]

    return everywhere


def _kill(folder: Path, work: str) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "tests.tools.ledger_victim", str(folder), work],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=100,
    )
    return int(done.stdout)


def seen_in(folder: Path, name: str) -> tuple[Any, ...]:
    """Look at everything in a ledger that a run can change."""
    with Ledger.open(url_of(folder, name)) as ledger:
        seen = (
            sorted((key, stand.versie) for key, stand in ledger.standen(GEMEENTE).items()),
            sorted((row.zoeksleutel, row.soort, row.gemist) for row in ledger.stubs(GEMEENTE)),
            [(row.id, row.status, row.pogingen) for row in ledger.outbox(GEMEENTE)],
            [(row.id, row.resultaat, row.besloten_door) for row in ledger.runs()],
            ledger.checkpoint(GEMEENTE, "csv"),
            len(ledger.decisions(GEMEENTE)),
            ledger.anchor().volgnummer,
        )
        assert ledger.audit_verify(ledger.anchor()) == []
    with closing(sqlite3.connect(folder / f"{name}.sqlite")) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        left = [
            conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - two names
            for table in ("envelop", "stub_klaar")
        ]
    return (*seen, *left)


@pytest.mark.parametrize("work", sorted(STATES))
def test_a_process_that_dies_leaves_all_or_nothing(killed: Killed, work: str) -> None:
    folder, copies = killed(work)
    states = [seen_in(folder, name) for name in copies]

    # In the order of dying the state changes at the commits, and never back.
    changes = [before != now for before, now in pairwise(states)]
    assert sum(changes) == STATES[work] - 1
    assert states[0] == seen_in(folder, "start")
    assert len(copies) >= 8


def test_after_death_in_the_middle_of_a_run_the_next_run_does_it_all(killed: Killed) -> None:
    folder, copies = killed("close")
    for name in copies[::4]:
        with Ledger.open(url_of(folder, name)) as ledger:
            house = House(ledger, since=after(days=2000))
            ledger.recover(house.lease, after(days=2000))
            assert None not in {row.resultaat for row in ledger.runs()}
            house.run([staged(20)], [note(21)], now=after(days=2000))
            versions = {stand.versie for stand in ledger.standen(GEMEENTE).values()}
            assert versions <= {1, 2}
            assert ledger.runs()[0].resultaat is Resultaat.VRIJ
