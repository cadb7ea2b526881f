"""Watches a process from outside while it runs: what it shows of itself, and what it writes where.

Linux only. No tracer: a process of ours cannot be traced, and a trace would hide that. The kernel
tells which names come and go in a folder (inotify), and /proc shows arguments, environment and
every open file, also one that was deleted or never had a name.
"""

import ctypes
import os
import struct
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.canary.netwerk import antwoorden, poorten

_CREATE, _MOVED_TO, _NONBLOCK = 0x100, 0x80, 0o4000
_EVENT = struct.Struct("iIII")
_PAUZE = 0.01
#: Once in so many looks it is asked what it answers: it may have counted more by then.
_VRAAG = 50


class Mappenwacht:
    """Collects every name that appears in folders, however shortly it is there."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._fd = self._libc.inotify_init1(_NONBLOCK)
        self._folders: dict[int, Path] = {}
        for folder in folders:
            folder.mkdir(exist_ok=True)
            watch = self._libc.inotify_add_watch(self._fd, os.fsencode(folder), _CREATE | _MOVED_TO)
            self._folders[watch] = folder

    def namen(self) -> list[str]:
        """Give what appeared since the last time."""
        found: list[str] = []
        while data := self._read():
            at = 0
            while at < len(data):
                watch, _, _, length = _EVENT.unpack_from(data, at)
                at += _EVENT.size
                name = data[at : at + length].rstrip(b"\0")
                found.append(str(self._folders[watch] / os.fsdecode(name)))
                at += length
        return found

    def _read(self) -> bytes:
        try:
            return os.read(self._fd, 1 << 16)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        """Stop watching."""
        os.close(self._fd)


@dataclass
class Gezien:
    """What a process showed of itself while it ran; `keren` is how often was looked."""

    argumenten: set[bytes] = field(default_factory=set)
    omgeving: set[bytes] = field(default_factory=set)
    limieten: set[str] = field(default_factory=set)
    open: dict[str, bytes] = field(default_factory=dict)
    http: set[bytes] = field(default_factory=set)
    poorten: set[int] = field(default_factory=set)
    keren: int = 0


class Kijker:
    """Looks at a process and its children again and again, in a thread, until it is told to end.

    bekend   folders whose files are looked through afterwards; of any other file that is open the
             content is kept, and of one without a name always
    """

    def __init__(self, pid: int, bekend: Iterable[Path]) -> None:
        self.gezien = Gezien()
        self._pid = pid
        self._known = tuple(f"{folder}/" for folder in bekend)
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._enough.set()
        self._thread.join(10)

    def _look(self) -> None:
        while not self._enough.wait(_PAUZE):
            pids = (self._pid, *_children(self._pid))
            for pid in pids:
                self._once(Path("/proc") / str(pid))
            if self.gezien.keren % _VRAAG == 0:
                self._ask(pids)
            self.gezien.keren += 1

    def _ask(self, pids: Iterable[int]) -> None:
        for port in poorten(pids):
            self.gezien.poorten.add(port)
            self.gezien.http.update(antwoorden(port))

    def _once(self, proc: Path) -> None:
        seen = self.gezien
        for name, kept in (("cmdline", seen.argumenten), ("environ", seen.omgeving)):
            # Between fork and exec it is still a copy of us.
            if data := _read(proc / name):
                kept.add(data)
        for line in _read(proc / "limits").decode().splitlines():
            if line.startswith("Max core file size"):
                seen.limieten.add(" ".join(line.split()[4:6]))
        try:
            links = list((proc / "fd").iterdir())
        except OSError:
            return
        for link in links:
            self._file(link)

    def _file(self, link: Path) -> None:
        try:
            target = os.readlink(link)
        except OSError:
            return
        nameless = target.endswith(" (deleted)") or target.startswith(("/memfd:", "/dev/shm/"))  # noqa: S108 - looked at, not used
        ordinary = target.startswith("/") and not target.startswith(("/dev/", "/proc/", "/sys/"))
        if not nameless and (not ordinary or target.startswith(self._known)):
            return
        if nameless or _writes(link):
            self.gezien.open[target] = _read(link) or self.gezien.open.get(target, b"")


def _children(pid: int) -> list[int]:
    told = _read(Path("/proc") / str(pid) / "task" / str(pid) / "children")
    return [int(child) for child in told.split()]


def _writes(link: Path) -> bool:
    """Tell whether an open file is open for writing, as the kernel notes it."""
    for line in _read(link.parent.parent / "fdinfo" / link.name).splitlines():
        if line.startswith(b"flags:"):
            return bool(int(line.split()[1], 8) & (os.O_WRONLY | os.O_RDWR))
    return False


def _read(path: Path) -> bytes:
    """Give what stands there; nothing when it is shut to us or gone by now."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
