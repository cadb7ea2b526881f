"""Counts what a page asks of SQLite, as the database itself sees it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import Pool

#: What is no question of ours: SQLAlchemy's own BEGIN and COMMIT, and settings of a connection.
_NIET = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")


@contextmanager
def geteld() -> Iterator[list[str]]:
    """Give the statements that every connection of this process carries out meanwhile."""
    asked: list[str] = []
    traced: list[sqlite3.Connection] = []

    def hoor(statement: str) -> None:
        if not statement.lstrip().upper().startswith(_NIET):
            asked.append(statement)

    def luister(connection: Any, *_: Any) -> None:
        connection.set_trace_callback(hoor)
        traced.append(connection)

    event.listen(Pool, "checkout", luister)
    try:
        yield asked
    finally:
        event.remove(Pool, "checkout", luister)
        for connection in traced:
            connection.set_trace_callback(None)
