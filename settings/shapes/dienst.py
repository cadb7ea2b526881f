"""config/regresbrug.yaml."""

from datetime import date, time
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from settings.shapes.woorden import (
    VERLOOPT,
    Blok,
    Https,
    Mailadres,
    Mailadressen,
    Oin,
    Secret,
    Setnaam,
    Tekst,
    Tijdstip,
    _deze_computer,
    _grootboek,
    _hostport,
    _minstens_een,
)

HostPoort = Annotated[str, AfterValidator(_hostport)]


Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Regresloket(Blok):
    """Where sealed meldingen go."""

    soort: Literal["regresloket"]
    adres: Https
    ca: Tekst
    clientcertificaat: Tekst | None = None
    clientsleutel: Tekst | None = None
    crl: Tekst | None = Field(
        default=None, description="Lijst met ingetrokken certificaten; een verlopen lijst stopt"
    )
    oin: Oin | None = Field(
        default=None, description="OIN dat in het certificaat van de server moet staan"
    )
    per_seconde: Annotated[float, Field(gt=0, le=1000, strict=False)] | None = Field(
        default=None,
        description="Hoogstens zoveel meldingen per seconde, van alle gemeenten samen",
    )


class Uitmap(Blok):
    """A folder that another system picks sealed meldingen up from."""

    soort: Literal["map"]
    map: Tekst


class Bewaren(Blok):
    """How long the ledger keeps things (AVG art. 5 lid 1 onder e)."""

    afgesloten_jaren: Annotated[int, Field(ge=1, le=25)] = 5
    hoogstens_jaren: Annotated[int, Field(ge=1, le=25)] = 25
    bezwaar_dagen: Annotated[int, Field(ge=0, le=365)] = 30
    stubs_dagen: Annotated[int, Field(ge=1, le=365)] = 90
    beslissingen_dagen: Annotated[int, Field(ge=30, le=3660)] = 365
    besluiten_jaren: Annotated[int, Field(ge=1, le=10)] = 5
    runs_jaren: Annotated[int, Field(ge=1, le=10)] = 5
    wisjournaal_dagen: Annotated[int, Field(ge=30, le=3660)] = 730


class Bewaking(Blok):
    """Where `serve` answers a monitoring system: /healthz, /readyz and /metrics."""

    adres: Annotated[str, AfterValidator(_deze_computer)] = Field(
        default="127.0.0.1", description="Alleen een adres van deze computer: 127.0.0.1 of ::1"
    )
    poort: Annotated[int, Field(ge=0, le=65_535)] = Field(
        default=9464, description="0 laat het systeem een vrije poort kiezen"
    )


class PaginaTls(Blok):
    """The certificate under which the pages are reached."""

    certificaat: Tekst
    sleutel: Secret


class Paginas(Blok):
    """The pages of `regresbrug console`: where they are, and who may in.

    Without TLS only on this computer itself: a proxy stands before them then.
    """

    accounts: Tekst = Field(description="Bestand met accounts en sessies; van de console alleen")
    sleutel: Secret = Field(description="Sleutel van dat bestand: 64 hexadecimale tekens")
    adres: Tekst = Field(default="127.0.0.1", description="IP-adres waarop geluisterd wordt")
    poort: Annotated[int, Field(ge=0, le=65_535)] = 8484
    tls: PaginaTls | None = None
    rollen_geheim: Secret | None = Field(
        default=None, description="Geheim van de proxy die aanmeldt (console --role-header)"
    )
    thema: Tekst | None = Field(default=None, description="Eigen stijlblad, na het onze geladen")


class Mail(Blok):
    """Who is told what is wrong, and through which mail server."""

    server: Tekst = Field(description="Naam van de mailserver, zoals in zijn certificaat")
    poort: Annotated[int, Field(ge=1, le=65_535)] = 587
    beveiliging: Literal["starttls", "tls"] = Field(
        default="starttls", description="Meestal starttls op poort 587, of tls op poort 465"
    )
    ca: Tekst = Field(description="De CA die het certificaat van de mailserver uitgaf")
    gebruiker: Tekst | None = None
    wachtwoord: Secret | None = None
    verloopt: date | None = Field(default=None, description=VERLOOPT)
    van: Mailadres
    beheer: Annotated[Mailadressen, AfterValidator(_minstens_een)] = Field(
        description="Wie over de hele installatie hoort"
    )
    tijd: Tijdstip = Field(default=time(7, 30), description="Wanneer het overzicht gaat")
    herhaal_dagen: Annotated[int, Field(ge=1, le=31)] = Field(
        default=7, description="Na zoveel dagen wordt wat nog openstaat opnieuw gemeld"
    )
    anker: Mailadressen = Field(
        default=(), description="Wie elke dag het eind van het auditspoor krijgt, om te bewaren"
    )


class Dienst(Blok):
    """config/regresbrug.yaml: what holds for every municipality."""

    grootboek: Annotated[str, AfterValidator(_grootboek)] = Field(
        description="Adres van het grootboek: sqlite:///pad"
    )
    bewijsmap: Tekst | None = Field(
        default=None,
        description="Map buiten het grootboek voor anker en wisjournaal; liever een andere schijf",
    )
    ontvangersleutels: Tekst = Field(description="Map met de openbare sleutels van de ontvanger")
    bestemming: Annotated[Regresloket | Uitmap, Field(discriminator="soort")]
    uitgaand: tuple[HostPoort, ...] = Field(
        strict=False, description="De enige adressen (naam:poort) die bereikt mogen worden"
    )
    eigen_computer: Tekst | None = Field(
        default=None, description="Waarom deze computer zelf (loopback) bereikt mag worden"
    )
    bewaren: Bewaren = Bewaren.model_construct()
    wortelsleutel_jaren: Annotated[int, Field(ge=1, le=10)] = Field(
        default=1, description="Na zoveel jaar hoort een wortelsleutel gewisseld te zijn"
    )
    bewaking: Bewaking | None = Field(
        default=None, description="Toestand en cijfers van de dienst; zonder dit blok: geen poort"
    )
    console: Paginas | None = Field(
        default=None, description="De pagina's voor beheerder, consulent en FG"
    )
    mail: Mail | None = Field(default=None, description="Overzicht per mail; zonder: geen mail")
    wsdl: dict[Setnaam, Sha256] = Field(
        default={},
        description="Officiële sets in de map wsdl/: naam, en de sha256 van de lijst (`wsdl pin`)",
    )
    log: Literal["DEBUG", "INFO", "WARNING"] = "INFO"
    logboek: Tekst | None = Field(
        default=None,
        description="Bestand van het Logboek dataverwerkingen; gewoon naast het grootboek",
    )
