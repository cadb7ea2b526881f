"""Opens what a command works with: configuration, logs, ledger."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ledger import Ledger
from privacy import configure
from settings import Settings, load


def settings_of(config: Path) -> Settings:
    """Read the configuration; logs from here on are JSON lines on stderr, without personal data."""
    settings = load(config)
    begin_log(settings.dienst.log)
    return settings


def begin_log(niveau: str) -> None:
    """Write JSON lines on stderr from here on, without personal data."""
    configure(niveau, sys.stderr)
    if niveau != "DEBUG":
        _hush()


def _hush() -> None:
    """Keep libraries to warnings: what they tell of themselves is for whoever asked for DEBUG."""
    for name in ("alembic", "apscheduler", "asyncssh", "sqlalchemy", "urllib3", "uvicorn", "zeep"):
        logging.getLogger(name).setLevel(logging.WARNING)


def tijdstip_van(settings: Settings, gemeente: str) -> Callable[[str], Callable[[], str]] | None:
    """Give what numbers a look at a StUF source, in line with the runs; None before any run.

    A ledger that is not there is not made: looking stores nothing.
    """
    if not settings.grootboekbestand.exists():
        return None

    def of(bron: str) -> Callable[[], str]:
        def tijdstip() -> str:
            with ledger_of(settings) as ledger:
                return ledger.next_tijdstip(gemeente, bron, datetime.now(UTC))

        return tijdstip

    return of


@contextmanager
def ledger_of(settings: Settings) -> Iterator[Ledger]:
    """Open the ledger of a configuration, and close it."""
    ledger = settings.open_grootboek(datetime.now(UTC))
    try:
        yield ledger
    finally:
        ledger.close()
