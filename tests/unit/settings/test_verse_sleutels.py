"""The root keys are those of now; everything else is that of the start."""

import os
from pathlib import Path

import pytest

from regres import ConfigProblem
from settings import Settings
from settings.verse_sleutels import VerseSleutels
from tests.tools.gemeente import Gemeente


@pytest.fixture
def gemeente(tmp_path: Path) -> Gemeente:
    return Gemeente(tmp_path)


def versies(settings: Settings) -> list[int]:
    (een,) = settings.gemeenten
    return sorted(een.blok.sleutels)


def test_a_key_that_was_added_or_taken_away_is_seen_at_once(gemeente: Gemeente) -> None:
    vers = VerseSleutels(gemeente.settings())
    assert versies(vers.van("9901")) == [1]
    gemeente.wissel()
    assert versies(vers.van("9901")) == [1, 2]
    del gemeente.gemeente["sleutels"][1]
    gemeente.gemeente["blijvende_sleutel"] = "secret://file/./geheim/blijvend.key"
    gemeente.schrijf()

    found = vers.van("9901")

    assert versies(found) == [2]
    assert found.gemeenten[0].blok.blijvende_sleutel == "secret://file/./geheim/blijvend.key"


def test_nothing_else_of_a_changed_file_is_taken(gemeente: Gemeente) -> None:
    start = gemeente.settings()
    vers = VerseSleutels(start)
    gemeente.gemeente |= {"stand": "proef", "naam": "Elders"}
    gemeente.wissel()

    (een,) = vers.van("9901").gemeenten

    assert (een.blok.stand, een.blok.naam, sorted(een.blok.sleutels)) == (
        "actief",
        "Duinrand",
        [1, 2],
    )
    assert vers.van("9901").dienst == start.dienst


def test_the_place_of_a_key_is_where_it_stands_now(gemeente: Gemeente) -> None:
    vers = VerseSleutels(gemeente.settings())
    file = gemeente.config / "gemeenten" / "9901-duinrand.yaml"
    file.write_text("# een regel erboven\n" + file.read_text())
    lines = file.read_text().splitlines()
    at = next(n for n, line in enumerate(lines, 1) if "wortel-1.key" in line)

    (een,) = vers.van("9901").gemeenten

    assert een.boom.bij("sleutels", 1).startswith(f"gemeenten/9901-duinrand.yaml:{at}:")


def test_a_file_that_did_not_change_is_not_read_again(gemeente: Gemeente) -> None:
    vers = VerseSleutels(gemeente.settings())
    first = vers.van("9901").gemeenten[0]

    assert vers.van("9901").gemeenten[0] is first
    file = gemeente.config / "gemeenten" / "9901-duinrand.yaml"
    os.utime(file, ns=(1, 1))
    assert vers.van("9901").gemeenten[0] is not first


@pytest.mark.parametrize("wat", ["weg", "half"])
def test_a_file_that_cannot_be_read_is_told_and_read_when_it_can(
    gemeente: Gemeente, wat: str
) -> None:
    vers = VerseSleutels(gemeente.settings())
    file = gemeente.config / "gemeenten" / "9901-duinrand.yaml"
    whole = file.read_text()
    file.unlink() if wat == "weg" else file.write_text(whole[:100])

    with pytest.raises(ConfigProblem):
        vers.van("9901")

    file.write_text(whole)
    assert versies(vers.van("9901")) == [1]


def test_of_another_municipality_nothing_is_read(gemeente: Gemeente) -> None:
    start = gemeente.settings()
    (gemeente.config / "gemeenten" / "9901-duinrand.yaml").unlink()

    assert VerseSleutels(start).van("9955") == start
