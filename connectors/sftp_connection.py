"""Getting in: to the address that was resolved, past the pinned host key, logged in once."""

import asyncio
import errno
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any, Final

from connectors.sftp_settings import Inlogsleutel, Pin, Server, Wachttijden, Wachtwoord
from connectors.ssh import asyncssh
from regres import SourceDown, SourceError, SourceRefused
from regres.berichten import bericht, zin

# asyncssh's own default lists hold diffie-hellman-group14-sha1 and hmac-sha1: nothing is left to
# defaults, and what is old is asked for by name (Server.oude_algoritmen).
_KEX: Final = (
    *("mlkem768x25519-sha256", "curve25519-sha256", "curve25519-sha256@libssh.org"),
    *("ecdh-sha2-nistp521", "ecdh-sha2-nistp384", "ecdh-sha2-nistp256"),
    *("diffie-hellman-group16-sha512", "diffie-hellman-group18-sha512"),
    *("diffie-hellman-group-exchange-sha256", "diffie-hellman-group14-sha256"),
)
_CIPHERS: Final = (
    *("chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com"),
    *("aes256-ctr", "aes192-ctr", "aes128-ctr"),
)
_MACS: Final = (
    *("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com"),
    *("hmac-sha2-256", "hmac-sha2-512"),
)
_KEYS: Final = (
    *("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
    *("rsa-sha2-512", "rsa-sha2-256"),
)
_OLD_KEX: Final = ("diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha1")
_OLD_CIPHERS: Final = ("aes256-cbc", "aes128-cbc")
_OLD_MACS: Final = ("hmac-sha1",)
_OLD_KEYS: Final = ("ssh-rsa",)


class _Keeper(asyncssh.SSHClient):
    """Looks at the host key, and hands over the login once."""

    def __init__(self, pins: Sequence[Pin], inlog: Inlogsleutel | Wachtwoord) -> None:
        self.seen: Pin | None = None
        self.unreadable = self.offered = False
        self._pins = {pin.vingerafdruk for pin in pins}
        self._inlog = inlog

    def validate_host_public_key(
        self, host: str, addr: str, port: int, key: asyncssh.SSHKey
    ) -> bool:
        """Accept a pinned key only; there is no first time that is trusted."""
        self.seen = Pin(key.get_fingerprint(), key.get_algorithm())
        return self.seen.vingerafdruk in self._pins

    def public_key_auth_requested(self) -> asyncssh.SSHKey | None:
        """Give the key, once; it is read only now that the server is known to be the right one."""
        if self.offered or not isinstance(self._inlog, Inlogsleutel):
            return None
        self.offered = True
        try:
            return asyncssh.import_private_key(self._inlog.geheim, self._inlog.wachtzin or None)
        except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
            self.unreadable = True
            return None

    def password(self) -> str | None:
        """Give the password; asyncssh asks for it once, whatever way the server wants it."""
        self.offered = True
        return self._inlog.geheim if isinstance(self._inlog, Wachtwoord) else None


async def dial(server: Server, addresses: Sequence[str], tijden: Wachttijden) -> socket.socket:
    """Give a TCP connection to the first address that takes one.

    Raises SourceDown: B-0201, B-0202, B-0203.
    """
    down: SourceDown | None = None
    for address in addresses:
        try:
            return await _dial(address, server.poort, tijden.verbinden)
        except OSError as exc:
            down = _no_answer(exc, str(server), tijden)
    raise down or SourceDown(bericht("B-0203", "geen_adres", waar=str(server)))


async def _dial(address: str, port: int, seconds: float) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with ExitStack() as unless_connected:
        sock = unless_connected.enter_context(socket.socket(family, socket.SOCK_STREAM))
        sock.setblocking(False)
        async with asyncio.timeout(seconds):
            await asyncio.get_running_loop().sock_connect(sock, (address, port))
        unless_connected.pop_all()
    return sock


def _no_answer(exc: OSError, waar: str, tijden: Wachttijden) -> SourceDown:
    if isinstance(exc, TimeoutError):
        return SourceDown(bericht("B-0202", waar=waar, seconden=tijden.verbinden))
    if isinstance(exc, ConnectionRefusedError):
        return SourceDown(bericht("B-0201", waar=waar))
    name = errno.errorcode.get(exc.errno or 0, "onbekend")
    return SourceDown(bericht("B-0203", waar=waar, fout=name))


async def connect(
    server: Server,
    inlog: Inlogsleutel | Wachtwoord,
    addresses: Sequence[str],
    tijden: Wachttijden,
) -> asyncssh.SSHClientConnection:
    """Give a connection to the pinned server, logged in.

    A server has a key of each kind and shows the kind we ask for first. A pinned fingerprint does
    not tell its kind, so then the other kinds are asked for too, each on a connection of its own,
    before the key is called changed. Nobody logs in until a pinned key was seen.

    Raises:
        SourceDown: B-0201 to B-0204, B-0209, B-0214.
        SourceRefused: B-0205 to B-0208, B-0216, B-0218.

    """
    seen: list[Pin] = []
    for kinds in _kinds_to_ask(server, seen):
        keeper = _Keeper(server.pins, inlog)
        sock = await dial(server, addresses, tijden)
        try:
            return await _handshake(server, sock, keeper, kinds, inlog, tijden)
        except asyncssh.HostKeyNotVerifiable:
            if keeper.seen is None:
                raise SourceDown(bericht("B-0204", waar=str(server))) from None
            seen.append(keeper.seen)
        except asyncssh.KeyExchangeFailed:
            break
        except (asyncssh.Error, OSError) as exc:
            if seen and not keeper.seen:
                break  # it has no key of these kinds, and hung up before it could say so
            raise _translated(exc, server, keeper, inlog, tijden) from None
    raise _host_key(server, seen) if seen else SourceRefused(bericht("B-0207", waar=str(server)))


async def hang_up(connection: asyncssh.SSHClientConnection, tijden: Wachttijden) -> None:
    """Close a connection, without a goodbye when the other side does not take one."""
    connection.close()
    try:
        async with asyncio.timeout(tijden.verbinden):
            await connection.wait_closed()
    except TimeoutError:
        connection.abort()
        await connection.wait_closed()


def _kinds_to_ask(server: Server, seen: list[Pin]) -> Iterator[list[str]]:
    """Yield lists of host key algorithms, until there is no kind left that could be pinned."""
    every = [*_KEYS, *(_OLD_KEYS if server.oude_algoritmen else ())]
    pinned = {_kind(pin.algoritme) for pin in server.pins if pin.algoritme}
    yield sorted(every, key=lambda name: _kind(name) not in pinned)
    while any(not pin.algoritme for pin in server.pins):
        shown = {_kind(pin.algoritme) for pin in seen}
        every = [name for name in every if _kind(name) not in shown]
        if not every:
            return
        yield every


def _kind(algorithm: str) -> str:
    """Give the kind of key of an algorithm: an RSA key signs under three names."""
    return "rsa" if "rsa" in algorithm else algorithm


async def _handshake(
    server: Server,
    sock: socket.socket,
    keeper: _Keeper,
    kinds: Sequence[str],
    inlog: Inlogsleutel | Wachtwoord,
    tijden: Wachttijden,
) -> asyncssh.SSHClientConnection:
    try:
        return await asyncssh.connect(
            server.host,
            server.poort,
            sock=sock,
            client_factory=lambda: keeper,
            username=server.gebruiker,
            server_host_key_algs=list(kinds),
            connect_timeout=tijden.antwoord,
            login_timeout=0,
            keepalive_interval=tijden.levensteken,
            keepalive_count_max=3,
            **_login(inlog, keeper),
            **_algorithms(server.oude_algoritmen),
            **_NOTHING_OF_THIS_MACHINE,
        )
    except BaseException as exc:
        sock.close()
        # Of this kind asyncssh raises one: it cannot find out who we are on this machine.
        if isinstance(exc, ValueError):
            raise SourceRefused(bericht("B-0218", waar=str(server))) from None
        raise


# Empty means "look in ~/.ssh" to asyncssh, for each of these.
_NOTHING_OF_THIS_MACHINE: Final[dict[str, Any]] = {
    "config": None,
    "known_hosts": lambda host, addr, port: ([], [], []),
    "agent_path": None,
    "client_keys": None,
    "pkcs11_provider": None,
    "x509_trusted_certs": None,
    "x509_trusted_cert_paths": [],
    "gss_host": None,
    "gss_kex": False,
    "gss_auth": False,
    "host_based_auth": False,
    "compression_algs": ["none"],
}


def _login(inlog: Inlogsleutel | Wachtwoord, keeper: _Keeper) -> dict[str, Any]:
    if isinstance(inlog, Inlogsleutel):
        return {"public_key_auth": True, "password_auth": False, "kbdint_auth": False}
    # Some servers ask for a password by keyboard-interactive only.
    return {
        "public_key_auth": False,
        "password_auth": True,
        "kbdint_auth": True,
        "preferred_auth": ["password", "keyboard-interactive"],
        "password": keeper.password,
    }


def _algorithms(old: bool) -> dict[str, Any]:
    keys = [*_KEYS, *(_OLD_KEYS if old else ())]
    return {
        "kex_algs": [*_KEX, *(_OLD_KEX if old else ())],
        "encryption_algs": [*_CIPHERS, *(_OLD_CIPHERS if old else ())],
        "mac_algs": [*_MACS, *(_OLD_MACS if old else ())],
        "signature_algs": keys,
    }


def _translated(
    exc: asyncssh.Error | OSError,
    server: Server,
    keeper: _Keeper,
    inlog: Inlogsleutel | Wachtwoord,
    tijden: Wachttijden,
) -> SourceError:
    """Say in our words why there is no connection; the other side's words are left out."""
    waar, means = str(server), "sleutel" if isinstance(inlog, Inlogsleutel) else "wachtwoord"
    if keeper.unreadable:
        return SourceRefused(bericht("B-0216", waar=waar))
    match exc:
        case TimeoutError():
            return SourceDown(bericht("B-0214", waar=waar, seconden=tijden.antwoord, plek=""))
        case asyncssh.ConnectionLost() | OSError():
            return SourceDown(bericht("B-0209", waar=waar, plek=zin("voor_aanmelden")))
        # After "too many failures" (one may be too many) a server says goodbye in other words.
        case asyncssh.DisconnectError() if keeper.offered:
            return SourceRefused(bericht("B-0208", means, waar=waar))
        case asyncssh.PermissionDenied():
            return SourceRefused(bericht("B-0208", f"alleen_{means}", waar=waar))
        case _:
            return SourceDown(bericht("B-0204", waar=waar))


def _host_key(server: Server, seen: Sequence[Pin]) -> SourceRefused:
    waar, shown = str(server), ", ".join(f"{pin.vingerafdruk} ({pin.algoritme})" for pin in seen)
    if not server.pins:
        return SourceRefused(bericht("B-0205", waar=waar, gezien=shown))
    expected = ", ".join(pin.vingerafdruk for pin in server.pins)
    return SourceRefused(bericht("B-0206", waar=waar, verwacht=expected, gezien=shown))
