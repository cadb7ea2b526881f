"""How the Regresloket is reached: address, keys of the line, and what may be reached at all."""

from collections.abc import Callable, Collection
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from regres import ConfigProblem
from regres.waarde import dataclass
from sinks.memory import now_utc
from sinks.problems import problem

#: No call may last longer, whatever config says (reliability.md, S3 and S14).
LONGEST_TOTAL = 60.0

Uitgaand = Collection[str] | Callable[[str, int], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegresloketSettings:
    """All that the REST sink needs to know.

    url            "https://host[:port]"; paths of the wire contract are put behind it
    ca             PEM file with the only roots that are trusted; the system's are never read
    uitgaand       the hosts that may be reached ("host" or "host:port"), or a callable that says so
    client_id      "" = no token: the client certificate alone tells who we are (mTLS)
    client_secret  the secret, or what fetches it when a token is asked for (raises SinkError)
    token_url      "" = url + "/oauth/token"
    certificaat, sleutel  PEM files of the client certificate, for mTLS
    crl            PEM file; with it, a certificate that is revoked or a CRL that is stale stops
    oin            what the certificate at the other end must carry, for tokens too; "" = anything
    kids           key ids of the recipients we seal for; `check` compares them with the backend's
    loopback       the demo and tests only
    verbindtijd, totaaltijd   seconds to connect, and for the whole call
    grootste_antwoord         bytes after decoding
    per_seconde    at most so many deliveries a second, of all municipalities together; None = any
    """

    url: str
    ca: Path
    uitgaand: Uitgaand
    client_id: str = ""
    client_secret: str | Callable[[], str] = field(default="", repr=False)
    token_url: str = ""
    certificaat: Path | None = None
    sleutel: Path | None = None
    crl: Path | None = None
    oin: str = ""
    kids: tuple[str, ...] = ()
    loopback: bool = False
    verbindtijd: float = 5.0
    totaaltijd: float = LONGEST_TOTAL
    grootste_antwoord: int = 262_144
    per_seconde: float | None = None
    klok: Callable[[], datetime] = field(default=now_utc, repr=False)

    def __post_init__(self) -> None:
        wrong = [url for url in (self.url, self.token_adres) if not _is_plain_https(url)]
        if wrong or self.url != self.url.rstrip("/"):
            raise ConfigProblem(problem("S-0100"))
        if not 0 < self.verbindtijd <= self.totaaltijd <= LONGEST_TOTAL:
            raise ConfigProblem(problem("S-0101"))

    @property
    def token_adres(self) -> str:
        """Give where tokens are asked for."""
        return self.token_url or f"{self.url}/oauth/token"

    def geheim(self) -> str:
        """Give the client's secret; raises SinkError when it cannot be fetched."""
        return self.client_secret() if callable(self.client_secret) else self.client_secret

    def hoogstens(self, seconden: float) -> Self:
        """Give the same line with no more patience than this for a connection or a call."""
        short = min(self.verbindtijd, seconden)
        return replace(self, verbindtijd=short, totaaltijd=min(self.totaaltijd, 3 * seconden))

    def mag_naar(self, host: str, port: int) -> bool:
        """Tell whether a host may be reached."""
        if callable(self.uitgaand):
            return self.uitgaand(host, port)
        return host in self.uitgaand or f"{host}:{port}" in self.uitgaand


def _is_plain_https(url: str) -> bool:
    parts = urlsplit(url)
    clean = not (parts.username or parts.password or parts.query or parts.fragment)
    # A name in other letters goes over the line in another form: that is written in the settings.
    return parts.scheme == "https" and bool(parts.hostname) and clean and url.isascii()
