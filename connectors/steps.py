"""Walking a connection one step at a time, for `check`."""

from collections.abc import Callable, Iterable, Iterator

from regres import SourceError, Step

#: The step's name, and what tries it: its answer is what the administrator sees when it held.
Attempt = tuple[str, Callable[[], str]]


def walk(attempts: Iterable[Attempt]) -> Iterator[Step]:
    """Take the steps in order and stop after the first that fails."""
    for naam, action in attempts:
        step = _take(naam, action)
        yield step
        if not step.gelukt:
            return


def _take(naam: str, action: Callable[[], str]) -> Step:
    try:
        return Step(naam, True, action())
    except SourceError as wrong:
        told = "; ".join(found.wat for found in wrong.problems)
        return Step(naam, False, told, wrong.problems[0])
