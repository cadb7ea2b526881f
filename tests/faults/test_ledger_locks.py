"""What a process opens beside its databases never lets go of the locks that SQLite holds on them.

POSIX lets go of all locks of a process on a file when it closes any descriptor of it. Another
process then believes to be alone: it throws the WAL away that is still written here, and cuts off
the index that is mapped into our memory, which ends this process with SIGBUS.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ledger.database import Database as Grootboek
from loket.database import Archief
from privacy import refuse_private_key
from regres.databasebestand import bestanden_van
from tests.unit.privacy.test_guard import OURS
from web.look.aanmelden.opslag import Opslag

TIMES = 40
ANDER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
for _ in range(int(sys.argv[2])):
    database.execute("INSERT INTO teller VALUES (1)")
database.close()
"""


def write_and_leave(path: Path) -> None:
    """Write as another process does, which is the only one as far as it can tell."""
    subprocess.run([sys.executable, "-I", "-c", ANDER, str(path), str(TIMES)], check=True)


def open_ledger(path: Path) -> None:
    Grootboek.open(f"sqlite:///{path}").read(lambda _: None)


def look_for_keys(path: Path) -> None:
    refuse_private_key([path.parent], OURS, behalve=bestanden_van(path))


def open_accounts(path: Path) -> None:
    Opslag(path).close()


def open_loket(path: Path) -> None:
    Archief(path).close()


@pytest.mark.parametrize("iets", [open_ledger, look_for_keys, open_accounts, open_loket])
def test_another_process_does_not_believe_to_be_alone(
    tmp_path: Path, iets: Callable[[Path], None]
) -> None:
    path, wal = tmp_path / "ledger.db", tmp_path / "ledger.db-wal"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE teller (een)")
        before = wal.stat().st_ino

        iets(path)
        write_and_leave(path)

        assert wal.exists()
        assert wal.stat().st_ino == before
        database.execute("INSERT INTO teller VALUES (1)")
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM teller").fetchone() == (TIMES + 1,)
