"""The loket's own SQLite: versions and receipts, cases, feedback, and a history that only grows.

In the clear stand only: referentie, dossiersleutel, versie, gemeente, kind, marks, codes, outcome,
deadline and amount band. Person, accident and costs are in `inhoud`, under the loket's data key.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    event,
)
from sqlalchemy.exc import DBAPIError

from loket.problems import problem
from regres import ConfigProblem
from regres.databasebestand import maak_databasebestand

schema = MetaData()

zaak = Table(
    "zaak",
    schema,
    Column("id", Integer, primary_key=True),
    Column("zaaknummer", String(20), nullable=False, unique=True),
    Column("dossiersleutel", String(64), nullable=False, unique=True),
    Column("gemeente", String(4), nullable=False),
    Column("behandelaar", String(100), nullable=False),
    Column("status", String(20), nullable=False),
    Column("geopend_op", DateTime, nullable=False),
    # What the list of cases shows, over all meldingen that stand.
    Column("aantal", Integer, nullable=False, default=0),
    Column("categorieen", String(60), nullable=False, default=""),
    Column("uitkomst", String(30), nullable=False, default=""),
    Column("uiterlijke_datum", Date),
    Column("bedragklasse", String(20), nullable=False, default=""),
)

melding = Table(
    "melding",
    schema,
    Column("id", Integer, primary_key=True),
    Column("referentie", String(64), nullable=False),
    Column("versie", Integer, nullable=False),
    Column("soort", String(12), nullable=False),
    Column("inhoudsmerk", String(64), nullable=False),
    Column("gemeente", String(4), nullable=False),
    Column("zaak_id", ForeignKey("zaak.id"), nullable=False, index=True),
    Column("aangemaakt_op", DateTime, nullable=False),
    Column("ontvangen_op", DateTime, nullable=False),
    Column("kid", String(64), nullable=False),
    Column("categorie", String(2), nullable=False),
    Column("uitkomst", String(30), nullable=False),
    Column("redencodes", String(200), nullable=False),
    Column("uiterlijke_datum", Date),
    Column("bedragklasse", String(20), nullable=False),
    Column("inhoud", LargeBinary, nullable=False),
    UniqueConstraint("referentie", "versie"),
    sqlite_autoincrement=True,
)

terugkoppeling = Table(
    "terugkoppeling",
    schema,
    Column("volgnummer", Integer, primary_key=True),
    Column("gemeente", String(4), nullable=False),
    Column("referentie", String(64), nullable=False),
    Column("versie", Integer, nullable=False),
    Column("zaaknummer", String(20), nullable=False),
    Column("stap", String(40), nullable=False),
    Column("advies", String(20)),
    Column("redencode", String(40)),
    Column("datum", Date, nullable=False),
    Index("terugkoppeling_gemeente", "gemeente", "volgnummer"),
    sqlite_autoincrement=True,
)

#: Every delivery that got as far as a verdict, in order of arrival, for checkers from outside.
geschiedenis = Table(
    "geschiedenis",
    schema,
    Column("id", Integer, primary_key=True),
    Column("tijdstip", DateTime, nullable=False),
    Column("gemeente", String(4), nullable=False),
    Column("referentie", String(64), nullable=False),
    Column("versie", Integer, nullable=False),
    Column("inhoudsmerk", String(64), nullable=False),
    Column("lichaam_sha256", String(64), nullable=False),
    Column("uitslag", String(12), nullable=False),
    Column("zaaknummer", String(20)),
    sqlite_autoincrement=True,
)

_ONLY_GROWS = """
create trigger if not exists geschiedenis_{action} before {action} on geschiedenis
begin select raise(abort, 'geschiedenis only grows'); end
"""


class Archief:
    """The database of one loket. One writer at a time in this process; readers do not wait."""

    def __init__(self, path: Path) -> None:
        self._writer = threading.Lock()
        try:
            maak_databasebestand(path)
            self.engine = _engine(path)
            with self.schrijven() as tx:
                schema.create_all(tx)
                for action in ("update", "delete"):
                    tx.exec_driver_sql(_ONLY_GROWS.format(action=action))
        except (OSError, DBAPIError):
            raise ConfigProblem(problem("Z-0020", str(path))) from None

    @contextmanager
    def schrijven(self) -> Iterator[Connection]:
        """Open a transaction that holds the write lock from its first statement."""
        # SQLite's own waiting is unfair, so threads queue here first.
        with self._writer, self.engine.begin() as tx:
            yield tx

    @contextmanager
    def lezen(self) -> Iterator[Connection]:
        """Open a transaction that reads one moment of the database."""
        with self.engine.connect().execution_options(lezen=True) as tx, tx.begin():
            yield tx

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", hide_parameters=True)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _: Any) -> None:
    # The driver would begin its transaction only at the first write, and lose updates.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"pragma {pragma}")


def _on_begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("lezen", False)
    connection.exec_driver_sql("begin" if reading else "begin immediate")
