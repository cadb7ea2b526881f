"""The one place that knows which database this is: connecting, transactions, bulk inserts.

Everything else is SQLAlchemy Core that any of them understands.
"""

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    CursorResult,
    Delete,
    Engine,
    LargeBinary,
    Select,
    Table,
    Update,
    bindparam,
    cast,
    create_engine,
    event,
    insert,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, Dialect, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    SQLAlchemyError,
)
from sqlalchemy.exc import (
    TimeoutError as PoolTimeout,
)
from sqlalchemy.pool import ConnectionPoolEntry

from ledger import problems
from ledger.problems import Trouble
from regres import LedgerError
from regres.databasebestand import maak_databasebestand

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

_BUSY_MS = 30_000
_FULL = 2

# SQLite's primary result codes; Python hands over the extended ones.
_TROUBLES = {
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_CORRUPT: Trouble.CORRUPT,
    sqlite3.SQLITE_NOTADB: Trouble.CORRUPT,
    sqlite3.SQLITE_CANTOPEN: Trouble.UNREACHABLE,
    sqlite3.SQLITE_READONLY: Trouble.UNREACHABLE,
    sqlite3.SQLITE_PERM: Trouble.UNREACHABLE,
    sqlite3.SQLITE_IOERR: Trouble.UNREACHABLE,
    sqlite3.SQLITE_CONSTRAINT: Trouble.BROKEN_RULE,
}


def engine_for(url: str) -> Engine:
    """Make an engine; nothing connects yet, but a SQLite file is made for its owner's eyes only.

    hide_parameters keeps values out of every exception and log line of SQLAlchemy.
    """
    # At DEBUG it writes down every row it reads, whatever hide_parameters says.
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        return create_engine(place, hide_parameters=True)
    _make_file(place)
    engine = create_engine(place, hide_parameters=True, connect_args={"timeout": _BUSY_MS / 1000})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def translate(error: SQLAlchemyError) -> LedgerError:
    """Say what the database said in our own words, without the statement or its values."""
    if isinstance(error, ArgumentError | NoSuchModuleError):
        return problems.database_trouble(Trouble.UNREACHABLE, "ledger: url")
    if isinstance(error, IntegrityError):
        return problems.database_trouble(Trouble.BROKEN_RULE)
    if isinstance(error, PoolTimeout):
        return problems.database_trouble(Trouble.LOCKED)
    orig = error.orig if isinstance(error, DBAPIError) else None
    if not isinstance(orig, sqlite3.Error):
        return problems.database_trouble(Trouble.OTHER, type(error).__name__)
    return _sqlite_trouble(orig)


def one_writer(conn: Connection) -> bool:
    """Tell whether nobody else can write until this transaction ends."""
    return conn.dialect.name == "sqlite"


def upsert(conn: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """Start an INSERT that can say ON CONFLICT in the words of this database."""
    if conn.dialect.name == "sqlite":
        return sqlite.insert(table)
    # 0.07 s of imports, asyncio among them, that a ledger in a file has no use for.
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def bulk_insert(conn: Connection, table: Table, names: Sequence[str], rows: Iterable[Any]) -> None:
    """Insert many rows of stored values (text, numbers, None), in the order of `names`.

    Past SQLAlchemy's parameter machinery, which would cost more than the insert itself: moments
    and dates come here as the text they are stored as.
    """
    many = list(rows)
    if not many:
        return
    sql, positional = _insert_sql(conn.dialect, table, tuple(names))
    if not positional:
        many = [dict(zip(names, row, strict=True)) for row in many]
    conn.exec_driver_sql(sql, many)


class Vast:
    """A statement that is asked for every melding, put together once for each kind of database.

    Past SQLAlchemy's parameter machinery, as `bulk_insert`: what goes in and comes out is as it is
    stored, and every value that is not the same each time has a name (bindparam).
    """

    def __init__(self, statement: Select[Any] | Update | Delete) -> None:
        self._statement = statement
        self._made: dict[str, tuple[str, tuple[str, ...] | None, dict[str, Any]]] = {}

    def ask(self, conn: Connection, **values: object) -> CursorResult[Any]:
        """Ask it once."""
        sql, names, fixed = self._compiled(conn.dialect)
        whole = {**fixed, **values}
        return conn.exec_driver_sql(
            sql, whole if names is None else tuple(whole[name] for name in names)
        )

    def many(self, conn: Connection, rows: Iterable[Mapping[str, object]]) -> None:
        """Do it for many, or for none."""
        sql, names, fixed = self._compiled(conn.dialect)
        whole = [{**fixed, **row} for row in rows]
        if whole:
            many = [tuple(map(row.__getitem__, names)) for row in whole] if names else whole
            conn.exec_driver_sql(sql, many)

    def _compiled(self, dialect: Dialect) -> tuple[str, tuple[str, ...] | None, dict[str, Any]]:
        made = self._made.get(dialect.name)
        if made is None:
            compiled = self._statement.compile(dialect=dialect)
            order = tuple(compiled.positiontup or ()) if compiled.positional else None
            made = self._made[dialect.name] = (str(compiled), order, dict(compiled.params))
        return made


#: So many values at once a fixed statement takes where it asks about some (`reeks`).
SAMEN = 32


def reeks(naam: str) -> list[BindParameter[Any]]:
    """Give what stands in a `Vast` for some values of one column; `porties` gives them."""
    return [bindparam(f"{naam}{place}") for place in range(SAMEN)]


def porties(naam: str, values: Sequence[object]) -> Iterator[dict[str, object]]:
    """Give values for a `reeks`, as many as fit at a time; room that is left holds the last."""
    for start in range(0, len(values), SAMEN):
        some = values[start : start + SAMEN]
        whole = (*some, *repeat(some[-1], SAMEN - len(some)))
        yield {f"{naam}{place}": value for place, value in enumerate(whole)}


def numbers_from(conn: Connection, table: Table, highest: int) -> None:
    """Let a table with numbers of its own give out none up to this one, and never lower ones."""
    if conn.dialect.name != "sqlite":
        # PostgreSQL: setval of its sequence, when a ledger stands on one.
        return
    last = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    known = conn.execute(last, {"name": table.name}).scalar()
    if known is None:
        made = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)")
        conn.execute(made, {"name": table.name, "seq": highest})
    elif known < highest:
        raised = text("UPDATE sqlite_sequence SET seq = :seq WHERE name = :name")
        conn.execute(raised, {"name": table.name, "seq": highest})


def guards(conn: Connection) -> dict[str, str]:
    """Give the triggers, by name, that keep SQLite from changing what must stay as it was written.

    audit: only added to, and only at its end (INSERT OR REPLACE fires no trigger on DELETE).
    zout: a salt is thrown away, never changed. besluit: who decided what, and when. meta: the
    ledger's id never changes.
    They stop mistakes, not an intruder; the hash chain shows those. PostgreSQL: by grants.
    """
    if conn.dialect.name != "sqlite":
        return {}
    return {
        name: f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{told}'); END"
        for name, (when, told) in _GUARDS.items()
    }


_AUDIT = "audit is alleen om aan toe te voegen"
_ID = "het nummer van het grootboek verandert niet"
_GUARDS = {
    "audit_geen_update": ("UPDATE ON audit", _AUDIT),
    "audit_geen_delete": ("DELETE ON audit", _AUDIT),
    "audit_achteraan": (
        "INSERT ON audit WHEN NEW.volgnummer IS NOT "
        "(SELECT coalesce(max(volgnummer), 0) + 1 FROM audit)",
        _AUDIT,
    ),
    "zout_geen_update": ("UPDATE ON zout", "een zout verandert niet"),
    "zout_eenmalig": (
        "INSERT ON zout WHEN EXISTS (SELECT 1 FROM zout WHERE referentie = NEW.referentie)",
        "een zout verandert niet",
    ),
    "besluit_geen_update": (
        "UPDATE OF gemeente, soort, wie, rol, tijd ON besluit",
        "wie wat besloot verandert niet",
    ),
    "meta_id_geen_update": ("UPDATE ON meta WHEN OLD.naam = 'id'", _ID),
    "meta_id_geen_delete": ("DELETE ON meta WHEN OLD.naam = 'id'", _ID),
}


def standing_guards(conn: Connection) -> dict[str, str]:
    """Give the triggers that stand in the database, by name."""
    if conn.dialect.name != "sqlite":
        return {}
    wanted = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {row.name: row.sql for row in conn.execute(wanted)}


def index_fits(conn: Connection, table: str) -> bool:
    """Tell whether the indices of a table lead to its rows: what is looked up may be believed."""
    if conn.dialect.name != "sqlite":
        return True
    return list(conn.scalars(text(f"PRAGMA integrity_check('{table}')"))) == ["ok"]


def as_stored(conn: Connection, value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Give a text column as its bytes: one flipped bit may make a text that cannot be read."""
    return cast(value, LargeBinary) if conn.dialect.name == "sqlite" else value


def compact(engine: Engine, *, anew: bool) -> bool:
    """Empty the WAL, which still holds pages as they were; False when someone reads.

    anew  write the whole file again as well. secure_delete has overwritten what was deleted, so
          this is a second defence, for when rows of a person went. The copy that VACUUM works with
          stays in memory: a ledger leaves no temporary files.
    """
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()
    try:
        with closing(raw.cursor()) as cursor:
            if anew:
                cursor.execute("PRAGMA temp_store=MEMORY")
                cursor.execute("VACUUM")
            busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        found = _sqlite_trouble(error)
    else:
        return busy == 0
    finally:
        raw.close()
    raise found


@lru_cache
def _insert_sql(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[str, bool]:
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    order = compiled.positiontup if compiled.positional else None
    if order is not None and tuple(order) != names:
        raise AssertionError("the compiled insert has its columns in another order")
    return str(compiled), compiled.positional


def _sqlite_trouble(error: sqlite3.Error) -> LedgerError:
    code = getattr(error, "sqlite_errorcode", 0)
    trouble = _TROUBLES.get(code & 0xFF, Trouble.OTHER)
    return problems.database_trouble(trouble, getattr(error, "sqlite_errorname", ""))


def _make_file(place: URL) -> None:
    """Make the file before SQLite does: its WAL takes over the mode of the file it belongs to."""
    if not place.database or place.database == ":memory:":
        raise problems.not_durable("geen bestand")
    path = Path(place.database)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        maak_databasebestand(path)
        path.chmod(0o600)
    except OSError as error:
        raise problems.database_trouble(Trouble.UNREACHABLE, error.strerror or "") from None


def _on_connect(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # sqlite3 itself would begin a transaction only at the first write, and what was read before
    # it could be stale: updates were lost that way. None = we say BEGIN ourselves.
    connection.isolation_level = None
    with closing(connection.cursor()) as cursor:
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        mode = cursor.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        # What is deleted must be gone: a salt that lingers would undo the erasure of a person.
        cursor.execute("PRAGMA secure_delete=ON")
        sync = cursor.execute("PRAGMA synchronous").fetchone()[0]
        keys = cursor.execute("PRAGMA foreign_keys").fetchone()[0]
    if mode != "wal" or sync != _FULL or keys != 1:
        connection.close()
        raise problems.not_durable(f"journal_mode={mode}, synchronous={sync}, foreign_keys={keys}")


def _on_begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("alleen_lezen", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
