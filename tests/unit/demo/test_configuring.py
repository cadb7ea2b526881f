"""The demo's config is the shipped example, with nothing but this start filled in."""

import re
from datetime import date
from pathlib import Path

import pytest

from demo import keys
from demo.configuring import Adressen, meegeleverd, schrijf
from regres import ConfigProblem
from settings import load
from settings.shapes import RetourSftp, SftpBron, StufBron

HOSTSLEUTEL = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFvOfXx0qvRcHk7p3rEqjJzD2R9cG5vWc4n4wQm1uQ2Z"
ADRESSEN = Adressen(
    zaaksysteem="https://localhost:4101/StUF/BeantwoordVraag",
    sftp=("127.0.0.1", 4102),
    hostsleutel=HOSTSLEUTEL,
    loket="https://127.0.0.1:4103",
    terug=("127.0.0.1", 4104),
)
FILES = ("regresbrug.yaml", "gemeenten/9901-duinrand.yaml")


def test_the_written_config_loads_and_names_the_addresses_of_this_start(tmp_path: Path) -> None:
    schrijf(tmp_path, ADRESSEN)

    settings = load(tmp_path)
    sources = settings.gemeenten[0].blok.bronnen
    stuf, sftp = sources["zaaksysteem"], sources["export"]
    assert isinstance(stuf, StufBron)
    assert isinstance(sftp, SftpBron)
    assert stuf.adres == ADRESSEN.zaaksysteem
    assert (sftp.host, sftp.poort, sftp.hostsleutel) == ("127.0.0.1", 4102, HOSTSLEUTEL)
    assert settings.dienst.uitgaand == (
        "127.0.0.1:4103",
        "localhost:4101",
        "127.0.0.1:4102",
        "127.0.0.1:4104",
    )
    assert settings.dienst.eigen_computer
    back = settings.gemeenten[0].blok.retour
    assert isinstance(back, RetourSftp)
    assert (back.poort, back.hostsleutel) == (4104, HOSTSLEUTEL)


@pytest.mark.parametrize("name", FILES)
def test_every_comment_of_the_example_is_still_there(tmp_path: Path, name: str) -> None:
    schrijf(tmp_path, ADRESSEN)

    shipped, written = (
        [line.partition("#")[2] for line in folder.joinpath(name).read_text("utf-8").splitlines()]
        for folder in (meegeleverd(), tmp_path)
    )
    assert [note for note in written if note] == [note for note in shipped if note]


def test_only_the_lines_of_addresses_differ_from_the_example(tmp_path: Path) -> None:
    schrijf(tmp_path, ADRESSEN)

    for name, most in zip(FILES, (9, 11), strict=True):
        shipped = set(meegeleverd().joinpath(name).read_text("utf-8").split("\n"))
        written = tmp_path.joinpath(name).read_text("utf-8").split("\n")
        assert len([line for line in written if line not in shipped]) <= most


def test_mappings_are_taken_over_as_they_are(tmp_path: Path) -> None:
    schrijf(tmp_path, ADRESSEN)

    for file in meegeleverd().joinpath("mappings").glob("*.yaml"):
        assert tmp_path.joinpath("mappings", file.name).read_bytes() == file.read_bytes()


def test_writing_again_gives_the_same_files(tmp_path: Path) -> None:
    schrijf(tmp_path, ADRESSEN)
    before = [tmp_path.joinpath(name).read_bytes() for name in FILES]

    schrijf(tmp_path, ADRESSEN)

    assert [tmp_path.joinpath(name).read_bytes() for name in FILES] == before


def test_the_files_that_the_config_points_at_are_the_ones_the_keys_are_put_in(
    tmp_path: Path,
) -> None:
    config = tmp_path / "config"
    schrijf(config, ADRESSEN)
    keys.maak(config, tmp_path / "systemen", tmp_path / "loket", date(2026, 11, 20))

    text = "".join(config.joinpath(name).read_text("utf-8") for name in FILES)
    named = re.findall(
        r"(?:secret://file/(?=[.])|ca: |clientcertificaat: |clientsleutel: )([./\w-]+)", text
    )
    assert len(set(named)) == 9
    assert [name for name in named if not config.joinpath(name).is_file()] == []


def test_an_installation_without_the_example_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem) as refused:
        meegeleverd((tmp_path / "nergens",))

    assert [problem.code for problem in refused.value.problems] == ["D-0003"]
