"""What asyncssh says is told in our words, and every problem has a code of its own."""

import errno
import inspect
from typing import Any

import asyncssh
import pytest
from asyncssh import misc

from connectors import Inlogsleutel, Server, Wachtwoord
from connectors.sftp_asking import translated
from connectors.sftp_settings import Pin, fingerprint
from regres import Problem, SourceDown, SourceError, SourceRefused

MISSING = Problem("T-0001", "weg")
SECRET = "BSN 999990019 in de woorden van de server"


def made(kind: Any) -> asyncssh.Error:
    """An exception of a kind, with a reason that may not be repeated."""
    names = list(inspect.signature(kind.__init__).parameters)
    wanted: dict[str, Any] = {"code": 4, "reason": SECRET, "lang": "nl"}
    given = {name: wanted[name] for name in names if name in wanted}
    error: asyncssh.Error = kind(**given)
    return error


KINDS: set[type[asyncssh.Error]] = {
    kind
    for module in (asyncssh, misc)
    for kind in vars(module).values()
    if inspect.isclass(kind) and issubclass(kind, asyncssh.Error)
    if not issubclass(kind, asyncssh.ProcessError)  # nothing is ever run there
}


@pytest.mark.parametrize("kind", sorted(KINDS, key=str))
def test_no_error_of_asyncssh_is_left_untranslated(kind: type[asyncssh.Error]) -> None:
    error = translated(made(kind), "server:22", MISSING)

    assert isinstance(error, SourceDown | SourceRefused)
    assert SECRET not in str(error)


def test_there_are_errors_to_translate() -> None:
    assert len(KINDS) > 30


def code(exc: asyncssh.Error | OSError) -> tuple[type[SourceError], str]:
    error = translated(exc, "server:22", MISSING)
    return type(error), error.problems[0].code


def test_who_must_act_depends_on_what_went_wrong() -> None:
    assert code(asyncssh.SFTPNoSuchFile("")) == (SourceRefused, "T-0001")
    assert code(asyncssh.SFTPPermissionDenied("")) == (SourceRefused, "B-0212")
    assert code(asyncssh.SFTPFailure("")) == (SourceDown, "B-0213")
    assert code(asyncssh.SFTPConnectionLost("")) == (SourceDown, "B-0209")
    assert code(asyncssh.ConnectionLost("")) == (SourceDown, "B-0209")
    assert code(ConnectionResetError(errno.ECONNRESET, "")) == (SourceDown, "B-0209")


def test_the_fingerprint_is_the_one_that_ssh_shows() -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    line = key.export_public_key().decode()

    assert fingerprint(line.split()[1]) == key.get_fingerprint()


@pytest.mark.parametrize(
    ("line", "algorithm"),
    [
        ("{a} {k}", "ssh-ed25519"),
        ("h {a} {k} c", "ssh-ed25519"),
        ("{f}", ""),
        ("{a} {f}", "ssh-ed25519"),
    ],
)
def test_a_pin_is_read_from_every_form(line: str, algorithm: str) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    kind, blob = key.export_public_key().decode().split()
    text = line.format(a=kind, k=blob, f=key.get_fingerprint())

    assert Server("h", "u", (text,)).pins == (Pin(key.get_fingerprint(), algorithm),)


def test_secrets_do_not_print() -> None:
    assert repr((Wachtwoord("a"), Inlogsleutel("b", "c"))) == "(Wachtwoord(), Inlogsleutel())"
