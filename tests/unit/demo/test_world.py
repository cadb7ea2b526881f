"""The demo's folder: made once, found again, never mixed with anything else."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from demo import world
from demo.data import maak
from demo.world import Mappen, Stand
from regres import AlreadyRunning, UsageProblem

DAG = date(2026, 11, 20)


@pytest.fixture
def mappen(tmp_path: Path) -> Mappen:
    folder = tmp_path / "demo"
    folder.mkdir()
    return Mappen(folder)


@pytest.fixture
def said() -> list[str]:
    return []


def test_a_new_folder_starts_on_the_day_it_was_made(mappen: Mappen, said: list[str]) -> None:
    assert world.open_stand(mappen, 1, DAG, said.append) == Stand(1, DAG)
    assert said == []


def test_a_folder_of_an_older_date_keeps_its_own_dates_and_says_so(
    mappen: Mappen, said: list[str]
) -> None:
    world.open_stand(mappen, 1, DAG, said.append)

    again = world.open_stand(mappen, 1, DAG + timedelta(days=400), said.append)

    assert again.start == DAG
    assert "20-11-2026" in said[0]


def test_how_far_it_was_played_is_found_again(mappen: Mappen, said: list[str]) -> None:
    stand = Stand(1, DAG, 2, 2, datetime(2026, 11, 21, 3, 12, tzinfo=UTC))
    world.bewaar(mappen, stand)

    assert world.open_stand(mappen, 1, DAG, said.append) == stand


def test_another_seed_throws_everything_away_and_says_so(mappen: Mappen, said: list[str]) -> None:
    world.bewaar(mappen, Stand(1, DAG, 2, 2))
    for name in ("config/geheim", "loket", "gemeente/export", "systemen"):
        mappen.basis.joinpath(name).mkdir(parents=True)
    mappen.basis.joinpath("regresbrug.db").touch()

    stand = world.open_stand(mappen, 5, DAG, said.append)

    assert stand == Stand(5, DAG)
    assert "--seed 1" in said[0]
    assert [entry.name for entry in mappen.basis.iterdir()] == ["demo.json"]


@pytest.mark.parametrize(
    "text", ["", "{}", '{"versie": 0}', '{"versie": 1, "seed": "x"}', "[1]", "null"]
)
def test_a_state_of_another_version_or_damaged_starts_anew(
    mappen: Mappen, said: list[str], text: str
) -> None:
    mappen.stand.write_text(text, encoding="utf-8")

    assert world.open_stand(mappen, 1, DAG, said.append) == Stand(1, DAG)
    assert "andere versie" in said[0]


def test_a_folder_with_something_else_in_it_is_refused_and_left_alone(mappen: Mappen) -> None:
    mappen.config.mkdir()

    with pytest.raises(UsageProblem) as refused, world.alleen(mappen):
        pass

    assert [problem.code for problem in refused.value.problems] == ["D-0001"]
    assert [entry.name for entry in mappen.basis.iterdir()] == ["config"]


def test_a_second_demo_in_the_same_folder_is_kept_out(mappen: Mappen) -> None:
    with world.alleen(mappen), pytest.raises(AlreadyRunning) as refused, world.alleen(mappen):
        pass

    assert [problem.code for problem in refused.value.problems] == ["D-0002"]
    with world.alleen(mappen):
        pass


def test_the_clock_starts_at_four_in_the_dutch_night_and_never_goes_back() -> None:
    winter, summer = Stand(1, DAG), Stand(1, date(2026, 7, 1))
    later = Stand(1, DAG, 1, 1, datetime(2026, 11, 20, 3, 30, tzinfo=UTC))

    assert winter.moment() == datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    assert summer.moment() == datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
    assert later.moment() == datetime(2026, 11, 20, 3, 31, tzinfo=UTC)


def test_days_do_not_come_back_and_end_at_the_last() -> None:
    assert world.op_dag(Stand(1, DAG, 2), 1).dag == 2
    assert world.op_dag(Stand(1, DAG), 2).vandaag == DAG + timedelta(days=1)


def test_the_export_is_written_once_with_a_time_of_its_own_night(mappen: Mappen) -> None:
    first = world.leg_export_klaar(mappen, maak(1, DAG))
    second = world.leg_export_klaar(mappen, maak(1, DAG, 2))
    before = first.stat()

    assert (first.name, second.name) == (
        "wmo_voorzieningen_20261120.csv",
        "wmo_voorzieningen_20261121.csv",
    )
    assert second.stat().st_mtime - before.st_mtime == 86_400
    assert world.leg_export_klaar(mappen, maak(1, DAG)).stat().st_mtime_ns == before.st_mtime_ns
    assert len(list(first.parent.iterdir())) == 2
