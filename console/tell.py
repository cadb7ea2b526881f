"""Speaking to a person or a program: data on stdout, messages and progress on stderr."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from regres import Problem, Telling
from regres.berichten import Taal, vertaal

Voortgang = Callable[[Telling], None]


def tell(text: str) -> None:
    """Say something on stderr."""
    print(text, file=sys.stderr, flush=True)


def put(text: str) -> None:
    """Give a line of data on stdout."""
    print(text, flush=True)


def put_json(value: Any) -> None:
    """Give one JSON value on one line of stdout."""
    put(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


#: The language of the problems that this process tells; set once, before a command starts.
_TAAL: ContextVar[Taal] = ContextVar("taal", default=Taal.NL)
_WOORDEN = {
    Taal.NL: ("waar", "mapping", "gevolg", "doe"),
    Taal.EN: ("where", "mapping", "effect", "do"),
}
_BIJ = {Taal.NL: "bij", Taal.EN: "at"}


def spreek(taal: Taal) -> None:
    """Tell problems in this language from now on."""
    _TAAL.set(taal)


def taal() -> Taal:
    """Give the language that was asked for."""
    return _TAAL.get()


def show_problems(problems: Iterable[Problem]) -> None:
    """Say each problem: what, where, what follows, what to do."""
    for line in problem_lines(problems):
        tell(line)


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Give problems as lines of text, in the language that was asked for."""
    taal = _TAAL.get()
    for problem in _korter([vertaal(problem, taal) for problem in problems]):
        yield from problem.regels(*_WOORDEN[taal]).splitlines()


def group_lines(group: Mapping[str, Any]) -> Iterator[str]:
    """Give one kind of problem of a run: how often, what is wrong, and where a few of them are."""
    taal = _TAAL.get()
    found = [vertaal(Problem.van_json(one), taal) for one in group["voorbeelden"]]
    place = f" ({found[0].mapping})" if found[0].mapping else ""
    yield f"  {group['aantal']:>4} x {found[0].code}  {found[0].wat}{place}"
    yield f"         {_BIJ[taal]} {', '.join(one.waar for one in found)}"


def _korter(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Say where, what follows and what to do once for neighbours of which these are the same.

    A header of another supplier lacks every column: one line each, and what to do under the last.
    """
    for at, problem in enumerate(problems):
        if at + 1 == len(problems) or _gevolg(problems[at + 1]) != _gevolg(problem):
            yield problem
        elif problems[at + 1].waar != problem.waar:
            yield replace(problem, gevolg="", doe="")
        else:
            yield replace(problem, waar="", gevolg="", doe="")


def _gevolg(problem: Problem) -> tuple[str, str, str]:
    return problem.code, problem.gevolg, problem.doe


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Lay rows out in columns as wide as they need; numbers to the right."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(line[at]) for line in [list(head), *cells]) for at in range(len(head))]
    right = [
        bool(cells) and all(line[at].lstrip("-").isdecimal() for line in cells)
        for at in range(len(head))
    ]
    return [_line(line, widths, right) for line in [list(head), *cells]]


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    parts = zip(cells, widths, right, strict=True)
    shown = [
        cell.rjust(width) if to_right else cell.ljust(width) for cell, width, to_right in parts
    ]
    return "  ".join(shown).rstrip()


@contextmanager
def progress(title: str, *, quiet: bool) -> Iterator[Voortgang]:
    """Show how far reading is: a live line on a terminal, nothing but the end elsewhere."""
    if quiet or not sys.stderr.isatty() or os.environ.get("NO_COLOR") == "plain":
        yield lambda telling: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[n]}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=None, n="")

        def show(telling: Telling) -> None:
            bar.update(task, n=f"{telling.gelezen} gelezen")

        yield show
