"""start.py: what it understands, what it installs again and when, and what it says."""

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import start

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A checkout of its own with locks and project file, whose .venv counts as alive."""
    (tmp_path / "requirements").mkdir()
    for name in ("pyproject.toml", "requirements/run.txt", "requirements/test.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "venv_lives", (tmp_path / ".venv").exists)
    (tmp_path / ".venv").mkdir()
    yield tmp_path


def furnished(kind: str) -> None:
    start.stamp(kind).write_text(start.fingerprint(start.ROOT, kind), "utf-8")


def edited(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


# --- the stamp --------------------------------------------------------------------------------


def test_a_new_environment_is_not_furnished(checkout: Path) -> None:
    assert not start.stamped("run")


def test_a_furnished_environment_is_left_alone(checkout: Path) -> None:
    furnished("run")

    assert start.stamped("run")


def test_an_environment_for_the_tests_serves_the_product_too(checkout: Path) -> None:
    furnished("test")

    assert start.stamped("run")


def test_an_environment_for_the_product_does_not_serve_the_tests(checkout: Path) -> None:
    furnished("run")

    assert not start.stamped("test")


def test_another_lock_asks_for_another_install(checkout: Path) -> None:
    furnished("run")
    edited(checkout / "requirements" / "run.txt", "zeep==", "zeep==0.")

    assert not start.stamped("run")


def test_another_version_of_the_project_asks_for_another_install(checkout: Path) -> None:
    furnished("run")
    edited(checkout / "pyproject.toml", 'name = "regresbrug"\nversion = "', "version = '1'#")
    edited(checkout / "pyproject.toml", "version = '1'#", 'name = "regresbrug"\nversion = "1')

    assert not start.stamped("run")


def test_another_line_length_does_not(checkout: Path) -> None:
    furnished("run")
    edited(checkout / "pyproject.toml", "line-length = 100", "line-length = 99")

    assert start.stamped("run")


def test_an_environment_without_a_python_counts_for_nothing(checkout: Path) -> None:
    furnished("run")
    shutil.rmtree(start.VENV)

    assert not start.stamped("run")


def test_a_copied_checkout_is_installed_anew(checkout: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(checkout, tmp_path / "elsewhere")

    assert start.fingerprint(copy, "run") != start.fingerprint(checkout, "run")


# --- what is asked of it ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "command", "rest"),
    [
        ([], "--help", []),
        (["demo"], "demo", []),
        (["demo", "--once", "--seed", "7"], "demo", ["--once", "--seed", "7"]),
        (["regresbrug", "--help"], "regresbrug", ["--help"]),
    ],
)
def test_all_after_the_command_belongs_to_the_command(
    given: list[str], command: str, rest: list[str]
) -> None:
    assert start.split(given) == (command, rest)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main(["--help"]) == 0

    shown = capsys.readouterr().out
    assert [command for command in start.COMMANDS if f"\n  {command}" not in shown] == []


def test_an_unknown_command_is_told_and_ends_with_code_2(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert start.main(["tset"]) == 2

    assert "'tset'" in capsys.readouterr().err


def test_pytest_gets_its_workers_and_all_other_words() -> None:
    told = start.pytest_arguments(["--all", "-k", "brake"], workers=2)

    assert told == ["-n", "2", "--dist", "worksteal", "-k", "brake"]


@pytest.mark.parametrize("own", [["-n0"], ["-n", "4"], ["--pdb"], ["-s"], ["-p", "no:xdist"]])
def test_who_decides_about_workers_himself_is_left_alone(own: list[str]) -> None:
    assert start.pytest_arguments(own, workers=2) == own


def test_there_is_a_worker_more_than_cores_for_many_tests_wait() -> None:
    assert [start.workers(many) for many in (1, 2, 4)] == [1, 3, 5]


def test_one_core_needs_no_workers() -> None:
    assert start.pytest_arguments([], workers=1) == []


@pytest.mark.parametrize(
    ("already", "told"),
    [
        ("", "chromium,faketime,openssl,sshd,strace,systemd,xmlsec1"),
        ("firefox", "chromium,faketime,firefox,openssl,sshd,strace,systemd,xmlsec1"),
        (" sshd , ", "chromium,faketime,openssl,sshd,strace,systemd,xmlsec1"),
    ],
)
def test_all_adds_to_the_tools_that_the_caller_required(already: str, told: str) -> None:
    assert start.required(already) == told


# --- what it says -----------------------------------------------------------------------------


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (4, 0)])
def test_a_new_enough_python_is_no_problem(version: tuple[int, int]) -> None:
    assert start.python_problem(version) is None


def test_an_old_python_is_told_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "better_python", lambda: None)

    told = start.python_problem((3, 9))

    assert told == "Regresbrug needs Python 3.11 or newer; this is Python 3.9."


def test_a_better_python_on_this_machine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "better_python", lambda: "/usr/bin/python3.12")

    assert "Start it with /usr/bin/python3.12." in str(start.python_problem((3, 9)))


def test_an_old_python_can_read_as_far_as_that_message() -> None:
    text = (ROOT / "start.py").read_text("utf-8")

    ast.parse(text, feature_version=(3, 7))
    assert not {"tomllib", "venv"} & imported_at_once(ast.parse(text))


def imported_at_once(tree: ast.Module) -> set[str]:
    nodes = [node for node in tree.body if isinstance(node, ast.Import)]
    return {name.name for node in nodes for name in node.names}


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE", "Do not go on"),
        ("[Errno 13] Permission denied: '.venv'", "not yours to write in"),
        ("Failed to resolve: Temporary failure in name resolution", "machine online"),
        ("ERROR: No matching distribution found for zeep==4.3.3", "machine online"),
        ("something else", "words above"),
    ],
)
def test_a_failed_install_is_explained(output: str, told: str) -> None:
    assert told in start.diagnosis(output)


# --- what it installs with --------------------------------------------------------------------


def test_settings_that_send_an_install_elsewhere_are_not_passed_on() -> None:
    given = {
        "PIP_TARGET": "/elsewhere",
        "PIP_USER": "1",
        "PIP_NO_BINARY": ":all:",
        "UV_SYSTEM_PYTHON": "1",
        "PYTHONPATH": "/elsewhere",
    }

    assert start.installers_environment(given) == {}


def test_settings_that_say_where_packages_come_from_are_passed_on() -> None:
    given = {
        "PIP_INDEX_URL": "https://mirror.example.org",
        "PIP_CERT": "/ca.pem",
        "UV_DEFAULT_INDEX": "https://mirror.example.org",
        "HTTPS_PROXY": "http://proxy.example.org:3128",
        "HOME": "/home/someone",
    }

    assert start.installers_environment(given) == given


def test_the_packages_of_a_lock_are_its_lines_without_hashes() -> None:
    lock = (
        "ruamel-yaml==0.19.1 \\\n    --hash=sha256:aa\njsonschema[format]==4.26 ; python > 3 \\\n"
    )

    assert start.names(lock) == {"ruamel-yaml", "jsonschema"}


def test_what_an_older_lock_left_behind_goes() -> None:
    installed = start.names("Old_Thing==1\nzeep==4.3.3\npip==23.0\nregresbrug==0.1.0\n")

    assert start.unwanted(installed, {"zeep"}) == ["old-thing"]


def test_our_own_editable_install_is_never_taken_for_a_leftover() -> None:
    told = "# Editable install with no version control (regresbrug==0.1.0)\n-e /some/checkout\n"

    assert start.unwanted(start.names(told), set()) == []
