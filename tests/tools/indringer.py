"""Opens a ledger as someone who has its file and other tools."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def as_an_intruder(folder: Path, name: str = "ledger.sqlite") -> Iterator[sqlite3.Connection]:
    """Put the guards aside, and put them back afterwards."""
    with closing(sqlite3.connect(folder / name)) as conn:
        wanted = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        guards = dict(conn.execute(wanted).fetchall())
        for guard in guards:
            conn.execute(f"DROP TRIGGER {guard}")
        yield conn
        for sql in guards.values():
            conn.execute(sql)
        conn.commit()
