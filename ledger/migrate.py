"""Brings a database to the schema of this code; alembic is only imported when there is work."""

import secrets
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select

from ledger import dialect, problems
from ledger.database import Database
from ledger.tables import meta

#: The newest migration; a test compares it with the folder.
HEAD = "0014"

_FOLDER = Path(__file__).parent / "migrations"


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
    # 0.2 s of imports that a nightly run has no use for.
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
    if stored is None:
        conn.execute(insert(meta).values(naam="id", waarde=secrets.token_hex(16)))
    _guard(conn)


def _guard(conn: Connection) -> None:
    """Put every guard up as this code has it: a migration that makes a table anew drops its own."""
    standing = dialect.standing_guards(conn)
    for name, statement in dialect.guards(conn).items():
        if name in standing:
            conn.exec_driver_sql(f"DROP TRIGGER {name}")
        conn.exec_driver_sql(statement)
