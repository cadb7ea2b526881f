"""To whom a line belongs, and where that is used: for what no test runs by itself.

A table is made when its module is imported, and what is remembered is made in the test that
happened to be the first. Coverage then names no test, or a wrong one; those that use it judge it.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

_Bereik = tuple[int, int]


@dataclass(frozen=True)
class Bron:
    """One source file, as a tree."""

    boom: ast.Module

    def opdracht(self, regel: int) -> range:
        """Give the lines of the smallest statement that holds a line; of a block its head."""
        found = min(
            (span for span in self._opdrachten if span[0] <= regel <= span[1]),
            key=lambda span: (span[1] - span[0], -span[0]),
            default=(regel, regel),
        )
        return range(found[0], found[1] + 1)

    def eigenaars(self, regel: int) -> frozenset[str]:
        """Name what a line makes: the function it is in, or else the names that get a value."""
        functions = [one for one in self._functies if _lijf(one)[0] <= regel <= _lijf(one)[1]]
        if functions:
            return frozenset({functions[-1].name})
        return frozenset(_namen(self._buiten(regel)))

    def onthoudt(self, regel: int) -> bool:
        """Tell whether a line runs once for many: in a function that remembers its answer."""
        holding = [one for one in self._functies if _lijf(one)[0] <= regel <= _lijf(one)[1]]
        return any("cache" in ast.unparse(mark) for one in holding for mark in one.decorator_list)

    @cached_property
    def gebruik(self) -> Mapping[str, frozenset[int]]:
        """Give the lines on which each name is read."""
        found: dict[str, set[int]] = {}
        for node in ast.walk(self.boom):
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                name = node.id if isinstance(node, ast.Name) else node.attr
                found.setdefault(name, set()).add(node.end_lineno or node.lineno)
        return {name: frozenset(lines) for name, lines in found.items()}

    @cached_property
    def _functies(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        found = [node for node in ast.walk(self.boom) if isinstance(node, kinds)]
        return sorted(found, key=lambda node: node.lineno)

    @cached_property
    def _opdrachten(self) -> list[_Bereik]:
        return [_kop(node) for node in ast.walk(self.boom) if isinstance(node, ast.stmt)]

    def _buiten(self, regel: int) -> ast.stmt | None:
        """Give the smallest statement outside every function that holds a line."""
        holding = [
            node
            for node in ast.walk(self.boom)
            if isinstance(node, ast.stmt) and node.lineno <= regel <= (node.end_lineno or regel)
        ]
        return max(holding, key=lambda node: node.lineno, default=None)


def bron(tekst: bytes) -> Bron:
    """Read one source."""
    return Bron(ast.parse(tekst))


def _namen(node: ast.stmt | None) -> Iterator[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.Assign():
            for target in node.targets:
                yield from (one.id for one in ast.walk(target) if isinstance(one, ast.Name))
        case ast.AnnAssign(target=ast.Name() as made):
            yield made.id


def _kop(node: ast.stmt) -> _Bereik:
    body = getattr(node, "body", None)
    if body:
        return node.lineno, max(node.lineno, body[0].lineno - 1)
    return node.lineno, node.end_lineno or node.lineno


def _lijf(node: ast.FunctionDef | ast.AsyncFunctionDef) -> _Bereik:
    return node.body[0].lineno, node.end_lineno or node.body[-1].lineno
