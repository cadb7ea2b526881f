"""Public keys as whole JWKs: which are taken, and everything that is wrong with the others."""

import base64
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, x25519

from regres import KeyProblem, Problem
from regres.berichten import Zin, bericht, zin
from regres.envelop import ALG
from regres.waarde import dataclass

#: Members that exist only in private or symmetric keys (RFC 7518, RFC 8037).
PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"})

_COORDINATES = {("OKP", "X25519"): ("x",), ("EC", "P-256"): ("x", "y")}
_SHARED = frozenset({"kty", "crv", "use", "alg", "kid", "key_ops", "opmerking"})
_KID = re.compile(r"\A[A-Za-z0-9._:-]{1,64}\Z", re.ASCII)
_COORDINATE = re.compile(r"\A[A-Za-z0-9_-]{43}\Z", re.ASCII)
_LARGEST_FILE = 16 * 1024

Publiek = x25519.X25519PublicKey | ec.EllipticCurvePublicKey


@dataclass(frozen=True, slots=True)
class PubliekeSleutel:
    """A key that can only seal; raw holds the public bytes by which a private half is known."""

    kid: str
    crv: str
    raw: bytes = field(repr=False)
    publiek: Publiek = field(repr=False, compare=False)


def publieke_sleutel(
    jwk: Mapping[str, Any], waar: str, extra: frozenset[str] = frozenset()
) -> PubliekeSleutel:
    """Check a public JWK for sealing: OKP X25519 or EC P-256, use enc, alg ECDH-ES+A256KW, kid.

    waar names the file for the messages; extra names members that are allowed besides. Raises
    KeyProblem with everything that is wrong; no message repeats a member's value.
    """
    problems = tuple(_faults(jwk, waar, extra))
    if problems:
        raise KeyProblem(*problems)
    key = _usable(jwk)
    if key is None:
        raise KeyProblem(bericht("K-0205", waar=waar))
    return key


def lees_object(data: bytes, waar: str) -> dict[str, Any]:
    """Read a JSON object strictly: UTF-8, no member twice, at most 16 KiB; else KeyProblem."""
    found: Any = None
    if len(data) <= _LARGEST_FILE:
        try:
            found = json.loads(data.decode("utf-8"), object_pairs_hook=_once)
        except (ValueError, RecursionError):
            found = None
    if not isinstance(found, dict):
        raise KeyProblem(bericht("K-0201", waar=waar))
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a member stands twice")
    return found


def _faults(jwk: Mapping[str, Any], waar: str, extra: frozenset[str]) -> Iterable[Problem]:
    for name in sorted(PRIVATE_MEMBERS & jwk.keys()):
        yield bericht("K-0202", waar=waar, lid=name)
    coordinates = _COORDINATES.get((str(jwk.get("kty")), str(jwk.get("crv"))))
    if coordinates is None:
        yield bericht("K-0203", waar=waar)
    for name in coordinates or ():
        if not _matches(_COORDINATE, jwk.get(name)):
            yield bericht("K-0204", waar=waar, lid=name)
    for name, wanted in (("use", "enc"), ("alg", ALG)):
        if jwk.get(name) != wanted:
            yield bericht("K-0206", waar=waar, lid=name, waarde=wanted)
    if not _matches(_KID, jwk.get("kid")):
        yield bericht("K-0207", waar=waar)
    allowed = _SHARED | PRIVATE_MEMBERS | {"x", "y"} | extra
    for name in sorted(jwk.keys() - allowed):
        yield bericht("K-0208", waar=waar, lid=_shown(name))


def _usable(jwk: Mapping[str, Any]) -> PubliekeSleutel | None:
    """Make the key and agree on a secret with it once: a point of small order fails here."""
    try:
        public = _punt(jwk)
        _probeer(public)
    except ValueError:
        return None
    return PubliekeSleutel(jwk["kid"], jwk["crv"], public_bytes(public), public)


def _punt(jwk: Mapping[str, Any]) -> Publiek:
    """Read the point; raises ValueError for one that is not on the curve."""
    names = _COORDINATES[jwk["kty"], jwk["crv"]]
    raw = b"".join(base64.urlsafe_b64decode(jwk[name] + "=") for name in names)
    if jwk["kty"] == "OKP":
        return x25519.X25519PublicKey.from_public_bytes(raw)
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\4" + raw)


def _probeer(public: Publiek) -> None:
    if isinstance(public, x25519.X25519PublicKey):
        x25519.X25519PrivateKey.generate().exchange(public)
    else:
        ec.generate_private_key(ec.SECP256R1()).exchange(ec.ECDH(), public)


def public_bytes(public: Publiek) -> bytes:
    """Give the bytes that two halves of one key have in common: x, or x and y."""
    if isinstance(public, x25519.X25519PublicKey):
        return public.public_bytes_raw()
    numbers = public.public_numbers()
    size = (public.key_size + 7) // 8
    return numbers.x.to_bytes(size, "big") + numbers.y.to_bytes(size, "big")


def base64url(raw: bytes) -> str:
    """Write bytes as a JWK or a JWE holds them: base64 for addresses, not filled up."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.match(value) is not None


def _shown(name: str) -> str | Zin:
    return name if re.fullmatch(r"[A-Za-z0-9_#.-]{1,40}", name, re.ASCII) else zin("onleesbaar")
