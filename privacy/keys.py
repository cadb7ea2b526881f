"""The municipality's root keys, and a key of its own for each purpose.

HKDF-SHA-256 (RFC 5869), no salt, info `regresbrug/<doel>/v1`, 32 bytes. What the outside world
keeps for ever (ref, dossier) comes from root key 1 and never rotates; the other purposes take the
version asked for. When root key 1 is to leave the machine, those two sub-keys stay behind: the
blijvende sleutel, K_ref and K_dossier one after the other.
"""

import base64
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from regres import KeyProblem, Problem
from regres.berichten import bericht

ROOT_BYTES = 32
#: The version under which the proof of the blijvende sleutel goes.
BLIJVEND = 0
_HEX = re.compile(r"\A[0-9A-Fa-f]{64}\Z", re.ASCII)
_BASE64 = re.compile(r"\A[A-Za-z0-9+/_-]{43}=?\Z", re.ASCII)
_HEX_BLIJVEND = re.compile(r"\A[0-9A-Fa-f]{128}\Z", re.ASCII)
# Random bytes have about 30 different values in 32; fewer than 12 has odds below one in 10^13.
_FEWEST_VALUES = 12


class Doel(StrEnum):
    """What a sub-key is for; the word stands in the HKDF info and never changes."""

    REF = "ref"
    DOSSIER = "dossier"
    CLIENT = "client"
    INHOUD = "inhoud"
    ZOEK = "zoek"


_FIRST_ONLY = frozenset({Doel.REF, Doel.DOSSIER})


class Keys:
    """The root keys of one municipality by version; prints versions, never a key.

    blijvend  K_ref and K_dossier, for when root key 1 is no longer there

    The highest version is the present one. Raises KeyProblem, with everything that is wrong, when
    there is none, when one is not 32 bytes, when two are equal (a rotation that changed nothing),
    when nothing gives K_ref and K_dossier, or when two things give different ones.
    """

    __slots__ = ("_blijvend", "_roots")

    def __init__(self, roots: Mapping[int, bytes], blijvend: bytes | None = None) -> None:
        problems = tuple(_faults(roots, blijvend))
        if problems:
            raise KeyProblem(*problems)
        self._roots = dict(sorted(roots.items(), reverse=True))
        self._blijvend = blijvend or _blijvend_of(roots[1])

    def __repr__(self) -> str:
        """Give the versions only."""
        return f"Keys(versies={self.versies})"

    def __reduce__(self) -> str:
        """Refuse: a pickled key would lie somewhere in the clear."""
        raise TypeError("keys are not copied out of this process")

    @property
    def versies(self) -> tuple[int, ...]:
        """Give all versions, the present one first."""
        return tuple(self._roots)

    @property
    def huidige(self) -> int:
        """Give the present version."""
        return self.versies[0]

    def subkey(self, doel: Doel, versie: int | None = None) -> bytes:
        """Derive the key for a purpose; KeyProblem when that version is not there (any more)."""
        if doel in _FIRST_ONLY:
            # Never from "the lowest version there is": a line less in the configuration would
            # then give every melding another name.
            half = slice(ROOT_BYTES) if doel is Doel.REF else slice(ROOT_BYTES, None)
            return self._blijvend[half]
        asked = self.huidige if versie is None else versie
        if asked not in self._roots:
            raise KeyProblem(_unknown_version(asked, self.versies))
        return _derive(self._roots[asked], doel)

    @property
    def blijvend(self) -> bytes:
        """Give K_ref and K_dossier, to be kept when root key 1 goes."""
        return self._blijvend

    def root(self, versie: int) -> bytes:
        """Give a root key itself: only a backup asks for it."""
        return self._roots[versie]

    @property
    def proeven(self) -> dict[int, str]:
        """Give what a key is recognised by without showing it: version -> 32 hex digits.

        Derived like any sub-key, so it tells nothing of the others; 0 is the blijvende sleutel.
        """
        given = {versie: _proof(root) for versie, root in self._roots.items()}
        return given | {BLIJVEND: _proof(self._blijvend)}


def read_root(value: bytes | str) -> bytes:
    """Read a root key: 32 raw bytes, or 64 hex digits, or base64 (either alphabet) of 32 bytes.

    Thirty-two printable characters are a password and not a key: refused, as are bytes that no
    random generator gives. Raises KeyProblem; the value is in no message.
    """
    key = _decoded(value)
    if key is None:
        raise KeyProblem(bericht("K-0101"))
    if len(set(key)) < _FEWEST_VALUES:
        raise KeyProblem(bericht("K-0102"))
    return key


def read_blijvend(value: bytes | str) -> bytes:
    """Read a blijvende sleutel: 128 hex digits. Raises KeyProblem; the value is in no message."""
    text = (value if isinstance(value, str) else value.decode("latin-1")).strip()
    if not _HEX_BLIJVEND.match(text):
        raise KeyProblem(bericht("K-0107"))
    return bytes.fromhex(text)


def _decoded(value: bytes | str) -> bytes | None:
    if isinstance(value, bytes) and len(value) == ROOT_BYTES and not _printable(value):
        return value
    text = value if isinstance(value, str) else value.decode("latin-1")
    return _from_text(text.strip())


def _from_text(text: str) -> bytes | None:
    if _HEX.match(text):
        return bytes.fromhex(text)
    if not _BASE64.match(text):
        return None
    # 43 signs of either alphabet are always 32 bytes: nothing is left that could fail.
    usual = text.rstrip("=").replace("-", "+").replace("_", "/")
    return base64.b64decode(usual + "=")


def _printable(value: bytes) -> bool:
    return all(0x20 <= byte < 0x7F for byte in value)


def _derive(root: bytes, doel: Doel) -> bytes:
    info = f"regresbrug/{doel}/v1".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(root)


def _proof(key: bytes) -> str:
    info = b"regresbrug/proef/v1"
    return HKDF(algorithm=SHA256(), length=16, salt=None, info=info).derive(key).hex()


def _blijvend_of(first: bytes) -> bytes:
    return _derive(first, Doel.REF) + _derive(first, Doel.DOSSIER)


def _faults(roots: Mapping[int, bytes], blijvend: bytes | None) -> Iterable[Problem]:
    if not roots:
        yield bericht("K-0103")
    for versie, root in roots.items():
        if versie < 1 or len(root) != ROOT_BYTES:
            yield bericht("K-0104", versie=versie)
    if len(set(roots.values())) < len(roots):
        yield bericht("K-0105")
    if roots and min(roots) > 1 and blijvend is None:
        yield bericht("K-0108", versies=", ".join(map(str, sorted(roots))))
    if blijvend and 1 in roots and blijvend != _blijvend_of(roots[1]):
        yield bericht("K-0109")


def _unknown_version(versie: int, known: tuple[int, ...]) -> Problem:
    return bericht("K-0106", versie=versie, bekend=", ".join(map(str, known)))
