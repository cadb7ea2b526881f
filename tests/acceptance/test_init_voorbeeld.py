"""`init` from a sample finds that sample; `check` names the whole command to give again."""

from pathlib import Path

import pytest

from settings import load
from settings.shapes import BestandBron
from tests.tools.gemeente import csv_bytes
from tests.tools.keten import Keten, opdracht, vers

WIE = ("--code", "9955", "--naam", "Proefdorp")


@pytest.mark.parametrize(
    ("naam", "patroon"),
    [("Uitvoer 'Wmo'.csv", "Uitvoer 'Wmo'.csv"), ("wmo-20261120.csv", "wmo-*.csv")],
)
@pytest.mark.parametrize("transport", ["map", "sftp"])
def test_the_file_of_every_night_is_looked_for_by_the_name_of_the_sample(
    tmp_path: Path, transport: str, naam: str, patroon: str
) -> None:
    sample, folder = tmp_path / naam, tmp_path / "config"
    sample.write_bytes(csv_bytes([vers(1, "J"), vers(2)]))

    done = opdracht("init", folder, *WIE, "--transport", transport, "--voorbeeld", sample)

    assert done.code == 0, done.fout
    (een,) = load(folder).gemeenten
    (bron,) = een.blok.bronnen.values()
    assert isinstance(bron, BestandBron)
    assert bron.patroon == patroon


def test_without_a_sample_the_pattern_is_that_of_the_example(tmp_path: Path) -> None:
    assert opdracht("init", tmp_path / "config", *WIE, "--transport", "map").code == 0

    assert "patroon: wmo_voorzieningen*.csv" in next(
        (tmp_path / "config" / "gemeenten").iterdir()
    ).read_text("utf-8")


def test_a_check_that_fails_ends_with_the_command_that_was_given(tmp_path: Path) -> None:
    folder = tmp_path / "een map"
    folder.mkdir()
    keten = Keten(folder)

    whole = keten.geef("check")
    part = keten.geef("check", "-g", "Duinrand", "--only", "bron")

    assert f"keur opnieuw: regresbrug check --config '{keten.config}'\n" in whole.fout
    tail = "-g Duinrand --only bron"
    assert f"keur opnieuw: regresbrug check --config '{keten.config}' {tail}\n" in part.fout


def test_a_check_of_the_usual_folder_names_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Keten(tmp_path)
    monkeypatch.chdir(tmp_path)

    assert "keur opnieuw: regresbrug check\n" in opdracht("check").fout
