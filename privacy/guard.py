"""What is checked before anything runs: no opening key here, no secret open to others."""

import base64
import json
import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.serialization import (
    load_der_private_key,
    load_pem_private_key,
    load_ssh_private_key,
)

from privacy.jwk import PubliekeSleutel, public_bytes
from privacy.secrets import open_voor
from regres import KeyProblem, Problem
from regres.berichten import bericht

#: Files of this size and larger hold no key and are not opened.
LARGEST = 64 * 1024
#: More files than this are not looked through: then the folders are the wrong ones.
MOST = 20_000

_PEM = re.compile(rb"-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----([^-]+)-----END \1PRIVATE KEY-----")
_BREAKS = re.compile(rb"\\[nr]|\s")
_MEMBER = re.compile(r"\A[A-Za-z0-9_-]{43}\Z", re.ASCII)
_HEX = re.compile(rb"\A[0-9A-Fa-f]{64}\Z")
_BASE64 = re.compile(rb"\A[A-Za-z0-9+/_-]{43}=?\Z")


def refuse_private_key(
    folders: Iterable[Path],
    sleutels: Iterable[PubliekeSleutel],
    omgeving: Mapping[str, str] | None = None,
    *,
    inzage: Iterable[PubliekeSleutel] = (),
    behalve: Collection[Path] = frozenset(),
    hoogstens: int = MOST,
) -> None:
    """Raise KeyProblem when a private half that belongs elsewhere can be read here.

    sleutels  the recipient's (K-0401)
    inzage    the municipalities' own, which only their consulenten hold (K-0403)
    behalve   resolved paths that are not opened: databases that this process may have in use, for
              closing any descriptor of one lets go of the locks that SQLite holds on it

    Looks, to the bottom of each folder, into every readable file under 64 KiB for JWKs and JWK
    sets with `d`, PEM, DER and OpenSSH private keys, and 32 bare bytes (raw, hex, base64); into
    the environment likewise. Keys of others (our own TLS key, an SSH key) are no trouble. A key
    under a passphrase is not opened: nor can this process. More than `hoogstens` files and
    folders is a KeyProblem too: silence would say that nothing was found.
    """
    wanted = {one.raw: ("K-0403", one.kid) for one in inzage}
    wanted |= {one.raw: ("K-0401", one.kid) for one in sleutels}
    problems = [
        _found(path, *wanted[raw])
        for path in _files(folders, behalve, hoogstens)
        for raw in sorted(set(private_halves(_content(path))) & wanted.keys())
    ]
    problems += [
        _found(f"omgevingsvariabele {name}", *wanted[raw])
        for name, value in (omgeving or {}).items()
        if len(value) < LARGEST
        for raw in sorted(set(private_halves(os.fsencode(value))) & wanted.keys())
    ]
    if problems:
        raise KeyProblem(*problems)


def check_modes(paths: Iterable[tuple[Path, str]]) -> None:
    """Raise KeyProblem, for all at once, when a secret file is open to more than us and root.

    paths  each with the place in the configuration that names it

    Files that are not there are left to whoever reads them.
    """
    problems: list[Problem] = []
    for path, waar in paths:
        try:
            found = path.stat()
        except FileNotFoundError:
            continue
        problems += open_voor(path, found, waar)
    if problems:
        raise KeyProblem(*problems)


def private_halves(data: bytes) -> Iterator[bytes]:
    """Give the public bytes that belong to each private key found in a file's content."""
    readers: tuple[Callable[[bytes], Iterator[object]], ...] = (_from_jwk, _from_pem, _from_bare)
    for reader in readers:
        for key in reader(data):
            if isinstance(key, x25519.X25519PrivateKey | ec.EllipticCurvePrivateKey):
                yield public_bytes(key.public_key())


def _from_jwk(data: bytes) -> Iterator[object]:
    if data.lstrip()[:1] not in (b"{", b"["):
        return
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return
    for jwk in _objects(found):
        d = jwk.get("d")
        if isinstance(d, str) and _MEMBER.match(d):
            yield from _from_number(base64.urlsafe_b64decode(d + "="))


def _objects(found: object) -> Iterator[dict[str, object]]:
    """Give every object in a JSON document, however deep; a JWK may lie in a set or an export."""
    waiting = [found]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item


def _from_pem(data: bytes) -> Iterator[object]:
    for block in _PEM.finditer(data):
        load = load_ssh_private_key if block[1] == b"OPENSSH " else load_pem_private_key
        try:
            yield load(_pem(block[1], block[2]), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            continue


def _pem(kind: bytes, body: bytes) -> bytes:
    """Write a block anew: in YAML it is indented, in JSON and .env its line ends are escaped."""
    bare = _BREAKS.sub(b"", body)
    lines = [bare[at : at + 64] for at in range(0, len(bare), 64)]
    return b"\n".join(
        [
            b"-----BEGIN %sPRIVATE KEY-----" % kind,
            *lines,
            b"-----END %sPRIVATE KEY-----" % kind,
            b"",
        ]
    )


def _from_bare(data: bytes) -> Iterator[object]:
    if len(data) == 32:
        yield from _from_number(data)
    text = data.strip()
    if _HEX.match(text):
        yield from _from_number(bytes.fromhex(text.decode("ascii")))
    if _BASE64.match(text):
        usual = text.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        yield from _from_number(base64.b64decode(usual + b"="))
    if data[:1] == b"\x30":
        try:
            yield load_der_private_key(data, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            return


def _from_number(secret: bytes) -> Iterator[object]:
    """Read 32 bytes as a private key of either curve: a bare number does not say which."""
    yield x25519.X25519PrivateKey.from_private_bytes(secret)
    try:
        yield ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())
    except ValueError:
        return


def _files(folders: Iterable[Path], behalve: Collection[Path], hoogstens: int) -> Iterator[Path]:
    """Give every file below the folders once; links are followed, loops are not."""
    seen: set[tuple[int, int]] = set()
    waiting = list(folders)
    while waiting:
        path = waiting.pop()
        try:
            found = path.stat()
            if (found.st_dev, found.st_ino) in seen:
                continue
            seen.add((found.st_dev, found.st_ino))
            if stat.S_ISDIR(found.st_mode):
                waiting += sorted(path.iterdir())
        except OSError:
            # What this process cannot enter, it cannot read a key from.
            continue
        if len(seen) > hoogstens:
            raise KeyProblem(_too_many(path, hoogstens))
        wanted = stat.S_ISREG(found.st_mode) and found.st_size < LARGEST
        if wanted and path.resolve() not in behalve:
            yield path


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError:
        return b""


def _found(where: Path | str, code: str, kid: str) -> Problem:
    return bericht(code, waar=str(where), kid=kid)


def _too_many(path: Path, hoogstens: int) -> Problem:
    return bericht("K-0402", waar=str(path), hoogstens=hoogstens)
