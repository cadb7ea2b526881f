"""What the database must promise, and what is told when it cannot."""

import logging
import os
import sqlite3
import stat
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Pool, event, text
from sqlalchemy.exc import DBAPIError

from ledger import Ledger, RunExists
from ledger.database import Database
from regres import AlreadyRunning, LedgerError, RegresbrugError
from tests.tools.ledgers import GEMEENTE, House, note, staged, url_of

CANARY = "canary999990019"


@contextmanager
def every_connection(pragma: str) -> Iterator[None]:
    """Give each connection one more pragma."""

    def apply(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA {pragma}")

    event.listen(Pool, "checkout", apply)
    try:
        yield
    finally:
        event.remove(Pool, "checkout", apply)


def everything_in(error: BaseException) -> str:
    """Write all that can be reached from an exception, its context too."""
    seen: list[str] = []
    queue: list[BaseException | None] = [error]
    while queue:
        found = queue.pop()
        if found is not None:
            seen += [repr(found), str(found), repr(found.args), repr(vars(found))]
            seen += traceback.format_exception(found)
            queue += [found.__cause__, found.__context__]
    return "\n".join(seen)


@contextmanager
def closing_database(folder: Path) -> Iterator[Database]:
    """Give a database without a schema."""
    database = Database.open(url_of(folder))
    yield database
    database.close()


def test_writes_are_on_disk_before_they_count(tmp_path: Path) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")

    def look(conn: Connection) -> dict[str, object]:
        return {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}

    with closing_database(tmp_path) as database:
        assert database.write(look) == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "busy_timeout": 30_000,
            "secure_delete": 1,
        }


def test_only_the_owner_can_read_it(ledger: Ledger, tmp_path: Path) -> None:
    House(ledger).run([staged(1)])
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {
        "ledger.sqlite": 0o600,
        "ledger.sqlite-wal": 0o600,
        "ledger.sqlite-shm": 0o600,
    }


def test_a_file_that_others_could_read_is_closed_to_them(ledger: Ledger, tmp_path: Path) -> None:
    ledger.close()
    path = tmp_path / "ledger.sqlite"
    path.chmod(0o644)
    Ledger.open(url_of(tmp_path)).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_is_made_for_the_owner_only(tmp_path: Path) -> None:
    Ledger.open(url_of(tmp_path / "new")).close()
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_memory_is_not_a_place_to_remember(url: str) -> None:
    with pytest.raises(LedgerError, match="L-0208"):
        Ledger.open(url)


@pytest.mark.parametrize("url", ["nonsense", "nosuchdatabase://x/y", ""])
def test_a_url_that_means_nothing_is_told(url: str) -> None:
    with pytest.raises(LedgerError, match="L-0205"):
        Ledger.open(url)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").mkdir()
    with pytest.raises(LedgerError, match="L-0205"):
        Ledger.open(url_of(tmp_path))


def test_a_file_that_is_no_ledger_is_told_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"Dit is een brief, geen logboek. " * 200)
    with pytest.raises(LedgerError, match="L-0203"):
        Ledger.open(url_of(tmp_path))
    assert path.read_bytes().startswith(b"Dit is een brief")


def test_a_damaged_ledger_is_told(house: House, tmp_path: Path) -> None:
    house.run([staged(number) for number in range(200)])
    house.ledger.close()
    path = tmp_path / "ledger.sqlite"
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))
    with pytest.raises(LedgerError, match="L-0203"), Ledger.open(url_of(tmp_path)) as opened:
        opened.standen(GEMEENTE)


def test_a_ledger_that_stays_locked_is_told_and_works_again_afterwards(
    house: House, tmp_path: Path
) -> None:
    with every_connection("busy_timeout=20"):
        with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(LedgerError, match="L-0201"):
                house.start()
            assert house.ledger.runs() == []
        house.start()


def test_no_value_is_ever_in_an_exception(house: House) -> None:
    run = house.start()
    secret = note(1, plaats=CANARY, herkenning=CANARY, codes=(CANARY,))
    house.ledger.stage(house.lease, run, [staged(1, content=CANARY)], [secret])
    with pytest.raises(LedgerError) as caught:
        house.ledger.stage(house.lease, run, [staged(1, content=CANARY)], [secret])

    told = everything_in(caught.value)

    assert "L-0206" in told
    assert CANARY not in told
    assert staged(1).zoeksleutel not in told
    assert "INSERT" not in told


def test_no_foreign_exception_is_left_behind_ours(house: House) -> None:
    run = house.start()
    house.ledger.stage(house.lease, run, [staged(1)])
    with pytest.raises(LedgerError) as caught:
        house.ledger.stage(house.lease, run, [staged(1)])
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_what_cannot_be_translated_is_still_ours_and_without_values(tmp_path: Path) -> None:
    with closing_database(tmp_path) as database, pytest.raises(LedgerError) as caught:
        database.write(lambda c: c.execute(text("SELECT :a FROM nothing"), {"a": CANARY}))
    assert "L-0207" in str(caught.value)
    assert CANARY not in everything_in(caught.value)


def test_the_foreign_exception_itself_hides_its_values_too(tmp_path: Path) -> None:
    def fail(conn: Connection) -> str:
        try:
            conn.execute(text("SELECT :a FROM nothing"), {"a": CANARY})
        except DBAPIError as error:
            return str(error)
        raise AssertionError("a table that is not there")

    with closing_database(tmp_path) as database:
        assert CANARY not in database.write(fail)


def test_nothing_is_logged_of_what_is_read_and_written(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    with Ledger.open(url_of(tmp_path)) as ledger:
        house = House(ledger)
        house.run([staged(1, content=CANARY)], [note(2, plaats=CANARY)])
        assert CANARY in ledger.stubs(GEMEENTE)[0].plaats
        assert house.due()
    assert CANARY not in caplog.text
    assert "INSERT" not in caplog.text


def test_a_transaction_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    with closing_database(tmp_path) as database:
        database.write(lambda c: c.exec_driver_sql("CREATE TABLE t (n)"))
        with pytest.raises(ZeroDivisionError):
            database.write(lambda c: (c.exec_driver_sql("INSERT INTO t VALUES (1)"), 1 / 0))
        assert database.read(lambda c: c.exec_driver_sql("SELECT * FROM t").all()) == []


def test_a_reader_does_not_keep_a_writer_waiting(tmp_path: Path) -> None:
    with closing_database(tmp_path) as database:
        database.write(lambda c: c.exec_driver_sql("CREATE TABLE t (n)"))

        def look_twice(reader: Connection) -> tuple[int, int]:
            count = "SELECT count(*) FROM t"
            before = reader.exec_driver_sql(count).scalar_one()
            database.write(lambda c: c.exec_driver_sql("INSERT INTO t VALUES (1)"))
            return before, reader.exec_driver_sql(count).scalar_one()

        assert database.read(look_twice) == (0, 0)
        assert database.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM t").scalar()) == 1


def test_every_error_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.mkdir()
    with pytest.raises(RegresbrugError) as caught:
        Ledger.open(url_of(tmp_path))
    (problem,) = caught.value.problems
    assert problem.doe
    assert problem.gevolg


def test_a_slot_that_ran_is_a_kind_of_already_running() -> None:
    assert issubclass(RunExists, AlreadyRunning)


def test_a_writer_that_waits_too_long_says_so_and_what_it_had_to_do_is_not_done(
    tmp_path: Path,
) -> None:
    done: list[str] = []
    database = Database(url_of(tmp_path), geduld=0.01)

    def work(_: Connection) -> None:
        with pytest.raises(LedgerError) as late:
            database.write(lambda _: done.append("twice at once"))
        assert [one.code for one in late.value.problems] == ["L-0201"]
        with pytest.raises(LedgerError):
            database.compact(anew=False)

    with closing(database):
        database.write(work)
        assert done == []
        # The lock of who gave up was never taken, and is not given back.
        database.write(lambda _: done.append("after it"))
    assert done == ["after it"]
