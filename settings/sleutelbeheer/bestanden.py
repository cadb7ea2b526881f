"""Writes key files and configuration so that a kill at any moment leaves the old or the new whole.

A file is written beside its place under a name of its own, put on disk, and then takes its place in
one step of the file system. What a killed process left beside it is thrown away by the next.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from regres import KeyProblem
from regres.berichten import bericht


def schrijf_nieuw(path: Path, data: bytes, mode: int = 0o600) -> Path:
    """Write a file that is not there yet, for its owner only; KeyProblem when it is (K-0711).

    Raises KeyProblem (K-0712) when the folder cannot be written.
    """
    with _told(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = _beside(path, data, mode)
        try:
            # Unlike a rename, a link never takes the place of a key that is there.
            os.link(beside, path)
        except FileExistsError:
            raise KeyProblem(bericht("K-0711", waar=str(path))) from None
        finally:
            beside.unlink()
        _on_disk(path.parent)
    return path


def vervang(path: Path, data: bytes, toets: Callable[[Path], None] = lambda _: None) -> None:
    """Put new content in the place of a file, with the rights it had.

    toets   looks at the new file before that, and raises to keep the old one
    """
    with _told(path):
        beside = _beside(path, data, path.stat().st_mode & 0o777)
        try:
            toets(beside)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        _on_disk(path.parent)


def ruim_op(path: Path) -> None:
    """Throw away what a killed process left beside a file."""
    with _told(path):
        for left in path.parent.glob(f".{path.name}.*.tmp"):
            left.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        name = type(fault).__name__
        raise KeyProblem(bericht("K-0712", waar=str(path), fout=name)) from fault


def _beside(path: Path, data: bytes, mode: int) -> Path:
    ruim_op(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return beside


def _on_disk(folder: Path) -> None:
    """Put a folder's own list of names on disk; Windows has no such thing."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
