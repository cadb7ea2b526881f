"""One suite that every return place passes: a folder, asyncssh's server, and a real OpenSSH."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import asyncssh
import pytest

from connectors.sftp_retour import SftpRetour
from connectors.sftp_settings import Inlogsleutel, Server
from connectors.uitgaand import Uitgaand
from demo.sftp_server import Writable
from regres import RegresbrugError
from sinks.retour import Retour, Retourmap
from tests.tools.needs import missing
from tests.tools.sftp import HOST_KEY, LOGIN, SNEL, private, public, serving
from tests.tools.sshd import Missing, OpenSsh, find, free_port

NAAM = "verzonden-12.csv"
INHOUD = b"referentie\r\nabc\r\n" * 20_000


class ZonderExtras(Writable):
    """A server of the plain protocol: it can neither sync nor rename over a name."""

    def fsync(self, file_obj: object) -> None:
        """Refuse, as a server does that never heard of it."""
        raise asyncssh.SFTPOpUnsupported("fsync")

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Refuse, likewise."""
        raise asyncssh.SFTPOpUnsupported("posix-rename")


@dataclass(frozen=True)
class Place:
    """A return place, and the folder behind it as the municipality sees it."""

    retour: Retour
    folder: Path

    @property
    def names(self) -> list[str]:
        """Give what lies there, hidden files too."""
        return sorted(path.name for path in self.folder.iterdir())


def sftp(server: Server) -> SftpRetour:
    return SftpRetour(
        server=server,
        inlog=lambda: Inlogsleutel(private(LOGIN)),
        uitgaand=Uitgaand(frozenset({"127.0.0.1"}), loopback=True),
        map="retour",
        tijden=SNEL,
    )


def a_folder(folder: Path, stack: ExitStack) -> Retour:
    return Retourmap(folder)


def asyncssh_server(folder: Path, stack: ExitStack, files: type = Writable) -> Retour:
    server = stack.enter_context(serving(folder.parent, files))
    return sftp(Server("127.0.0.1", "gemeente", (server.host_key_line,), server.port))


def openssh(folder: Path, stack: ExitStack) -> Retour:
    found = find()
    if isinstance(found, Missing):
        missing("sshd", found.reason)
    keys = folder.parents[1] / "keys"
    keys.mkdir()
    (keys / "host").write_text(private(HOST_KEY))
    (keys / "login").write_text(public(LOGIN))
    if os.getuid() == 0:
        folder.chmod(0o777)
    made = OpenSsh(free_port(), keys / "host", keys / "login", folder.parent, sshd=found)
    server = stack.enter_context(made)
    return sftp(Server("127.0.0.1", server.user, (public(HOST_KEY),), server.port))


PLACES: dict[str, Callable[[Path, ExitStack], Retour]] = {
    "map": a_folder,
    "asyncssh": asyncssh_server,
    "asyncssh zonder extra's": partial(asyncssh_server, files=ZonderExtras),
    "OpenSSH": openssh,
}


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    folder = tmp_path / "getoond" / "retour"
    folder.parent.mkdir()
    folder.mkdir(mode=0o750)
    with ExitStack() as stack:
        yield Place(PLACES[request.param](folder, stack), folder)


def test_a_file_has_no_name_until_it_is_put_in_its_place(place: Place) -> None:
    with place.retour.open() as plek:
        plek.zet_klaar(NAAM, INHOUD)
        assert NAAM not in place.names

        plek.plaats(NAAM)

    assert place.names == [NAAM]
    assert (place.folder / NAAM).read_bytes() == INHOUD


def test_what_lies_aside_can_be_put_in_its_place_by_a_later_visit(place: Place) -> None:
    with place.retour.open() as plek:
        plek.zet_klaar(NAAM, INHOUD)
    with place.retour.open() as plek:
        plek.plaats(NAAM)

    assert (place.folder / NAAM).read_bytes() == INHOUD


def test_what_was_placed_and_taken_away_does_not_come_back(place: Place) -> None:
    with place.retour.open() as plek:
        plek.zet_klaar(NAAM, INHOUD)
        plek.plaats(NAAM)
        (place.folder / NAAM).unlink()

        plek.plaats(NAAM)

    assert place.names == []


def test_a_file_that_is_written_aside_again_is_the_last_one(place: Place) -> None:
    with place.retour.open() as plek:
        plek.zet_klaar(NAAM, INHOUD)
        plek.zet_klaar(NAAM, b"kort")
        plek.plaats(NAAM)

    assert (place.folder / NAAM).read_bytes() == b"kort"


def test_what_was_never_promised_is_removed_and_nothing_else(place: Place) -> None:
    mine = place.folder / ".eigen.deel"
    mine.write_text("van de gemeente")
    with place.retour.open() as plek:
        for name in (NAAM, "terug-2026-11-21.csv"):
            plek.zet_klaar(name, b"x")

        plek.ruim_op([NAAM])
        plek.plaats(NAAM)

    assert place.names == [mine.name, NAAM]


def test_a_check_walks_its_steps_and_leaves_nothing_behind(place: Place) -> None:
    steps = list(place.retour.check())

    assert [step.naam for step in steps] == list(place.retour.stappen)
    assert all(step.gelukt and step.toelichting for step in steps)
    assert place.names == []


def test_a_place_that_is_not_there_is_told_and_no_file_counts_as_placed(place: Place) -> None:
    place.folder.rename(place.folder.with_name("weg"))

    with pytest.raises(RegresbrugError) as wrong, place.retour.open() as plek:
        plek.plaats(NAAM)

    assert wrong.value.problems[0].code in {"S-0082", "B-0210", "B-0211"}
    assert [step.gelukt for step in place.retour.check()][-1] is False


def test_a_folder_that_is_open_to_everyone_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "retour"
    folder.mkdir()
    folder.chmod(0o755)

    with pytest.raises(RegresbrugError) as wrong, Retourmap(folder).open():
        pass

    assert wrong.value.problems[0].code == "S-0083"


def test_a_file_is_for_its_owner_and_group(tmp_path: Path) -> None:
    folder = tmp_path / "retour"
    folder.mkdir(mode=0o750)
    with Retourmap(folder).open() as plek:
        plek.zet_klaar(NAAM, INHOUD)
        plek.plaats(NAAM)

    assert (folder / NAAM).stat().st_mode & 0o777 == 0o640


def test_a_server_that_takes_no_more_is_told(tmp_path: Path) -> None:
    class Full(Writable):
        def write(self, file_obj: object, offset: int, data: bytes) -> int:
            raise asyncssh.SFTPFailure("GEHEIM: geen ruimte")

    folder = tmp_path / "retour"
    folder.mkdir()
    with ExitStack() as stack:
        retour = asyncssh_server(folder, stack, Full)
        with pytest.raises(RegresbrugError) as wrong, retour.open() as plek:
            plek.zet_klaar(NAAM, INHOUD)

    assert wrong.value.problems[0].code == "B-0213"
    assert "GEHEIM" not in str(wrong.value)
