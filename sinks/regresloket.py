"""The REST sink: the wire contract with the Regresloket's case backend, from our side."""

import base64
import string
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import quote

from regres import Problem, ProtectionStop, SealedMelding, SinkDown, SinkStopped, Step
from regres.feitenschrift import kopschrift
from regres.melding import Kop
from regres.schrift import als_bytes, tekst, voorwerp
from regres.shapes import GEDULD
from regres.terug import OntvangenMelding, Terugblad
from sinks import lijsten
from sinks.antwoord import SameVersion, json_object, judge, no_use, receipt
from sinks.base import Delivery, Onderweg
from sinks.gevraagd import Gevraagd, Vraag
from sinks.lijn import RegresloketSettings
from sinks.problems import problem
from sinks.steps import stappen, walk
from sinks.tempo import tempo_van
from sinks.verbinding import Answer, Verbinding

__all__ = ["Regresloket", "RegresloketSettings"]

#: A token is renewed this many seconds before it ends.
_MARGIN = 30.0
_PATH = "/v1/regresmeldingen"
#: So many meldingen may be on their way to one backend, of all municipalities of this process.
TEGELIJK = 8
_LIJF = voorwerp((*(one.name for one in fields(Kop)), "inhoud"))
#: What a compact JWE is written with.
_TEKENS = (string.ascii_letters + string.digits + "-_.").encode("ascii")
_PLACES: defaultdict[str, threading.Semaphore] = defaultdict(lambda: threading.Semaphore(TEGELIJK))


@dataclass(slots=True)
class _Token:
    text: str = field(default="", repr=False)
    until: float = 0.0


class Regresloket:
    """Delivers over HTTPS. Nothing connects before the first call.

    Each call has a line to itself while it lasts; there are as many as calls at the same time.
    """

    tegelijk = TEGELIJK

    def __init__(self, settings: RegresloketSettings) -> None:
        self._settings = settings
        self._free: deque[Verbinding] = deque()
        self._token = _Token()
        self._asking = threading.Lock()
        self._asked = 0
        self._no: tuple[Problem, ...] = ()

    def begin(
        self, sealed: SealedMelding, traceparent: str = "", *, wacht: bool = True
    ) -> Onderweg | None:
        """Post one melding; see sinks.base.Sink. The bytes are the same at every attempt."""
        place = _PLACES[self._settings.url]
        if not place.acquire(blocking=wacht):
            return None
        asked = None
        try:
            if self._aan_de_beurt(wacht=wacht):
                headers = _koppen(sealed.kop, traceparent)
                asked = self._begin("POST", _PATH, headers, body_of(sealed))
        finally:
            if asked is None:
                place.release()
        return None if asked is None else _Onderweg(self, sealed.kop, asked, place)

    def deliver(self, sealed: SealedMelding, traceparent: str = "") -> Delivery:
        """Post one melding, and wait for its answer."""
        offered = self.begin(sealed, traceparent)
        if offered is None:
            raise AssertionError("who waits gets a place")
        return offered.antwoord()

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
        """Give a line; raises SinkStopped when a file for TLS cannot be used."""
        line = self._borrow()
        self._free.append(line)
        return line

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
        while self._free:
            self._free.pop().close()

    def _als_bon(self, answer: Answer, kop: Kop) -> Delivery:
        if answer.status != 200:
            no_use(answer, self._settings.klok())
        return receipt(answer, kop)

    def _borrow(self) -> Verbinding:
        try:
            return self._free.pop()
        except IndexError:
            return Verbinding(self._settings)

    def _exchange(
        self, method: str, url: str, headers: dict[str, str], body: bytes = b""
    ) -> Answer:
        return self._vraag(Vraag(method, url, headers, body)).antwoord()

    def _call(self, method: str, path: str) -> Answer:
        return self._antwoord(self._begin(method, path, {}))

    def _begin(
        self, method: str, path: str, headers: dict[str, str], body: bytes = b""
    ) -> Gevraagd:
        """Call the backend; `_antwoord` takes what it says."""
        whole = {"Accept": "application/json, application/problem+json", **headers}
        vraag = Vraag(method, self._settings.url + path, whole, body)
        return self._vraag(vraag, self._valid_token(), self._asked)

    def _antwoord(self, asked: Gevraagd) -> Answer:
        """Take an answer; a 401 renews the token once and offers the same bytes again."""
        answer = asked.antwoord()
        again = self._opnieuw(asked, answer)
        return answer if again is None else again.antwoord()

    def _opnieuw(self, asked: Gevraagd, answer: Answer) -> Gevraagd | None:
        """Ask the same with another token when this one was refused; None = it was not."""
        if answer.status != 401 or not self._settings.client_id:
            return None
        return self._vraag(asked.vraag, self._valid_token(asked.token, asked.beurt))

    def _vraag(self, vraag: Vraag, token: str = "", beurt: int = 0) -> Gevraagd:
        headers = vraag.headers
        if token:
            headers = {**headers, "Authorization": f"Bearer {token}"}
        line, gone = self._borrow(), False
        try:
            line.vraag(vraag.method, vraag.url, headers, vraag.body)
            gone = True
        finally:
            if not gone:
                self._free.append(line)
        return Gevraagd(vraag, token, beurt, line, self._free)

    def _aan_de_beurt(self, *, wacht: bool) -> bool:
        """Keep to the pace that was agreed, for all that deliver there."""
        pace = self._settings.per_seconde
        if not pace:
            return True
        tempo = tempo_van(self._settings.url)
        if not wacht:
            return tempo.beurt(pace)
        tempo.wacht(pace)
        return True

    def _valid_token(self, niet: str = "", beurt: int | None = None) -> str:
        """Give a token, "" when none is used; another than `niet`, which was refused.

        One asks; whoever waited for it, or was on its way by then, finds what it got, a refusal
        too: eight of them in a row would lock an account.

        beurt  how often one had been asked for when the call left that was refused
        """
        if not self._settings.client_id:
            return ""
        seen = self._asked if beurt is None else beurt
        with self._asking:
            if self._asked != seen and self._no:
                raise SinkStopped(*self._no)
            if time.monotonic() >= self._token.until or self._token.text == niet:
                self._renew_token()
            return self._token.text

    def _renew_token(self) -> None:
        self._no = ()
        try:
            self._token = self._ask_token()
        except SinkStopped as no:
            self._no = no.problems
            raise
        finally:
            # Only now: whoever began to wait while this was asked must see that it was.
            self._asked += 1

    def _ask_token(self) -> _Token:
        settings = self._settings
        pair = f"{quote(settings.client_id)}:{quote(settings.geheim())}".encode()
        headers = {
            "Accept": "application/json",
            "Authorization": f"Basic {base64.b64encode(pair).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        asked = time.monotonic()
        answer = self._exchange(
            "POST", settings.token_adres, headers, b"grant_type=client_credentials"
        )
        if answer.status in {400, 401, 403}:
            raise SinkStopped(problem("S-0021", wat=str(answer.status)))
        if answer.status != 200:
            no_use(answer, settings.klok())
        return _read_token(json_object(answer), asked)


class _Onderweg:
    """A melding that was posted; its place is free again when it is known what came of it.

    It may take more calls than one: the same with another token, and one for the receipt of a
    version that was there already. Each is awaited like the first, among all that are on their way.
    """

    def __init__(
        self, loket: Regresloket, kop: Kop, asked: Gevraagd, place: threading.Semaphore
    ) -> None:
        self._loket, self._kop, self._asked = loket, kop, asked
        self._place: threading.Semaphore | None = place
        self._herhaald = self._bon = False
        self._uitslag: Delivery | SinkDown | SinkStopped | ProtectionStop | None = None

    @property
    def tot(self) -> float:
        return self._asked.tot

    def fileno(self) -> int:
        return -1 if self._uitslag is not None else self._asked.fileno()

    def is_er(self) -> bool:
        return self._uitslag is not None or (self._asked.is_er() and self._neem())

    def antwoord(self) -> Delivery:
        while self._uitslag is None:
            self._neem()
        if isinstance(self._uitslag, SinkDown | SinkStopped | ProtectionStop):
            raise self._uitslag
        return self._uitslag

    def laat(self) -> None:
        if self._uitslag is None:
            self._maak_plaats()
            self._asked.laat()

    def _neem(self) -> bool:
        """Take an answer, and wait for it if need be; False when another call follows on it."""
        found: Delivery | SinkDown | SinkStopped | ProtectionStop | Gevraagd | None = None
        try:
            found = self._oordeel(self._asked.antwoord())
        except (SinkDown, SinkStopped, ProtectionStop) as wrong:
            found = wrong
        finally:
            if not isinstance(found, Gevraagd):
                self._maak_plaats()
        if isinstance(found, Gevraagd):
            self._asked = found
            return False
        self._uitslag = found
        return True

    def _oordeel(self, answer: Answer) -> Delivery | Gevraagd:
        """Give what an answer means, or the call that follows on it."""
        loket, kop = self._loket, self._kop
        if not self._herhaald and (again := loket._opnieuw(self._asked, answer)):
            self._herhaald = True
            return again
        if self._bon:
            return loket._als_bon(answer, kop)
        outcome = judge(answer, kop, loket._settings.klok())
        if not isinstance(outcome, SameVersion):
            return outcome
        self._bon, self._herhaald = True, False
        return loket._begin("GET", f"{_PATH}/{quote(kop.referentie, safe='')}", {})

    def _maak_plaats(self) -> None:
        place, self._place = self._place, None
        if place is not None:
            place.release()


def _koppen(kop: Kop, traceparent: str) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": f"{kop.referentie}:{kop.versie}",
    }
    return headers | {"traceparent": traceparent} if traceparent else headers


def body_of(sealed: SealedMelding) -> bytes:
    """Write the body of a delivery: canonical JSON, so that every attempt has the same bytes."""
    return als_bytes(_LIJF % {**kopschrift(sealed.kop), "inhoud": _als_tekst(sealed.inhoud)})


def _als_tekst(envelope: str) -> str:
    """Write an envelope as JSON text: of its own signs none is written otherwise.

    To see that takes a third of what it takes JSON to look at some thousands of signs one by one.
    """
    if envelope.isascii() and not envelope.encode("ascii").translate(None, _TEKENS):
        return f'"{envelope}"'
    return tekst(envelope)


def _read_token(body: dict[str, Any], asked: float) -> _Token:
    text, kind, lasts = body.get("access_token"), body.get("token_type"), body.get("expires_in")
    usable = isinstance(text, str) and text.isascii() and text.isprintable() and text
    if not usable or not isinstance(kind, str) or kind.lower() != "bearer":
        raise SinkDown(problem("S-0022"))
    seconds = lasts if isinstance(lasts, int) and 0 < lasts <= 86_400 else 60
    return _Token(str(text), asked + seconds - min(_MARGIN, seconds / 2))
