"""The loket's own SQLite: versions and receipts, cases, feedback, and a history that only grows.

In the clear stand only: referentie, dossiersleutel, versie, gemeente, kind, marks, codes, outcome,
deadline and amount band. Person, accident, costs and a handler's own words are sealed under the
loket's data key.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import product
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
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
    func,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateColumn

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
    # What the handlers' lists show; a database of before them gets these at its next start.
    # termijn_op: the first deadline as the loket counts it; not zeker = its beginning is a proposal
    Column("termijn_op", Date),
    Column("termijn_zeker", Boolean, nullable=False, default=False, server_default="0"),
    # begin_op: where the five years begin, as a handler corrected it
    Column("begin_op", Date),
    Column("inhaalslag", Boolean, nullable=False, default=False, server_default="0"),
    Column("stap", String(40), nullable=False, default="", server_default=""),
    Column("advies", String(20), nullable=False, default="", server_default=""),
    # aandacht: codes of what changed after a verdict and must be looked at again
    Column("aandacht", String(100), nullable=False, default="", server_default=""),
    Column("samengevoegd_in", Integer),
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
    # voorstel_op: five years from the first day that is known, when it is not known when the
    # municipality knew; bekend_op: five years from the day it knew, interruptions and all
    Column("bekend_op", Date),
    Column("voorstel_op", Date),
    Column("inhaalslag", Boolean, nullable=False, default=False, server_default="0"),
    # persoonmerk: HMAC of birth date and folded surname, to propose that two cases are of one
    # person; clientmerk: the pseudonym that the municipality gave, hashed again
    Column("persoonmerk", String(64), nullable=False, default="", server_default=""),
    Column("clientmerk", String(64), nullable=False, default="", server_default=""),
    # The case on the receipt, when a handler moved the melding since: a receipt is for ever.
    Column("zaak_bij_ontvangst", Integer),
    UniqueConstraint("referentie", "versie"),
    sqlite_autoincrement=True,
)

#: The case that a version's receipt names.
zaak_van_bewijs = func.coalesce(melding.c.zaak_bij_ontvangst, melding.c.zaak_id)

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

#: A verdict of a handler; toelichting is sealed. antwoorden: "derde=ja verband=nee ...".
oordeel = Table(
    "oordeel",
    schema,
    Column("id", Integer, primary_key=True),
    Column("zaak_id", ForeignKey("zaak.id"), nullable=False, index=True),
    Column("tijdstip", DateTime, nullable=False),
    Column("wie", String(100), nullable=False),
    Column("antwoorden", String(200), nullable=False),
    Column("advies", String(20), nullable=False),
    Column("redencode", String(40), nullable=False),
    Column("toelichting", LargeBinary),
    sqlite_autoincrement=True,
)

#: Whether a provision follows from the accident, as a handler says.
verband = Table(
    "verband",
    schema,
    Column("referentie", String(64), primary_key=True),
    Column("waarde", String(10), nullable=False),
)

#: A case that was reported by telephone or form, before or beside any melding; inhoud is sealed.
aangifte = Table(
    "aangifte",
    schema,
    Column("zaak_id", ForeignKey("zaak.id"), primary_key=True),
    Column("langs", String(20), nullable=False),
    Column("persoonmerk", String(64), nullable=False, index=True),
    Column("inhoud", LargeBinary, nullable=False),
)

#: To whom the morning mail went last: one a day.
ochtend = Table(
    "ochtend",
    schema,
    Column("wie", String(100), primary_key=True),
    Column("dag", Date, nullable=False),
)

#: Two cases that a handler said are not of one person; the lower id first.
niet_dezelfde = Table(
    "niet_dezelfde",
    schema,
    Column("een", Integer, primary_key=True),
    Column("ander", Integer, primary_key=True),
)

#: Who did what in which case: a chain in which a later change shows (loket/spoorboek.py).
spoor = Table(
    "spoor",
    schema,
    Column("volgnummer", Integer, primary_key=True),
    Column("tijdstip", String(20), nullable=False),
    Column("wie", String(100), nullable=False),
    Column("actie", String(40), nullable=False),
    Column("zaaknummer", String(20), nullable=False, index=True),
    Column("gemeente", String(4), nullable=False),
    Column("code", String(200), nullable=False),
    Column("oorsprong", String(20), nullable=False),
    Column("toelichting", LargeBinary),
    Column("vorige", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

_ONLY_GROWS = """
create trigger if not exists {table}_{action} before {action} on {table}
begin select raise(abort, '{table} only grows'); end
"""


class Archief:
    """The database of one loket. One writer at a time in this process; readers do not wait."""

    def __init__(self, path: Path) -> None:
        self._writer = threading.Lock()
        self._ends = ExitStack()
        try:
            maak_databasebestand(path)
            self.engine = _engine(path)
            self._ends.callback(self.engine.dispose)
            with self.schrijven() as tx:
                schema.create_all(tx)
                _add_columns(tx)
                for table, action in product((geschiedenis, oordeel, spoor), ("update", "delete")):
                    tx.exec_driver_sql(_ONLY_GROWS.format(table=table.name, action=action))
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

    def sluit_mee(self, close: Callable[[], None]) -> None:
        """Close something else when this is closed."""
        self._ends.callback(close)

    def close(self) -> None:
        """Close every connection."""
        self._ends.close()


def _add_columns(tx: Connection) -> None:
    """Give a database of an earlier release the columns that came since."""
    for table in (zaak, melding):
        there = {row[1] for row in tx.exec_driver_sql(f"pragma table_info({table.name})")}
        for column in table.columns:
            if column.name not in there:
                kind = CreateColumn(column).compile(dialect=tx.dialect)
                tx.exec_driver_sql(f"alter table {table.name} add column {kind}")
                if column.name == "termijn_op":
                    tx.execute(update(zaak).values(termijn_op=zaak.c.uiterlijke_datum))


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
