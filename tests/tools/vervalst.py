"""Envelopes by hand: the same JWE from its primitives alone, and every way to get one wrong.

The kinds are those of Wycheproof's suites for ECDH, AES key wrap, AES-GCM and JSON web encryption.
`nagemaakt` shares no code with what seals or opens in the product.
"""

import base64
import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

#: Points of small order, and the same ones written in another way (Wycheproof x25519).
KLEINE_ORDE = (
    "00" * 32,
    "01" + "00" * 31,
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
)


def b64(data: bytes) -> str:
    """Write base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def onb64(text: str) -> bytes:
    """Read base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def nagemaakt(
    jwk: Mapping[str, str],
    header: Mapping[str, Any],
    inhoud: bytes,
    *,
    iv: bytes | None = None,
    cek: bytes | None = None,
    epk: Mapping[str, Any] | None = None,
    info_alg: str = "ECDH-ES+A256KW",
    geheim: bytes | None = None,
) -> str:
    """Seal for a public X25519 JWK, from RFC 7518 4.6 and 5.3.

    epk, info_alg, geheim   to lie in one of the parts: another point, another name in the key
                            derivation, a shared secret that was not agreed on
    """
    own = X25519PrivateKey.generate()
    shared = geheim or own.exchange(X25519PublicKey.from_public_bytes(onb64(jwk["x"])))
    point = {"kty": "OKP", "crv": "X25519", "x": b64(own.public_key().public_bytes_raw())}
    whole = {**header, "epk": dict(epk) if epk is not None else point}
    protected = b64(json.dumps(whole).encode())
    content_key, nonce = cek or os.urandom(32), os.urandom(12) if iv is None else iv
    wrapped = aes_key_wrap(_concat_kdf(shared, info_alg), content_key)
    seal = Cipher(algorithms.AES(content_key), modes.GCM(nonce, min_tag_length=4)).encryptor()
    seal.authenticate_additional_data(protected.encode())
    text = seal.update(inhoud) + seal.finalize()
    return ".".join([protected, b64(wrapped), b64(nonce), b64(text), b64(seal.tag)])


def _concat_kdf(shared: bytes, alg: str) -> bytes:
    name = alg.encode()
    digest = Hash(SHA256())
    digest.update((1).to_bytes(4, "big") + shared)
    digest.update(len(name).to_bytes(4, "big") + name)
    digest.update(bytes(4) + bytes(4) + (256).to_bytes(4, "big"))
    return digest.finalize()


def vervalsingen(
    jwk: Mapping[str, str], header: Mapping[str, Any], inhoud: bytes
) -> dict[str, str]:
    """Give envelopes that may never open, each by what is wrong with it."""
    good = nagemaakt(jwk, header, inhoud)
    return {
        **_delen(good),
        **_koppen(jwk, header, inhoud),
        **_punten(jwk, header, inhoud),
        **_vormen(good),
    }


def _delen(good: str) -> dict[str, str]:
    """Change the bytes of one part; the form stays right."""
    found = {}
    for name, at in (("sleutel", 1), ("iv", 2), ("inhoud", 3), ("tag", 4)):
        part = onb64(good.split(".")[at])
        for kind, changed in {
            "eerste bit": bytes([part[0] ^ 0x80]) + part[1:],
            "laatste bit": part[:-1] + bytes([part[-1] ^ 1]),
            "nullen": bytes(len(part)),
            "een byte korter": part[:-1],
            "een byte langer": part + b"\x00",
            "leeg": b"",
        }.items():
            found[f"{name}: {kind}"] = _met(good, at, b64(changed))
    for size in (4, 8, 12, 15):
        found[f"tag van {size} bytes"] = _met(good, 4, b64(onb64(good.split(".")[4])[:size]))
    return found


def _koppen(jwk: Mapping[str, str], header: Mapping[str, Any], inhoud: bytes) -> dict[str, str]:
    """Seal well, under a header that asks for something else than was agreed."""
    asked: dict[str, dict[str, Any]] = {
        "alg none": {"alg": "none"},
        "alg dir": {"alg": "dir"},
        "alg RSA1_5": {"alg": "RSA1_5"},
        "alg RSA-OAEP": {"alg": "RSA-OAEP"},
        "alg ECDH-ES": {"alg": "ECDH-ES"},
        "alg ECDH-ES+A128KW": {"alg": "ECDH-ES+A128KW"},
        "alg A256KW": {"alg": "A256KW"},
        "alg A256GCMKW": {"alg": "A256GCMKW", "iv": b64(bytes(12)), "tag": b64(bytes(16))},
        "alg PBES2": {"alg": "PBES2-HS512+A256KW", "p2s": b64(bytes(16)), "p2c": 2_000_000_000},
        "alg in kleine letters": {"alg": str(header["alg"]).lower()},
        "alg is een lijst": {"alg": [header["alg"]]},
        "enc A128GCM": {"enc": "A128GCM"},
        "enc A256CBC-HS512": {"enc": "A256CBC-HS512"},
        "enc leeg": {"enc": ""},
        "zip DEF": {"zip": "DEF"},
        "zip leeg": {"zip": ""},
        "crit": {"crit": ["exp"], "exp": 0},
        "crit leeg": {"crit": []},
        "b64": {"b64": False, "crit": ["b64"]},
        "jku": {"jku": "https://127.0.0.1:9/sleutels"},
        "jwk": {"jwk": dict(jwk)},
        "x5u": {"x5u": "https://127.0.0.1:9/keten"},
        "x5c": {"x5c": ["AAAA"]},
        "apu": {"apu": b64(b"x")},
        "apv": {"apv": b64(b"x")},
        "typ van een ander": {"typ": "JWT"},
        "cty": {"cty": "JWT"},
        "kid van een ander": {"kid": "iemand-anders"},
        "kid is een getal": {"kid": 1},
        "kid leeg": {"kid": ""},
    }
    found = {name: nagemaakt(jwk, {**header, **more}, inhoud) for name, more in asked.items()}
    for lost in ("alg", "enc", "kid"):
        rest = {name: value for name, value in header.items() if name != lost}
        found[f"zonder {lost}"] = nagemaakt(jwk, rest, inhoud)
    found["andere alg in de sleutelafleiding"] = nagemaakt(
        jwk, header, inhoud, info_alg="ECDH-ES+A128KW"
    )
    return found


def _punten(jwk: Mapping[str, str], header: Mapping[str, Any], inhoud: bytes) -> dict[str, str]:
    """Agree on a secret over a point that gives it away, or over none."""
    okp = {"kty": "OKP", "crv": "X25519"}
    ec = {"kty": "EC", "crv": "P-256"}
    points: dict[str, dict[str, Any]] = {
        "geen punt": {},
        "te kort punt": okp | {"x": b64(bytes(31))},
        "te lang punt": okp | {"x": b64(bytes(33))},
        "punt van een andere kromme": {"kty": "OKP", "crv": "X448", "x": b64(bytes(range(56)))},
        "punt van Ed25519": {"kty": "OKP", "crv": "Ed25519", "x": jwk["x"]},
        "punt niet op de kromme": ec | {"x": b64(bytes([1] * 32)), "y": b64(bytes([2] * 32))},
        "punt in het oneindige": ec | {"x": b64(bytes(32)), "y": b64(bytes(32))},
        "symmetrisch": {"kty": "oct", "k": b64(bytes(32))},
    }
    found = {
        f"epk: {name}": nagemaakt(jwk, header, inhoud, epk=point, geheim=bytes(32))
        for name, point in points.items()
    }
    for number, point in enumerate(KLEINE_ORDE):
        small = okp | {"x": b64(bytes.fromhex(point))}
        name = f"epk: kleine orde {number}"
        # Whoever knows that the secret will be all zeros could seal without agreeing on anything.
        found[name] = nagemaakt(jwk, header, inhoud, epk=small, geheim=bytes(32))
    return found


def _vormen(good: str) -> dict[str, str]:
    """Write a good envelope in a way that is not the agreed one."""
    protected, wrapped, iv, text, tag = good.split(".")
    names = ("protected", "encrypted_key", "iv", "ciphertext", "tag")
    as_json = dict(zip(names, good.split("."), strict=True))
    head = onb64(protected)
    twice = head[:-1] + b', "alg": "ECDH-ES+A256KW"}'
    return {
        "vier delen": ".".join([protected, wrapped, iv, text]),
        "zes delen": f"{good}.AAAA",
        "JSON in plaats van compact": json.dumps(as_json),
        "opgevulde base64": f"{good}=",
        "gewone base64": ".".join([protected, wrapped, iv, f"+/{text[2:]}", tag]),
        "een spatie erin": f"{protected}.{wrapped} .{iv}.{text}.{tag}",
        "een regeleinde erin": f"{protected}.{wrapped}\n.{iv}.{text}.{tag}",
        "een vreemd teken erin": f"{protected}.{wrapped}!.{iv}.{text}.{tag}",
        "kop met een lid twee keer": f"{b64(twice)}.{wrapped}.{iv}.{text}.{tag}",
        "kop met spaties": f"{b64(head + b'  ')}.{wrapped}.{iv}.{text}.{tag}",
        "kop is geen object": f"{b64(b'[]')}.{wrapped}.{iv}.{text}.{tag}",
        "kop is geen JSON": f"{b64(b'x')}.{wrapped}.{iv}.{text}.{tag}",
        "kop leeg": f".{wrapped}.{iv}.{text}.{tag}",
        "kop niet in UTF-8": f"{b64(bytes([0xFF, 0xFE]) + head)}.{wrapped}.{iv}.{text}.{tag}",
    }


def _met(envelope: str, at: int, part: str) -> str:
    parts = envelope.split(".")
    return ".".join([*parts[:at], part, *parts[at + 1 :]])
