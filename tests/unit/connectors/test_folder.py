"""An export in a folder: skipped, delivered, or not there yet."""

import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from connectors import CsvExport, FileMark, Folder, Keuze, Kies, ReadRequest
from connectors.base import Proof
from regres import CsvLayout, SourceDown, SourceRefused
from tests.unit.connectors.exports import RIJEN, layout, written

EXPORT = CsvExport("9901", layout())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    deliver(tmp_path, "wmo_1.csv", written(), 1000)
    return Folder(EXPORT, tmp_path, Keuze("wmo_*.csv"))


def deliver(where: Path, naam: str, data: bytes, mtime: float) -> Path:
    file = where / naam
    file.write_bytes(data)
    os.utime(file, (mtime, mtime))
    return file


def proof(folder: Folder, request: ReadRequest | None = None) -> tuple[int, Proof]:
    """How many records came, and the proof."""
    with folder.read(request or ReadRequest()) as reading:
        count = len(list(reading))
        return count, reading.proof()


def mark(folder: Folder) -> FileMark:
    found = proof(folder)[1].bestand
    assert found is not None
    return found


def test_the_proof_names_the_file_that_was_read(folder: Folder) -> None:
    data = written()

    assert mark(folder) == FileMark("wmo_1.csv", len(data), 1000, sha256(data).hexdigest())
    assert proof(folder)[1].details == {"bytes": len(data)}


def test_no_file_is_no_delivery(folder: Folder) -> None:
    count, found = proof(replace(folder, keuze=Keuze("anders*")))

    assert (count, found.gelezen, found.geen_levering, found.bestand) == (0, 0, True, None)


def test_the_file_that_was_read_last_is_skipped(folder: Folder) -> None:
    known = mark(folder)
    count, found = proof(folder, ReadRequest(overslaan=known))

    assert (count, found.gelezen, found.overgeslagen) == (0, 0, True)
    assert found.bestand == known


def test_same_name_size_and_time_with_other_bytes_is_read(folder: Folder) -> None:
    known = mark(folder)
    deliver(folder.map, "wmo_1.csv", written().replace(b"89,25", b"99,99"), 1000)
    count, found = proof(folder, ReadRequest(overslaan=known))

    assert (count, found.overgeslagen) == (len(RIJEN), False)
    assert found.bestand != known


@pytest.mark.parametrize("mtime", [999, 1001])
def test_the_same_bytes_at_another_time_are_read(folder: Folder, mtime: int) -> None:
    known = mark(folder)
    os.utime(folder.map / "wmo_1.csv", (mtime, mtime))

    assert proof(folder, ReadRequest(overslaan=known))[1].overgeslagen is False


def test_the_same_bytes_under_another_name_are_read(folder: Folder) -> None:
    known = mark(folder)
    deliver(folder.map, "wmo_2.csv", written(), 1001)
    count, found = proof(folder, ReadRequest(overslaan=known))

    assert (count, found.bestand and found.bestand.naam) == (len(RIJEN), "wmo_2.csv")


def test_a_file_that_is_not_marked_as_finished_is_not_delivered_yet(folder: Folder) -> None:
    waiting = replace(folder, keuze=Keuze("wmo_*.csv", klaar_bestand="*.ok"))
    _, found = proof(waiting)

    assert found.geen_levering
    assert [problem.code for problem in found.waarschuwingen] == ["B-0138"]
    deliver(folder.map, "wmo_1.ok", b"", 1000)
    assert proof(waiting)[0] == len(RIJEN)


def test_a_link_beside_the_file_is_told(folder: Folder) -> None:
    (folder.map / "wmo_9.csv").symlink_to("wmo_1.csv")
    count, found = proof(folder)

    assert count == len(RIJEN)
    assert [problem.code for problem in found.waarschuwingen] == ["B-0133"]


def test_the_only_file_of_a_folder_is_read(folder: Folder) -> None:
    assert proof(replace(folder, keuze=Keuze("*.csv", Kies.ENIGE)))[0] == len(RIJEN)


def test_one_named_file_is_read_whatever_its_name(tmp_path: Path) -> None:
    file = deliver(tmp_path, "export [1]*.csv", written(), 5)
    deliver(tmp_path, "export 1x.csv", b"", 9)
    link = tmp_path / "laatste"
    link.symlink_to(file)

    with (
        pytest.raises(SourceRefused, match="B-0142"),
        Folder.van_bestand(EXPORT, tmp_path / "weg.csv").read(ReadRequest()) as reading,
    ):
        list(reading)
    assert mark(Folder.van_bestand(EXPORT, file)).naam == "export [1]*.csv"
    assert mark(Folder.van_bestand(EXPORT, link)).naam == "export [1]*.csv"


def test_the_pipeline_is_asked_at_every_thousandth_record(tmp_path: Path) -> None:
    rows = [(f"C{number}", "x", "") for number in range(2500)]
    deliver(tmp_path, "wmo.csv", written(rows), 5)
    asked: list[int] = []
    seen = 0
    request = ReadRequest(doorgaan=lambda: asked.append(seen))
    with Folder(EXPORT, tmp_path, Keuze("*")).read(request) as reading:
        for _ in reading:
            seen += 1

    assert asked == [0, 1000, 2000]


def test_a_reading_goes_once(folder: Folder) -> None:
    with folder.read(ReadRequest()) as reading:
        list(reading)
        with pytest.raises(RuntimeError):
            iter(reading)


def test_nothing_is_written_renamed_or_left(folder: Folder) -> None:
    before = sorted((file.name, file.stat().st_mtime_ns) for file in folder.map.iterdir())
    proof(folder)
    list(folder.check())

    assert sorted((file.name, file.stat().st_mtime_ns) for file in folder.map.iterdir()) == before


def test_a_large_file_that_is_only_hashed_can_be_stopped(tmp_path: Path) -> None:
    size = 20 * 1024 * 1024
    with (tmp_path / "wmo.csv").open("wb") as file:
        file.truncate(size)
    os.utime(tmp_path / "wmo.csv", (5, 5))
    asked: list[int] = []
    request = ReadRequest(
        overslaan=FileMark("wmo.csv", size, 5, sha256(bytes(size)).hexdigest()),
        doorgaan=lambda: asked.append(1),
    )

    assert proof(Folder(EXPORT, tmp_path, Keuze("*")), request)[1].overgeslagen
    assert len(asked) == 3


def test_a_folder_we_may_not_open_is_refused(tmp_path: Path) -> None:
    shut = tmp_path / "dicht"
    shut.mkdir()
    shut.chmod(0)
    try:
        os.listdir(shut)
    except PermissionError:
        with pytest.raises(SourceRefused, match="B-0136"):
            proof(Folder(EXPORT, shut, Keuze("*")))
    else:
        pytest.skip("whoever runs this may open every folder")
    finally:
        shut.chmod(0o700)


def test_a_disk_that_gives_an_error_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(SourceDown) as caught:
        proof(Folder(EXPORT, tmp_path / ("x" * 300), Keuze("*")))

    (problem,) = caught.value.problems
    assert (problem.code, "ENAMETOOLONG" in problem.wat) == ("B-0137", True)


def steps(folder: Folder) -> list[tuple[str, bool]]:
    return [(step.naam, step.gelukt) for step in folder.check()]


def test_a_check_walks_from_folder_to_first_row(folder: Folder) -> None:
    names = ["map", "bestand", "codering", "kopregel", "eerste rij"]

    assert steps(folder) == [(name, True) for name in names]


def test_a_check_shows_no_cell(folder: Folder) -> None:
    told = "".join(str(step) for step in folder.check())

    assert not any(cell in told for row in RIJEN for cell in row if len(cell) > 3)


def test_a_pattern_that_fits_no_file_is_told_by_its_own_words(folder: Folder) -> None:
    *_, last = replace(folder, keuze=Keuze("anders_*.csv")).check()

    assert last.problem
    assert "patroon `anders_*.csv`" in last.problem.wat


@pytest.mark.parametrize(
    ("changed", "naam", "code"),
    [
        ({"map": Path("/bestaat/niet")}, "map", "B-0131"),
        ({"keuze": Keuze("anders")}, "bestand", "B-0141"),
        ({"export": CsvExport("9901", layout(codering="utf-8"))}, "codering", "B-0106"),
        ({"export": CsvExport("9901", CsvLayout(("x",), codering="cp1252"))}, "kopregel", "B-0103"),
    ],
)
def test_a_check_ends_at_what_is_wrong(
    folder: Folder, changed: dict[str, object], naam: str, code: str
) -> None:
    *before, last = replace(folder, **changed).check()  # type: ignore[arg-type]  # any one field

    assert all(step.gelukt for step in before)
    assert (last.naam, last.gelukt, last.problem and last.problem.code) == (naam, False, code)


def test_a_check_ends_at_a_first_row_that_is_wrong(folder: Folder) -> None:
    deliver(folder.map, "wmo_1.csv", written([("te kort",)]), 5)

    assert steps(folder)[-1] == ("eerste rij", False)
