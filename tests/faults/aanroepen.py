"""Faults at system calls, by strace: die at the n-th one, or let it fail.

The disk is full (ENOSPC), broken (EIO), or a signal came in between (EINTR).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.proefbank import Geval, Proefbank, tel

#: What writes, waits for the disk, or takes something away; `write` is the logbook and the line.
AANROEPEN = ("pwrite64", "fdatasync", "fsync", "write", "sendto", "ftruncate", "unlink", "rename")
_STERF = "sterf"
#: Which calls may fail with what.
FOUTEN = {
    "ENOSPC": ("pwrite64", "write", "ftruncate"),
    "EIO": ("pwrite64", "fdatasync", "fsync", "write"),
    "EINTR": ("pwrite64", "write"),
}


@dataclass(frozen=True, slots=True)
class Ingreep:
    """What is done to one system call: `sterf`, or the error it gives.

    blijft  every later call fails too: a disk that stays full
    """

    stand: str
    aanroep: str
    nummer: int
    wat: str = _STERF
    blijft: bool = False

    def __str__(self) -> str:
        more = "+" if self.blijft else ""
        return f"{self.stand}: {self.wat} at {self.aanroep} {self.nummer}{more}"

    def opties(self) -> list[str]:
        """Give what strace is told."""
        how = "signal=KILL" if self.wat == _STERF else f"error={self.wat}"
        when = f"{self.nummer}{'+' if self.blijft else ''}"
        return ["-e", f"trace={self.aanroep}", "-e", f"inject={self.aanroep}:{how}:when={when}"]


def tellingen(bank: Proefbank, stand: str) -> dict[str, int]:
    """Count the calls of a run that nothing happens to."""
    geval = bank.geval(stand)
    geval.gevolgd("-e", f"trace={','.join(AANROEPEN)}")
    found = tel(geval.map / "strace", AANROEPEN)
    bank.klaar_met(geval)
    return found


def sterfgevallen(stand: str, counted: dict[str, int]) -> Iterator[Ingreep]:
    """Give a death at each call."""
    for name, many in counted.items():
        yield from (Ingreep(stand, name, number) for number in range(1, many + 1))


def storingen(stand: str, counted: dict[str, int]) -> Iterator[Ingreep]:
    """Give each error at each call it can befall; a full disk once, and for good."""
    for error, names in FOUTEN.items():
        for name in names:
            for number in range(1, counted[name] + 1):
                yield Ingreep(stand, name, number, error)
                if error == "ENOSPC":
                    yield Ingreep(stand, name, number, error, blijft=True)


def doe(bank: Proefbank, ingreep: Ingreep) -> list[str]:
    """Do it; gives the promises that were broken."""

    def treft(geval: Geval) -> None:
        geval.gevolgd(*ingreep.opties())

    return bank.proef(ingreep.stand, treft)


def sterf_telkens(bank: Proefbank, reeks: list[Ingreep]) -> tuple[int, list[str]]:
    """Die at each in turn, the next time while recovering from the last; then run once unharmed.

    What a recovering run does not come to any more, is died at in a fresh case. Gives how often it
    died, and the promises that were broken after any death. The very last calls of a run are not
    always there: what several threads write is joined now and then.
    """
    died, wrong = 0, []
    left = list(reeks)
    while left:
        before = len(left)
        geval = bank.geval(left[0].stand)
        while left and geval.gevolgd(*left[0].opties()).gedood:
            died, one = died + 1, left.pop(0)
            wrong += [f"{one}: {told}" for told in geval.gebroken()]
        wrong += [f"before {len(left)} were left: {told}" for told in geval.niet_klaar()]
        bank.klaar_met(geval)
        if len(left) == before:
            del left[0]
    return died, wrong


# -- power loss ------------------------------------------------------------------------------------


_FD = re.compile(r"\b(pwrite64|fdatasync|fsync|write|sendto|connect)\((\d+)<([^>]*)>")


def volgorde(log: Path) -> tuple[list[str], int]:
    """Read a log of strace -f -y: at each byte to the backend, is what it rests on on the disk?

    What one thread wrote must be there before that same thread sends: the first melding goes out
    from the thread that keeps the ledger, before there are others. Those others send while it
    writes down the answers of before, so theirs may overtake that; but whoever writes to the
    ledger hands nothing out until it is on the disk, and in the end all of it is.

    Gives what was not, and how many calls to the backend were looked at.
    """
    wrong: list[str] = []
    dirty: dict[tuple[str, str], int] = {}
    sent = 0
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines, 1):
        found = _FD.search(line)
        if found is None:
            continue
        (call, _, target), thread = found.groups(), line.split(maxsplit=1)[0]
        if target.endswith(("-wal", ".jsonl")):
            if call in ("pwrite64", "write"):
                dirty[thread, target] = number
            elif call in ("fdatasync", "fsync"):
                dirty = {at: late for at, late in dirty.items() if at[1] != target}
        elif call in ("write", "sendto") and "TCP:" in target:
            sent += 1
            wrong += [
                f"line {number}: sent, and not on the disk: {_name(at)} (line {late})"
                for at, late in dirty.items()
                if at[0] == thread
            ]
    left = [f"never on the disk: {_name(at)} (line {late})" for at, late in dirty.items()]
    return wrong + left, sent


def _name(at: tuple[str, str]) -> str:
    return Path(at[1]).name
