"""Several threads and processes on one ledger: no update lost, one holder, no late writer."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from ledger import Ledger, Resultaat
from ledger.database import Database
from ledger.tables import meta
from regres import AlreadyRunning, LeaseLost, LedgerError
from tests.tools.ledgers import GEMEENTE, NOW, House, after, receipt, staged, url_of

THREADS, PROCESSES, TIMES = 8, 2, 40


def add_one(conn: Connection) -> None:
    """Read, then write what was read plus one: what gets lost when a transaction begins late."""
    number = int(conn.scalar(select(meta.c.waarde).where(meta.c.naam == "teller")) or 0)
    conn.execute(update(meta).where(meta.c.naam == "teller").values(waarde=str(number + 1)))


def count_up(url: str) -> None:
    """Add one, many times, over a connection pool of its own."""
    database = Database.open(url)
    for _ in range(TIMES):
        database.write(add_one)
    database.close()


def try_to_take(url: str, holder: str) -> bool:
    """Try to get the lease."""
    with Ledger.open(url) as ledger:
        try:
            ledger.take_lease(GEMEENTE, holder, NOW)
        except AlreadyRunning:
            return False
        return True


def open_and_tell(url: str) -> str:
    """Open a ledger and give its id."""
    with Ledger.open(url) as ledger:
        return ledger.ledger_id


def deliver_everything(url: str) -> list[int]:
    """Push until nothing is left; gives the rows that this process delivered."""
    mine = []
    with Ledger.open(url) as ledger:
        while claimed := ledger.due(GEMEENTE, NOW, 3, "pusher"):
            for outgoing in claimed:
                ledger.delivered(outgoing, receipt(outgoing), NOW)
                mine.append(outgoing.id)
    return mine


def processes() -> ProcessPoolExecutor:
    """Give processes that start from nothing, as in real life."""
    return ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn"))


def test_eight_threads_and_two_processes_count_to_an_exact_number(tmp_path: Path) -> None:
    url = url_of(tmp_path)
    Ledger.open(url).close()
    database = Database.open(url)
    database.write(lambda c: c.exec_driver_sql("INSERT INTO meta VALUES ('teller', '0')"))

    def here(_: int) -> None:
        for _ in range(TIMES):
            database.write(add_one)

    with processes() as others, ThreadPoolExecutor(THREADS) as threads:
        elsewhere = [others.submit(count_up, url) for _ in range(PROCESSES)]
        list(threads.map(here, range(THREADS)))
        for done in elsewhere:
            done.result()

    counted = database.read(
        lambda c: c.scalar(select(meta.c.waarde).where(meta.c.naam == "teller"))
    )
    database.close()
    assert counted == str((THREADS + PROCESSES) * TIMES)


def test_of_all_who_want_a_lease_one_gets_it(tmp_path: Path) -> None:
    url = url_of(tmp_path)
    with Ledger.open(url) as ledger, processes() as others, ThreadPoolExecutor(THREADS) as threads:

        def here(number: int) -> bool:
            try:
                ledger.take_lease(GEMEENTE, f"thread-{number}", NOW)
            except AlreadyRunning:
                return False
            return True

        elsewhere = [others.submit(try_to_take, url, f"process-{n}") for n in range(PROCESSES)]
        got = [*threads.map(here, range(THREADS)), *(one.result() for one in elsewhere)]
    assert sum(got) == 1


def test_processes_that_make_a_ledger_together_make_one(tmp_path: Path) -> None:
    with processes() as others:
        ids = list(others.map(open_and_tell, [url_of(tmp_path)] * 4))
    assert len(set(ids)) == 1


def test_pushers_in_several_processes_deliver_every_row_once(tmp_path: Path) -> None:
    url = url_of(tmp_path)
    with Ledger.open(url) as ledger:
        House(ledger).run([staged(number) for number in range(40)])
    with processes() as others:
        delivered = [row for rows in others.map(deliver_everything, [url] * 2) for row in rows]
    assert len(delivered) == len(set(delivered)) == 40


def test_a_holder_that_was_asleep_finds_its_work_gone_and_cannot_bring_it_back(
    tmp_path: Path,
) -> None:
    url = url_of(tmp_path)
    with Ledger.open(url) as first, Ledger.open(url) as second:
        asleep = House(first)
        run = asleep.start(slot="venster")
        first.stage(asleep.lease, run, [staged(1)])

        awake = House(second, since=after(days=2000))
        assert second.recover(awake.lease, after(days=2000)) == 1
        awake.run([staged(1, content="b")], slot="venster", now=after(days=2000))

        with pytest.raises(LeaseLost):
            first.stage(asleep.lease, run, [staged(2)])
        with pytest.raises(LeaseLost):
            asleep.close(run, [staged(1)])
        assert second.run(run).resultaat is Resultaat.VRIJ
        assert awake.deliver_all(after(days=2000)) == [(1, "jwe.1.1.b")]


def test_a_pusher_that_was_asleep_cannot_mark_what_another_took_over(tmp_path: Path) -> None:
    url = url_of(tmp_path)
    with Ledger.open(url) as first, Ledger.open(url) as second:
        House(first).run([staged(1)])
        (old,) = first.due(GEMEENTE, NOW, 1, "asleep")
        (new,) = second.due(GEMEENTE, after(minutes=3), 1, "awake")
        second.delivered(new, receipt(new), after(minutes=3))
        with pytest.raises(LeaseLost):
            first.retry_later(old, after(minutes=9), "S-0101", after(minutes=4))
        assert first.due(GEMEENTE, after(days=1), 1, "anyone") == []


def test_a_claim_that_was_made_up_marks_nothing(tmp_path: Path) -> None:
    with Ledger.open(url_of(tmp_path)) as ledger:
        House(ledger).run([staged(1)])
        (real,) = ledger.due(GEMEENTE, NOW, 1, "pusher")
        for wrong in (replace(real, claim=2), replace(real, id=real.id + 1)):
            with pytest.raises(LeaseLost):
                ledger.delivered(wrong, receipt(real), NOW)
        with pytest.raises(LedgerError):
            ledger.delivered(real, receipt(replace(real, sealed=staged(2).sealed)), NOW)
