"""The loket's own data key: what it stores of a person lies encrypted, its key elsewhere.

AES-256-GCM with a fresh 96-bit nonce; the row's own referentie and versie are authenticated too,
so a content moved to another row does not open. First byte: the version of this form.
"""

import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from loket.problems import problem
from regres import KeyProblem

_VORM = b"\x01"


def subsleutel(root: bytes, doel: str) -> bytes:
    """Derive a key for one purpose (HKDF-SHA-256)."""
    return HKDF(SHA256(), 32, None, f"regresbrug/loket/{doel}/v1".encode()).derive(root)


class Datasleutel:
    """Encrypts and decrypts what is stored of a melding."""

    __slots__ = ("_aes",)

    def __init__(self, root: bytes) -> None:
        self._aes = AESGCM(subsleutel(root, "data"))

    def sluit(self, inhoud: bytes, referentie: str, versie: int) -> bytes:
        """Encrypt the content of one version."""
        nonce = os.urandom(12)
        return _VORM + nonce + self._aes.encrypt(nonce, inhoud, _row(referentie, versie))

    def open(self, bewaard: bytes, referentie: str, versie: int) -> bytes:
        """Decrypt it; KeyProblem when key, row or bytes do not belong together."""
        try:
            if bewaard[:1] != _VORM:
                raise InvalidTag
            return self._aes.decrypt(bewaard[1:13], bewaard[13:], _row(referentie, versie))
        except InvalidTag:
            raise KeyProblem(problem("Z-0030")) from None


def _row(referentie: str, versie: int) -> bytes:
    return json.dumps([referentie, versie]).encode()
