"""A loop in a thread of its own."""

import asyncio
import signal
import threading
from collections.abc import Iterator

import pytest

from connectors.loop_thread import LoopThread


async def _answer() -> int:
    await asyncio.sleep(0)
    return 42


async def _fail() -> None:
    raise KeyError("weg")


def test_a_result_comes_back() -> None:
    with LoopThread("t") as loop:
        assert loop.call(_answer()) == 42


def test_an_error_comes_back() -> None:
    with LoopThread("t") as loop, pytest.raises(KeyError):
        loop.call(_fail())


def test_the_loop_goes_on_between_calls() -> None:
    happened = threading.Event()

    async def later() -> None:
        asyncio.get_running_loop().call_later(0.01, happened.set)

    with LoopThread("t") as loop:
        loop.call(later())
        assert happened.wait(5)


def test_what_still_runs_is_cancelled_and_the_thread_joined() -> None:
    ended: list[bool] = []

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def begin() -> asyncio.Task[None]:
        task = asyncio.create_task(forever())
        await asyncio.sleep(0)
        return task

    before = threading.active_count()
    with LoopThread("t") as loop:
        task = loop.call(begin())

    assert (ended, task.cancelled(), threading.active_count()) == ([True], True, before)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Take Ctrl-C the usual way: a process that was started in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_while_waiting_cancels_the_work() -> None:
    cancelled = threading.Event()

    async def interrupt() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    with LoopThread("t") as loop:
        main = threading.main_thread().ident or 0
        waiting = threading.Timer(0.05, signal.pthread_kill, (main, signal.SIGINT))
        waiting.start()
        with pytest.raises(KeyboardInterrupt):
            loop.call(interrupt())
        assert cancelled.wait(5)
        waiting.join()
