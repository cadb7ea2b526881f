"""What is really on the disk: every fsync is carried out, and what it covered is kept.

Without this a sync that is forgotten is seen by nobody until the power fails.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

#: A path that was synced, with its bytes, or with the sorted names in it when it is a folder.
Sync = tuple[str, bytes | tuple[str, ...]]


@contextmanager
def gesynct() -> Iterator[list[Sync]]:
    """Give what is synced from now on, in order; paths are told by their last part."""
    really, found = os.fsync, list[Sync]()

    def fsync(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        held = tuple(sorted(os.listdir(path))) if path.is_dir() else path.read_bytes()
        really(handle)
        found.append((path.name, held))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        yield found
