"""Keeps what this process holds in memory out of files and away from other programs."""

import sys

_PR_SET_DUMPABLE = 4


def forbid_core_dumps() -> bool:
    """Let nothing of this process be written down when it dies: a dump would hold records.

    Two locks, for neither covers all. RLIMIT_CORE=0 holds for children too, but Linux ignores it
    where /proc/sys/kernel/core_pattern hands the dump to a program. A process that is not dumpable
    is dumped nowhere, and other processes of the same user cannot read its memory and environment;
    that ends at an exec. False when a lock is missing here: other systems than Linux have no
    second one, Windows has none.
    """
    try:
        import resource
    except ImportError:
        return False
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return _undumpable()


def _undumpable() -> bool:
    if sys.platform != "linux":
        return False
    import ctypes

    answer: int = ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    return answer == 0
