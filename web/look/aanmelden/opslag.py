"""The file of accounts and sessions: one for the console, another for the loket, never shared.

It holds names of staff, hashes, and the second factor's secret sealed under a key that lies
elsewhere; nothing of a client.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)

from regres.databasebestand import maak_databasebestand

schema = MetaData()

#: laatste_stap   time step of the last code that was taken: each works once (RFC 6238, 5.2)
account = Table(
    "account",
    schema,
    Column("naam", String(100), primary_key=True),
    Column("wachtwoord", String(200), nullable=False),
    Column("factor", LargeBinary, nullable=False),
    Column("laatste_stap", Integer, nullable=False, default=0),
    Column("rollen", Text, nullable=False),
    Column("actief", Boolean, nullable=False, default=True),
    Column("gemaakt_op", DateTime, nullable=False),
    Column("gewijzigd_op", DateTime, nullable=False),
)

#: merk   SHA-256 of the cookie: who reads this file cannot take a session over
sessie = Table(
    "sessie",
    schema,
    Column("merk", String(64), primary_key=True),
    Column("naam", ForeignKey("account.naam", ondelete="CASCADE"), nullable=False, index=True),
    Column("begonnen_op", DateTime, nullable=False),
    Column("gezien_op", DateTime, nullable=False),
    Column("bewezen_op", DateTime, nullable=False),
    Column("formulier", String(64), nullable=False),
)

#: sleutel   HMAC of a name or an address: what was typed as a name may be a password
poging = Table(
    "poging",
    schema,
    Column("id", Integer, primary_key=True),
    Column("sleutel", String(64), nullable=False),
    Column("op", DateTime, nullable=False),
    Index("poging_sleutel", "sleutel", "op"),
)


class Opslag:
    """One such file; one writer at a time in this process."""

    def __init__(self, path: Path) -> None:
        """Open it, and make it readable to its owner only; raises OSError when that cannot be."""
        self._writer = threading.Lock()
        maak_databasebestand(path)
        self._engine = _engine(path)
        with self.schrijf() as tx:
            schema.create_all(tx)

    @contextmanager
    def schrijf(self) -> Iterator[Connection]:
        """Open a transaction that may write."""
        with self._writer, self._engine.begin() as tx:
            yield tx

    @contextmanager
    def lees(self) -> Iterator[Connection]:
        """Open a transaction that reads."""
        with self._engine.connect().execution_options(lezen=True) as tx, tx.begin():
            yield tx

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", hide_parameters=True)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _: Any) -> None:
    # The driver would begin its transaction only at the first write, and lose updates.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"pragma {pragma}")


def _on_begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("lezen", False)
    connection.exec_driver_sql("begin" if reading else "begin immediate")
