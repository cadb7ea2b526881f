"""Walking the way to the Regresloket one step at a time, for `regresbrug check`.

Nothing is delivered. The one call that needs our name asks for a melding that does not exist: who
is let in, is told that there is none.
"""

import secrets
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from regres import Problem, RegresbrugError, SinkDown, SinkStopped, Step
from regres.berichten import zin
from regres.oin import eis_oin
from sinks.antwoord import json_object, no_use, problem_type
from sinks.lijn import RegresloketSettings
from sinks.problems import problem
from sinks.verbinding import Answer, Verbinding, host_and_port, make_context, translate

_TLS = ("TLS", "certificaatketen", "certificaatnaam", "intrekking", "geldigheid")
#: The step of the handshake that a problem belongs to; the rest is the first.
_STAP = {
    "S-0006": "certificaatketen",
    "S-0008": "clientcertificaat",
    "S-0070": "geldigheid",
    "S-0071": "geldigheid",
    "S-0072": "certificaatnaam",
    "S-0073": "intrekking",
    "S-0074": "intrekking",
    "S-0077": "OIN",
}
_WAARSCHUW_DAGEN = 60
#: Seconds that two clocks may differ before someone must look.
_MARGE = 60
#: Seconds that the backend gets to object to our certificate; in TLS 1.3 it does so afterwards.
_BEDENKTIJD = 1.0

Told = str | tuple[str, Problem]
Fase = tuple[Sequence[str], Callable[[], Mapping[str, Told]]]


class Roept(Protocol):
    """What the walk asks of the sink."""

    def line(self) -> Verbinding:
        """Give the line, made when it is first asked for."""
        ...

    def login(self) -> None:
        """Ask for a token; raises SinkError when there is none."""
        ...

    def get(self, path: str) -> Answer:
        """Ask something, with our name."""
        ...


def stappen(settings: RegresloketSettings) -> tuple[str, ...]:
    """Name every step, in order."""
    token = ("token",) if settings.client_id else ()
    return (
        *("TLS-bestanden", "naam in DNS", "verbinding"),
        *_handdruk(settings),
        *token,
        *("toegang", "sleutels", "klok"),
    )


def _handdruk(settings: RegresloketSettings) -> tuple[str, ...]:
    names = tuple(name for name in _TLS if settings.crl or name != "intrekking")
    return (*names, "clientcertificaat", *(("OIN",) if settings.oin else ()))


def walk(settings: RegresloketSettings, sink: Roept) -> Iterator[Step]:
    """Take the steps in order and stop after the first that fails."""
    for names, attempt in _Wandeling(settings, sink).fasen():
        try:
            told = attempt()
        except RegresbrugError as error:
            failing = _STAP.get(error.problems[0].code, names[0])
            failing = failing if failing in names else names[0]
            yield from (Step(name, True, "in orde") for name in names[: names.index(failing)])
            yield Step(failing, False, problems=error.problems, exit_code=error.exit_code)
            return
        yield from (_held(name, told.get(name, "in orde")) for name in names)


def _held(naam: str, told: Told) -> Step:
    return Step(naam, True, told) if isinstance(told, str) else Step(naam, True, told[0], told[1:])


@dataclass(slots=True)
class _Wandeling:
    """What one walk learns on its way."""

    settings: RegresloketSettings
    sink: Roept
    date: str = ""

    def fasen(self) -> Iterator[Fase]:
        yield ("TLS-bestanden",), self._bestanden
        yield ("naam in DNS",), self._naam
        yield ("verbinding",), self._tcp
        yield _handdruk(self.settings), self._tls
        if self.settings.client_id:
            yield ("token",), self._token
        yield ("toegang",), self._toegang
        yield ("sleutels",), self._sleutels
        yield ("klok",), self._klok

    @property
    def _waar(self) -> str:
        return "{}:{}".format(*host_and_port(self.settings.url))

    def _bestanden(self) -> Mapping[str, Told]:
        self.sink.line()
        return {"TLS-bestanden": "alle bestanden zijn te lezen"}

    def _naam(self) -> Mapping[str, Told]:
        host, port = host_and_port(self.settings.url)
        return {"naam in DNS": f"{host}: {self.sink.line().address(host, port)}"}

    def _tcp(self) -> Mapping[str, Told]:
        with self._connect():
            return {"verbinding": f"poort {host_and_port(self.settings.url)[1]} is open"}

    def _connect(self) -> socket.socket:
        host, port = host_and_port(self.settings.url)
        address = self.sink.line().address(host, port)
        try:
            return socket.create_connection((address, port), self.settings.verbindtijd)
        except OSError as error:
            raise translate(error, self._waar) from None

    def _tls(self) -> Mapping[str, Told]:
        host, _ = host_and_port(self.settings.url)
        # Whose it is comes last: who asks sooner would not know whether our certificate is taken.
        context = make_context(replace(self.settings, oin=""))
        context.deadline = time.monotonic() + self.settings.totaaltijd
        try:
            with (
                self._connect() as plain,
                context.wrap_socket(plain, server_hostname=host) as safe,
            ):
                told = self._handshake(safe, host)
                _await_objection(safe, self._waar)
                eis_oin(safe.getpeercert(), self.settings.oin)
                return told
        except OSError as error:
            raise translate(error, self._waar) from None

    def _handshake(self, safe: ssl.SSLSocket, host: str) -> Mapping[str, Told]:
        return {
            "TLS": safe.version() or "TLS",
            "certificaatketen": f"vertrouwd door {self.settings.ca.name}",
            "certificaatnaam": f"geldt voor {host}",
            "geldigheid": self._nog("server", _ends(safe)),
            "clientcertificaat": self._eigen(),
            "OIN": f"het certificaat is van {self.settings.oin}",
        }

    def _eigen(self) -> Told:
        own = self.settings.certificaat
        if own is None:
            return "er is geen certificaat ingesteld; het Regresloket vraagt er niet om"
        return self._nog("eigen", _end_of(own))

    def _nog(self, wie: str, tot: datetime) -> Told:
        days = (tot - self.settings.klok()).days
        told = f"tot en met {tot:%d-%m-%Y}: nog {days} dagen"
        if days > _WAARSCHUW_DAGEN:
            return told
        return told, problem("S-0075", self._waar, zin("nog_dagen", wie=zin(wie), dagen=days))

    def _token(self) -> Mapping[str, Told]:
        self.sink.login()
        return {"token": "het Regresloket kent ons"}

    def _toegang(self) -> Mapping[str, Told]:
        nobody = sha256(secrets.token_bytes(32)).hexdigest()
        answer = self.sink.get(f"/v1/regresmeldingen/{nobody}")
        self.date = answer.headers.get("Date", "")
        if answer.status != 404 or problem_type(answer) is None:
            no_use(answer, self.settings.klok())
        return {"toegang": "wij mogen vragen wat er van ons ontvangen is"}

    def _sleutels(self) -> Mapping[str, Told]:
        answer = self.sink.get("/v1/sleutels")
        if answer.status != 200:
            no_use(answer, self.settings.klok())
        known, ours = _kids(json_object(answer)), self.settings.kids
        missing = [kid for kid in ours if kid not in known]
        if ours and len(missing) == len(ours):
            raise SinkStopped(problem("S-0060", wat=", ".join(missing)))
        if missing:
            told = f"niet bekend bij het Regresloket: {', '.join(missing)}; de andere wel"
            return {"sleutels": told}
        return {"sleutels": f"{len(known)} sleutels{', waaronder de onze' if ours else ''}"}

    def _klok(self) -> Mapping[str, Told]:
        ahead = _ahead(self.date, self.settings.klok())
        if ahead is None:
            return {"klok": "het Regresloket zegt niet hoe laat het is"}
        told = f"verschil met het Regresloket: {round(abs(ahead))} seconden"
        if abs(ahead) <= _MARGE:
            return {"klok": told}
        wat = zin("voor" if ahead > 0 else "achter", seconden=round(abs(ahead)))
        return {"klok": (told, problem("S-0076", self._waar, wat))}


def _await_objection(safe: ssl.SSLSocket, waar: str) -> None:
    safe.settimeout(_BEDENKTIJD)
    try:
        hung_up = safe.recv(1) == b""
    except TimeoutError:
        return
    except (ssl.SSLEOFError, ConnectionError):
        hung_up = True
    if hung_up:
        raise SinkStopped(problem("S-0008", waar))


def _ends(safe: ssl.SSLSocket) -> datetime:
    certificate = safe.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), tz=UTC)


def _end_of(certificaat: Path) -> datetime:
    # Here, for only a check asks: a run has no other use for it.
    from cryptography import x509

    return x509.load_pem_x509_certificate(certificaat.read_bytes()).not_valid_after_utc


def _ahead(date: str, now: datetime) -> float | None:
    """Give the seconds that the backend's clock is ahead, by its Date header."""
    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - now).total_seconds()


def _kids(body: dict[str, Any]) -> set[str]:
    keys = body.get("keys")
    if not isinstance(keys, list):
        raise SinkDown(problem("S-0016"))
    return {key["kid"] for key in keys if isinstance(key, dict) and isinstance(key.get("kid"), str)}
