"""asyncssh, without its search for libraries that nothing here needs.

When it is imported it looks for nettle (for UMAC) and liboqs (for other key exchanges than ours).
Python's way of looking starts ldconfig, gcc and ld and makes temporary files. Regresbrug starts no
program and writes no temporary file, and none of its algorithms needs either library.
"""

import ctypes.util
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _nothing_to_find() -> Iterator[None]:
    """Let no library be found; the lock on imports keeps other imports of asyncssh out."""
    kept = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = kept


with _nothing_to_find():
    import asyncssh

__all__ = ["asyncssh"]
