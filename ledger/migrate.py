"""Brings a database to the schema of this code; alembic is only imported to change an older one.

A new file gets at once what all migrations together would make of it: begin.sql, in the words that
SQLite keeps of it. `python -P -m ledger.migrate` writes that file anew after a migration was added,
and a test compares both to the letter.
"""

import secrets
from pathlib import Path

from sqlalchemy import Connection, create_engine, insert, inspect, select

from ledger import dialect, problems
from ledger.database import Database
from ledger.tables import meta

#: The newest migration; a test compares it with the folder.
HEAD = "0016"

_FOLDER = Path(__file__).parent / "migrations"
_BEGIN = _FOLDER / "begin.sql"
_ENDS = ";\n\n"


def prepare(database: Database) -> str:
    """Migrate when needed, and give the ledger's id.

    Raises:
        LedgerError: the database was made by newer code, or is no ledger.

    """
    if database.read(_revision) != HEAD:
        database.write(_upgrade)
    return database.read(ledger_id)


def ledger_id(conn: Connection) -> str:
    """Give the ledger's id, which it got when it was made."""
    return str(conn.scalar(select(meta.c.waarde).where(meta.c.naam == "id")))


def _revision(conn: Connection) -> str | None:
    if not inspect(conn).has_table("alembic_version"):
        return None
    found: str | None = conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found


def _upgrade(conn: Connection) -> None:
    """Run what is missing inside the transaction of `conn`, which no other process enters."""
    stored = _revision(conn)
    if stored == HEAD:
        return  # another process was first
    if stored is None and conn.dialect.name == "sqlite":
        _begin(conn)
    else:
        migrate(conn, stored)
    if stored is None:
        conn.execute(insert(meta).values(naam="id", waarde=secrets.token_hex(16)))
    _guard(conn)


def _begin(conn: Connection) -> None:
    for statement in _BEGIN.read_text(encoding="utf-8").rstrip().split(_ENDS):
        conn.exec_driver_sql(statement)
    conn.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))


def migrate(conn: Connection, stored: str | None) -> None:
    """Run every migration after `stored`, all of them when it is None; guards are not put up."""
    # 0.2 s of imports and 12 MiB that a run on a ledger of today has no use for.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if stored is not None and stored not in known:
        raise problems.newer_schema(stored)
    command.upgrade(config, "head")


def schema(conn: Connection) -> str:
    """Give the statements that make the tables and indices that stand in a SQLite database."""
    wanted = "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') ORDER BY rowid"
    found = conn.exec_driver_sql(wanted).scalars()
    return _ENDS.join(one for one in found if one and "sqlite_sequence" not in one) + "\n"


def _guard(conn: Connection) -> None:
    """Put every guard up as this code has it: a migration that makes a table anew drops its own."""
    standing = dialect.standing_guards(conn)
    for name, statement in dialect.guards(conn).items():
        if name in standing:
            conn.exec_driver_sql(f"DROP TRIGGER {name}")
        conn.exec_driver_sql(statement)


def written() -> str:
    """Give what begin.sql should hold: the schema of a database in which every migration ran."""
    engine = create_engine("sqlite://")
    with engine.begin() as conn:
        migrate(conn, None)
        found = schema(conn)
    engine.dispose()
    return found


if __name__ == "__main__":
    _BEGIN.write_text(written(), encoding="utf-8")
