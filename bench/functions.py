"""Counts how long the functions of each room are: lines from `def` to the end, decorators left out.

.venv/bin/python -P bench/functions.py
"""

import ast
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
ROOMS = (
    "regres", "connectors", "mappings", "assessment", "privacy", "ledger", "sinks", "pipeline",
    "settings", "scheduler.py", "console", "loket", "web", "demo", "start.py",
)  # fmt: skip


def lengths(place: Path) -> list[int]:
    """Give the length of every function below a place."""
    files = [place] if place.is_file() else sorted(place.rglob("*.py"))
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in nodes
        if isinstance(node, kinds)
    ]


def line(name: str, found: list[int]) -> str:
    """Give one row: how many, the median, the 95th percentile, the longest."""
    p95 = quantiles(found, n=20)[-1] if len(found) > 1 else found[0]
    return f"{name:<14}{len(found):>7}{median(found):>8.0f}{p95:>8.0f}{max(found):>8}"


def main() -> None:
    """Print a row a room, and one for all."""
    print(f"{'room':<14}{'number':>7}{'median':>8}{'p95':>8}{'longest':>8}")
    every: list[int] = []
    for room in ROOMS:
        found = lengths(ROOT / room)
        if found:
            every += found
            print(line(room, found))
    print(line("all", every))


if __name__ == "__main__":
    main()
