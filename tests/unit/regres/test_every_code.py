"""Every code of the catalogue is brought about by a test that expects it, by name.

A code counts where a test says what should come: in an assert, in what `pytest.raises` must match,
in a row of a parametrized test, in what a helper is told to expect, or in a table that pairs it
with what brings it about. A problem that a test makes itself says nothing; a list of codes neither.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from regres.berichten import catalogus

TESTS = Path(__file__).resolve().parents[2]
CODE = re.compile(r"(?<![A-Z0-9-])[A-Z]-[0-9]{4}(?![0-9])")
#: Calls that make a problem, a stub or an outbox row of a code, or explain one: nothing is induced.
_ZEGT = (ast.Assert, ast.Assign, ast.AugAssign, ast.Compare, ast.Return)
PROBLEMEN = frozenset({"Problem", "bericht"})
MAAKT = PROBLEMEN | frozenset({"main", "pagina", "refused", "voided"})


def expected_codes() -> frozenset[str]:
    return frozenset(
        code
        for path in TESTS.rglob("*.py")
        if path != Path(__file__)
        for code in codes_in(ast.parse(path.read_text("utf-8")))
    )


def codes_in(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            if not is_list_of_codes(node.value):
                yield from said(node.value)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            # What a test makes itself it may well name again: that shows how it is told.
            yield from set(said_in(node)) - set(made_in(node))


def made_in(node: ast.AST) -> Iterator[str]:
    """Give the codes of the problems that a function makes itself."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and name_of(inner.func) in PROBLEMEN and inner.args:
            yield from CODE.findall(str(getattr(inner.args[0], "value", "")))


def said_in(node: ast.AST) -> Iterator[str]:
    """Give the codes of the asserts, calls, comparisons and decorators inside a function."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.For):
            yield from said(inner.iter)
        elif isinstance(inner, _ZEGT):
            yield from said(inner)
        elif isinstance(inner, ast.Call) and name_of(inner.func) not in MAAKT:
            yield from (code for arg in (*inner.args, *inner.keywords) for code in said(arg))


def said(node: ast.AST) -> Iterator[str]:
    """Give the codes in the texts below a node, but those that a problem is made of."""
    if isinstance(node, ast.Call) and name_of(node.func) in MAAKT:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from CODE.findall(node.value)
    for inner in ast.iter_child_nodes(node):
        yield from said(inner)


def is_list_of_codes(node: ast.AST) -> bool:
    return isinstance(node, ast.Tuple | ast.List | ast.Set) and all(
        isinstance(part, ast.Constant) and CODE.fullmatch(str(part.value)) for part in node.elts
    )


def name_of(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_every_code_is_brought_about_by_a_test_that_expects_it() -> None:
    assert sorted(catalogus().teksten.keys() - expected_codes()) == []


def test_a_problem_that_a_test_makes_itself_is_no_test_of_it() -> None:
    made = ast.parse("def test_x():\n    assert shown(Problem('X-0001', 'a')) == 'X-0002'\n")
    listed = ast.parse("ALL = ['X-0003', 'X-0004']\nROWS = [('wrong', 'X-0005')]\n")

    again = ast.parse("def test_x():\n    a = bericht('X-0006')\n    assert a.code == 'X-0006'\n")

    assert (set(codes_in(made)), set(codes_in(listed))) == ({"X-0002"}, {"X-0005"})
    assert set(codes_in(again)) == set()
