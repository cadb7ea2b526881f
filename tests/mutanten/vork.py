"""Runs tests in a copy of the source, each time in a process forked from this one.

Started by werkplaats.py inside the copy, with the rooms of ours in which no mistake is made as its
arguments. Those and the libraries are imported once; what a mistake is made in, what imports that,
and the tests never here: each fork reads them from the disk as they stand then. One line of JSON
asks, one answers.
"""

import gc
import importlib
import json
import math
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Generator
from pathlib import Path

import pytest

#: What nearly every test needs and that takes longest to import.
BIBLIOTHEKEN = (
    *("alembic.command", "asyncssh", "cryptography.x509", "fastapi", "hypothesis", "jinja2"),
    *("joserfc", "jsonschema", "jwcrypto.jwe", "lxml.etree", "psutil", "pydantic", "pyotp"),
    *("requests", "rfc8785", "rich.console", "ruamel.yaml", "sqlalchemy", "starlette.testclient"),
    *("structlog", "time_machine", "trustme", "typer", "uvicorn", "zeep", "xdist", "pytest_cov"),
)
UITVOER = Path(".cache/uitvoer.txt")
DUREN = Path(".cache/duren.json")


class Duur:
    """Keeps what each test that passed took of the processor, its fixtures included.

    Not of the clock: on a busy machine every test would seem slow, and few would fit in the time.
    """

    def __init__(self) -> None:
        self._duren: dict[str, float] = {}
        self._fout: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Measure one test."""
        began = time.process_time()
        done = yield
        self._duren[item.nodeid] = time.process_time() - began
        return done

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember what failed."""
        if not report.passed:
            self._fout.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        """Write it down."""
        passed = {name: took for name, took in self._duren.items() if name not in self._fout}
        DUREN.write_text(json.dumps(passed), encoding="utf-8")


#: A mistake may ask for memory without end.
GEHEUGEN = 6 * 2**30


def main() -> None:
    """Answer until there are no more questions, or nobody is there to ask them."""
    for name in (*BIBLIOTHEKEN, *sys.argv[1:]):
        importlib.import_module(name)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        code = _forked(asked["argumenten"], asked["seconden"], schrijf=asked["schrijf"])
        sys.stdout.write(json.dumps(code) + "\n")
        sys.stdout.flush()


def _forked(arguments: list[str], seconds: float, *, schrijf: bool) -> int | None:
    """Give pytest's exit code, below zero when it was killed; None when it took too long."""
    asker, until = os.getppid(), time.monotonic() + 10 * seconds
    child = os.fork()
    if child == 0:
        _bound(seconds)
        _become_pytest(arguments, schrijf=schrijf)
    try:
        while time.monotonic() < until and os.getppid() == asker:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return _code(status)
            time.sleep(0.01)
    finally:
        _end(child)
    os.waitpid(child, 0)
    return None


def _bound(seconds: float) -> None:
    """Let a fork use no more than this of a processor, and of memory."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    hard = resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), hard))
    resource.setrlimit(resource.RLIMIT_AS, (GEHEUGEN, hard))


def _code(status: int) -> int | None:
    code = os.waitstatus_to_exitcode(status)
    return None if code == -signal.SIGXCPU else code


def _become_pytest(arguments: list[str], *, schrijf: bool) -> None:
    os.setsid()
    # The caches of Python and pytest hold what was not changed; a mutant leaves nothing in them.
    sys.dont_write_bytecode = not schrijf
    UITVOER.parent.mkdir(exist_ok=True)
    where = os.open(UITVOER, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (where, 1), (where, 2)):
        os.dup2(source, target)
    code = 70
    try:
        code = int(pytest.main(arguments, plugins=[Duur()]))
    except Exception:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def _end(child: int) -> None:
    """End all that a child started; it was the leader of a group of its own."""
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    main()
