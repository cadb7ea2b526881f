"""Death of a process, played inside one: from a moment on nothing of it reaches the ledger.

A moment is one statement, one commit or one call of the backend. What dies raises `Dood`, which no
code of the product catches; its clean-up then finds a ledger that refuses it, so that it leaves
behind what a killed process would.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, event


class Dood(BaseException):
    """The process that ran this is no more."""


@dataclass(slots=True)
class Lot:
    """What awaits one process: `nog` moments to live, None = no end."""

    nog: int | None = None
    gestorven: bool = False

    def moment(self) -> None:
        """Let one moment pass."""
        if self.nog is not None:
            self.nog -= 1
            self.gestorven = self.gestorven or self.nog < 0
        if self.gestorven:
            raise Dood


#: Processes inside each other: while one reads, another may act. The last one is at work.
_STAPEL: list[Lot] = []


@contextmanager
def onder(lot: Lot) -> Iterator[None]:
    """Work as a process with this fate."""
    _STAPEL.append(lot)
    try:
        yield
    finally:
        _STAPEL.pop()


def moment(*_: object) -> None:
    """Let a moment of whoever is at work pass."""
    if _STAPEL:
        _STAPEL[-1].moment()


def _commit(_: Connection) -> None:
    moment()


event.listen(Engine, "before_cursor_execute", moment)
event.listen(Engine, "commit", _commit)
