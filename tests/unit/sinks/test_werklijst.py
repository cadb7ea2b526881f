"""The file of a werklijst: what a spreadsheet makes of it, who may read it, and when it goes."""

import csv
import io
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres import SinkStopped
from sinks.csv_bestand import veilig
from sinks.werklijst import KOLOMMEN, TERMIJN, Regel, Werklijst, als_csv

NU = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def regel(*sleutel: str, plaats: str = "export.csv:2") -> Regel:
    return Regel("3f9a20c1", "beoordelen", ("V01", "V05"), "2026-12-31", plaats, sleutel)


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    folder = tmp_path / "lijst"
    folder.mkdir(mode=0o700)
    return folder


def rijen(data: bytes) -> list[list[str]]:
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=";", strict=True))


def test_a_list_has_a_line_per_record_under_the_names_of_the_source() -> None:
    head, one, empty = rijen(als_csv(("Beschikkingnr", "Code"), [regel("B1", "13"), regel()]))

    assert head == [*KOLOMMEN, "Beschikkingnr", "Code"]
    assert KOLOMMEN == ("kenmerk", "soort", "codes", "uiterlijk", "plaats")
    assert one == ["3f9a20c1", "beoordelen", "V01 V05", "2026-12-31", "export.csv:2", "B1", "13"]
    assert empty[5:] == ["", ""]


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u200b=1", "\ufeff=1",
     "\uff1d1", "\ufe63" "1", "|x", "%x", "'=1", '"=1'],
)  # fmt: skip
def test_no_cell_is_a_formula(cell: str) -> None:
    assert veilig(cell).startswith("'")
    assert rijen(als_csv(("x",), [regel(cell)]))[1][5].startswith("'")
    assert rijen(als_csv((cell,), []))[0][5].startswith("'")
    assert rijen(als_csv(("x",), [regel(plaats=cell)]))[1][4].startswith("'")


@given(st.text())
def test_whatever_a_source_gives_stays_one_cell_and_no_formula(cell: str) -> None:
    made = rijen(als_csv(("x", "y"), [regel(cell, "B2")]))

    assert [len(row) for row in made] == [7, 7]
    assert made[1][6] == "B2"
    assert not made[1][5].lstrip().startswith(("=", "+", "-", "@"))
    assert not any(sign in made[1][5] for sign in "\r\n\t\0")


def test_an_ordinary_cell_is_left_as_it_is() -> None:
    assert [veilig(cell) for cell in ("B000007", "13B02", "2026-01-01", "")] == [
        *("B000007", "13B02", "2026-01-01", "")
    ]


def test_only_the_owner_reads_it_and_nothing_lies_beside_it(map_: Path) -> None:
    before = os.umask(0)
    try:
        Werklijst(map_).schrijf("export", ("x",), [regel("B1")], NU)
    finally:
        os.umask(before)

    (made,) = map_.iterdir()
    assert made.name == "werklijst-export.csv"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_a_read_replaces_its_own_list_and_no_other(map_: Path) -> None:
    lijst = Werklijst(map_)
    lijst.schrijf("export", ("x",), [regel("B1")], NU)
    lijst.schrijf("zaken.2026-01", ("x",), [regel("Z1")], NU)
    lijst.schrijf("export", ("x",), [regel("B2")], NU)

    assert rijen((map_ / "werklijst-export.csv").read_bytes())[1][5] == "B2"
    assert rijen((map_ / "werklijst-zaken.2026-01.csv").read_bytes())[1][5] == "Z1"


def test_when_nothing_waits_there_is_no_file(map_: Path) -> None:
    lijst = Werklijst(map_)
    lijst.schrijf("export", ("x",), [regel("B1")], NU)
    lijst.schrijf("export", ("x",), [], NU)
    lijst.schrijf("export", ("x",), [], NU)

    assert list(map_.iterdir()) == []


def test_a_list_that_no_read_replaced_goes_after_its_term(map_: Path) -> None:
    lijst = Werklijst(map_)
    lijst.schrijf("oud", ("x",), [regel("B1")], NU)
    lijst.schrijf("vers", ("x",), [regel("B2")], NU + timedelta(days=1))
    (map_ / "van-de-gemeente.csv").touch()
    (map_ / ".werklijst-oud.csv.tmp").touch()

    lijst.ruim_op(NU + TERMIJN)
    assert {path.name for path in map_.glob("werklijst-*")} == {
        *("werklijst-oud.csv", "werklijst-vers.csv")
    }
    lijst.ruim_op(NU + TERMIJN + timedelta(seconds=1))

    assert {path.name for path in map_.iterdir()} == {"van-de-gemeente.csv", "werklijst-vers.csv"}


def test_a_link_in_its_place_is_not_followed(map_: Path, tmp_path: Path) -> None:
    other = tmp_path / "ander"
    other.write_text("blijft")
    (map_ / "werklijst-export.csv").symlink_to(other)
    Werklijst(map_).schrijf("export", ("x",), [regel("B1")], NU)
    assert not (map_ / "werklijst-export.csv").is_symlink()

    (map_ / ".werklijst-export.csv.tmp").symlink_to(other)
    with pytest.raises(SinkStopped) as stopped:
        Werklijst(map_).schrijf("export", ("x",), [regel("B2")], NU)

    assert [one.code for one in stopped.value.problems] == ["S-0080"]
    assert "B2" not in str(stopped.value)
    assert other.read_text() == "blijft"


@pytest.mark.parametrize("mode", [0o750, 0o701, 0o777])
def test_a_folder_that_others_may_enter_is_refused(map_: Path, mode: int) -> None:
    map_.chmod(mode)

    with pytest.raises(SinkStopped) as stopped:
        Werklijst(map_).proef()

    assert [one.code for one in stopped.value.problems] == ["S-0081"]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    lijst = Werklijst(tmp_path / "weg")

    with pytest.raises(SinkStopped) as stopped:
        lijst.proef()

    assert [one.code for one in stopped.value.problems] == ["S-0080"]
    step = lijst.check()
    assert (step.gelukt, [one.code for one in step.problems]) == (False, ["S-0080"])


def test_what_cannot_be_cleared_away_stops_the_reading(map_: Path) -> None:
    (map_ / "werklijst-export.csv").mkdir()

    with pytest.raises(SinkStopped) as stopped:
        Werklijst(map_).ruim_op(NU + 100 * TERMIJN)

    assert [one.code for one in stopped.value.problems] == ["S-0080"]


def test_a_folder_that_will_do_is_told_in_one_step_and_left_as_it_was(map_: Path) -> None:
    step = Werklijst(map_).check()

    assert (step.naam, step.gelukt, step.problems) == ("werklijst", True, ())
    assert step.toelichting == "de map is te beschrijven en alleen voor de eigenaar"
    assert list(map_.iterdir()) == []


def test_what_cannot_be_done_is_told_of_the_folder_with_the_reason_of_the_disk(
    map_: Path, tmp_path: Path
) -> None:
    gone = Werklijst(tmp_path / "weg")
    (map_ / "werklijst-export.csv").mkdir()
    wrong = list(gone.check().problems)
    for rows in ([regel("B1")], []):
        with pytest.raises(SinkStopped) as stopped:
            Werklijst(map_).schrijf("export", ("x",), rows, NU)
        wrong += stopped.value.problems

    assert gone.check().gelukt is False
    assert gone.check().naam == "werklijst"
    assert [one.code for one in wrong] == ["S-0080"] * 3
    assert [one.waar for one in wrong] == [str(tmp_path / "weg"), str(map_), str(map_)]
    assert ["irectory" in one.wat for one in wrong] == [True] * 3


def test_a_folder_that_others_may_enter_is_named(map_: Path) -> None:
    map_.chmod(0o710)

    step = Werklijst(map_).check()

    assert [(one.code, one.waar) for one in step.problems] == [("S-0081", str(map_))]


def test_a_list_is_as_old_as_its_reading(map_: Path) -> None:
    Werklijst(map_).schrijf("export", ("x",), [regel("B1")], NU)

    assert (map_ / "werklijst-export.csv").stat().st_mtime == NU.timestamp()
    assert timedelta(days=14) == TERMIJN


def test_a_line_does_not_print_its_key() -> None:
    assert "B000007" not in repr(regel("B000007"))


def test_a_list_is_quoted_whole_as_a_spreadsheet_here_opens_it() -> None:
    made = als_csv(("x",), [regel("a\u2028b\u2029c\u200bd;e")])

    assert made == (
        b'\xef\xbb\xbf"kenmerk";"soort";"codes";"uiterlijk";"plaats";"x"\r\n'
        b'"3f9a20c1";"beoordelen";"V01 V05";"2026-12-31";"export.csv:2";"a b c d;e"\r\n'
    )
