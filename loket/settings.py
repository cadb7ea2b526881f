"""What a loket needs to run, and what it refuses to run with."""

import ipaddress
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from loket.problems import problem
from loket.verantwoording import Logboek
from regres import ConfigProblem, Problem, ProtectionStop
from regres.dag import lokale_dag
from regres.envelop import ALG

#: A retired key opens envelopes this long, for what still waits in an adapter's outbox.
NA_INTREKKING: Final = timedelta(days=90)


def now_utc() -> datetime:
    """Give the present moment."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class LoketSleutel:
    """A private key of the loket (JWK, X25519) and the days it counts.

    ingetrokken_op   from that day it is no longer published; 90 days on it opens nothing more
    """

    kid: str
    jwk: dict[str, str] = field(repr=False)
    ingetrokken_op: date | None = None

    @classmethod
    def maak(cls, kid: str) -> Self:
        """Make a new key."""
        pair = OKPKey.generate_key("X25519").as_dict(private=True)
        return cls(kid, {name: str(value) for name, value in pair.items()})

    @property
    def publiek(self) -> dict[str, str]:
        """Give the public JWK as it stands in /v1/sleutels and in config/ontvanger/."""
        shape = {"kty": "OKP", "crv": "X25519", "x": self.jwk["x"]}
        return shape | {"use": "enc", "alg": ALG, "kid": self.kid}

    def wordt_gepubliceerd(self, vandaag: date) -> bool:
        """Tell whether adapters may seal for it."""
        return self.ingetrokken_op is None or vandaag < self.ingetrokken_op

    def wordt_geopend(self, vandaag: date) -> bool:
        """Tell whether envelopes for it are still accepted."""
        return self.ingetrokken_op is None or vandaag <= self.ingetrokken_op + NA_INTREKKING

    @property
    def bruikbaar(self) -> bool:
        """Tell whether it is a private X25519 key."""
        try:
            key = OKPKey.import_key(dict(self.jwk))
        except (JoseError, ValueError, TypeError):
            return False
        return key.is_private and self.jwk.get("crv") == "X25519" and "x" in self.jwk


@dataclass(frozen=True, slots=True, kw_only=True)
class Gemeente:
    """One municipality that may deliver.

    code               its present CBS code
    client_id, geheim_sha256   for client credentials; the SHA-256 (hex) of a random secret
    certificaat_sha256 SHA-256 (hex) of its client certificate: alone it signs in (mTLS), and when
                       a token is used too, both must belong together
    voorgangers        codes it took over in a merger; their meldingen are its own
    behandelaar, vervanger     who gets its cases; the substitute during `afwezig` (both days in)
    """

    code: str
    naam: str
    client_id: str
    geheim_sha256: str = field(default="", repr=False)
    certificaat_sha256: str = ""
    voorgangers: tuple[str, ...] = ()
    behandelaar: str = ""
    vervanger: str = ""
    afwezig: tuple[tuple[date, date], ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """Give every code this municipality answers for."""
        return frozenset({self.code, *self.voorgangers})

    def wie(self, vandaag: date) -> str:
        """Give who takes a case that arrives today."""
        away = any(first <= vandaag <= last for first, last in self.afwezig)
        return (self.vervanger or self.behandelaar) if away else self.behandelaar


@dataclass(frozen=True, slots=True)
class Tls:
    """PEM files of the server; with `ca` every client must show a certificate of that CA."""

    certificaat: Path
    sleutel: Path
    ca: Path | None = None


@dataclass(frozen=True, slots=True)
class Paginas:
    """The handlers' pages.

    accounts        file of the accounts of this house; shared with nothing else
    rollen_geheim   what a proxy that logs people in sends along; "" = there is none
    thema           a style sheet of the organisation's own
    """

    accounts: Path
    rollen_geheim: str = field(default="", repr=False)
    thema: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ochtendpost:
    """The morning mail: its server (TLS always), and whose address belongs to which handler.

    beveiliging  "tls" or "starttls"; ca holds the only roots that are trusted
    link         where the pages are, as a handler opens them
    adressen     name of a handler, as on his cases -> address
    """

    host: str
    poort: int
    beveiliging: str
    ca: Path
    van: str
    link: str
    adressen: Mapping[str, str]
    gebruiker: str = ""
    wachtwoord: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoketSettings:
    """All that a loket needs.

    datasleutel        32 bytes; from it come the key of stored personal data and that of tokens
    gemeentesleutels   files or folders where a municipality's root key may lie: when one can be
                       read the loket does not start (the demo does, with a banner)
    paginas            the handlers' pages; None = only in the demo there are any
    post               the morning mail of handlers; None = there is none
    rollen_kop         a proxy logs people in and says in headers who they are
    logboek            the Logboek dataverwerkingen; None = none is kept
    melding_limiet     largest body of a delivery, in bytes
    token_duur         life of a token, in seconds
    bladzijde          most items in one answer of a list
    """

    database: Path
    sleutels: tuple[LoketSleutel, ...]
    datasleutel: bytes = field(repr=False)
    gemeenten: tuple[Gemeente, ...]
    host: str = "127.0.0.1"
    port: int = 0
    tls: Tls | None = None
    demo: bool = False
    paginas: Paginas | None = None
    rollen_kop: bool = False
    post: Ochtendpost | None = None
    gemeentesleutels: tuple[Path, ...] = ()
    logboek: Logboek | None = None
    melding_limiet: int = 131_072
    token_duur: int = 900
    bladzijde: int = 200
    klok: Callable[[], datetime] = field(default=now_utc, repr=False)

    @property
    def op_loopback(self) -> bool:
        """Tell whether only this machine can reach it."""
        return is_loopback(self.host)

    @property
    def banner(self) -> str:
        """Give what must be shown on start and on every page; "" in production."""
        if not self.demo:
            return ""
        return "Demo: verzonnen gegevens. Loket en gemeente staan hier op een machine."


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address is this machine and nothing else."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def controleer(settings: LoketSettings) -> None:
    """Refuse settings that are unsafe or cannot work.

    Raises ProtectionStop when a municipality's root key can be read, else ConfigProblem with
    everything that is wrong.
    """
    readable = [] if settings.demo else sorted(_readable(settings.gemeentesleutels))
    if readable:
        raise ProtectionStop(*(problem("Z-0001", str(path)) for path in readable))
    problems = tuple(_faults(settings))
    if problems:
        raise ConfigProblem(*problems)


def _faults(settings: LoketSettings) -> Iterator[Problem]:
    today = lokale_dag(settings.klok())
    if len(settings.datasleutel) != 32:
        yield problem("Z-0003")
    if not any(key.wordt_gepubliceerd(today) for key in settings.sleutels):
        yield problem("Z-0002")
    for key in settings.sleutels:
        if not key.bruikbaar:
            yield problem("Z-0005", wat=key.kid)
    for name, count in Counter(_unique_names(settings)).items():
        if count > 1:
            yield problem("Z-0004", wat=name)
    if settings.demo and not settings.op_loopback:
        yield problem("Z-0006")
    if settings.tls is None and not settings.op_loopback:
        yield problem("Z-0007")
    if settings.rollen_kop and not (settings.paginas and settings.paginas.rollen_geheim):
        yield problem("Z-0008")


def _unique_names(settings: LoketSettings) -> Iterator[str]:
    yield from (f"sleutel {key.kid}" for key in settings.sleutels)
    for gemeente in settings.gemeenten:
        yield f"client {gemeente.client_id}"
        yield from (f"gemeente {code}" for code in gemeente.codes)
        if gemeente.certificaat_sha256:
            yield f"certificaat {gemeente.certificaat_sha256}"


def _readable(places: tuple[Path, ...]) -> Iterator[Path]:
    for place in places:
        found = [place, *place.rglob("*")] if place.is_dir() else [place]
        yield from (path for path in found if path.is_file() and os.access(path, os.R_OK))


def as_jwks(settings: LoketSettings, vandaag: date) -> dict[str, Any]:
    """Give the JWKS of /v1/sleutels: what adapters may seal for today."""
    shown = [key.publiek for key in settings.sleutels if key.wordt_gepubliceerd(vandaag)]
    return {"keys": shown}
