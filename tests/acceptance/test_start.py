"""What a command loads before it does anything: start-up is imports, so it is tested by them.

Seconds say little on a busy machine; bench/run.py measures them.
"""

import subprocess
import sys
from pathlib import Path

from tests.tools.gemeente import Gemeente, rij
from tests.tools.keten import Keten, omgeving, stuf_draait, verse_zaak

#: Libraries that only some commands need.
ZWAAR = frozenset(
    {"alembic", "apscheduler", "argon2", "asyncpg", "asyncssh", "fastapi", "jinja2"}
    | {"jsonschema", "lxml", "prometheus_client", "requests", "starlette", "trustme", "uvicorn"}
    | {"urllib3", "zeep"}
)
#: What libraries take along for a use that is not ours: colours on a terminal, another database.
MEEGENOMEN = frozenset(
    {"joserfc", "pygments", "rich", "sqlalchemy.dialects.postgresql", "sqlalchemy.orm"}
)
#: What a client of HTTP takes along to guess an encoding, to believe authorities and read names.
ZWAAR_BIJ_VRAGEN = frozenset({"certifi", "charset_normalizer", "idna"})
#: Modules that may be loaded: each is some 0.7 ms of every run, needed or not.
HOOGSTENS_RUN, HOOGSTENS_HULP = 900, 225


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

    first, second = geladen(*run), geladen(*run)

    assert first & (ZWAAR | MEEGENOMEN) == set(), "the first one makes the ledger"
    assert second & (ZWAAR | MEEGENOMEN) == set()
    assert max(len(first), len(second)) <= HOOGSTENS_RUN
    commands = {name for name in second if name.startswith("console.commands.")}
    assert commands == {"console.commands.run"}
    assert "cryptography.x509" not in second


def test_a_run_of_a_zaaksysteem_asks_it_without_what_only_checks_need(tmp_path: Path) -> None:
    keten = Keten(tmp_path)
    with stuf_draait([verse_zaak(1), verse_zaak(2, "J")]) as server:
        keten.met_stuf(server.url)
        found = geladen("run", "--config", str(keten.config), "--quiet")
        asked = len(server.vragen)

    assert asked
    assert found & (ZWAAR | MEEGENOMEN) == {"lxml", "urllib3"}
    assert found & ZWAAR_BIJ_VRAGEN == set()


def gedrukt(script: str) -> str:
    """What a fresh interpreter prints that runs this."""
    command = [sys.executable, "-P", "-c", script]
    return subprocess.run(
        command, capture_output=True, text=True, env=omgeving(), check=True
    ).stdout


def test_a_start_does_not_go_through_all_that_it_made() -> None:
    told = gedrukt(
        "import gc; from console.geheugen import begin; begin(); "
        "rounds = lambda: [one['collections'] for one in gc.get_stats()]; before = rounds(); "
        "import console.opening, scheduler; print(before == rounds())"
    )

    assert told == "True\n"


def test_after_the_first_time_memory_is_gone_through_as_often_as_records_ask() -> None:
    told = gedrukt(
        "import gc; from console.geheugen import begin; begin(); "
        "first = gc.get_threshold()[0]; gc.collect(); print(first, gc.get_threshold()[0])"
    )

    assert told == "250000 25000\n"


def test_the_end_does_not_go_through_all_that_a_start_made() -> None:
    told = gedrukt(
        "import atexit, gc, sys; from console.cli import entry; sys.argv = ['x', '--version']; "
        "atexit.register(lambda: print(len(gc.get_objects()) < gc.get_freeze_count())); entry()"
    )

    assert told.splitlines()[-1] == "True"


def test_explaining_loads_no_room_but_what_the_words_need() -> None:
    rooms = {"connectors", "mappings", "assessment", "privacy", "ledger", "sinks", "pipeline"}

    found = geladen("--help")

    assert found & (ZWAAR | rooms) == set()
    assert len(found) <= HOOGSTENS_HULP
    assert found & {"pydantic", "ruamel.yaml", "sqlalchemy", "requests", "cryptography"} == set()
