"""The small mistakes that can be made in a source: where, and what stands there instead.

The kinds are those of mutmut, and a few that it does not know (a statement left out, a condition
turned round). Text is replaced in place, so that every other line stays where it was.
"""

import ast
from dataclasses import dataclass

_VERGELIJK: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
_REKEN: dict[type[ast.operator], str] = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "/",
    ast.Div: "*",
    ast.FloorDiv: "*",
    ast.Mod: "*",
    ast.BitAnd: "|",
    ast.BitOr: "&",
    ast.BitXor: "|",
    ast.LShift: ">>",
    ast.RShift: "<<",
    ast.Pow: "*",
}
#: What only types, names or documents, and never runs.
_NIET_NAMEN = frozenset({"__all__", "__slots__"})
_NIET_ROEPEN = frozenset({"TypeVar", "cast", "isinstance", "len"})


@dataclass(frozen=True, slots=True)
class Fout:
    """One mistake: the text from `begin` to `eind` (in bytes) becomes `wordt`."""

    bestand: str
    regel: int
    soort: str
    begin: int
    eind: int
    wordt: str

    def maak(self, bron: bytes) -> str:
        """Give the source with this mistake in it."""
        return (bron[: self.begin] + self.wordt.encode() + bron[self.eind :]).decode()

    def toon(self, bron: bytes) -> str:
        """Show what was and what is, on one line each."""
        was = " ".join(bron[self.begin : self.eind].decode().split())
        return f"{self.bestand}:{self.regel} {self.soort}: {was[:90]} -> {self.wordt[:90]}"


def fouten(bestand: str, bron: bytes) -> list[Fout]:
    """Give every mistake that can be made in a source; some Python cannot read: see leesbaar."""
    found = _Zoeker(bestand, bron)
    found.visit(ast.parse(bron))
    return found.fouten


def leesbaar(tekst: str) -> bool:
    """Tell whether Python still reads it: what it cannot is a mistake that nobody makes."""
    try:
        compile(tekst, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


class _Zoeker(ast.NodeVisitor):
    """Walks through a module; what is left out: docstrings, annotations, decorators, types."""

    def __init__(self, bestand: str, bron: bytes) -> None:
        self.fouten: list[Fout] = []
        self._bestand = bestand
        self._bron = bron
        self._regels = [0]
        for line in bron.splitlines(keepends=True):
            self._regels.append(self._regels[-1] + len(line))

    # -- what is walked past ------------------------------------------------------------------

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._functie(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._functie(node)

    def _functie(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for default in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(default)
        self._lijf(node.body)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._lijf(node.body)

    def visit_Module(self, node: ast.Module) -> None:
        self._lijf(node.body)

    def _lijf(self, body: list[ast.stmt]) -> None:
        for statement in body:
            if not _is_tekst(statement):
                self.visit(statement)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._waarde(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        if names & _NIET_NAMEN or _is_soort(node.value):
            return
        self._waarde(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave f-strings alone: their parts have no place of their own before Python 3.12."""

    # -- statements ---------------------------------------------------------------------------

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self._noteer(node, "statement weg", "pass")
        self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        self._noteer(node, "raise weg", "pass")
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None and not _is_none(node.value):
            self._noteer(node.value, "antwoord weg", "None")
        self.generic_visit(node)

    def visit_Break(self, node: ast.Break) -> None:
        self._noteer(node, "break", "continue")

    def visit_Continue(self, node: ast.Continue) -> None:
        self._noteer(node, "continue", "break")

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        target, value = self._tekst(node.target), self._tekst(node.value)
        self._noteer(node, "optelling weg", f"{target} = {value}")
        self.visit(node.value)

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        self._omgekeerd(node.test)
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self._omgekeerd(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._omgekeerd(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self._noteer(test, "zeef weg", "True")
        self.generic_visit(node)

    # -- expressions --------------------------------------------------------------------------

    def visit_Compare(self, node: ast.Compare) -> None:
        if len(node.ops) == 1:
            left, right = self._tekst(node.left), self._tekst(node.comparators[0])
            self._noteer(node, "vergelijking", f"{left} {_VERGELIJK[type(node.ops[0])]} {right}")
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        other = " or " if isinstance(node.op, ast.And) else " and "
        parts = [f"({self._tekst(value)})" for value in node.values]
        self._noteer(node, "en/of", f"({other.join(parts)})")
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, (ast.Not, ast.Invert)):
            self._noteer(node, "niet weg", f"({self._tekst(node.operand)})")
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        left, right = self._tekst(node.left), self._tekst(node.right)
        self._noteer(node, "rekenen", f"({left}) {_REKEN.get(type(node.op), '-')} ({right})")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id in _NIET_ROEPEN:
            return
        for given in (*node.args, *(item.value for item in node.keywords if item.arg)):
            if not isinstance(given, ast.Starred) and not _is_none(given):
                self._noteer(given, "argument weg", "None")
        self.generic_visit(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        if not _is_none(node.body):
            self._noteer(node.body, "lambda leeg", "None")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self._noteer(node, "waarheid", str(not value))
        elif isinstance(value, int | float):
            self._noteer(node, "getal", repr(value + 1))
        elif isinstance(value, str):
            self._noteer(node, "tekst", repr(f"XX{value}XX"))

    # -- writing down -------------------------------------------------------------------------

    def _waarde(self, node: ast.expr) -> None:
        if not _is_none(node):
            self._noteer(node, "waarde weg", "None")
        self.visit(node)

    def _omgekeerd(self, test: ast.expr) -> None:
        self._noteer(test, "omgekeerd", f"not ({self._tekst(test)})")

    def _noteer(self, node: ast.expr | ast.stmt, soort: str, wordt: str) -> None:
        begin, eind = self._plek(node)
        if self._bron[begin:eind].decode() != wordt:
            self.fouten.append(Fout(self._bestand, node.lineno, soort, begin, eind, wordt))

    def _tekst(self, node: ast.expr) -> str:
        begin, eind = self._plek(node)
        return self._bron[begin:eind].decode()

    def _plek(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        last, column = node.end_lineno or node.lineno, node.end_col_offset or 0
        begin = self._regels[node.lineno - 1] + node.col_offset
        return begin, self._regels[last - 1] + column


def _is_tekst(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_soort(node: ast.expr) -> bool:
    """Tell whether a value is a type under another name."""
    return isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)
