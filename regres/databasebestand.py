"""The file of a SQLite database, and what this process may not do to one that is in use."""

import os
from pathlib import Path

#: What SQLite keeps beside a database: its write-ahead log, the index of that, a rollback journal.
BIJFILES = ("-wal", "-shm", "-journal")


def maak_databasebestand(path: Path) -> None:
    """Make the file, readable to its owner only, unless it is there; raises OSError.

    One that is there is not opened. POSIX lets go of every lock of a process on a file as soon as
    the process closes any descriptor of it, also one that had no part in the lock. SQLite in
    another process would then believe to be alone: it throws away the WAL that is still written
    here, and cuts off the index that is mapped into our memory (SIGBUS).
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return


def bestanden_van(database: Path) -> frozenset[Path]:
    """Give all paths at which SQLite may hold locks for this database; none may be opened here."""
    whole = database.resolve()
    return frozenset({whole, *(whole.with_name(whole.name + ending) for ending in BIJFILES)})
