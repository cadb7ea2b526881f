"""Which holders are seen to be dead: processes of this machine that ended, and no others."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ledger import Ledger, houders
from regres import AlreadyRunning, LeaseLost
from tests.tools.ledgers import GEMEENTE, NOW, House, after, staged

ROOT = Path(__file__).parents[3]


@contextmanager
def ander() -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Start another process; gives it with the name it has as a holder."""
    code = "from ledger import houders; print(houders.naam(), flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
        process.kill()


def test_a_process_names_itself_alike_every_time_and_lives() -> None:
    assert houders.naam() == houders.naam()
    assert not houders.overleden(houders.naam())


def test_a_process_that_was_killed_is_dead_also_before_anyone_buried_it() -> None:
    with ander() as (process, name):
        assert not houders.overleden(name)
        process.kill()
        # Not waited for: a zombie still has its number.
        until = time.monotonic() + 5
        while not houders.overleden(name) and time.monotonic() < until:
            time.sleep(0.01)
        assert houders.overleden(name)
        process.wait()
        assert houders.overleden(name)


def test_a_number_that_was_given_out_again_is_another_process() -> None:
    host, _, start, space = houders.naam().rsplit(":", 3)
    earlier = f"{host}:{os.getpid()}:{int(start) - 1}:{space}"
    assert houders.overleden(earlier)


@pytest.mark.parametrize("change", ["machine", "space"])
def test_of_another_machine_or_container_nothing_is_known(change: str) -> None:
    host, _, start, space = houders.naam().rsplit(":", 3)
    dead = 2**22 + 1
    host = "elders" if change == "machine" else host
    space = "1-00000000" if change == "space" else space
    assert not houders.overleden(f"{host}:{dead}:{start}:{space}")


@pytest.mark.parametrize("name", ["", "test", "host:17", "a:b:c:d", "host:17:x:y"])
def test_a_name_of_another_making_is_never_dead(name: str) -> None:
    assert not houders.overleden(name)


def test_the_lease_and_the_rows_of_a_dead_process_are_free_at_once(
    ledger: Ledger, house: House
) -> None:
    house.run([staged(1)])
    with ander() as (process, name):
        first = ledger.take_lease("9902", name, NOW)
        assert len(ledger.due(GEMEENTE, NOW, 10, name)) == 1
        with pytest.raises(AlreadyRunning):
            ledger.take_lease("9902", "next", after(seconds=1))
        assert ledger.due(GEMEENTE, after(seconds=1), 10, "next") == []
        process.kill()
        process.wait()

    assert ledger.take_lease("9902", "next", after(seconds=1)).token == first.token + 1
    (row,) = ledger.due(GEMEENTE, after(seconds=1), 10, "next")
    assert (row.pogingen, row.claim) == (2, 2)


def test_what_a_dead_process_held_comes_when_too_little_else_is_free(
    ledger: Ledger, house: House
) -> None:
    house.run([staged(1), staged(2), staged(3)])
    with ander() as (process, name):
        (held,) = ledger.due(GEMEENTE, NOW, 1, name)
        process.kill()
        process.wait()

    (other,) = ledger.due(GEMEENTE, after(seconds=1), 1, "next")
    both = ledger.due(GEMEENTE, after(seconds=1), 2, "next")

    assert other.id > held.id
    assert [(row.id, row.claim) for row in both] == [(held.id, 2), (other.id + 1, 1)]
    with pytest.raises(LeaseLost):
        ledger.retry_later(held, after(minutes=1), "S-0005", after(seconds=2))
