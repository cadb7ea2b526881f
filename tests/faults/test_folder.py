"""A file in a folder that changes or disappears while it is read: nothing of it is used."""

import os
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from connectors import CsvExport, Folder, Keuze, ReadRequest
from connectors.folder import OpenFolder
from regres import SourceError, SourceRefused
from tests.tools import sftp

ROWS = 10_000
DATA = sftp.export(ROWS)
EXACT = Keuze("version")
Act = Callable[[Path], None]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "wmo.csv").write_bytes(DATA)
    return tmp_path / "wmo.csv"


def source(file: Path) -> Folder:
    return Folder(CsvExport("9901", sftp.LAYOUT), file.parent, Keuze("*.csv"))


def failure(file: Path, act: Act) -> SourceError:
    """The error of a read during which something is done to the file after the first record."""
    with pytest.raises(SourceError) as caught, source(file).read(ReadRequest()) as reading:
        records = iter(reading)
        next(records)
        act(file)
        try:
            list(records)
        finally:
            with pytest.raises(RuntimeError):
                reading.proof()
    return caught.value


def grow(file: Path) -> None:
    with file.open("ab") as end:
        end.write(b"x;y\r\n")


def shrink(file: Path) -> None:
    os.truncate(file, len(DATA) // 2)


def rewrite(file: Path) -> None:
    file.write_bytes(DATA)


def replace(file: Path) -> None:
    before = file.stat()
    new = file.with_suffix(".new")
    new.write_bytes(DATA)
    os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
    new.rename(file)


def link(file: Path) -> None:
    file.rename(file.with_suffix(".moved"))
    file.symlink_to("wmo.moved")


@pytest.mark.parametrize("act", [grow, shrink, rewrite, replace, link])
def test_a_file_that_changes_is_refused(file: Path, act: Act) -> None:
    error = failure(file, act)

    assert isinstance(error, SourceRefused)
    assert [problem.code for problem in error.problems] == ["B-0134"]


def test_a_file_that_disappears_is_refused(file: Path) -> None:
    error = failure(file, Path.unlink)

    assert isinstance(error, SourceRefused)
    assert [problem.code for problem in error.problems] == ["B-0135"]


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_regular_file_is_refused(tmp_path: Path, make: Act) -> None:
    make(tmp_path / "wmo.csv")
    with (
        pytest.raises(SourceRefused, match="B-0133"),
        source(tmp_path / "wmo.csv").read(ReadRequest()) as reading,
    ):
        list(reading)


@pytest.mark.parametrize("make", [os.mkfifo, lambda file: file.symlink_to("/dev/zero")])
def test_what_takes_the_files_place_before_it_is_opened_is_refused(file: Path, make: Act) -> None:
    with ExitStack() as ends:
        folder = OpenFolder(source(file), ends)
        found = folder.find().bestand
        file.unlink()
        make(file)

        assert found is not None
        with pytest.raises(SourceRefused, match="B-0134"):
            next(folder.chunks(found))


def test_a_file_that_grows_as_fast_as_it_is_read_ends_all_the_same(file: Path) -> None:
    taken = 0
    with ExitStack() as ends:
        folder = OpenFolder(source(file), ends)
        found = folder.find().bestand
        assert found is not None
        with pytest.raises(SourceRefused, match="B-0134"):
            for chunk in folder.chunks(found):
                taken += 1
                assert taken < 100
                with file.open("ab") as end:
                    end.write(b"x" * len(chunk))


def test_a_file_that_holds_more_than_it_says_is_refused() -> None:
    stranger = Path("/proc/version")
    if not stranger.exists():
        pytest.skip("this machine has no file that says it is empty and is not")
    with ExitStack() as ends:
        folder = OpenFolder(Folder(CsvExport("9901", sftp.LAYOUT), stranger.parent, EXACT), ends)
        found = folder.find().bestand
        assert found is not None
        with pytest.raises(SourceRefused, match="B-0134"):
            list(folder.chunks(found))


def test_no_file_stays_open_after_leaving_early(file: Path) -> None:
    threads = threading.active_count()
    with source(file).read(ReadRequest()) as reading:
        next(iter(reading))
        assert str(file) in [one.path for one in psutil.Process().open_files()]

    assert str(file) not in [one.path for one in psutil.Process().open_files()]
    assert threading.active_count() == threads


def test_no_file_stays_open_when_a_row_is_refused(file: Path) -> None:
    file.write_bytes(DATA + b"te kort\r\n" + DATA)
    with pytest.raises(SourceRefused) as caught, source(file).read(ReadRequest()) as reading:
        list(reading)

    assert caught.value.__traceback__
    assert str(file) not in [one.path for one in psutil.Process().open_files()]
