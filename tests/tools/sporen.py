"""What a process leaves behind: the files it opens to write, and all that an exception says."""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager


def keten_van(wrong: BaseException) -> list[BaseException]:
    """Give an exception with all that caused it, was hidden by it, or is grouped in it."""
    seen: dict[int, BaseException] = {}
    waiting: list[BaseException | None] = [wrong]
    while waiting:
        part = waiting.pop()
        if part is None or id(part) in seen:
            continue
        seen[id(part)] = part
        waiting += [part.__cause__, part.__context__, *getattr(part, "exceptions", ())]
    return list(seen.values())


def gezegd_door(part: BaseException) -> Iterator[str]:
    """Give all that one exception says, in every way in which it may be asked."""
    yield str(part)
    yield repr(part)
    yield repr(part.args)
    yield repr(getattr(part, "__notes__", ""))
    yield repr(vars(part))
    yield "".join(traceback.format_exception(part))


# -- files ---------------------------------------------------------------------------------------

_WATCHERS: list[list[str]] = []
_HOOKED: list[bool] = []
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def _hook(event: str, args: tuple[object, ...]) -> None:
    if not _WATCHERS:
        return
    if event == "open" and isinstance(args[2], int) and args[2] & _WRITES:
        path = args[0]
    elif event in {"os.rename", "os.link", "os.symlink"}:
        path = args[1]
    elif event in {"sqlite3.connect", "os.mkdir", "tempfile.mkstemp", "tempfile.mkdtemp"}:
        path = args[0]
    else:
        return
    if isinstance(path, str | bytes | os.PathLike):
        for watcher in _WATCHERS:
            watcher.append(os.fsdecode(path))


@contextmanager
def geschreven() -> Iterator[list[str]]:
    """Collect the path of every file or folder that this process opens for writing."""
    if not _HOOKED:
        # An audit hook stays for ever: one for all tests, that sleeps when nobody watches.
        sys.addaudithook(_hook)
        _HOOKED.append(True)
    found: list[str] = []
    _WATCHERS.append(found)
    try:
        yield found
    finally:
        _WATCHERS.remove(found)
