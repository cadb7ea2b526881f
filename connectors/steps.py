"""Walking a connection one step at a time, for `check`."""

from collections.abc import Callable, Iterable, Iterator

from regres import Problem, SourceError, Step

#: What the administrator sees of a step that held, and what he must look at all the same.
Told = str | tuple[str, Problem]
#: The step's name, and what tries it.
Attempt = tuple[str, Callable[[], Told]]


def walk(attempts: Iterable[Attempt]) -> Iterator[Step]:
    """Take the steps in order and stop after the first that fails."""
    for naam, action in attempts:
        step = _take(naam, action)
        yield step
        if not step.gelukt:
            return


def _take(naam: str, action: Callable[[], Told]) -> Step:
    try:
        return held(naam, action())
    except SourceError as wrong:
        return Step(naam, False, problems=wrong.problems, exit_code=wrong.exit_code)


def held(naam: str, told: Told) -> Step:
    """Make the step that held, with the warning that came along."""
    text, warnings = (told, ()) if isinstance(told, str) else (told[0], (told[1],))
    return Step(naam, True, text, warnings)
