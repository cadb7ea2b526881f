"""The OpenSSH server that the tests start: it shows one folder to one key, and ends."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest

from tests.tools.needs import missing
from tests.tools.sshd import Missing, OpenSsh, Sshd, fetch, find, free_port, unpacked


@pytest.fixture(scope="module")
def sshd() -> Sshd:
    found = find()
    if isinstance(found, Missing):
        missing("sshd", found.reason)
    return found


@pytest.fixture
def key() -> asyncssh.SSHKey:
    return asyncssh.generate_private_key("ssh-ed25519")


@pytest.fixture
def server(sshd: Sshd, key: asyncssh.SSHKey, tmp_path: Path) -> Iterator[OpenSsh]:
    """A server that shows a folder with one file that only its owner may read."""
    shown = tmp_path / "a folder"
    shown.mkdir()
    (shown / "export.csv").write_text("kop\nregel\n", "utf-8")
    (shown / "export.csv").chmod(0o600)
    key.write_private_key(tmp_path / "host_key")
    key.write_public_key(tmp_path / "client.pub")
    with OpenSsh(
        free_port(), tmp_path / "host_key", tmp_path / "client.pub", shown, sshd=sshd
    ) as running:
        yield running


async def look(server: OpenSsh, key: asyncssh.SSHKey, pinned: asyncssh.SSHKey) -> list[object]:
    """What a client with this key, and this idea of the server's key, gets to see."""
    known = f"[127.0.0.1]:{server.port} {pinned.export_public_key().decode()}"
    async with (
        asyncssh.connect(
            "127.0.0.1",
            server.port,
            username=server.user,
            client_keys=[key],
            known_hosts=asyncssh.import_known_hosts(known),
            config=None,
        ) as connection,
        connection.start_sftp_client() as sftp,
        sftp.open("export.csv", "rb") as file,
    ):
        listed = [str(name) for name in await sftp.listdir() if str(name).strip(".")]
        return [listed, (await sftp.stat("export.csv")).size, await file.read()]


def test_a_pinned_client_lists_measures_and_reads(server: OpenSsh, key: asyncssh.SSHKey) -> None:
    seen = asyncio.run(look(server, key, pinned=key))

    assert seen == [["export.csv"], 10, b"kop\nregel\n"]


def test_a_client_that_pinned_another_key_goes_no_further(
    server: OpenSsh, key: asyncssh.SSHKey
) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519")

    with pytest.raises(asyncssh.HostKeyNotVerifiable):
        asyncio.run(look(server, key, pinned=other))


def test_another_key_is_not_let_in(server: OpenSsh, key: asyncssh.SSHKey) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519")

    with pytest.raises(asyncssh.PermissionDenied):
        asyncio.run(look(server, other, pinned=key))


def test_a_stopped_server_cuts_off_whom_it_served(server: OpenSsh, key: asyncssh.SSHKey) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        assert client.recv(4) == b"SSH-"
        server.__exit__(None, None, None)

        client.settimeout(5)
        while client.recv(4096):
            pass


def test_a_server_that_does_not_understand_its_options_says_so(
    sshd: Sshd, key: asyncssh.SSHKey, tmp_path: Path
) -> None:
    key.write_private_key(tmp_path / "host_key")
    key.write_public_key(tmp_path / "client.pub")
    keys = (tmp_path / "host_key", tmp_path / "client.pub")

    with (
        pytest.raises(RuntimeError, match="Geheimzinnig"),
        OpenSsh(free_port(), *keys, tmp_path, options=["Geheimzinnig yes"], sshd=sshd),
    ):
        pass


def test_without_apt_get_the_reason_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert fetch(tmp_path / "sshd") == Missing(
        "there is no sshd on this machine and no apt-get to fetch one with"
    )


def test_an_empty_cache_holds_no_server(tmp_path: Path) -> None:
    assert unpacked(tmp_path) is None
