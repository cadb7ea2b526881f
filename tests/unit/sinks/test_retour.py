"""The return folder: what cannot be done there stops, and says of which folder and why."""

from collections.abc import Callable
from pathlib import Path

import pytest

from regres import SinkStopped
from sinks.retour import Plek, Retourmap

NAAM = "verzonden-12.csv"
APART = ".verzonden-12.csv.deel"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "retour"
    place.mkdir(mode=0o750)
    return place


def zet_klaar(plek: Plek) -> None:
    plek.zet_klaar(NAAM, b"")


def plaats(plek: Plek) -> None:
    plek.plaats(NAAM)


def ruim_op(plek: Plek) -> None:
    plek.ruim_op(())


@pytest.mark.parametrize(
    ("in_the_way", "aside", "work"),
    [
        # A folder stands where a file must come.
        (f"{APART}/vol", "", zet_klaar),
        (f"{NAAM}/vol", APART, plaats),
        (f"{APART}/vol", "", ruim_op),
    ],
)
def test_what_cannot_be_done_is_told_of_the_folder_with_its_reason(
    folder: Path, in_the_way: str, aside: str, work: Callable[[Plek], None]
) -> None:
    (folder / in_the_way).mkdir(parents=True)
    if aside:
        (folder / aside).write_bytes(b"een regel")

    with Retourmap(folder).open() as plek, pytest.raises(SinkStopped) as stopped:
        work(plek)

    (wrong,) = stopped.value.problems
    assert (wrong.code, wrong.waar) == ("S-0082", str(folder))
    assert "directory" in str(wrong)


def test_a_folder_that_is_not_there_is_told_with_its_reason(tmp_path: Path) -> None:
    gone = Retourmap(tmp_path / "weg")

    with pytest.raises(SinkStopped) as stopped, gone.open():
        raise AssertionError
    (step,) = gone.check()

    assert stopped.value.problems == step.problems
    assert [(one.code, one.waar) for one in step.problems] == [("S-0082", str(tmp_path / "weg"))]
    assert "No such file" in str(step.problem)


def test_a_file_lies_aside_under_a_name_that_other_programs_pass_by(folder: Path) -> None:
    with Retourmap(folder).open() as plek:
        plek.zet_klaar(NAAM, b"een regel")
        assert [path.name for path in folder.iterdir()] == [APART]
        plek.plaats(NAAM)

    assert [path.name for path in folder.iterdir()] == [NAAM]
    assert (folder / NAAM).stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("kind", ["verzonden", "terug", "retour"])
def test_what_lies_aside_goes_but_what_is_kept_and_what_is_not_ours(
    folder: Path, kind: str
) -> None:
    names = (f".{kind}-1.csv.deel", f".{kind}-2.csv.deel", f"{kind}-3.csv", ".vreemd-1.csv.deel")
    for name in names:
        (folder / name).write_bytes(b"")

    with Retourmap(folder).open() as plek:
        plek.ruim_op([f"{kind}-2.csv"])

    assert {path.name for path in folder.iterdir()} == set(names[1:])


def test_a_check_that_holds_says_what_it_did(folder: Path) -> None:
    place = Retourmap(folder)

    (step,) = place.check()

    assert (step.naam, step.gelukt) == (*place.stappen, True) == ("schrijven", True)
    assert step.toelichting == "de map is te beschrijven en niet voor iedereen open"
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("others", [0o001, 0o002, 0o004])
def test_a_folder_that_is_open_to_everyone_is_refused_by_name(folder: Path, others: int) -> None:
    folder.chmod(0o750 | others)

    with pytest.raises(SinkStopped) as stopped, Retourmap(folder).open():
        raise AssertionError
    (step,) = Retourmap(folder).check()

    assert [(one.code, one.waar) for one in step.problems] == [("S-0083", str(folder))]
    assert stopped.value.problems == step.problems
    assert (step.naam, step.gelukt) == ("schrijven", False)
    assert step.gelukt is False


def test_what_lies_aside_is_replaced_and_what_has_its_name_already_keeps_it(folder: Path) -> None:
    with Retourmap(folder).open() as plek:
        plek.zet_klaar(NAAM, b"een lange eerste regel")
        plek.zet_klaar(NAAM, b"kort")
        plek.plaats(NAAM)
        plek.plaats(NAAM)

    assert (folder / NAAM).read_bytes() == b"kort"
