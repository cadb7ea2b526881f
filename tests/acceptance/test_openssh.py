"""The SFTP source against a real OpenSSH server, which nobody here wrote."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import pytest

from connectors import CsvExport, Inlogsleutel, Keuze, ReadRequest, Server, Sftp
from connectors.uitgaand import Uitgaand
from regres import SourceDown, SourceError, SourceRefused
from tests.tools import sftp, sshd
from tests.tools.needs import missing

ROWS = 20_000
DATA = sftp.export(ROWS)


@dataclass(frozen=True)
class House:
    """Where servers of a test keep their keys, and what they show."""

    folder: Path
    keys: Path
    program: sshd.Sshd

    @contextmanager
    def serving(self, *options: str) -> Iterator[Sftp]:
        """Start a server; give a source that reads from it."""
        port = sshd.free_port()
        files = (self.keys / "host_key", self.keys / "login.pub")
        server = sshd.OpenSsh(port, *files, self.folder, options=options, sshd=self.program)
        with server:
            yield Sftp(
                export=CsvExport("9901", sftp.LAYOUT),
                server=Server("127.0.0.1", server.user, (sftp.public(sftp.HOST_KEY),), port),
                inlog=Inlogsleutel(sftp.private(sftp.LOGIN)),
                keuze=Keuze("wmo*.csv"),
                uitgaand=Uitgaand(frozenset({"127.0.0.1"}), loopback=True),
                tijden=sftp.SNEL,
            )


@pytest.fixture(scope="module")
def program() -> sshd.Sshd:
    found = sshd.find()
    if isinstance(found, sshd.Missing):
        missing("sshd", found.reason)
    return found


@pytest.fixture
def house(tmp_path: Path, program: sshd.Sshd) -> House:
    made = House(tmp_path / "uit", tmp_path / "sleutels", program)
    made.folder.mkdir()
    made.keys.mkdir()
    (made.keys / "host_key").write_text(sftp.private(sftp.HOST_KEY))
    (made.keys / "login.pub").write_text(sftp.public(sftp.LOGIN) + "\n")
    (made.folder / "wmo.csv").write_bytes(DATA)
    return made


def failure(source: Sftp) -> SourceError:
    with pytest.raises(SourceError) as caught, source.read(ReadRequest()) as reading:
        list(reading)
    return caught.value


def code(error: SourceError) -> str:
    (problem,) = error.problems
    return problem.code


def test_an_export_is_read_whole_and_skipped_the_next_time(house: House) -> None:
    with house.serving() as source:
        count, proof = sftp.read(source)
        again, skipped = sftp.read(source, ReadRequest(overslaan=proof.bestand))

    assert (count, proof.details["bytes"]) == (ROWS, len(DATA))
    assert (again, skipped.overgeslagen) == (0, True)


def test_every_step_of_a_check_holds(house: House) -> None:
    with house.serving() as source:
        steps = list(source.check())

    assert [(step.naam, step.toelichting) for step in steps if not step.gelukt] == []
    assert len(steps) == 10


def test_a_fingerprint_is_as_good_as_a_line(house: House) -> None:
    with house.serving() as source:
        pins = (sftp.HOST_KEY.get_fingerprint(),)
        server = replace(source.server, hostsleutels=pins)

        assert sftp.read(replace(source, server=server))[0] == ROWS


def test_a_server_with_another_host_key_is_told_from_one_that_is_new(house: House) -> None:
    with house.serving() as source:
        for pins, expected in (
            ((sftp.public(sftp.OTHER_KEY),), "B-0206"),
            ((sftp.OTHER_KEY.get_fingerprint(),), "B-0206"),
            ((), "B-0205"),
        ):
            server = replace(source.server, hostsleutels=pins)
            assert code(failure(replace(source, server=server))) == expected


def test_a_wrong_key_is_refused_and_tried_once(house: House) -> None:
    with house.serving("MaxAuthTries 1") as source:
        error = failure(replace(source, inlog=Inlogsleutel(sftp.private(sftp.OTHER_KEY))))

    assert isinstance(error, SourceRefused)
    assert code(error) == "B-0208"


def test_a_folder_that_is_not_there_is_refused(house: House) -> None:
    with house.serving() as source:
        assert code(failure(replace(source, map="nergens"))) == "B-0211"


def test_an_account_without_sftp_is_refused(house: House) -> None:
    with house.serving("ForceCommand /bin/false") as source:
        assert code(failure(source)) == "B-0210"


def test_a_link_is_not_followed(house: House) -> None:
    (house.folder / "wmo.csv").rename(house.folder / "elders")
    (house.folder / "wmo.csv").symlink_to("elders")
    with house.serving() as source:
        assert code(failure(source)) == "B-0133"


def test_a_file_that_grows_while_it_is_read_is_refused(house: House) -> None:
    with (
        house.serving() as source,
        pytest.raises(SourceRefused) as caught,
        source.read(ReadRequest()) as reading,
    ):
        next(records := iter(reading))
        with (house.folder / "wmo.csv").open("ab") as end:
            end.write(b"x;y\r\n")
        list(records)

    assert code(caught.value) == "B-0134"


def test_a_server_that_dies_halfway_is_down(house: House) -> None:
    (house.folder / "wmo.csv").write_bytes(sftp.export(200_000))
    with (
        house.serving() as source,
        pytest.raises(SourceDown) as caught,
        source.read(ReadRequest()) as reading,
    ):
        next(records := iter(reading))
        kill_sessions(source.server.poort)
        list(records)

    assert code(caught.value) == "B-0209"


def kill_sessions(port: int) -> None:
    """Kill those children of the server that serve a connection; the server listens on."""
    for one in psutil.Process().children(recursive=True):
        ends = one.net_connections() if one.is_running() else []
        if any(end.status == "ESTABLISHED" and end.laddr.port == port for end in ends):
            one.kill()


def test_the_newest_of_a_thousand_files_is_found(house: House) -> None:
    for number in range(1_000):
        (house.folder / f"wmo_{number:04}.csv").touch()
    os.utime(house.folder / "wmo.csv", (4e9, 4e9))
    with house.serving() as source:
        _, proof = sftp.read(source)

    assert proof.bestand is not None
    assert proof.bestand.naam == "wmo.csv"


# cryptography warns that it will drop this kind of key exchange; that is what "old" means.
@pytest.mark.filterwarnings("ignore:Diffie-Hellman over finite fields")
@pytest.mark.parametrize(
    "old", ["KexAlgorithms diffie-hellman-group14-sha1", "Ciphers aes256-cbc", "MACs hmac-sha1"]
)
def test_an_old_server_is_reached_by_the_named_option_only(house: House, old: str) -> None:
    extra = ["Ciphers aes256-ctr"] if old.startswith("MACs") else []
    with house.serving(old, *extra) as source:
        old_too = replace(source, server=replace(source.server, oude_algoritmen=True))

        assert code(failure(source)) in {"B-0207", "B-0209"}
        assert sftp.read(old_too)[0] == ROWS
