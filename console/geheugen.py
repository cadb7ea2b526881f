"""Keeps what this process holds in memory to itself: out of files, away from other programs."""

import gc
import os
import sys

_PR_SET_DUMPABLE = 4
# A start makes some 200,000 objects that stay. By the 700 that Python takes, they are gone through
# time and again: a sixth of the CPU. What a record leaves in circles is a few objects, so that
# this many are a few MiB at most.
_OPRUIMEN_NA = 25_000
# Until that first time there is next to nothing to clear away: a thousand objects.
_EERST_NA = 250_000


def begin() -> None:
    """Do what every process of ours does before it imports or reads anything."""
    forbid_core_dumps()
    # Any package that is installed may else look along with what is validated.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(_EERST_NA)
    gc.callbacks.append(_voortaan)


def einde() -> None:
    """Do what every process of ours does last, when all that it opened is closed.

    Python goes through all objects three times before it stops, to find circles: a quarter of a
    second for memory that the system takes back anyway. Whatever is in no circle still ends well.
    """
    gc.freeze()


def _voortaan(fase: str, _info: dict[str, int]) -> None:
    """Clear away as often as records ask, from the first time on."""
    if fase == "stop":
        gc.set_threshold(_OPRUIMEN_NA)
        gc.callbacks.remove(_voortaan)


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
