"""An SFTP server that is not there, not the right one, or does not let us in."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import asyncssh
import psutil
import pytest

from connectors import (
    Inlogsleutel,
    Keuze,
    ReadRequest,
    Server,
    Sftp,
    Wachttijden,
    Wachtwoord,
)
from connectors.uitgaand import Uitgaand
from demo.sftp_server import Account
from regres import ConfigProblem, SourceDown, SourceError, SourceRefused
from tests.tools import sftp

HASTY = Wachttijden(verbinden=0.5, antwoord=0.5, totaal=5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "wmo.csv").write_bytes(sftp.export(500))
    return tmp_path


def failure(source: Sftp) -> SourceError:
    with pytest.raises(SourceError) as caught, source.read(ReadRequest()) as reading:
        list(reading)
    return caught.value


def code(error: SourceError) -> str:
    (problem,) = error.problems
    return problem.code


# --- who the server is ------------------------------------------------------------------------


def test_a_pinned_line_and_a_pinned_fingerprint_both_let_through(folder: Path) -> None:
    with sftp.serving(folder) as server:
        for pin in (
            server.host_key_line,
            server.host_key_line + " beheer@voorbeeld",
            f"[sftp.voorbeeld.nl]:2222 {server.host_key_line}",
            sftp.HOST_KEY.get_fingerprint(),
            f"ssh-ed25519 {sftp.HOST_KEY.get_fingerprint()}",
        ):
            assert sftp.read(sftp.source(server, hostsleutels=(pin,)))[0] == 500


def test_one_of_several_pinned_keys_is_enough(folder: Path) -> None:
    with sftp.serving(folder) as server:
        pins = (sftp.public(sftp.OTHER_KEY), server.host_key_line)

        assert sftp.read(sftp.source(server, hostsleutels=pins))[0] == 500


@pytest.mark.parametrize("as_line", [True, False])
def test_a_changed_host_key_stops_before_anyone_logs_in(folder: Path, as_line: bool) -> None:
    other = sftp.OTHER_KEY
    pin = sftp.public(other) if as_line else other.get_fingerprint()
    with sftp.serving(folder) as server:
        error = failure(sftp.source(server, hostsleutels=(pin,)))

        assert server.logins == 0
    assert isinstance(error, SourceRefused)
    assert code(error) == "B-0206"
    told = error.problems[0]
    assert "veranderd" in told.wat
    assert other.get_fingerprint() in told.wat
    assert sftp.HOST_KEY.get_fingerprint() in told.wat
    assert "Bel" in told.doe


def test_an_unknown_host_key_is_never_trusted_the_first_time(folder: Path) -> None:
    with sftp.serving(folder) as server:
        error = failure(sftp.source(server, hostsleutels=()))

        assert server.logins == 0
    assert code(error) == "B-0205"
    assert "nog niet ingesteld" in error.problems[0].wat
    assert sftp.HOST_KEY.get_fingerprint() in error.problems[0].wat


def test_a_fingerprint_of_the_servers_rsa_key_is_found_behind_its_other_keys(folder: Path) -> None:
    rsa = asyncssh.generate_private_key("ssh-rsa", key_size=2048)
    ecdsa = asyncssh.generate_private_key("ecdsa-sha2-nistp256")
    keys = {"server_host_keys": [sftp.HOST_KEY, ecdsa, rsa]}
    with sftp.serving(folder, **keys) as server:
        source = sftp.source(server, hostsleutels=(rsa.get_fingerprint(),))
        assert sftp.read(source)[0] == 500

        pin = sftp.public(ecdsa)
        server.visits = 0
        assert sftp.read(sftp.source(server, hostsleutels=(pin,)))[0] == 500
        assert server.visits == 1


def test_another_kind_of_key_than_the_pinned_one_is_a_change(folder: Path) -> None:
    rsa = asyncssh.generate_private_key("ssh-rsa", key_size=2048)
    with sftp.serving(folder) as server:
        assert code(failure(sftp.source(server, hostsleutels=(sftp.public(rsa),)))) == "B-0206"


@pytest.mark.parametrize(
    "pin", ["", "MD5:aa:bb", "SHA256:kort", "ssh-ed25519", "ssh-rsa !!", "x y"]
)
def test_a_host_key_in_another_form_is_a_mistake_in_config(pin: str) -> None:
    with pytest.raises(ConfigProblem, match="B-0217"):
        Server("h", "u", (pin,))


# --- who we are -------------------------------------------------------------------------------


def test_a_password_lets_in(folder: Path) -> None:
    with sftp.serving(folder) as server:
        assert sftp.read(sftp.source(server, inlog=Wachtwoord(sftp.GEHEIM)))[0] == 500


@pytest.mark.parametrize(
    "inlog", [Wachtwoord("fout"), Inlogsleutel(sftp.private(sftp.OTHER_KEY))], ids=["pw", "key"]
)
def test_a_login_that_is_refused_is_tried_once(
    folder: Path, inlog: Wachtwoord | Inlogsleutel
) -> None:
    with sftp.serving(folder) as server:
        error = failure(sftp.source(server, inlog=inlog))

        assert (server.visits, server.logins) == (1, 1)
    assert isinstance(error, SourceRefused)
    assert code(error) == "B-0208"


def test_an_account_that_is_not_there_is_refused(folder: Path) -> None:
    with sftp.serving(folder) as server:
        assert code(failure(sftp.source(server, gebruiker="ander"))) == "B-0208"


@pytest.mark.parametrize(
    "geheim",
    ["", "geen sleutel", sftp.public(sftp.LOGIN)],
    ids=["leeg", "geen sleutel", "openbare helft"],
)
def test_a_login_key_that_cannot_be_read_is_told_and_not_shown(folder: Path, geheim: str) -> None:
    with sftp.serving(folder) as server:
        error = failure(sftp.source(server, inlog=Inlogsleutel(geheim)))

        assert server.logins == 0
    assert code(error) == "B-0216"
    assert not geheim or geheim not in str(error)


def test_a_login_key_under_a_passphrase_is_read_with_it(folder: Path) -> None:
    locked = sftp.LOGIN.export_private_key("pkcs8-pem", passphrase="wachtzin").decode()
    with sftp.serving(folder) as server:
        assert sftp.read(sftp.source(server, inlog=Inlogsleutel(locked, "wachtzin")))[0] == 500
        for wrong in ("", "fout"):
            error = failure(sftp.source(server, inlog=Inlogsleutel(locked, wrong)))
            assert code(error) == "B-0216"


def test_nothing_of_the_users_own_ssh_folder_is_used(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path_factory.mktemp("home")
    (home / ".ssh").mkdir()
    (home / ".ssh" / "config").write_text("Port geen getal\n")
    (home / ".ssh" / "id_ed25519").write_text(sftp.private(sftp.LOGIN))
    monkeypatch.setenv("HOME", str(home))
    with sftp.serving(folder) as server:
        known = f"[127.0.0.1]:{server.port} {server.host_key_line}\n"
        (home / ".ssh" / "known_hosts").write_text(known)

        assert sftp.read(sftp.source(server))[0] == 500
        assert code(failure(sftp.source(server, hostsleutels=()))) == "B-0205"
        wrong = Inlogsleutel(sftp.private(sftp.OTHER_KEY))
        assert code(failure(sftp.source(server, inlog=wrong))) == "B-0208"
        assert code(failure(sftp.source(server, inlog=Wachtwoord("fout")))) == "B-0208"


def test_no_secret_stands_in_any_repr() -> None:
    key = sftp.private(sftp.LOGIN)
    shown = repr((Wachtwoord("zeergeheim"), Inlogsleutel(key, "wachtzin")))

    assert shown == "(Wachtwoord(), Inlogsleutel())"


# --- how we talk ------------------------------------------------------------------------------


# cryptography warns that it will drop this kind of key exchange; that is what "old" means.
@pytest.mark.filterwarnings("ignore:Diffie-Hellman over finite fields")
@pytest.mark.parametrize(
    "old",
    [
        {"kex_algs": ["diffie-hellman-group14-sha1"]},
        {"encryption_algs": ["aes256-cbc"]},
        {"encryption_algs": ["aes256-ctr"], "mac_algs": ["hmac-sha1"]},
    ],
)
def test_an_old_server_is_reached_by_the_named_option_only(
    folder: Path, old: dict[str, list[str]]
) -> None:
    with sftp.serving(folder, **old) as server:
        # A server may hang up before its own side of the handshake has arrived.
        assert code(failure(sftp.source(server))) in {"B-0207", "B-0209"}
        assert server.logins == 0
        assert sftp.read(sftp.source(server, oude_algoritmen=True))[0] == 500


@pytest.mark.parametrize("broken", ["diffie-hellman-group1-sha1", "rsa1024-sha1"])
def test_broken_algorithms_are_never_used(folder: Path, broken: str) -> None:
    with sftp.serving(folder, kex_algs=[broken]) as server:
        source = sftp.source(server, oude_algoritmen=True)

        assert code(failure(source)) in {"B-0207", "B-0209"}


# --- where it is ------------------------------------------------------------------------------


@contextmanager
def answering(words: bytes | None) -> Iterator[int]:
    """A port that says these words to each who comes and hangs up; None: says nothing at all."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        waiting: list[socket.socket] = []

        def serve() -> None:
            try:
                while True:
                    taken, _ = listener.accept()
                    waiting.append(taken)
                    if words is not None:
                        taken.sendall(words)
                        taken.close()
            except OSError:
                return

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            for taken in waiting:
                taken.close()


@pytest.fixture
def nowhere(folder: Path) -> Iterator[Sftp]:
    with sftp.serving(folder) as server:
        made = sftp.source(server, tijden=HASTY)
    yield made


def at_port(source: Sftp, port: int) -> Sftp:
    return replace(source, server=replace(source.server, poort=port))


def test_a_port_where_nobody_listens_is_down(nowhere: Sftp) -> None:
    error = failure(nowhere)

    assert isinstance(error, SourceDown)
    assert code(error) == "B-0201"


def test_a_port_that_takes_nobody_is_down(nowhere: Sftp) -> None:
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for one in (first, second):
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        error = failure(at_port(nowhere, full.getsockname()[1]))

    assert isinstance(error, SourceDown)
    assert code(error) == "B-0202"


@pytest.mark.parametrize(
    "words", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-1.5-oud\r\n", b"\0" * 100_000]
)
def test_a_port_where_no_ssh_server_answers_is_down(nowhere: Sftp, words: bytes) -> None:
    with answering(words) as port:
        error = failure(at_port(nowhere, port))

    assert isinstance(error, SourceDown)
    assert code(error) in {"B-0204", "B-0209"}


def test_a_port_that_says_nothing_is_down(nowhere: Sftp) -> None:
    with answering(None) as port:
        error = failure(at_port(nowhere, port))

    assert isinstance(error, SourceDown)
    assert code(error) == "B-0214"


def test_a_network_without_a_way_there_is_down(nowhere: Sftp) -> None:
    # The broadcast address of loopback: no TCP connection can be made to it.
    error = failure(replace(nowhere, uitgaand=lambda host, port: ("127.255.255.255",)))

    assert isinstance(error, SourceDown)
    assert code(error) == "B-0203"


def test_an_account_name_that_ssh_cannot_carry_is_refused(folder: Path) -> None:
    with sftp.serving(folder) as server:
        assert code(failure(sftp.source(server, gebruiker="a\0b"))) == "B-0218"


def test_a_server_that_wants_another_kind_of_login_is_refused(folder: Path) -> None:
    with sftp.serving(folder, account=Account("gemeente", sftp.public(sftp.LOGIN))) as server:
        error = failure(sftp.source(server, inlog=Wachtwoord(sftp.GEHEIM)))

        assert server.logins == 0
    assert code(error) == "B-0208"


def test_a_host_that_is_not_listed_is_never_reached(folder: Path) -> None:
    with sftp.serving(folder) as server:
        error = failure(sftp.source(server, uitgaand=Uitgaand(frozenset({"elders"}))))

        assert server.visits == 0
    assert code(error) == "B-0001"


def test_the_second_address_of_a_name_is_tried_when_the_first_is_dead(folder: Path) -> None:
    with sftp.serving(folder) as server:
        dead_first = sftp.source(server, uitgaand=lambda host, port: ("127.0.0.2", "127.0.0.1"))

        assert sftp.read(dead_first)[0] == 500


def test_a_server_without_sftp_is_refused(folder: Path) -> None:
    with sftp.serving(folder, sftp_factory=None) as server:
        error = failure(sftp.source(server))

    assert isinstance(error, SourceRefused)
    assert code(error) == "B-0210"


# --- what is left behind ----------------------------------------------------------------------


def test_no_thread_and_no_connection_stays_behind(folder: Path) -> None:
    threads = threading.active_count()
    with sftp.serving(folder) as server:
        inside = threading.active_count()
        good = sftp.source(server)
        sftp.read(good)
        with good.read(ReadRequest()) as reading:
            next(iter(reading))
        with pytest.raises(ZeroDivisionError), good.read(ReadRequest()) as reading:
            for _ in reading:
                raise ZeroDivisionError
        failure(sftp.source(server, hostsleutels=()))
        failure(sftp.source(server, inlog=Wachtwoord("fout")))
        failure(sftp.source(server, map="nergens"))
        list(good.check())

        assert threading.active_count() == inside
        open_now = psutil.Process().net_connections()
        ends = [one.raddr.port for one in open_now if one.status == "ESTABLISHED" and one.raddr]
        assert server.port not in ends
    assert threading.active_count() == threads


def test_a_source_can_be_read_inside_another_loop(folder: Path) -> None:
    async def inside() -> int:
        return sftp.read(source)[0]

    with sftp.serving(folder) as server:
        source = sftp.source(server)

        assert asyncio.run(inside()) == 500


def test_nothing_is_put_on_disk(folder: Path) -> None:
    with sftp.serving(folder) as server:
        source = sftp.source(server)
        before = {file.path for file in psutil.Process().open_files()}
        with source.read(ReadRequest()) as reading:
            next(iter(reading))
            opened = [file.path for file in psutil.Process().open_files()]

    # The one file that is open is the server's own: it runs in this process.
    assert [path for path in opened if path not in before] == [str(folder / "wmo.csv")]


# --- check ------------------------------------------------------------------------------------

WALK = ["naam in DNS", "verbinding", "hostsleutel", "aanmelden", "map", "bestand", "codering"]


def test_a_check_walks_from_dns_to_the_first_row(folder: Path) -> None:
    with sftp.serving(folder) as server:
        steps = list(sftp.source(server).check())

    assert [step.naam for step in steps] == [*WALK, "kopregel", "eerste rij", "klok"]
    assert all(step.gelukt for step in steps)


@pytest.mark.parametrize(
    ("changed", "naam", "found"),
    [
        ({"uitgaand": Uitgaand(frozenset())}, "naam in DNS", "B-0001"),
        ({"poort": 1}, "verbinding", "B-0201"),
        ({"hostsleutels": ()}, "hostsleutel", "B-0205"),
        ({"hostsleutels": (sftp.OTHER_KEY.get_fingerprint(),)}, "hostsleutel", "B-0206"),
        ({"inlog": Wachtwoord("fout")}, "aanmelden", "B-0208"),
        ({"inlog": Inlogsleutel("fout")}, "aanmelden", "B-0216"),
        ({"map": "nergens"}, "map", "B-0211"),
        ({"keuze": Keuze("nee")}, "bestand", "B-0141"),
    ],
)
def test_a_check_ends_at_what_is_wrong(
    folder: Path, changed: dict[str, object], naam: str, found: str
) -> None:
    with sftp.serving(folder) as server:
        *before, last = sftp.source(server, **changed).check()

    assert [step.naam for step in before] == WALK[: WALK.index(naam)]
    assert all(step.gelukt for step in before)
    assert last.problem is not None
    assert (last.naam, last.gelukt, last.problem.code) == (naam, False, found)
