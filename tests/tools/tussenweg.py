"""A road between a client and a server that does something when so many bytes have come back.

For servers that nobody here wrote: what they read and when is their own affair, but what reaches
the client is not.
"""

import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Self


class Breek(Exception):
    """Raised by what is done on the way: both ends are closed."""


def _niets() -> None:
    pass


@dataclass(slots=True)
class Tussenweg:
    """Passes connections on to `naar`, a port of this machine.

    Set `naar`, `bij` and `doe` anew before each turn; `doe` is done once, when byte number `bij`
    of the answers comes along, before it goes on. `gedaan` tells whether it was.
    """

    naar: int = 0
    bij: int = 0
    doe: Callable[[], object] = _niets
    gedaan: bool = False
    port: int = 0
    _ends: ExitStack = field(default_factory=ExitStack)

    def begin(self, naar: int, bij: int = 0, doe: Callable[[], object] = _niets) -> None:
        """Say where the next connections lead, and what happens on the way."""
        self.naar, self.bij, self.doe, self.gedaan = naar, bij, doe, doe is _niets

    def __enter__(self) -> Self:
        """Listen on a loopback port."""
        listener = self._ends.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.port = listener.getsockname()[1]
        self._ends.callback(listener.shutdown, socket.SHUT_RDWR)
        threading.Thread(target=self._luister, args=(listener,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Listen no more; a connection that is open ends by its ends."""
        self._ends.close()

    def _luister(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                here, _ = listener.accept()
                there = socket.create_connection(("127.0.0.1", self.naar))
                for pump in (self._heen, self._terug):
                    threading.Thread(target=pump, args=(here, there), daemon=True).start()

    def _heen(self, here: socket.socket, there: socket.socket) -> None:
        with _paar(here, there), suppress(OSError):
            while data := here.recv(65_536):
                there.sendall(data)

    def _terug(self, here: socket.socket, there: socket.socket) -> None:
        count = 0
        with _paar(here, there), suppress(OSError, Breek):
            while data := there.recv(16_384):
                count += len(data)
                if not self.gedaan and count >= self.bij:
                    self.gedaan = True
                    self.doe()
                here.sendall(data)


def _paar(*sockets: socket.socket) -> ExitStack:
    """End both when one ends."""
    ends = ExitStack()
    for one in sockets:
        ends.callback(_sluit, one)
    return ends


def _sluit(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
