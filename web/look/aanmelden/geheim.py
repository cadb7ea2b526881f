"""Passwords (argon2id) and second factors (TOTP, RFC 6238), as they are kept."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

#: RFC 9106's second recommendation: 64 MiB, three passes; about a tenth of a second.
_HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)
#: What is compared with when there is no such account: a refusal takes as long either way.
_NIEMAND = _HASHER.hash(secrets.token_hex(16))
MINSTENS = 14
_HOOGSTENS = 200
_STAP = 30
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Deursleutel:
    """The keys of one file of accounts, derived from one secret of 32 bytes."""

    _aes: AESGCM
    _hmac: bytes

    @classmethod
    def van(cls, geheim: bytes) -> "Deursleutel":
        """Derive them (HKDF-SHA-256)."""
        return cls(AESGCM(_sub(geheim, "factor")), _sub(geheim, "merk"))

    def __repr__(self) -> str:
        """Show nothing."""
        return "Deursleutel()"

    def sluit(self, naam: str, factor: str) -> bytes:
        """Seal the secret of a second factor for the account it belongs to."""
        nonce = os.urandom(_NONCE)
        return nonce + self._aes.encrypt(nonce, factor.encode(), naam.encode())

    def open(self, naam: str, gesloten: bytes) -> str:
        """Open it; raises InvalidTag when key, account or bytes do not belong together."""
        plain = self._aes.decrypt(gesloten[:_NONCE], gesloten[_NONCE:], naam.encode())
        return plain.decode()

    def merk(self, text: str) -> str:
        """Make the mark under which attempts at a name or from an address are counted."""
        mac = HMAC(self._hmac, SHA256())
        mac.update(text.encode())
        return mac.finalize().hex()


def _sub(geheim: bytes, doel: str) -> bytes:
    return HKDF(SHA256(), 32, None, f"regresbrug/deur/{doel}/v1".encode()).derive(geheim)


def vingerafdruk(token: str) -> str:
    """Give the SHA-256 under which a cookie's token is kept."""
    digest = Hash(SHA256())
    digest.update(token.encode())
    return digest.finalize().hex()


def hash_van(wachtwoord: str) -> str:
    """Give the text that a password is kept as."""
    return _HASHER.hash(wachtwoord)


def klopt(bewaard: str | None, wachtwoord: str) -> bool:
    """Tell whether a password is the one that was kept; takes the same time without an account."""
    try:
        _HASHER.verify(bewaard or _NIEMAND, wachtwoord[:_HOOGSTENS])
    except (VerificationError, InvalidHashError):
        return False
    return bewaard is not None


def verouderd(bewaard: str) -> bool:
    """Tell whether it was kept with lighter parameters than those of now."""
    return _HASHER.check_needs_rehash(bewaard)


def te_zwak(wachtwoord: str, naam: str) -> bool:
    """Tell whether a password is refused: too short, too long, or hardly more than a name.

    Length is what counts (NIST SP 800-63B, 5.1.1.2): no rules about kinds of signs.
    """
    own = wachtwoord.casefold().replace(naam.casefold(), "")
    few = len(own) < MINSTENS // 2 or len(set(own)) < MINSTENS // 3
    return few or not MINSTENS <= len(wachtwoord) <= _HOOGSTENS


def nieuwe_factor() -> str:
    """Make the secret of a second factor (base32)."""
    return pyotp.random_base32()


def factor_adres(naam: str, factor: str, uitgever: str) -> str:
    """Give the otpauth:// address that an authenticator app takes."""
    return pyotp.TOTP(factor).provisioning_uri(name=naam, issuer_name=uitgever)


def stap_van(factor: str, code: str, now: datetime, na: int) -> int | None:
    """Give the time step of a code that is right now; None when it is wrong or was used before.

    One step of 30 seconds of drift is allowed either way; na is the last step that was taken.
    """
    plain = code.replace(" ", "")
    totp, present = pyotp.TOTP(factor), int(now.timestamp()) // _STAP
    for step in (present - 1, present, present + 1):
        if step > na and secrets.compare_digest(totp.at(step * _STAP).encode(), plain.encode()):
            return step
    return None
