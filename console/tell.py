"""Speaking to a person or a program: data on stdout, messages and progress on stderr."""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from regres import Problem, Telling
from regres.berichten import Taal, vertaal, zeg, zin
from regres.tonen import toonbaar, toonbare_json, toonbare_regels

Voortgang = Callable[[Telling], None]


def tell(text: str) -> None:
    """Say something on stderr."""
    print(toonbare_regels(text), file=sys.stderr, flush=True)


def put(text: str) -> None:
    """Give a line of data on stdout."""
    print(toonbare_regels(text), flush=True)


def put_json(value: Any) -> None:
    """Give one JSON value on one line of stdout."""
    put(toonbare_json(json.dumps(value, ensure_ascii=False, separators=(",", ":"))))


#: The language of the problems that this process tells; set once, before a command starts.
_TAAL: ContextVar[Taal] = ContextVar("taal", default=Taal.NL)
_WOORDEN = {
    Taal.NL: ("waar", "mapping", "gevolg", "doe"),
    Taal.EN: ("where", "mapping", "effect", "do"),
}
#: More problems than this are counted by code at the end, for they do not fit on one screen.
_VEEL = 8


def spreek(taal: Taal) -> None:
    """Tell problems in this language from now on."""
    _TAAL.set(taal)


def taal() -> Taal:
    """Give the language that was asked for."""
    return _TAAL.get()


def woord(naam: str, /, **woorden: object) -> str:
    """Give a [zin] of the command line in the language that was asked for."""
    return zeg("C", zin(naam, **woorden), taal())


def vertaald(problem: Problem) -> Problem:
    """Give a problem in the language that was asked for."""
    return vertaal(problem, taal())


def show_problems(problems: Iterable[Problem]) -> None:
    """Say each problem: what, where, what follows, what to do."""
    for line in problem_lines(problems):
        tell(line)


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Give problems as lines of text, in the language that was asked for."""
    told = [*map(vertaald, problems)]
    for problem in _korter(told):
        yield from problem.regels(*_WOORDEN[taal()]).splitlines()
    if len(told) > _VEEL:
        kinds = Counter(problem.code for problem in told).most_common()
        counts = ", ".join(f"{count} x {code}" for code, count in kinds)
        yield woord("samen", aantal=len(told), soorten=counts)


def group_lines(group: Mapping[str, Any]) -> Iterator[str]:
    """Give one kind of problem of a run: how often, what is wrong, and where a few of them are."""
    found = [vertaald(Problem.van_json(one)) for one in group["voorbeelden"]]
    place = f" ({found[0].mapping})" if found[0].mapping else ""
    yield f"  {group['aantal']:>4} x {found[0].code}  {found[0].wat}{place}"
    yield f"         {woord('bij')} {', '.join(one.waar for one in found)}"


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
    cells = [[toonbaar(str(cell)) for cell in row] for row in rows]
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
