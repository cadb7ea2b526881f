"""Putting a file down so that it lasts: written whole, synced, and only then named."""

import os
from pathlib import Path


def leg_neer(path: Path, content: bytes, mode: int) -> None:
    """Write a file that is on the disk when this returns; what stood there is overwritten."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as stream:
        os.fchmod(handle, mode)
        stream.write(content)
        stream.flush()
        os.fsync(handle)


def sync_map(folder: Path) -> None:
    """Make a rename last: without this a power cut may bring the old name back."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
