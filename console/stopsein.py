"""Waiting until the service is told to end."""

import signal
import socket
from types import FrameType
from typing import Self


class Stopsein:
    """Waits for SIGTERM or SIGINT; only the main thread can.

    A signal only writes a byte, and the main thread acts on it outside the handler. A handler that
    stops a scheduler itself takes locks which the interrupted code may hold: then nothing ends.
    """

    def __init__(self) -> None:
        self._lees, self._schrijf = socket.socketpair()
        self._schrijf.setblocking(False)

    def __enter__(self) -> Self:
        signal.set_wakeup_fd(self._schrijf.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _niets)
        return self

    def __exit__(self, *problem: object) -> None:
        """Leave the handlers: a second signal must not cut off what is being finished."""
        signal.set_wakeup_fd(-1)
        self._lees.close()
        self._schrijf.close()

    def geef(self) -> None:
        """End the waiting from another thread: the work is done."""
        self._schrijf.send(b"\0")

    def wacht(self) -> None:
        """Return when told to end, or when the work is done; at once when that was before."""
        self._lees.recv(1)


def _niets(number: int, frame: FrameType | None) -> None:
    """Without a handler of its own Python writes no byte for a signal."""
