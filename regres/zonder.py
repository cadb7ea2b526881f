"""Imports without what a library takes along when it happens to be installed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def zonder(naam: str) -> Iterator[None]:
    """Let a module that is not loaded yet seem absent, for the imports within."""
    if naam in sys.modules:
        yield
        return
    sys.modules[naam] = None  # type: ignore[assignment]  # what the import system calls "absent"
    try:
        yield
    finally:
        del sys.modules[naam]
