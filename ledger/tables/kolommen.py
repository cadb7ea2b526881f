"""What columns are made of: moments and days as text, salts, and the names of keys and indices."""

import secrets
from datetime import UTC, date, datetime
from functools import lru_cache

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, String, TypeDecorator
from sqlalchemy.engine import Dialect

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


@lru_cache(maxsize=256)  # a batch, a run, an entry of the trail: one moment, over and over
def moment_text(moment: datetime) -> str:
    """Write an aware moment as it is stored."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).strftime(_FORMAT)


def text_moment(text: str) -> datetime:
    """Read a stored moment back, in UTC."""
    # Not strptime: a page of all municipalities reads thousands of them.
    return datetime.fromisoformat(text)


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment, kept as text."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write it."""
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read it."""
        return None if value is None else text_moment(value)


class Dag(TypeDecorator[date]):
    """A day, kept as ISO text."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Write it."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Read it."""
        return None if value is None else date.fromisoformat(value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

HMAC = String(64)
# SQLite makes only an INTEGER primary key the row's own number; its integers have 64 bits anyway.
NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def gemeente_kolom() -> Column[str]:
    """Give the municipality that a row is of, by its identiteit."""
    return Column("gemeente", String(4), nullable=False)


def nieuw_zout() -> bytes:
    """Make a salt."""
    return secrets.token_bytes(32)


def zout_kolom() -> Column[bytes]:
    """Give the salt of what the audit trail answers for (binding.py)."""
    return Column("zout", LargeBinary(32), default=nieuw_zout)
