"""Which tests judge a line: those that come by it, or by what uses it, what costs least first."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.mutanten.kaart import Kaart
from tests.mutanten.namen import bron
from tests.mutanten.verschoven import bijgewerkt, vertaling
from tests.mutanten.werkplaats import ROOT

SOURCE = b"""\
from functools import lru_cache
TABEL = {"a": 1}
STIL = 2


def haal(naam: str = "a") -> int:
    if naam == "b":
        return lees(
            naam,
        )
    return TABEL[naam]


@lru_cache
def lees(naam: str) -> int:
    return len(naam)


def nooit() -> int:
    return STIL


class Vorm:
    maat: int = 3

    def groot(self) -> bool:
        return self.maat > 2
"""
TABEL, STIL, KOP, ALS, LEES, HAAL, ONTHOUDT, NOOIT, MAAT, GROOT = 2, 3, 6, 7, 8, 11, 16, 20, 24, 27


def kaart(**komt: set[int]) -> Kaart:
    """Give a map of one file; each test takes a hundredth of a second for each line."""
    at = frozenset({1, TABEL, STIL, KOP, 14, 15, 19, 23, MAAT, 26})
    return Kaart(
        {"x.py": bron(SOURCE)},
        {f"{name}.py::t": {"x.py": frozenset(lines)} for name, lines in komt.items()},
        {f"{name}.py::t": len(lines) / 100 for name, lines in komt.items()},
        {"x.py": at},
    )


WHOLE = kaart(a={ALS, HAAL}, b={ALS, LEES, ONTHOUDT}, c={ALS, LEES}, d={GROOT})


def of(line: int, seconds: float = 0.0) -> set[str]:
    return {name.partition(".")[0] for name in WHOLE.toetsen("x.py", line, seconds or 9.0)}


def first(line: int, known: Kaart = WHOLE) -> str:
    return known.toetsen("x.py", line, 0.001)[0].partition(".")[0]


@pytest.mark.parametrize(
    ("line", "judged_by"),
    [(HAAL, "a"), (TABEL, "a"), (MAAT, "d"), (GROOT, "d"), (ONTHOUDT, "b"), (LEES + 1, "b")],
)
def test_a_line_is_judged_by_who_comes_by_it_or_uses_what_it_makes(
    line: int, judged_by: str
) -> None:
    assert first(line) == judged_by


def test_what_is_remembered_is_also_judged_by_those_who_were_not_the_first() -> None:
    assert WHOLE.toetsen("x.py", ONTHOUDT, 9.0)[:2] == ["b.py::t", "c.py::t"]


@pytest.mark.parametrize("line", [NOOIT, STIL])
def test_what_no_test_runs_or_uses_is_judged_by_nobody(line: int) -> None:
    assert of(line) == set()


def test_the_rest_of_the_file_is_asked_last_and_only_for_a_part_of_the_time() -> None:
    assert WHOLE.toetsen("x.py", HAAL, 9.0)[0] == "a.py::t"
    assert of(HAAL) == {"a", "b", "c", "d"}
    # Of a tenth of a second, three hundredths: one more test, and not the two others.
    assert len(of(HAAL, 0.05)) == 2


def test_who_sees_more_for_the_same_is_asked_first() -> None:
    known = kaart(a={ALS}, b={ALS}, c={ALS, HAAL}, d={ALS, LEES})

    assert first(ALS, known) in {"c", "d"}


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        ("a\nb\nc\nd\n", [1, 2, 3, 4]),
        ("x\na\nb\nc\nd\n", [2, 3, 4, 5]),
        ("a\nb\nnew\nc\nd\n", [1, 2, 3, 4, 5]),
        ("a\nother\nmore\nc\nd\n", [1, 2, 3, 4, 5]),
        ("a\nc\nd\n", [1, 2, 3]),
        ("", []),
    ],
)
def test_what_was_learnt_goes_along_with_its_lines(new: str, lines: list[int]) -> None:
    moved = {"x.py": vertaling("a\nb\nc\nd\n", new)}

    assert bijgewerkt({"x.py": [1, 2, 3, 4], "gone.py": [1]}, moved) == {"x.py": lines}


def test_what_was_put_in_is_for_who_came_by_the_line_before_it() -> None:
    moved = vertaling("a\nb\nc\n", "a\nb\nnew\nc\n")

    assert (moved([2]), moved([3])) == ([2, 3], [4])


def test_who_is_asked_to_stop_ends_the_tests_it_started(tmp_path: Path) -> None:
    (tmp_path / ".cache").mkdir()
    slow = f"from pathlib import Path\nimport time\nPath({str(tmp_path / 'op')!r}).touch()\n"
    (tmp_path / "test_slow.py").write_text(f"{slow}time.sleep(100)\n")
    command = [sys.executable, "-P", "-m", "tests.mutanten.vork"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=tmp_path, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        process.stdin.write(
            '{"argumenten": ["-q", "test_slow.py"], "seconden": 60, "schrijf": false}\n'
        )
        process.stdin.flush()
        until = time.monotonic() + 60
        while not (tmp_path / "op").exists() and time.monotonic() < until:
            time.sleep(0.02)
        (fork,) = psutil.Process(process.pid).children()
        process.send_signal(signal.SIGTERM)
        process.wait(20)

    fork.wait(20)
    assert not fork.is_running()
