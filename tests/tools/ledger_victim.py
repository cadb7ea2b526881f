"""Dies by kill -9 at the n-th moment of a piece of work on a ledger; for n = 1, 2, ...

    python -m tests.tools.ledger_victim FOLDER WORK

A moment is: before a statement, before a commit, after the work. For each n the ledger
FOLDER/start.sqlite is copied to FOLDER/<n>.sqlite and a child process does WORK on the copy until
it kills itself. The child of the last copy reached the end; how many copies there are is printed.
A process of its own, because only one without threads may fork.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, event

from ledger import Closing, Lease, Ledger, StubSoort
from regres import Handelend, SoortMelding
from tests.tools.ledgers import (
    FREE,
    GEMEENTE,
    NOW,
    WAIT,
    House,
    after,
    note,
    receipt,
    staged,
    telling_of,
    url_of,
    zoeksleutel,
)

ROWS = [staged(1, 2, SoortMelding.WIJZIGING, "b"), staged(5), staged(6)]
STUBS = [note(2, StubSoort.QUARANTAINE), note(7)]
CLOSING = Closing(
    telling=telling_of(ROWS, STUBS),
    checkpoint={"n": 2},
    sneden=("",),
    gesloten_stubs=[(zoeksleutel(4), "vlag_n")],
)

Work = Callable[[Ledger, Lease, int], None]


def prepare(folder: Path, work: str) -> None:
    """Make the ledger in which the work will be done: one run is freed, the next stands ready."""
    with Ledger.open(url_of(folder, "start")) as ledger:
        house = House(ledger)
        house.run([staged(1), staged(3)], [note(2), note(4)], checkpoint={"n": 1})
        run = house.start(now=after(days=1))
        ledger.stage(house.lease, run, ROWS, STUBS)
        if work == "release":
            ledger.close_run(house.lease, run, CLOSING, WAIT, after(days=1))


def _stage(ledger: Ledger, lease: Lease, run: int) -> None:
    ledger.stage(lease, run, [staged(8), staged(9)], [note(10)])


def _close(ledger: Ledger, lease: Lease, run: int) -> None:
    ledger.close_run(lease, run, CLOSING, FREE, after(days=1))


def _wait(ledger: Ledger, lease: Lease, run: int) -> None:
    ledger.close_run(lease, run, CLOSING, WAIT, after(days=1))


def _recover(ledger: Ledger, lease: Lease, _run: int) -> None:
    ledger.recover(lease, NOW)


def _release(ledger: Ledger, _lease: Lease, run: int) -> None:
    ledger.release_run(run, Handelend("j.jansen", "consulent", "Gezien"), after(days=2))


def _deliver(ledger: Ledger, _lease: Lease, _run: int) -> None:
    (outgoing,) = ledger.due(GEMEENTE, NOW, 1, "pusher")
    ledger.delivered(outgoing, receipt(outgoing), NOW)


WORK: dict[str, Work] = {
    "stage": _stage,
    "close": _close,
    "wait": _wait,
    "recover": _recover,
    "release": _release,
    "deliver": _deliver,
}


class Fuse:
    """Counts moments, and kills this process at the n-th."""

    def __init__(self, moments: int) -> None:
        self._left = moments

    def burn(self, *_: object) -> None:
        """Count one moment."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def die(url: str, work: Work, moments: int) -> None:
    """Do the work, and die on the way."""
    fuse = Fuse(moments)
    with Ledger.open(url) as ledger:
        run = ledger.runs(GEMEENTE, limit=1)[0].id
        for moment in ("before_cursor_execute", "commit"):
            event.listen(Engine, moment, fuse.burn)
        work(ledger, Lease(GEMEENTE, 1), run)
        fuse.burn()


def main(folder: Path, work: str) -> int:
    """Let children die one moment later each time, until one lives."""
    prepare(folder, work)
    for moments in range(1, 1000):
        shutil.copy(folder / "start.sqlite", folder / f"{moments}.sqlite")
        child = os.fork()
        if child == 0:
            die(url_of(folder, str(moments)), WORK[work], moments)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status == 0:
            return moments
        if os.WTERMSIG(status) != signal.SIGKILL:
            raise RuntimeError(f"the child of moment {moments} ended by itself: {status}")
    raise RuntimeError("the work never came to its end")


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), sys.argv[2]))  # noqa: T201 - its only answer
