"""A preview of 500 rows takes under a second, and starts without what only a run needs."""

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.preview import ROWS, export
from tests.tools.gemeente import ROOT

#: Started is: Python runs, what the command is made of is imported, and mapping and rules are read.
#: That is what a look at one row takes; the work is what 500 rows take more.
METEN = """
import json, sys, time
import console.bladeren, console.kijkroute
from console.cli import main
start = time.process_time()
code = main(sys.argv[1:])
spent = time.process_time() - start
print(json.dumps({"code": code, "cpu": spent, "modules": sorted(sys.modules)}), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("voorbeeld")
    (folder / "proef.yaml").write_text("basis: zorgvenster\n", encoding="utf-8")
    export(folder / "export.csv")
    export(folder / "een.csv", 1)
    return folder / "export.csv"


@dataclass(frozen=True)
class Gemeten:
    """What one call took and told. cpu: seconds, imports left out."""

    code: int
    cpu: float
    modules: frozenset[str]
    regels: list[str]


def gemeten(file: Path, format: str = "jsonl") -> Gemeten:
    words = ["preview", "--mapping", str(file.parent / "proef.yaml"), "--file", str(file)]
    done = subprocess.run(
        [sys.executable, "-P", "-c", METEN, *words, "--format", format],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found = json.loads(done.stderr.splitlines()[-1])
    lines = done.stdout.splitlines()
    return Gemeten(found["code"], found["cpu"], frozenset(found["modules"]), lines)


@pytest.mark.parametrize("format", ["jsonl", "text"])
def test_five_hundred_rows_take_under_a_second_after_the_start(file: Path, format: str) -> None:
    # CPU, and the best of two: other work on this machine is no work of ours.
    start = [gemeten(file.with_name("een.csv"), format) for _ in range(2)]
    whole = [gemeten(file, format) for _ in range(2)]

    assert min(one.cpu for one in whole) - min(one.cpu for one in start) < 1.0
    for one in whole:
        assert one.code == 1
        assert len(one.regels) == ROWS if format == "jsonl" else str(ROWS) in one.regels[0]


def test_the_export_that_is_measured_has_accidents_and_a_note_in_every_row(file: Path) -> None:
    with file.open(encoding="cp1252", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter=";"))

    assert len(rows) == ROWS
    assert sum(row["Ongeval J/N"] == "J" for row in rows) == ROWS // 5
    assert all(row["Toelichting"] for row in rows)


def test_a_look_at_a_file_loads_no_database_and_no_web(file: Path) -> None:
    needless = {"sqlalchemy", "alembic", "starlette", "uvicorn", "zeep", "asyncssh"}

    assert not needless & gemeten(file).modules
