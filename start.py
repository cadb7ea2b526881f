#!/usr/bin/env python3
"""Sets Regresbrug up inside this checkout and starts it; it needs nothing but Python 3.11 and pip.

All that it installs goes into .venv beside this file, from the hashed locks in requirements/.
A stamp remembers what was installed, so that the second call starts at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
# What .ci/run may not do without; tests/conftest.py turns their absence into a failure.
TOOLS = ("sshd", "openssl", "systemd", "strace", "faketime", "xmlsec1", "chromium")
USAGE = """\
usage: python3 start.py COMMAND [ARGUMENTS]

  demo [ARGUMENTS]         a fictional municipality, from its systems to the Regresloket;
                           --once stops after one run, other arguments go to the demo
  test [--all] [PYTEST..]  the tests; --all refuses to skip for want of a tool
  check                    ruff, its formatter, and mypy
  regresbrug [ARGUMENTS]   the product itself, as an administrator would call it
  install [--test]         only make .venv, for the product or for its tests too

The first call installs into .venv beside this file and takes about half a minute.
"""


class Problem(Exception):
    """What stops the set-up, in words for the person at the keyboard."""


def main(arguments: Sequence[str]) -> int:
    too_old = python_problem(sys.version_info[:2])
    if too_old:
        return complain(too_old, 2)
    try:
        return start(*split(arguments))
    except Problem as problem:
        return complain(str(problem), 1)
    except OSError as error:
        return complain(disk_problem(error), 1)
    except KeyboardInterrupt:
        return complain("interrupted; the next call takes it up again", 130)


def complain(words: str, code: int) -> int:
    print(f"start.py: {words}", file=sys.stderr)
    return code


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


# --- what was asked ---------------------------------------------------------------------------


def split(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The command, and what is meant for it; asking for nothing is asking for help."""
    command, *rest = arguments or ["--help"]
    return command, rest


def start(command: str, rest: list[str]) -> int:
    if command in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0
    if command not in COMMANDS:
        return complain(f"there is no command {command!r}\n\n{USAGE}", 2)
    return COMMANDS[command](rest)


def demo(rest: list[str]) -> int:
    install("run")
    become(["-m", "console.cli", "demo", *rest], ROOT)


def regresbrug(rest: list[str]) -> int:
    install("run")
    become(["-m", "console.cli", *rest], Path.cwd())


def test(rest: list[str]) -> int:
    install("test")
    if "--all" in rest:
        os.environ["REGRES_REQUIRE"] = required(os.environ.get("REGRES_REQUIRE", ""))
    become(["-m", "pytest", *pytest_arguments(rest, workers(cores()))], ROOT)


def check(rest: list[str]) -> int:
    install("test")
    checks = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])
    failed = [" ".join(words) for words in checks if not passes(words)]
    return complain(f"failed: {', '.join(failed)}", 1) if failed else 0


def only_install(rest: list[str]) -> int:
    install("test" if "--test" in rest else "run")
    say(f"{VENV} is ready.")
    return 0


COMMANDS = {
    "demo": demo,
    "test": test,
    "check": check,
    "regresbrug": regresbrug,
    "install": only_install,
}


def required(already: str) -> str:
    """The tools that may not be missing, with those that the caller named himself."""
    named = {tool.strip() for tool in already.split(",")} - {""}
    return ",".join(sorted(named | set(TOOLS)))


def pytest_arguments(rest: Sequence[str], workers: int) -> list[str]:
    """What pytest is told: so many workers, unless the caller decides about that himself."""
    own = [word for word in rest if word != "--all"]
    alone = {"--pdb", "--trace", "-s", "--co", "--collect-only", "no:xdist", "-pno:xdist"}
    decided = any(word in alone or word.startswith(("-n", "--dist")) for word in own)
    return own if decided or workers < 2 else ["-n", str(workers), "--dist", "worksteal", *own]


def workers(cores: int) -> int:
    """One more than there are cores: many tests wait for a process, a server or a clock."""
    return cores + 1 if cores > 1 else 1


def cores() -> int:
    available = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available else os.cpu_count() or 1


# --- the machine ------------------------------------------------------------------------------


def python_problem(version: tuple[int, ...]) -> str | None:
    """Why this Python will not do, with a better one on this machine where there is one."""
    if version >= OLDEST:
        return None
    wanted, found = (".".join(map(str, number)) for number in (OLDEST, version))
    words = f"Regresbrug needs Python {wanted} or newer; this is Python {found}."
    better = better_python()
    return f"{words} Start it with {better}." if better else words


def better_python() -> str | None:
    names = (f"python3.{minor}" for minor in range(20, OLDEST[1] - 1, -1))
    return next(filter(None, map(shutil.which, names)), None)


def disk_problem(error: OSError) -> str:
    return f"{error.strerror}: {error.filename or ROOT}\n{diagnosis(str(error))}"


def diagnosis(output: str) -> str:
    """What a failed install most likely means, and what to do about it."""
    meanings = (MEANINGS[sign] for sign in MEANINGS if re.search(sign, output, re.IGNORECASE))
    return next(meanings, "the packages could not be installed; see the words above")


MEANINGS = {
    "no space left": "the disk is full: .venv needs about 300 MiB; make room and start again",
    "do not match the hashes": "a package differs from the one that the lock names. Nothing of it "
    "was installed. Do not go on: find out who or what changed it",
    "read-only file system|permission denied": "this checkout is not yours to write in, and .venv "
    "is made beside start.py",
    "name resolution|connection|proxy|timed out|unreachable|certificate|no matching distribution"
    "|could not find a version": "the packages could not be fetched. Is this machine online? "
    "Behind a proxy or with an index of your own, set what pip needs (HTTPS_PROXY, "
    "PIP_INDEX_URL, PIP_CERT) and start again",
}


# --- .venv ------------------------------------------------------------------------------------


def install(kind: str) -> None:
    """Makes .venv hold exactly what the lock of this kind names; a no-op when it does.

    The test lock holds all of the run lock, so an environment that was once made for the
    tests stays one.
    """
    leave_own_environment()
    if stamped(kind):
        return
    with alone():
        if not stamped(kind):
            furnish("test" if stamp("test").exists() else kind)


def stamped(kind: str) -> bool:
    return venv_lives() and any(is_current(kept) for kept in {kind, "test"})


def is_current(kind: str) -> bool:
    kept = stamp(kind)
    return kept.exists() and kept.read_text("utf-8") == fingerprint(ROOT, kind)


def stamp(kind: str) -> Path:
    return VENV / f"regresbrug-{kind}.stamp"


def fingerprint(root: Path, kind: str) -> str:
    """Changes when another install is due: other packages, other package data, another place.

    The place counts because the editable install names it: a copied checkout would otherwise
    run the code of the one it was copied from.
    """
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    shipped = [project["build-system"], project["project"], project["tool"]["hatch"]]
    sums = hashlib.sha256((root / "requirements" / f"{kind}.txt").read_bytes())
    sums.update(json.dumps([str(root), shipped], sort_keys=True).encode())
    return sums.hexdigest()


def furnish(kind: str) -> None:
    lock = ROOT / "requirements" / f"{kind}.txt"
    if not venv_lives():
        make_venv()
    for old in ("run", "test"):
        stamp(old).unlink(missing_ok=True)
    say(f"Installing {len(names(lock.read_text('utf-8')))} packages into .venv, once ...")
    if not uv_install(lock):
        pip_install(lock)
    stamp(kind).write_text(fingerprint(ROOT, kind), "utf-8")


def venv_lives() -> bool:
    """Whether .venv has a Python that runs, of the version that it was made for."""
    question = "import os, sysconfig; exit(not os.path.isdir(sysconfig.get_path('purelib')))"
    try:
        return subprocess.run([venv_python(), "-I", "-c", question], check=False).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    """Without pip in it: Debian leaves ensurepip, which would put it there, out of python3."""
    try:
        import venv
    except ImportError as error:
        raise Problem(f"this Python has no venv module: {ask_for('python3-venv')}") from error
    venv.EnvBuilder(with_pip=False, clear=True, symlinks=os.name == "posix").create(VENV)


def venv_python() -> str:
    return str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def leave_own_environment() -> None:
    """Called by .venv's own Python we could not replace .venv: the one below it takes over."""
    if Path(sys.prefix) == VENV:
        below = str(getattr(sys, "_base_executable"))  # noqa: B009 - typeshed does not know it
        hand_over([below, str(ROOT / "start.py"), *sys.argv[1:]], dict(os.environ))


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two calls at once install one after the other, and the second finds nothing to do."""
    (ROOT / ".cache").mkdir(exist_ok=True)
    with (ROOT / ".cache" / "start.lock").open("w") as lock:
        if sys.platform != "win32":
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- the packages -----------------------------------------------------------------------------


def pip_install(lock: Path) -> None:
    pip = find_pip()
    safe = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
    install_with([*pip, "install", "--quiet", *safe, "-r", str(lock)])
    project = ["--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)]
    install_with([*pip, "install", "--quiet", *project])
    listed = install_with([*pip, "list", "--format", "freeze"])
    stale = unwanted(names(listed), names(lock.read_text("utf-8")))
    if stale:
        install_with([*pip, "uninstall", "--quiet", "--yes", *stale])


def find_pip() -> list[str]:
    """A pip that installs into .venv: this Python's, or the one that Python carries within it."""
    quiet = ["--disable-pip-version-check", "--no-input"]
    if succeeds([sys.executable, "-m", "pip", "--version"]):
        return [sys.executable, "-m", "pip", "--python", venv_python(), *quiet]
    if succeeds([venv_python(), "-m", "ensurepip"]):
        return [venv_python(), "-m", "pip", *quiet]
    raise Problem(f"this Python has no pip: {ask_for('python3-pip')}")


def ask_for(package: str) -> str:
    return f"install it first (Debian, Ubuntu: apt-get install {package}) and start again"


def uv_install(lock: Path) -> bool:
    """The same with uv where it is on PATH, which is quicker; False leaves the work to pip."""
    uv = shutil.which("uv")
    if not uv:
        return False
    into = ["--quiet", "--python", venv_python()]
    safe = ["--require-hashes", "--only-binary", ":all:"]
    project = ["--no-deps", "--no-build-isolation", "--offline", "-e", str(ROOT)]
    return succeeds([uv, "pip", "sync", *into, *safe, str(lock)]) and succeeds(
        [uv, "pip", "install", *into, *project]
    )


def succeeds(command: Sequence[str]) -> bool:
    return called(command).returncode == 0


def install_with(command: Sequence[str]) -> str:
    done = called(command)
    if done.returncode:
        say("\n".join((done.stdout + done.stderr).splitlines()[-15:]))
        raise Problem(diagnosis(done.stdout + done.stderr))
    return done.stdout


def called(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=installers_environment(os.environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


# Where packages come from is the machine's affair; where they go, and which, is ours.
KEPT_SETTINGS = (
    *(
        "INDEX_URL",
        "EXTRA_INDEX_URL",
        "INDEX",
        "DEFAULT_INDEX",
        "FIND_LINKS",
        "NO_INDEX",
        "OFFLINE",
    ),
    *(
        "CERT",
        "CLIENT_CERT",
        "NATIVE_TLS",
        "SYSTEM_CERTS",
        "TRUSTED_HOST",
        "INSECURE_HOST",
        "PROXY",
    ),
    *("TIMEOUT", "DEFAULT_TIMEOUT", "HTTP_TIMEOUT", "RETRIES", "KEYRING_PROVIDER", "CONFIG_FILE"),
    *("CACHE_DIR", "NO_CACHE", "NO_CACHE_DIR"),
)


def installers_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """This environment without settings that send an install elsewhere, such as PIP_TARGET."""
    return {name: value for name, value in plain(environment).items() if is_kept(name)}


def is_kept(name: str) -> bool:
    tool, _, setting = name.partition("_")
    return tool not in ("PIP", "UV") or setting in KEPT_SETTINGS


def plain(environment: Mapping[str, str]) -> dict[str, str]:
    """This environment without what would lead .venv's Python to modules of somebody else."""
    foreign = ("PYTHONPATH", "PYTHONHOME", "PYTHONPLATLIBDIR", "PYTHONSTARTUP")
    return {name: value for name, value in environment.items() if name not in foreign}


def names(requirements: str) -> set[str]:
    """The packages a lock or a listing names, in one spelling: lower case, one kind of dash."""
    found = re.findall(r"^[A-Za-z0-9][A-Za-z0-9._-]*", requirements, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found}


def unwanted(installed: set[str], wanted: set[str]) -> list[str]:
    """What an older lock left behind; pip itself may have come with ensurepip."""
    return sorted(installed - wanted - {"regresbrug", "pip", "setuptools"})


# --- handing over -----------------------------------------------------------------------------


def become(arguments: Sequence[str], folder: Path) -> NoReturn:
    """Lets .venv's Python take this process's place, so that signals and exit code are its own."""
    os.chdir(folder)
    hand_over([venv_python(), "-P", *arguments], plain(os.environ))


def hand_over(command: list[str], environment: dict[str, str]) -> NoReturn:
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(command[0], command, environment)
    raise SystemExit(subprocess.call(command, env=environment))


def passes(words: Sequence[str]) -> bool:
    say(f"$ {shlex.join(words)}")
    return (
        subprocess.call([venv_python(), "-P", "-m", *words], cwd=ROOT, env=plain(os.environ)) == 0
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
