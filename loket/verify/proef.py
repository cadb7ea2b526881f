"""One round of questions to a backend: what was asked, and what was answered."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import requests

from loket.verify.envelop import make_kop, seal
from regres import Kop
from regres.canonical import canonical_bytes, kop_json

MELDINGEN = "/v1/regresmeldingen"
_LARGEST = 4_194_304
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Afzender:
    """Who delivers in the test; `ca` holds the only roots trusted, None = those of the system."""

    client_id: str
    client_secret: str = field(repr=False)
    gemeentecode: str
    ca: Path | None = None
    certificaat: Path | None = None
    sleutel: Path | None = None
    token_url: str = ""


class Mis(Exception):
    """A rule that does not hold; never leaves this package."""


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """Give the JSON object; anything else breaks the rule."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            raise Mis("het antwoord is geen JSON") from None
        if not isinstance(value, dict):
            raise Mis("het antwoord is geen JSON-object")
        return value


class NietTeToetsen(Exception):
    """A rule that cannot be tested from outside, or needs one that broke."""


class Proef:
    """What is known so far, and the ways to ask more.

    kop, receipt   the latest version of the melding that the rules go on with
    taken          (referentie, versie) of all that was taken in, in order
    errors, answers   everything the API said, to be judged at the end
    """

    def __init__(
        self, url: str, afzender: Afzender, session: requests.Session, now: datetime
    ) -> None:
        self.url = url
        self.afzender = afzender
        self.now = now
        self.token = ""
        self.jwk: dict[str, Any] = {}
        self.kop = make_kop(afzender.gemeentecode, now)
        self.bytes = b""
        self.receipt: dict[str, Any] = {}
        self.taken: list[tuple[str, int]] = []
        self.errors: list[Antwoord] = []
        self.answers: list[Antwoord] = []
        self._session = session

    def call(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Antwoord:
        """Ask, with our token unless the headers say otherwise."""
        whole = {"Accept": "application/json, application/problem+json"} | dict(headers or {})
        if self.token and "Authorization" not in whole:
            whole["Authorization"] = f"Bearer {self.token}"
        answer = self._ask(method, self.url + path, body, whole)
        self.answers.append(answer)
        if answer.status >= 400:
            self.errors.append(answer)
        return answer

    def ask_token(self, secret: str) -> Antwoord:
        """Ask for a token with a secret."""
        pair = base64.b64encode(f"{self.afzender.client_id}:{secret}".encode()).decode()
        headers = {
            "Authorization": f"Basic {pair}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        where = self.afzender.token_url or f"{self.url}/oauth/token"
        return self._ask("POST", where, b"grant_type=client_credentials", headers)

    def deliver(
        self,
        kop: Kop,
        inhoud: str = "",
        key: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Antwoord:
        """Deliver a version; seals it first unless an envelope is given."""
        self.need_key()
        sealed = inhoud or seal(kop, self.jwk)
        body = canonical_bytes(kop_json(kop) | {"inhoud": sealed})
        return self.post(body, key or f"{kop.referentie}:{kop.versie}", headers)

    def post(self, body: bytes, key: str, headers: Mapping[str, str] | None = None) -> Antwoord:
        """Post bytes as a delivery."""
        self.bytes = body
        whole = {"Content-Type": "application/json", "Idempotency-Key": key}
        return self.call("POST", MELDINGEN, body, whole | dict(headers or {}))

    def take(self, kop: Kop) -> dict[str, Any]:
        """Deliver what must be taken in, and give its receipt."""
        answer = self.deliver(kop)
        must_be(answer, 201)
        found = receipt_of(answer, kop)
        self.taken.append((kop.referentie, kop.versie))
        return found

    def need_key(self) -> None:
        """Stop when there is no key to seal for."""
        if not self.jwk:
            raise NietTeToetsen("zonder publieke sleutel niet te toetsen")

    def need_first(self) -> None:
        """Stop when nothing was delivered yet."""
        if not self.receipt:
            raise NietTeToetsen("zonder eerste levering niet te toetsen")

    def _ask(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Antwoord:
        sender = self.afzender
        cert = (str(sender.certificaat), str(sender.sleutel)) if sender.certificaat else None
        with self._session.request(
            method,
            url,
            data=body or None,
            headers=dict(headers),
            verify=str(sender.ca) if sender.ca else True,
            cert=cert,
            allow_redirects=False,
            stream=True,
            timeout=(5, 30),
        ) as response:
            return Antwoord(
                response.status_code,
                response.headers,
                _read(response),
            )


def _read(response: requests.Response) -> bytes:
    body = bytearray()
    while chunk := response.raw.read(_CHUNK, decode_content=True):
        body += chunk
        if len(body) > _LARGEST:
            raise Mis("het antwoord is te groot")
    return bytes(body)


def must_be(answer: Antwoord, *wanted: int) -> None:
    """Break the rule unless the status is one of these."""
    if answer.status not in wanted:
        raise Mis(f"status {answer.status} in plaats van {' of '.join(map(str, wanted))}")


def receipt_of(answer: Antwoord, kop: Kop) -> dict[str, Any]:
    """Give the receipt in an answer; breaks the rule unless it is whole and about this version."""
    body = answer.json
    if (body.get("referentie"), body.get("versie")) != (kop.referentie, kop.versie):
        raise Mis("het ontvangstbewijs noemt een andere referentie of versie")
    for name in ("zaaknummer", "ontvangenOp"):
        if not isinstance(body.get(name), str) or not body[name]:
            raise Mis(f"in het ontvangstbewijs ontbreekt {name}")
    return body
