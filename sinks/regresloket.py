"""The REST sink: the wire contract with the Regresloket's case backend, from our side."""

import base64
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from regres import SealedMelding, SinkDown, SinkStopped, Step
from regres.canonical import canonical_bytes, kop_json
from regres.melding import Kop
from regres.shapes import GEDULD
from regres.terug import OntvangenMelding, Terugblad
from sinks import lijsten
from sinks.antwoord import SameVersion, json_object, judge, no_use, receipt
from sinks.base import Delivery
from sinks.lijn import RegresloketSettings
from sinks.problems import problem
from sinks.steps import stappen, walk
from sinks.tempo import tempo_van
from sinks.verbinding import Answer, Verbinding

__all__ = ["Regresloket", "RegresloketSettings"]

#: A token is renewed this many seconds before it ends.
_MARGIN = 30.0
_PATH = "/v1/regresmeldingen"


@dataclass(slots=True)
class _Token:
    text: str = field(default="", repr=False)
    until: float = 0.0


class Regresloket:
    """Delivers over HTTPS. Nothing connects before the first call; one thread at a time."""

    def __init__(self, settings: RegresloketSettings) -> None:
        self._settings = settings
        self._line: Verbinding | None = None
        self._token = _Token()

    def deliver(self, sealed: SealedMelding, traceparent: str = "") -> Delivery:
        """Post one melding; see sinks.base.Sink. The bytes are the same at every attempt."""
        kop = sealed.kop
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": f"{kop.referentie}:{kop.versie}",
            **({"traceparent": traceparent} if traceparent else {}),
        }
        if self._settings.per_seconde:
            tempo_van(self._settings.url).wacht(self._settings.per_seconde)
        answer = self._call("POST", _PATH, headers, body_of(sealed))
        outcome = judge(answer, kop, self._settings.klok())
        if isinstance(outcome, SameVersion):
            return self._fetch_receipt(kop)
        return outcome

    def meldingen(self) -> Iterator[OntvangenMelding]:
        """Ask page by page what arrived; see sinks.base.Sink."""
        return lijsten.meldingen(self.get, self._settings.klok())

    def terugkoppelingen(self, cursor: str) -> Iterator[Terugblad]:
        """Ask page by page how the cases go on; see sinks.base.Sink."""
        return lijsten.terugkoppelingen(self.get, cursor, self._settings.klok())

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of `check`."""
        return stappen(self._settings)

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Walk DNS, TCP, TLS, token, access, keys and clock; stops after the first failure."""
        hasty = self._settings.hoogstens(geduld)
        with closing(Regresloket(hasty)) as other:
            yield from walk(hasty, other)

    def line(self) -> Verbinding:
        """Give the line; raises SinkStopped when a file for TLS cannot be used."""
        return self._open()

    def login(self) -> None:
        """Ask for a new token; raises SinkError when there is none."""
        self._token = _Token()
        self._valid_token()

    def get(self, path: str) -> Answer:
        """Ask something, with our name; any status comes back."""
        return self._call("GET", path)

    def close(self) -> None:
        """Close connections and forget the token."""
        self._token = _Token()
        if self._line:
            self._line.close()
            self._line = None

    def _fetch_receipt(self, kop: Kop) -> Delivery:
        answer = self._call("GET", f"{_PATH}/{quote(kop.referentie, safe='')}")
        if answer.status != 200:
            no_use(answer, self._settings.klok())
        return receipt(answer, kop)

    def _open(self) -> Verbinding:
        if self._line is None:
            self._line = Verbinding(self._settings)
        return self._line

    def _call(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """Call the backend; a 401 renews the token once and offers the same bytes again."""
        answer = self._send(method, path, headers or {}, body)
        if answer.status == 401 and self._settings.client_id:
            self._token = _Token()
            answer = self._send(method, path, headers or {}, body)
        return answer

    def _send(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        whole = {"Accept": "application/json, application/problem+json"} | headers
        if self._settings.client_id:
            whole["Authorization"] = f"Bearer {self._valid_token()}"
        return self._open().send(method, self._settings.url + path, whole, body)

    def _valid_token(self) -> str:
        if time.monotonic() >= self._token.until:
            self._token = self._ask_token()
        return self._token.text

    def _ask_token(self) -> _Token:
        settings = self._settings
        pair = f"{quote(settings.client_id)}:{quote(settings.geheim())}".encode()
        headers = {
            "Accept": "application/json",
            "Authorization": f"Basic {base64.b64encode(pair).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        asked = time.monotonic()
        answer = self._open().send(
            "POST", settings.token_adres, headers, b"grant_type=client_credentials"
        )
        if answer.status in {400, 401, 403}:
            raise SinkStopped(problem("S-0021", wat=str(answer.status)))
        if answer.status != 200:
            no_use(answer, settings.klok())
        return _read_token(json_object(answer), asked)


def body_of(sealed: SealedMelding) -> bytes:
    """Write the body of a delivery: canonical JSON, so that every attempt has the same bytes."""
    return canonical_bytes(kop_json(sealed.kop) | {"inhoud": sealed.inhoud})


def _read_token(body: dict[str, Any], asked: float) -> _Token:
    text, kind, lasts = body.get("access_token"), body.get("token_type"), body.get("expires_in")
    usable = isinstance(text, str) and text.isascii() and text.isprintable() and text
    if not usable or not isinstance(kind, str) or kind.lower() != "bearer":
        raise SinkDown(problem("S-0022"))
    seconds = lasts if isinstance(lasts, int) and 0 < lasts <= 86_400 else 60
    return _Token(str(text), asked + seconds - min(_MARGIN, seconds / 2))
