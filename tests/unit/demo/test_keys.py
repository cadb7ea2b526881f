"""Keys of the demo: made once, each half where it belongs."""

import json
import stat
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from demo import keys
from demo.keys import Sleutels
from privacy import Ontvangers, read_root, refuse_private_key

DAG = date(2026, 11, 20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sleutels")


@pytest.fixture(scope="module")
def made(folder: Path) -> Sleutels:
    return make(folder)


def make(folder: Path) -> Sleutels:
    return keys.maak(folder / "config", folder / "systemen", folder / "loket", DAG)


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield str(file.relative_to(folder)), file.read_bytes()


def test_a_second_time_everything_is_still_the_same(folder: Path, made: Sleutels) -> None:
    before = list(files(folder))

    assert make(folder) == made
    assert list(files(folder)) == before


def test_every_private_file_is_for_its_owner_only(folder: Path, made: Sleutels) -> None:
    private = [
        file
        for file in folder.rglob("*")
        if file.is_file() and (file.suffix == ".key" or b"PRIVATE" in file.read_bytes())
    ]
    private += [*folder.joinpath("config", "geheim").iterdir(), *folder.glob("loket/*.jwk")]

    assert len(private) >= 9
    assert {stat.S_IMODE(file.stat().st_mode) for file in private} == {0o600}


def test_regresbrug_gets_only_the_public_half_of_the_recipient(
    folder: Path, made: Sleutels
) -> None:
    found = Ontvangers.laad(folder / "config" / "ontvanger")

    assert found.kies(DAG).kid == made.loketsleutel.kid
    assert found.kies(DAG + timedelta(days=365)).kid == made.loketsleutel.kid
    refuse_private_key([folder / "config"], [one.sleutel for one in found.sleutels])
    for file in folder.joinpath("config", "ontvanger").iterdir():
        assert "d" not in json.loads(file.read_bytes())


def test_the_loket_cannot_read_the_root_key_from_its_own_folder(
    folder: Path, made: Sleutels
) -> None:
    root = folder.joinpath("config", "geheim", "duinrand-wortel-1.key").read_bytes()

    assert len(read_root(root)) == 32
    assert all(root not in content for _, content in files(folder / "loket"))


def test_the_loket_keeps_only_a_hash_of_the_secret(made: Sleutels) -> None:
    assert made.loketgeheim.decode() not in made.loketgeheim_sha256
    assert len(made.loketgeheim_sha256) == 64


def test_keys_do_not_print(made: Sleutels) -> None:
    shown = repr(made)

    assert made.loketgeheim.decode() not in shown
    assert made.loketsleutel.jwk["d"] not in shown
    assert "PRIVATE" not in shown
