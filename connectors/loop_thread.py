"""An asyncio loop in a thread of its own, for code that waits in the ordinary way."""

import asyncio
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")


class LoopThread:
    """Runs coroutines for callers that are not async, also inside another program's own loop.

        with LoopThread("sftp") as loop:
            answer = loop.call(ask())

    Between two calls the loop goes on: what was asked ahead arrives, keep-alives are answered.
    Leaving cancels what still runs and joins the thread.
    """

    def __init__(self, naam: str) -> None:
        # daemon: a program that dies without leaving the `with` must not hang on this thread.
        self._thread = threading.Thread(target=self._run, name=naam, daemon=True)
        self._ready = threading.Event()

    def __enter__(self) -> Self:
        """Start the thread, and return when its loop runs."""
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the loop and wait for its thread."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end and give its result; an interrupt cancels it."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        finally:
            future.cancel()

    def _run(self) -> None:
        asyncio.run(self._until_stopped())

    async def _until_stopped(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self._ready.set()
        await self._stop.wait()
