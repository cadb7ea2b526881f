"""One envelope: JWE compact (RFC 7516), ECDH-ES+A256KW (RFC 7518, 4.6) with A256GCM.

Key agreement, derivation, wrapping and cipher are cryptography's; here is only what goes into what.
Nothing of one envelope is left for the next: key pair, content key and nonce are made for each.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

from privacy.jwk import Publiek, PubliekeSleutel, base64url, public_bytes
from regres.envelop import ALG, ENC

_TAG = 16
_JSON = json.JSONEncoder(separators=(",", ":"))
#: What a derived key is for (RFC 7518, 4.6.2): the algorithm, no names of parties, 256 bits.
_WAARVOOR = len(ALG).to_bytes(4, "big") + ALG.encode() + bytes(8) + (256).to_bytes(4, "big")


def verzegeld(header: Mapping[str, Any], data: bytes, sleutel: PubliekeSleutel) -> str:
    """Seal bytes for one public key, with these members in the protected header besides its own."""
    epk, secret = _afgesproken(sleutel.publiek)
    whole = {"alg": ALG, "enc": ENC, "kid": sleutel.kid, **header, "epk": epk}
    protected = base64url(_JSON.encode(whole).encode("ascii"))
    key, nonce = inhoudssleutel(), eenmalig()
    wrapped = aes_key_wrap(_afgeleid(secret), key)
    sealed = AESGCM(key).encrypt(nonce, data, protected.encode("ascii"))
    parts = wrapped, nonce, sealed[:-_TAG], sealed[-_TAG:]
    return ".".join((protected, *map(base64url, parts)))


def inhoudssleutel() -> bytes:
    """Make the key of one content."""
    return secrets.token_bytes(32)


def eenmalig() -> bytes:
    """Make the nonce of one content; a key seals one content, so none can ever meet another."""
    return secrets.token_bytes(12)


def _afgesproken(publiek: Publiek) -> tuple[dict[str, str], bytes]:
    """Agree on a secret by a key pair of its own; gives its public half as a JWK beside it."""
    if isinstance(publiek, x25519.X25519PublicKey):
        own = x25519.X25519PrivateKey.generate()
        x = own.public_key().public_bytes_raw()
        return {"kty": "OKP", "crv": "X25519", "x": base64url(x)}, own.exchange(publiek)
    pair = ec.generate_private_key(ec.SECP256R1())
    raw = public_bytes(pair.public_key())
    epk = {"kty": "EC", "crv": "P-256", "x": base64url(raw[:32]), "y": base64url(raw[32:])}
    return epk, pair.exchange(ec.ECDH(), publiek)


def _afgeleid(secret: bytes) -> bytes:
    return ConcatKDFHash(SHA256(), length=32, otherinfo=_WAARVOOR).derive(secret)
