"""The source that holds its rows itself behaves as the real ones do."""

import pytest

from connectors import FileMark, Memory, ReadRequest, Storing
from regres import Problem, SourceDown

WEG = SourceDown(Problem("T-0001", "weg"))
MARK = FileMark("rijen.csv", 3, 5, "0" * 64)


def memory(storing: Storing | None = None, bestand: FileMark | None = None) -> Memory:
    rows = [("1", "x"), ("2", "y"), ("3", "z")]
    return Memory.van_rijen("9901", ("a", "b"), rows, storing=storing, bestand=bestand)


@pytest.mark.parametrize("na", [0, 1, 3])
def test_a_scripted_failure_comes_after_so_many_records(na: int) -> None:
    seen = 0
    with pytest.raises(SourceDown), memory(Storing(na, WEG)).read(ReadRequest()) as reading:
        for _ in reading:
            seen += 1

    assert seen == na


def test_it_can_play_a_file_that_is_skipped() -> None:
    source = memory(bestand=MARK)
    with source.read(ReadRequest(overslaan=MARK)) as reading:
        assert list(reading) == []

    assert reading.proof().overgeslagen


def test_it_can_play_a_source_without_a_file() -> None:
    with Memory((), geen_levering=True).read(ReadRequest()) as reading:
        assert list(reading) == []

    assert reading.proof().geen_levering


def test_places_count_lines_as_in_a_file_with_a_header() -> None:
    with memory(bestand=MARK).read(ReadRequest()) as reading:
        assert next(str(record.plaats) for record in reading) == "rijen.csv:2"
