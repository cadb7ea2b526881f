"""What a command loads before it does anything: start-up is imports, so it is tested by them.

Seconds say little on a busy machine; bench/run.py measures them.
"""

import subprocess
import sys
from pathlib import Path

from tests.tools.gemeente import Gemeente, rij
from tests.tools.keten import omgeving

#: Libraries that only some commands need.
ZWAAR = frozenset(
    {"alembic", "apscheduler", "argon2", "asyncpg", "asyncssh", "fastapi", "jinja2"}
    | {"jsonschema", "lxml", "prometheus_client", "requests", "starlette", "trustme", "uvicorn"}
    | {"zeep"}
)
#: What libraries take along for a use that is not ours: colours on a terminal, another database.
MEEGENOMEN = frozenset({"pygments", "rich", "sqlalchemy.dialects.postgresql"})


def geladen(*woorden: str) -> set[str]:
    """The modules of a fresh interpreter in which this command has come to its end."""
    script = (
        "import sys; from console.geheugen import begin; begin(); "
        "from console.cli import main; code = main(sys.argv[1:]); "
        "print(code, *sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", script, *woorden],
        capture_output=True,
        text=True,
        env=omgeving(),
        check=True,
    )
    code, *modules = done.stderr.splitlines()[-1].split()
    assert code == "0"
    return set(modules)


def test_a_run_of_a_file_loads_no_library_of_another_command(tmp_path: Path) -> None:
    gemeente = Gemeente(tmp_path)
    gemeente.levering([rij(1), rij(2)])
    run = ("run", "--config", str(gemeente.config), "--quiet")

    assert geladen(*run) & (ZWAAR | MEEGENOMEN) == set(), "the first one makes the ledger"
    assert geladen(*run) & (ZWAAR | MEEGENOMEN) == set()


def test_a_start_does_not_go_through_all_that_it_made_again_and_again() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-P",
            "-c",
            "import gc; from console.geheugen import begin; begin(); "
            "import console.opening, scheduler; print(gc.get_stats()[2]['collections'])",
        ],
        capture_output=True,
        text=True,
        env=omgeving(),
        check=True,
    )

    assert told.stdout == "0\n"


def test_explaining_loads_no_room_but_what_the_words_need() -> None:
    rooms = {"connectors", "mappings", "assessment", "privacy", "ledger", "sinks", "pipeline"}

    found = geladen("--help")

    assert found & (ZWAAR | rooms) == set()
    assert found & {"pydantic", "ruamel.yaml", "sqlalchemy", "requests", "cryptography"} == set()
