"""Shows how far the demo is: a bar on a terminal, plain lines everywhere else; always on stderr."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

#: Says how much of the work is done.
Gedaan = Callable[[int], None]


class Voortgang(Protocol):
    """Follows one piece of work after the other."""

    def werk(self, naam: str, totaal: int) -> Gedaan:
        """Begin a piece of work of so many parts."""
        ...


class Regels:
    """One line at the start of each piece of work."""

    def __init__(self, uit: TextIO) -> None:
        self._uit = uit

    def werk(self, naam: str, totaal: int) -> Gedaan:
        """Say what begins."""
        print(f"{naam} ...", file=self._uit, flush=True)
        return lambda done: None


class Balken:
    """One bar for each piece of work."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def werk(self, naam: str, totaal: int) -> Gedaan:
        """Add a bar."""
        bar = self._progress.add_task(naam, total=totaal)
        return lambda done: self._progress.update(bar, completed=done)


@contextmanager
def voortgang(uit: TextIO | None = None) -> Iterator[Voortgang]:
    """Follow the work on stderr in the way that fits it."""
    out = uit or sys.stderr
    if not out.isatty():
        yield Regels(out)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(file=out)) as progress:
        yield Balken(progress)
