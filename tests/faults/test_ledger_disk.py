"""A full disk stops the ledger cleanly, and room again is all that it needs."""

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Pool, event

from ledger import Closing, Ledger, Resultaat
from regres import LedgerError
from tests.tools.ledgers import (
    FREE,
    GEMEENTE,
    House,
    after,
    note,
    staged,
    telling_of,
    url_of,
)
from tests.tools.needs import missing


@contextmanager
def at_most(pages: int) -> Iterator[None]:
    """Let no database grow beyond so many pages of 4 KiB."""

    def limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(Pool, "checkout", limit)
    try:
        yield
    finally:
        event.remove(Pool, "checkout", limit)


def pages_of(folder: Path) -> int:
    """Count the pages of a ledger."""
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as conn:
        return int(conn.execute("PRAGMA page_count").fetchone()[0])


def whole(folder: Path) -> bool:
    """Tell whether the file is sound."""
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as conn:
        return bool(conn.execute("PRAGMA integrity_check").fetchone() == ("ok",))


def test_a_disk_that_fills_while_staging_loses_nothing(tmp_path: Path) -> None:
    with Ledger.open(url_of(tmp_path)) as ledger:
        house = House(ledger)
        house.run([staged(1)], [note(2)], checkpoint={"n": 1})
        run = house.start(slot="venster")
        with at_most(pages_of(tmp_path) + 20), pytest.raises(LedgerError, match="L-0202"):
            for batch in range(50):
                rows = [staged(100 * batch + number) for number in range(10, 100)]
                ledger.stage(house.lease, run, rows)
        assert ledger.checkpoint(GEMEENTE, "csv") == {"n": 1}

    assert whole(tmp_path)
    with Ledger.open(url_of(tmp_path)) as ledger:
        house = House(ledger, since=after(days=2000))
        assert ledger.recover(house.lease, after(days=2000)) == 1
        house.run([staged(3)], slot="venster", now=after(days=2000))
        assert len(house.deliver_all(after(days=2000))) == 2
        assert ledger.audit_verify() == []


def test_a_disk_that_fills_while_closing_frees_nothing_until_there_is_room(tmp_path: Path) -> None:
    rows = [staged(number) for number in range(900)]
    with Ledger.open(url_of(tmp_path)) as ledger:
        house = House(ledger)
        run = house.start(slot="venster")
        ledger.stage(house.lease, run, rows)
        closing_ = Closing(telling=telling_of(rows), checkpoint={"n": 1})
        with at_most(pages_of(tmp_path) + 20), pytest.raises(LedgerError, match="L-0202"):
            ledger.close_run(house.lease, run, closing_, FREE, after())
        assert ledger.run(run).resultaat is None
        assert ledger.standen(GEMEENTE) == {}
        assert house.due() == []
        assert ledger.anchor().volgnummer == 0

    assert whole(tmp_path)
    with Ledger.open(url_of(tmp_path)) as ledger:
        done = ledger.close_run(house.lease, run, closing_, FREE, after())
        assert done.resultaat is Resultaat.VRIJ
        assert len(ledger.standen(GEMEENTE)) == 900


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a disk of 1 MB; only root can, and not everywhere."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        missing("tmpfs", "only root may mount it, and not everywhere")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full_is_told_and_works_again_with_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        with Ledger.open(url_of(disk)) as ledger:
            house = House(ledger)
            run = house.start(slot="venster")
            with pytest.raises(LedgerError, match="L-0202"):
                for batch in range(50):
                    rows = [staged(100 * batch + number) for number in range(100)]
                    ledger.stage(house.lease, run, rows)
            assert house.due() == []
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
        assert whole(disk)
        with Ledger.open(url_of(disk)) as ledger:
            house = House(ledger, since=after(days=2000))
            assert ledger.recover(house.lease, after(days=2000)) == 1
            house.run([staged(3)], slot="venster", now=after(days=2000))
            assert len(house.deliver_all(after(days=2000))) == 1
