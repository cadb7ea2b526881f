"""The proof outside the database is on the disk before it counts."""

from pathlib import Path

import pytest

from ledger.bewijs import Bewijsmap
from regres import LedgerError
from tests.tools.schijf import gesynct


def test_a_line_and_the_name_of_its_file_are_on_the_disk_when_writing_returns(
    tmp_path: Path,
) -> None:
    proof = Bewijsmap(tmp_path / "bewijs")

    with gesynct() as synced:
        proof.schrijf("a.jsonl", {"x": 1})
        proof.schrijf("a.jsonl", {"x": 2})

    assert synced == [
        ("a.jsonl", b'{"x":1}\n'),
        ("bewijs", ("a.jsonl",)),
        ("a.jsonl", b'{"x":1}\n{"x":2}\n'),
        ("bewijs", ("a.jsonl",)),
    ]


def test_other_lines_are_on_the_disk_before_they_take_a_file_s_place_and_the_name_after_it(
    tmp_path: Path,
) -> None:
    proof = Bewijsmap(tmp_path / "bewijs")
    proof.schrijf("a.jsonl", {"x": 1})

    with gesynct() as synced:
        proof.herschrijf("a.jsonl", [{"x": 3}])

    assert synced == [
        ("a.jsonl.nieuw", b'{"x":3}\n'),
        ("bewijs", ("a.jsonl", "a.jsonl.nieuw")),
        ("bewijs", ("a.jsonl",)),
    ]


def test_only_the_owner_enters_the_folder_or_reads_a_file_in_it(tmp_path: Path) -> None:
    Bewijsmap(tmp_path / "bewijs").schrijf("a.jsonl", {"x": 1})

    assert (tmp_path / "bewijs").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "bewijs/a.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_used_is_told_with_its_file_and_reason(tmp_path: Path) -> None:
    proof = Bewijsmap(tmp_path / "bewijs")
    proof.schrijf("a.jsonl", {"x": 1})
    (tmp_path / "bewijs/anker.jsonl").mkdir()
    (tmp_path / "bewijs/b.jsonl").mkdir()

    with pytest.raises(LedgerError) as unread:
        proof.ankers()
    with pytest.raises(LedgerError) as unwritten:
        proof.schrijf("b.jsonl", {"x": 1})

    (read,), (write,) = unread.value.problems, unwritten.value.problems
    assert (read.code, write.code) == ("L-0605", "L-0605")
    assert ("anker.jsonl" in read.waar, "b.jsonl" in write.waar) == (True, True)
    assert "IsADirectoryError" in str(read)
    assert "Is a directory" in str(write)
