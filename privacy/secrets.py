"""Secrets by reference only: where they lie stands in config/, what they are does not.

secret://env/NAME                an environment variable
secret://file/etc/regresbrug/x   an absolute path: /etc/regresbrug/x
secret://file/./sleutels/x       a path below the folder the caller names
secret://credential/NAME         a systemd credential ($CREDENTIALS_DIRECTORY)
"""

import hmac
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from regres import KeyProblem, Problem
from regres.berichten import bericht
from regres.waarde import dataclass

_REFERENCE = re.compile(r"\Asecret://(env|file|credential)/(.{1,400})\Z", re.ASCII)
_ENV_NAME = re.compile(r"\A[A-Za-z_][A-Za-z0-9_]{0,99}\Z", re.ASCII)
_CREDENTIAL_NAME = re.compile(r"\A[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}\Z", re.ASCII)
_PATH = re.compile(r"\A[^\x00-\x1f\x7f]+\Z", re.ASCII)
_DRIVE = re.compile(r"\A[A-Za-z]:", re.ASCII)
_LARGEST = 64 * 1024
#: Bits that let anyone but the owner read, write or enter.
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
#: systemd keeps a credential in the hands of root and lets the service read it by an access list,
#: whose mask is shown in the place of the group's right to read; the folder is the service's own.
_ACL_MASK = stat.S_IRGRP


class Secret:
    """A value that neither prints, formats, pickles nor compares in a measurable time."""

    __slots__ = ("_value",)
    __hash__ = None  # type: ignore[assignment]  # a hash of a secret is a trace of it

    def __init__(self, value: bytes | str) -> None:
        self._value = value.encode() if isinstance(value, str) else value

    def __repr__(self) -> str:
        """Give a fixed word."""
        return "Secret(***)"

    def __str__(self) -> str:
        """Give a fixed word."""
        return "***"

    def __format__(self, spec: str) -> str:
        """Give a fixed word, whatever is asked for."""
        return "***"

    def __reduce__(self) -> NoReturn:
        """Refuse: a pickled secret would lie somewhere in the clear."""
        raise TypeError("secrets are not copied out of this process")

    def __eq__(self, other: object) -> bool:
        """Compare in constant time."""
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._value, other._value)

    def reveal_bytes(self) -> bytes:
        """Give the bytes exactly as they were found."""
        return self._value

    def reveal(self) -> str:
        """Give the text without one line end at its end; KeyProblem when it is not UTF-8."""
        text = _text(self._value)
        if text is None:
            raise KeyProblem(bericht("K-0506"))
        return text.removesuffix("\n").removesuffix("\r")


@dataclass(frozen=True, slots=True)
class Kluis:
    """Resolves references; omgeving is normally os.environ, basis the folder of the config."""

    omgeving: Mapping[str, str]
    basis: Path

    def __repr__(self) -> str:
        """Give the folder only."""
        return f"Kluis(basis={str(self.basis)!r})"

    def haal(self, verwijzing: str, waar: str = "") -> Secret:
        """Fetch the secret a reference points at; `waar` is the config place, for the messages.

        Raises KeyProblem with the next step; neither a value nor a literal that stood in the
        place of a reference is ever repeated.
        """
        found = _REFERENCE.match(verwijzing)
        if found is None:
            raise _refused(waar)
        kind, name = found.groups()
        if kind == "env":
            return self._env(name, waar)
        if kind == "credential":
            return self._credential(name, waar)
        return self._file(name, waar)

    def pad(self, verwijzing: str) -> Path | None:
        """Give the path of a reference to a file; None for one that lies elsewhere."""
        found = _REFERENCE.match(verwijzing)
        if found is None or found[1] != "file":
            return None
        return self._place(found[2])

    def _place(self, name: str) -> Path:
        if _DRIVE.match(name):
            return Path(name)
        return self.basis / name if name.startswith("./") else Path("/" + name)

    def _env(self, name: str, waar: str) -> Secret:
        if not _ENV_NAME.match(name):
            raise _refused(waar)
        value = self.omgeving.get(name, "")
        if not value:
            raise KeyProblem(bericht("K-0502", waar=waar, naam=name))
        # os.environ decodes with surrogateescape; this gives back the bytes that were set.
        return Secret(os.fsencode(value))

    def _credential(self, name: str, waar: str) -> Secret:
        if not _CREDENTIAL_NAME.match(name):
            raise _refused(waar)
        folder = self.omgeving.get("CREDENTIALS_DIRECTORY", "")
        if not folder:
            raise KeyProblem(bericht("K-0503", waar=waar, naam=name))
        return Secret(read_private(Path(folder) / name, waar, toegestaan=_ACL_MASK))

    def _file(self, name: str, waar: str) -> Secret:
        if not _PATH.match(name):
            raise _refused(waar)
        return Secret(read_private(self._place(name), waar))


def read_private(path: Path, waar: str = "", *, toegestaan: int = 0) -> bytes:
    """Read a file that only its owner may read; KeyProblem when it is missing, open or empty.

    toegestaan  bits of the mode that may be set besides
    """
    try:
        found, data = _read(path)
    except OSError as fault:
        raise KeyProblem(_onleesbaar(path, fault, waar)) from None
    problems = open_voor(path, found, waar, toegestaan=toegestaan)
    if problems:
        raise KeyProblem(*problems)
    if not data or len(data) > _LARGEST:
        raise KeyProblem(bericht("K-0507", waar=waar, pad=path, kib=_LARGEST // 1024))
    return data


def _onleesbaar(path: Path, fault: OSError, waar: str) -> Problem:
    match fault:
        case FileNotFoundError():
            return bericht("K-0504", "weg", waar=waar, pad=path)
        case PermissionError():
            return bericht("K-0504", "dicht", waar=waar, pad=path)
    return bericht("K-0504", waar=waar, pad=path, fout=type(fault).__name__)


def _read(path: Path) -> tuple[os.stat_result, bytes]:
    # The mode is asked of the open file: between a look at a path and its reading it may change.
    # O_NONBLOCK, because opening a pipe would otherwise wait for ever.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError("not a plain file")
        return found, file.read(_LARGEST + 1)


def open_voor(
    path: Path, found: os.stat_result, waar: str = "", *, toegestaan: int = 0
) -> list[Problem]:
    """Say who else gets at a secret file: others by its mode, or an owner that is not us or root.

    On Windows there is nothing to look at.
    """
    if os.name != "posix":
        return []
    problems = []
    if found.st_mode & _OTHERS & ~toegestaan:
        rights = f"{found.st_mode & 0o777:04o}"
        problems.append(bericht("K-0505", waar=waar, pad=path, rechten=rights))
    if found.st_uid not in (0, os.geteuid()):
        problems.append(bericht("K-0508", waar=waar, pad=path, uid=found.st_uid))
    return problems


def _text(value: bytes) -> str | None:
    # Raised upon outside: a UnicodeDecodeError carries the bytes it could not read.
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _refused(waar: str) -> KeyProblem:
    return KeyProblem(bericht("K-0501", waar=waar))
