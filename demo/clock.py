"""The demo's clock: it starts in the night of the day that is played, and then simply runs on.

A world keeps the date it was made on, so that its data stays as fresh as the first time; the real
date would make a demo of last month look at a window in which nothing happened.
"""

import time
from datetime import datetime, timedelta


class DemoKlok:
    """Gives the moment in the demo's world, aware, in UTC."""

    __slots__ = ("_began", "_start")

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._began = time.monotonic()

    def __call__(self) -> datetime:
        """Give the present moment."""
        return self._start + timedelta(seconds=time.monotonic() - self._began)
