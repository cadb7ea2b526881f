"""Who holds a lease or a claim: a process by name, and whether it can be seen that it died.

A lease ends by the clock in any case, and a token stops whoever comes back late. But a service that
was killed and started again on the same machine need not wait for its own ghost.
"""

import os
import socket
from functools import lru_cache
from pathlib import Path

_PROC = Path("/proc")
#: The number of a process is given out again; its start (in ticks since boot) is not. Field 22 of
#: proc(5), counted from the one behind the name, which may hold spaces and brackets itself.
_START, _STATE = 19, 0
_DEAD = ("Z", "X")


def naam() -> str:
    """Name this process: machine, number, and where Linux tells it, its start and where it counts.

    "nacht01:4711:88231:4026531836-5f2c9a71"
    """
    told = _stat(os.getpid())
    plain = f"{socket.gethostname()}:{os.getpid()}"
    return f"{plain}:{told[_START]}:{_ruimte()}" if told else plain


def overleden(houder: str) -> bool:
    """Tell whether a holder is a process of this machine that is no more; False when in doubt.

    Another container may have the same host name: its processes are counted elsewhere, and nothing
    is known of them.
    """
    parts = houder.rsplit(":", 3)
    if len(parts) != 4 or not parts[1].isdecimal():
        return False
    if (parts[0], parts[3]) != (socket.gethostname(), _ruimte()):
        return False
    told = _stat(int(parts[1]))
    return not told or told[_START] != parts[2] or told[_STATE] in _DEAD


def _stat(pid: int) -> list[str]:
    try:
        text = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()


@lru_cache(maxsize=1)
def _ruimte() -> str:
    """Say where process numbers are counted: the kernel's namespace, since this boot."""
    try:
        counted = (_PROC / "self" / "ns" / "pid").stat().st_ino
        boot = (_PROC / "sys" / "kernel" / "random" / "boot_id").read_text(encoding="ascii")
    except OSError:
        return ""
    return f"{counted}-{boot[:8]}"
