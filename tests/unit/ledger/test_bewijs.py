"""The proof outside the database is on the disk before it counts."""

from pathlib import Path

from ledger.bewijs import Bewijsmap
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
