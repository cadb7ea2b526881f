"""A real OpenSSH server for the tests, on a loopback port, without installing anything.

Debian's openssh-server is never installed for this: its installation starts a system daemon on
port 22. It is taken where it stands, else unpacked from its package into .cache/sshd. Standard
library only: `python3 tests/tools/sshd.py` fetches it before .venv exists.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "sshd"
# The server, and what it links to that a small Debian may not have yet, most likely first.
SERVER = ("openssh-server", "libwrap0")
LIBRARIES = (
    *("libnsl2", "libtirpc3", "libtirpc3t64", "libgssapi-krb5-2", "libkrb5-3", "libk5crypto3"),
    *("libkrb5support0", "libcom-err2", "libkeyutils1", "libaudit1", "libcap-ng0", "libpam0g"),
    *("libselinux1", "libsystemd0", "libssl3", "libssl3t64", "libcrypt1", "zlib1g"),
)
NOBODY = 65534


@dataclass(frozen=True)
class Sshd:
    """Where the server is, and what it needs around it."""

    program: Path
    libraries: str = ""
    helpers: Path | None = None

    def environment(self) -> dict[str, str]:
        """The environment it runs in: nothing of ours but, where needed, its own libraries."""
        found = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}
        return found | {"LD_LIBRARY_PATH": self.libraries} if self.libraries else found

    def lacks(self) -> list[str]:
        """The libraries that it links to and this machine does not have."""
        found = output(["ldd", str(self.program)], env=self.environment())
        return [line.split()[0] for line in found.splitlines() if "not found" in line]


@dataclass(frozen=True)
class Missing:
    """There is no server to be had here, and why."""

    reason: str


def find(cache: Path = CACHE) -> Sshd | Missing:
    """The machine's own server, else the one fetched earlier, else one fetched now."""
    return installed() or unpacked(cache) or fetch(cache)


def installed() -> Sshd | None:
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    program = shutil.which("sshd", path=path)
    return Sshd(Path(program)) if program else None


def unpacked(folder: Path) -> Sshd | None:
    program = folder / "usr" / "sbin" / "sshd"
    if not program.exists():
        return None
    libraries = {str(file.parent) for file in folder.rglob("lib*.so.*")}
    return Sshd(program, os.pathsep.join(sorted(libraries)), folder / "usr" / "lib" / "openssh")


def fetch(cache: Path) -> Sshd | Missing:
    """Unpacks Debian's packages beside the cache, then puts them in its place at once."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return Missing("there is no sshd on this machine and no apt-get to fetch one with")
    cache.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache.parent, prefix="sshd-") as temporary:
        folder = Path(temporary) / "root"
        problem = fill(folder)
        if problem:
            return Missing(problem)
        # Another worker may have been quicker: its copy is as good.
        with contextlib.suppress(OSError):
            folder.rename(cache)
    return unpacked(cache) or Missing(f"{cache} could not be filled")


def fill(folder: Path) -> str | None:
    """Puts the server and the libraries that it lacks there; the reason when that fails."""
    problem = unpack(SERVER, folder)
    if problem:
        return f"openssh-server could not be downloaded: {problem} (apt-get update first?)"
    for package in LIBRARIES:
        if not lacking(folder):
            return None
        unpack([package], folder)
    return f"sshd lacks {', '.join(lacking(folder))}" if lacking(folder) else None


def lacking(folder: Path) -> list[str]:
    server = unpacked(folder)
    return server.lacks() if server else ["sshd"]


def unpack(packages: Sequence[str], folder: Path) -> str | None:
    """Downloads packages and unpacks them there; apt-get's last words when it could not."""
    with tempfile.TemporaryDirectory() as temporary:
        done = subprocess.run(
            ["apt-get", "download", "-qq", *packages],
            cwd=temporary,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["apt-get failed"])[-1]
        for package in Path(temporary).glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
    return None


def output(command: Sequence[str], env: dict[str, str] | None = None) -> str:
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False).stdout


# --- running it -------------------------------------------------------------------------------


class OpenSsh:
    """An SFTP server on 127.0.0.1 that lets one key in and shows one folder.

    It runs as the user who runs the tests. A server of root's would need a user and a folder of
    the system's, which are not there where it was only unpacked: root's runs as nobody.

        with OpenSsh(free_port(), host_key, authorized_key, folder) as server:
            ...connect to 127.0.0.1:server.port as server.user
    """

    def __init__(
        self,
        port: int,
        host_key: Path,
        authorized_key: Path,
        root_dir: Path,
        *,
        options: Sequence[str] = (),
        sshd: Sshd | None = None,
    ) -> None:
        """Prepare a server: a private host key, the public key let in, the folder shown.

        `options` are lines of sshd_config; they come first and so win (old algorithms, say).
        """
        self.port = port
        self.user = user()
        self._sshd = sshd or there()
        self._keys = (host_key, authorized_key)
        self._root = root_dir
        self._options = tuple(options)
        self._ends = contextlib.ExitStack()
        self._folder = Path()

    def __enter__(self) -> Self:
        """Start it, and return once it listens."""
        with contextlib.ExitStack() as ends:
            self._folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="sshd-")))
            self._lay_out()
            process = self._launch()
            ends.callback(stop, process)
            wait_until(lambda: self._listens(process), self.log)
            self._ends = ends.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it and everyone it serves."""
        self._ends.close()

    def log(self) -> str:
        """What the server has said so far."""
        return (self._folder / "log").read_text("utf-8", "replace")

    def _lay_out(self) -> None:
        """Gives the server files of its own; sshd refuses a host key that others may read."""
        host_key, authorized_key = self._keys
        private(self._folder / "host_key", host_key.read_text("utf-8"))
        private(self._folder / "authorized_keys", authorized_key.read_text("utf-8"))
        private(self._folder / "sshd_config", "\n".join(self._config()) + "\n")
        # internal-sftp takes no folder with a space in its name, and a test's folder may have one.
        (self._folder / "shown").symlink_to(self._root.resolve())

    def _config(self) -> Iterator[str]:
        yield from self._options
        yield from (
            f"Port {self.port}",
            "ListenAddress 127.0.0.1",
            f"HostKey {self._folder}/host_key",
            f"AuthorizedKeysFile {self._folder}/authorized_keys",
            "AuthenticationMethods publickey",
            "UsePAM no",
            # Its checks want every folder above the keys closed to others; /tmp is not.
            "StrictModes no",
            "PidFile none",
            "UseDNS no",
            "LogLevel VERBOSE",
            "DisableForwarding yes",
            "PermitTTY no",
            "Subsystem sftp internal-sftp",
            f"ForceCommand internal-sftp -d {self._folder}/shown",
        )
        yield from helper_lines(self._sshd.helpers)

    def _launch(self) -> subprocess.Popen[bytes]:
        command = [str(self._sshd.program), "-D", "-e", "-f", f"{self._folder}/sshd_config"]
        with (self._folder / "log").open("wb") as log:
            return subprocess.Popen(
                [*disguise(), *command],
                env=self._sshd.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _listens(self, process: subprocess.Popen[bytes]) -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"sshd stopped at once:\n{self.log()}")
        return f"Server listening on 127.0.0.1 port {self.port}" in self.log()


def there() -> Sshd:
    found = find()
    if isinstance(found, Missing):
        raise FileNotFoundError(found.reason)
    return found


def user() -> str:
    """The name to log in with: a server that is not root lets in nobody but its own user."""
    return pwd.getpwuid(os.getuid() or NOBODY).pw_name


def disguise() -> list[str]:
    """As root: the command that makes sshd the user nobody, who may still read what root may.

    A user namespace would do as well, but a chroot and most containers refuse one.
    """
    if os.getuid() != 0:
        return []
    ids = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    powers = "+dac_override,+fowner"
    return ["setpriv", *ids, f"--inh-caps={powers}", f"--ambient-caps={powers}"]


def helper_lines(helpers: Path | None) -> list[str]:
    """Newer servers are several programs; unpacked ones must be told where the others are."""
    programs = {"SshdSessionPath": "sshd-session", "SshdAuthPath": "sshd-auth"}
    found = {option: helpers / name for option, name in programs.items()} if helpers else {}
    return [f"{option} {program}" for option, program in found.items() if program.exists()]


def private(file: Path, text: str) -> None:
    file.touch(mode=0o600)
    file.write_text(text, "utf-8")


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(ready: Callable[[], bool], log: Callable[[], str], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"sshd did not listen within {seconds} s:\n{log()}")
        time.sleep(0.01)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends the server and the children that serve its connections; those left its group."""
    import psutil  # only here: find() runs before .venv exists

    with contextlib.suppress(psutil.NoSuchProcess):
        server = psutil.Process(process.pid)
        for one in (server, *server.children(recursive=True)):
            one.kill()
    process.wait(5)


def main() -> int:
    found = find()
    print(found.reason if isinstance(found, Missing) else found.program)  # noqa: T201 - its whole answer
    return int(isinstance(found, Missing))


if __name__ == "__main__":
    sys.exit(main())
