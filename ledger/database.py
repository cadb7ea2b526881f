"""Transactions: the only place where the ledger talks to its database, and where it can fail."""

import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Self, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from ledger import dialect, problems
from ledger.problems import Trouble
from regres import RegresbrugError

T = TypeVar("T")

_WAIT_SECONDS = 60.0
#: One writer per process and database: SQLite lets waiting writers overtake each other, a lock of
#: our own is fairer and never runs into its 30 seconds.
_WRITERS: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


class Database:
    """One database. Work is handed over as a function of a Connection.

    Functions, not `with` blocks: an error raised inside a `with` keeps the foreign exception as its
    context, and that one still holds the parameters of its statement.

    geduld  seconds that a writer waits for the one before it in this process
    """

    def __init__(self, url: str, geduld: float = _WAIT_SECONDS) -> None:
        self._geduld = geduld
        self._engine = dialect.engine_for(url)
        self._readers = self._engine.execution_options(alleen_lezen=True)
        self._writer = _WRITERS[self._engine.url.render_as_string(hide_password=True)]

    @classmethod
    def open(cls, url: str) -> Self:
        """Make the engine; a wrong URL is a problem of the configuration."""
        found = _outcome(lambda: cls(url))
        if isinstance(found, RegresbrugError):
            raise found
        return found

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction that no other writer enters; all of it is kept, or nothing.

        Never call this from within `work`: the lock is not reentrant.
        """
        if not self._writer.acquire(timeout=self._geduld):
            raise problems.database_trouble(Trouble.LOCKED)
        try:
            found = _outcome(lambda: self._write(work))
        finally:
            self._writer.release()
        if isinstance(found, RegresbrugError):
            raise found
        return found

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on one unchanging view of the database; writers are not kept waiting."""
        found = _outcome(lambda: self._read(work))
        if isinstance(found, RegresbrugError):
            raise found
        return found

    def compact(self, *, anew: bool) -> bool:
        """Leave nothing of what was deleted in file and WAL; False when a reader kept the WAL."""
        if not self._writer.acquire(timeout=self._geduld):
            raise problems.database_trouble(Trouble.LOCKED)
        try:
            return dialect.compact(self._engine, anew=anew)
        finally:
            self._writer.release()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _write(self, work: Callable[[Connection], T]) -> T:
        with self._engine.begin() as conn:
            return work(conn)

    def _read(self, work: Callable[[Connection], T]) -> T:
        with self._readers.begin() as conn:
            return work(conn)


def _outcome(work: Callable[[], T]) -> T | RegresbrugError:
    """Give the result, or our own error for what the database said, free of its values."""
    try:
        return work()
    except SQLAlchemyError as error:
        return dialect.translate(error)
