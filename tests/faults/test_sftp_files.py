"""A file on an SFTP server that changes or disappears under our hands: none of it is used."""

import gc
import os
import time
from pathlib import Path

import pytest

from connectors import Keuze, Kies, ReadRequest, Wachttijden
from regres import SourceDown, SourceError, SourceRefused
from tests.tools import sftp
from tests.tools.sftp import Meddling

ROWS = 4000
DATA = sftp.export(ROWS)
HALF = len(DATA) // 2
OLD = 1_700_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return deliver(tmp_path / "wmo.csv", DATA)


def deliver(file: Path, data: bytes) -> Path:
    file.write_bytes(data)
    os.utime(file, (OLD, OLD))
    return file


def failure(file: Path, files: object = None, **changed: object) -> SourceError:
    """The error of a read that must fail, and that it left no proof."""
    with (
        sftp.serving(file.parent, files) as server,
        pytest.raises(SourceError) as caught,
        sftp.source(server, **changed).read(ReadRequest()) as reading,
    ):
        try:
            list(reading)
        finally:
            with pytest.raises(RuntimeError):
                reading.proof()
    return caught.value


def code(error: SourceError) -> str:
    (problem,) = error.problems
    return problem.code


def test_a_file_that_stays_as_it_is_comes_through_whole(file: Path) -> None:
    with sftp.serving(file.parent) as server:
        count, proof = sftp.read(sftp.source(server))

    assert (count, proof.details["bytes"]) == (ROWS, len(DATA))
    assert proof.bestand is not None
    assert (proof.bestand.naam, proof.bestand.mtime) == ("wmo.csv", OLD)


def test_a_growing_file_is_refused(file: Path) -> None:
    def grow(_: Meddling) -> None:
        with file.open("ab") as end:
            end.write(b"9999;nog een\r\n")

    error = failure(file, sftp.meddling(HALF, grow))

    assert isinstance(error, SourceRefused)
    assert code(error) == "B-0134"
    assert str(len(DATA)) in error.problems[0].wat


def test_a_file_that_grew_and_kept_its_time_is_refused(file: Path) -> None:
    def grow(_: Meddling) -> None:
        deliver(file, DATA + b"9999;nog een\r\n")

    assert code(failure(file, sftp.meddling(HALF, grow))) == "B-0134"


def test_a_file_that_is_cut_short_is_refused(file: Path) -> None:
    assert code(failure(file, sftp.meddling(HALF, lambda _: os.truncate(file, HALF)))) == "B-0134"


def test_a_file_that_is_written_again_in_place_is_refused(file: Path) -> None:
    def rewrite(_: Meddling) -> None:
        file.write_bytes(DATA)

    assert code(failure(file, sftp.meddling(HALF, rewrite))) == "B-0134"


def test_a_file_that_is_replaced_is_refused(file: Path) -> None:
    def replace(_: Meddling) -> None:
        new = file.with_suffix(".new")
        new.write_bytes(DATA)
        new.rename(file)

    assert code(failure(file, sftp.meddling(HALF, replace))) == "B-0134"


def test_a_file_that_is_replaced_by_a_link_to_its_like_is_refused(file: Path) -> None:
    def link(_: Meddling) -> None:
        file.rename(file.with_suffix(".moved"))
        file.symlink_to("wmo.moved")

    assert code(failure(file, sftp.meddling(HALF, link))) == "B-0134"


def test_a_file_that_grew_behind_the_back_of_a_copy_is_refused(file: Path) -> None:
    def grow_and_hide(_: Meddling) -> None:
        with file.open("ab") as end:
            end.write(b"9999;nog een\r\n")
        file.rename(file.with_suffix(".moved"))
        deliver(file, DATA)

    assert code(failure(file, sftp.meddling(HALF, grow_and_hide))) == "B-0134"


def test_another_file_than_the_one_that_was_chosen_gives_no_record(file: Path) -> None:
    seen = 0
    with (
        sftp.serving(file.parent, sftp.Swapping) as server,
        pytest.raises(SourceRefused, match="B-0134"),
        sftp.source(server).read(ReadRequest()) as reading,
    ):
        for _ in reading:
            seen += 1

    assert seen == 0


def test_no_more_is_asked_ahead_than_memory_is_meant_to_hold(file: Path) -> None:
    deliver(file, sftp.export(200_000))
    furthest: list[int] = [0]
    with (
        sftp.serving(file.parent, sftp.watching(furthest)) as server,
        sftp.source(server).read(ReadRequest()) as reading,
    ):
        next(iter(reading))
        time.sleep(0.5)
        assert 0 < furthest[0] < 5 * 1024 * 1024 < file.stat().st_size


def test_a_file_that_is_removed_is_refused(file: Path) -> None:
    assert code(failure(file, sftp.meddling(HALF, lambda _: file.unlink()))) == "B-0135"


def test_a_file_that_is_rotated_away_is_refused(file: Path) -> None:
    def rotate(_: Meddling) -> None:
        file.rename(file.with_suffix(".csv.1"))

    assert code(failure(file, sftp.meddling(0, rotate))) == "B-0135"


@pytest.mark.parametrize("at", [0, 1, 17, 64 * 1024, HALF, len(DATA) - 1])
def test_a_connection_that_is_cut_at_byte_n_is_down(
    file: Path, at: int, caplog: pytest.LogCaptureFixture
) -> None:
    error = failure(file, sftp.meddling(at, sftp.hang_up))

    gc.collect()
    assert [record.name for record in caplog.records if record.levelname == "ERROR"] == []
    assert isinstance(error, SourceDown)
    assert code(error) == "B-0209"
    assert f"van {len(DATA)} bytes" in error.problems[0].wat


def test_a_server_that_stops_answering_is_down(file: Path) -> None:
    hasty = Wachttijden(verbinden=1, antwoord=0.3, totaal=5)
    error = failure(file, sftp.slow(60), tijden=hasty)

    assert isinstance(error, SourceDown)
    assert code(error) == "B-0214"
    assert "0.3 seconden na 0 van" in error.problems[0].wat


def test_a_server_that_drips_is_down_when_the_time_is_up(file: Path) -> None:
    deliver(file, sftp.export(60_000))
    patient = Wachttijden(verbinden=1, antwoord=0.5, totaal=0.6)
    error = failure(file, sftp.slow(0.2), tijden=patient)

    assert isinstance(error, SourceDown)
    assert code(error) == "B-0215"


def test_a_slow_pipeline_does_not_use_up_the_servers_time(file: Path) -> None:
    hasty = Wachttijden(verbinden=1, antwoord=2, totaal=2)
    with sftp.serving(file.parent) as server:
        source = sftp.source(server, tijden=hasty)
        with source.read(ReadRequest()) as reading:
            records = iter(reading)
            next(records)
            time.sleep(2.2)
            assert 1 + sum(1 for _ in records) == ROWS


def test_a_link_is_never_followed(file: Path) -> None:
    file.rename(file.with_suffix(".elders"))
    file.symlink_to("wmo.elders")
    error = failure(file)

    assert isinstance(error, SourceRefused)
    assert code(error) == "B-0133"


def test_a_folder_with_the_name_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "wmo.csv").mkdir()

    assert code(failure(tmp_path / "wmo.csv")) == "B-0133"


def test_a_file_nobody_may_open_is_refused_in_our_own_words(file: Path) -> None:
    error = failure(file, sftp.Forbidding)

    assert isinstance(error, SourceRefused)
    assert code(error) == "B-0212"
    assert "GEHEIM" not in str(error)


def test_a_folder_that_is_not_there_is_refused(file: Path) -> None:
    assert code(failure(file, map="nergens")) == "B-0211"
    assert code(failure(file, map="wmo.csv")) in {"B-0211", "B-0213"}


def test_a_folder_beside_the_account_is_never_reached(file: Path) -> None:
    (file.parent / "binnen").mkdir()
    with sftp.serving(file.parent / "binnen") as server:
        _, proof = sftp.read(sftp.source(server, map=".."))

    assert proof.geen_levering


def test_the_newest_of_ten_thousand_files_is_found(file: Path) -> None:
    with sftp.serving(file.parent, sftp.crowded(10_000)) as server:
        count, proof = sftp.read(sftp.source(server))

    assert count == ROWS
    assert proof.bestand and proof.bestand.naam == "wmo.csv"


def test_ten_thousand_files_are_not_the_only_one(file: Path) -> None:
    error = failure(file, sftp.crowded(10_000), keuze=Keuze("*.csv", Kies.ENIGE))

    assert code(error) == "B-0132"
    assert "10001 bestanden" in error.problems[0].wat


def test_names_that_are_not_utf8_are_passed_over(file: Path) -> None:
    (file.parent / os.fsdecode(b"caf\xe9.txt")).touch()
    with sftp.serving(file.parent) as server:
        assert sftp.read(sftp.source(server))[0] == ROWS


def test_a_file_whose_own_name_is_not_utf8_is_refused(file: Path) -> None:
    file.rename(file.parent / os.fsdecode(b"caf\xe9.csv"))

    assert code(failure(file)) == "B-0139"


def test_a_name_in_utf8_is_read(file: Path) -> None:
    file.rename(file.parent / "cliënten €.csv")
    with sftp.serving(file.parent) as server:
        assert sftp.read(sftp.source(server))[0] == ROWS


def test_an_empty_file_has_no_header(file: Path) -> None:
    assert code(failure(deliver(file, b""))) == "B-0102"


def test_the_same_file_is_skipped_after_hashing_it(file: Path) -> None:
    with sftp.serving(file.parent) as server:
        source = sftp.source(server)
        mark = sftp.read(source)[1].bestand
        count, proof = sftp.read(source, ReadRequest(overslaan=mark))
        assert (count, proof.overgeslagen, proof.bestand) == (0, True, mark)

        deliver(file, DATA.replace(b"1;", b"2;", 1))
        count, proof = sftp.read(source, ReadRequest(overslaan=mark))
        assert (count, proof.overgeslagen) == (ROWS, False)


def test_a_file_that_is_not_marked_as_finished_is_not_delivered_yet(file: Path) -> None:
    with sftp.serving(file.parent) as server:
        source = sftp.source(server, keuze=Keuze("*.csv", klaar_bestand="*.ok"))
        _, proof = sftp.read(source)
        assert proof.geen_levering
        assert [problem.code for problem in proof.waarschuwingen] == ["B-0138"]

        file.with_suffix(".ok").touch()
        assert sftp.read(source)[0] == ROWS


def test_a_server_that_lists_bare_names_is_asked_for_the_rest(file: Path) -> None:
    with sftp.serving(file.parent, sftp.Terse) as server:
        assert sftp.read(sftp.source(server))[0] == ROWS


def test_a_server_that_gives_less_than_was_asked_is_asked_again(file: Path) -> None:
    with sftp.serving(file.parent, sftp.Sparing) as server:
        count, proof = sftp.read(sftp.source(server))

    assert (count, proof.details["bytes"]) == (ROWS, len(DATA))


def test_nothing_is_ever_written_on_the_server(file: Path) -> None:
    before = [(path.name, path.stat().st_mtime_ns) for path in file.parent.iterdir()]
    with sftp.serving(file.parent) as server:
        source = sftp.source(server)
        sftp.read(source)
        list(source.check())

    assert [(path.name, path.stat().st_mtime_ns) for path in file.parent.iterdir()] == before
