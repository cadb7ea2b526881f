"""Who is calling: client credentials for a short-lived signed token, or a client certificate."""

import base64
import hmac
import secrets
import threading
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from loket.datasleutel import subsleutel
from loket.problems import Weigering
from loket.settings import Gemeente, LoketSettings

_ISS = "regresloket"
_ALG = "HS256"
#: After this many failures of one client within a minute it must wait.
_FAILURES = 10
_WINDOW = 60


class Toegang:
    """Gives out tokens and recognises who brings one."""

    def __init__(self, settings: LoketSettings) -> None:
        self._clients = {gemeente.client_id: gemeente for gemeente in settings.gemeenten}
        self._certificates = {
            gemeente.certificaat_sha256: gemeente
            for gemeente in settings.gemeenten
            if gemeente.certificaat_sha256
        }
        self._key = OctKey.import_key(subsleutel(settings.datasleutel, "token"))
        self._duur = settings.token_duur
        self._door = _Deur()

    def geef_token(self, headers: Mapping[str, str], body: bytes, now: datetime) -> dict[str, Any]:
        """Answer a token request (RFC 6749, 4.4); the secret in Basic or in the form.

        Raises Weigering: verzoek-ongeldig, niet-aangemeld, te-vaak.
        """
        form = _read_form(body)
        if form.get("grant_type") != "client_credentials":
            error = "unsupported_grant_type" if "grant_type" in form else "invalid_request"
            raise _oauth("verzoek-ongeldig", error)
        client_id, secret = _basic(headers) or (
            form.get("client_id", ""),
            form.get("client_secret", ""),
        )
        known = self._clients.get(client_id)
        name = client_id if known else ""
        self._door.vraag(name, now)
        if known is None or not _same(secret, known.geheim_sha256):
            self._door.mis(name, now)
            basic = {"WWW-Authenticate": f'Basic realm="{_ISS}"'}
            raise _oauth("niet-aangemeld", "invalid_client", basic)
        return {
            "access_token": self._token(known, now),
            "token_type": "Bearer",
            "expires_in": self._duur,
        }

    def wie(self, authorization: str, certificaat_sha256: str, now: datetime) -> Gemeente:
        """Give the municipality behind a request; raises Weigering `niet-aangemeld`.

        A municipality with a certificate on record must show that one; with it a token is not
        needed.
        """
        by_certificate = self._certificates.get(certificaat_sha256) if certificaat_sha256 else None
        if not authorization and by_certificate:
            return by_certificate
        known = self._of_token(authorization, now)
        if known is None or (known.certificaat_sha256 and known is not by_certificate):
            raise Weigering(
                "niet-aangemeld",
                headers={"WWW-Authenticate": f'Bearer realm="{_ISS}", error="invalid_token"'},
            )
        return known

    def _token(self, gemeente: Gemeente, now: datetime) -> str:
        claims = {
            "iss": _ISS,
            "sub": gemeente.client_id,
            "iat": int(now.timestamp()),
            "exp": int(now.timestamp()) + self._duur,
            "jti": secrets.token_urlsafe(12),
        }
        return jwt.encode({"alg": _ALG, "typ": "at+jwt"}, claims, self._key, algorithms=[_ALG])

    def _of_token(self, authorization: str, now: datetime) -> Gemeente | None:
        kind, _, text = authorization.partition(" ")
        if kind.lower() != "bearer" or len(text) > 2048:
            return None
        try:
            token = jwt.decode(text, self._key, algorithms=[_ALG])
        except (JoseError, ValueError):
            return None
        ends, owner = token.claims.get("exp"), token.claims.get("sub")
        if token.claims.get("iss") != _ISS or not isinstance(ends, int) or not owner:
            return None
        return self._clients.get(owner) if now.timestamp() < ends else None


class _Deur:
    """Counts failed sign-ins, so that secrets cannot be tried one after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failed: dict[str, list[float]] = {}

    def vraag(self, name: str, now: datetime) -> None:
        with self._lock:
            recent = [t for t in self._failed.get(name, []) if now.timestamp() - t < _WINDOW]
            self._failed[name] = recent
            if len(recent) >= _FAILURES:
                raise Weigering("te-vaak", headers={"Retry-After": str(_WINDOW)})

    def mis(self, name: str, now: datetime) -> None:
        with self._lock:
            self._failed.setdefault(name, []).append(now.timestamp())


def _same(secret: str, wanted_sha256: str) -> bool:
    digest = sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
    return bool(wanted_sha256) and hmac.compare_digest(digest, wanted_sha256.lower())


def _basic(headers: Mapping[str, str]) -> tuple[str, str] | None:
    kind, _, text = headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        pair = base64.b64decode(text, validate=True).decode("utf-8")
    # Not binascii.Error alone: a text outside ASCII gives a plain ValueError.
    except ValueError:
        return None
    client_id, _, secret = pair.partition(":")
    return unquote_plus(client_id), unquote_plus(secret)


def _read_form(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(body.decode("ascii"), strict_parsing=True, max_num_fields=10)
    except ValueError:
        raise _oauth("verzoek-ongeldig", "invalid_request") from None
    if len(dict(pairs)) != len(pairs):
        raise _oauth("verzoek-ongeldig", "invalid_request")
    return dict(pairs)


def _oauth(soort: str, error: str, headers: Mapping[str, str] | None = None) -> Weigering:
    """Make a refusal that OAuth clients understand too: problem+json with the member `error`."""
    return Weigering(soort, extra={"error": error}, headers=headers)
