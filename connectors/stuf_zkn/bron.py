"""What must be known of a StUF source before it can be asked anything; settings.py fills it in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from connectors.beveiliging.instelling import GEEN, Beveiliging
from connectors.schemaset import Schemabron
from connectors.stuf_zkn.adres import Adres
from connectors.stuf_zkn.beurt import Tempo
from connectors.stuf_zkn.diensten import ZAKEN, Dienst
from connectors.stuf_zkn.scope import Omvang
from connectors.stuf_zkn.toleranties import Tolerantie
from connectors.uitgaand import Resolver
from regres import ConfigProblem, Problem, XmlLayout
from regres.berichten import bericht


@dataclass(frozen=True, slots=True)
class Systeem:
    """A sender or receiver as it stands in stuurgegevens; "" = left out.

    What the receiver is called is dictated by the supplier, so it differs per connection.
    """

    applicatie: str
    organisatie: str = ""
    administratie: str = ""


@dataclass(frozen=True, slots=True)
class Tls:
    """Files for mutual TLS, all PEM; there is no way to switch the checks off.

    ca             the only authority whose server certificates are believed
    certificaat    our certificate, with the chain below it when the server wants that
    sleutel        its private key, not locked with a password
    crl            revocation list of that authority; a stale one stops the reading
    oin            what the server's certificate must have as Subject.serialNumber; "" = anything
    """

    ca: Path
    certificaat: Path | None = None
    sleutel: Path | None = None
    crl: Path | None = None
    oin: str = ""


@dataclass(frozen=True, slots=True)
class Grenzen:
    """How much is taken from a source before it is distrusted.

    verbinden       seconds until there is a connection, TLS included
    lezen           seconds that the server may be silent
    totaal          seconds for one question in all, repeats included; 60 at most
    pagina_bytes    decoded size of one answer
    paginas         answers in one read
    herhalingen     times that a question is put again, unchanged, after a passing fault
    """

    verbinden: float = 5.0
    lezen: float = 30.0
    totaal: float = 60.0
    pagina_bytes: int = 50_000_000
    paginas: int = 20_000
    herhalingen: int = 2


@dataclass(frozen=True, slots=True)
class StufSource(Adres):
    """One StUF-ZKN 03.10 source of one municipality.

    url          the endpoint of BeantwoordVraag; https only
    zaaktypen    codes of the zaaktypen that hold provisions; each is asked for on its own, for a
                 question can only join its criteria by "and". () = all zaken
    layout       the addresses of the mapping: they become the scope of the question
    uitgaand     resolves the host and refuses what may not be reached (connectors.uitgaand)
    maximum_aantal   objects per page; the standard advises fewer than 100
    dienst       what is asked there; a source that asks several things is a value for each
    soap         the version of SOAP
    soapaction   None = that of the standard
    omvang       what is asked of each zaak
    personen     the register of persons that completes a candidate; None = nobody is asked
    schemas      the official set that every question must fit before it goes out
    toleranties  where this supplier may depart from the standard; strict otherwise
    beveiliging  what goes above TLS; its headers of WS-Addressing are those of `dienst`

    Raises:
        ConfigProblem: with every value that cannot be used.

    """

    gemeentecode: str
    url: str
    zender: Systeem
    ontvanger: Systeem
    tls: Tls
    layout: XmlLayout
    uitgaand: Resolver = field(repr=False)
    zaaktypen: tuple[str, ...] = ()
    maximum_aantal: int = 50
    toleranties: frozenset[Tolerantie] = frozenset()
    dienst: Dienst = ZAKEN
    soap: Literal["1.1", "1.2"] = "1.1"
    soapaction: str | None = None
    schemas: Schemabron | None = None
    omvang: Omvang = Omvang.VELDEN
    personen: "StufSource | None" = None
    grenzen: Grenzen = Grenzen()
    beveiliging: Beveiliging = GEEN
    tempo: Tempo = field(default_factory=Tempo)

    def __post_init__(self) -> None:
        problems = [*_url_problems(self.url), *_systeem_problems(self)]
        if problems:
            raise ConfigProblem(*problems)


def _url_problems(url: str) -> list[Problem]:
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname and not parts.username and not parts.query:
        return []
    return [bericht("B-0361", waar="bron: url")]


#: Shortest and longest values that stuurgegevens takes (StUF 3.01, stuf0301.xsd).
_LENGTES: Mapping[str, tuple[int, int]] = {
    "organisatie": (0, 200),
    "applicatie": (3, 50),
    "administratie": (0, 50),
}


def _systeem_problems(bron: StufSource) -> list[Problem]:
    return [
        bericht("B-0362", waar=f"bron: {rol}.{naam}", minst=least, meest=most)
        for rol, systeem in (("zender", bron.zender), ("ontvanger", bron.ontvanger))
        for naam, (least, most) in _LENGTES.items()
        if not least <= len(getattr(systeem, naam)) <= most
    ]
