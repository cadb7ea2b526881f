"""What stands in config/, as typed values; Dutch keys, the same in YAML and Python.

Unknown keys are refused, and no error here repeats what was given: it may be a secret in the wrong
place. Secrets are references only (`secret://env/NAAM`, `secret://file/pad`,
`secret://credential/NAAM`); what they point at is read when it is needed, never here.
"""

import ipaddress
import re
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from regres import Misfit, values
from regres.verwerking import is_uri

_SECRET = re.compile(r"\Asecret://(?:env/[A-Za-z_][A-Za-z0-9_]*|file/.+|credential/[\w.-]+)\Z")
_TIME = re.compile(r"\A([01][0-9]|2[0-3]):([0-5][0-9])\Z", re.ASCII)
_HOST = re.compile(r"\A[A-Za-z0-9.-]{1,253}:[0-9]{1,5}\Z|\A\[[0-9a-f:]+\]:[0-9]{1,5}\Z", re.ASCII)

# A pin is a whole key or a whole fingerprint: a part of one would fit other servers too.
_PIN = re.compile(
    r"\A(?:SHA256:[A-Za-z0-9+/]{43}=?|(?:ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/]{40,}=*(?: .*)?)\Z"
)
#: What a mail server takes without quoting; no sign that could begin another address or header.
_ADRES = re.compile(r"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{3,250}\Z", re.ASCII)
_PASSWORD = re.compile(r"\A[a-z0-9+]+://[^/@]*:[^/@]+@")

# Where machines in a cloud get their own keys, besides the link-local address.
_METADATA = frozenset({"fd00:ec2::254", "100.100.100.200"})

_VERLOOPT = "Laatste dag waarop dit wachtwoord of geheim werkt: 60, 30 en 7 dagen ervoor gemeld"

#: The names of connectors.stuf_zkn.Tolerantie; loading those would load lxml and requests.
TOLERANTIES = (
    "geen_crossref",
    "eigen_crossref",
    "leeg_antwoordobject",
    "soap12_fault_in_soap11",
    "fo02_zonder_fault",
    "stufcode_in_faultcode",
    "ander_inhoudstype",
)
DAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def _secret(text: str) -> str:
    if not _SECRET.match(text):
        raise PydanticCustomError("letterlijk_geheim", "een geheim staat niet in config")
    return text


def _four_digits(given: object) -> str:
    if isinstance(given, int):
        raise PydanticCustomError("code_zonder_aanhalingstekens", "zet de code tussen quotes")
    if not isinstance(given, str) or isinstance(values.gemeentecode(given), Misfit):
        raise PydanticCustomError("gemeentecode", "een gemeentecode is 4 cijfers tussen quotes")
    return given


def _time(given: object) -> time:
    found = _TIME.match(given) if isinstance(given, str) else None
    if found is None:
        raise PydanticCustomError("tijdstip", 'een tijdstip is "uu:mm" tussen quotes')
    return time(int(found[1]), int(found[2]))


def _https(text: str) -> str:
    if not _usable(text):
        raise PydanticCustomError("geen_https", "alleen https:// is toegestaan")
    return text


def _usable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = parts.scheme == "https" and parts.hostname and parts.port != 0
    except ValueError:
        # A port that is no number, or half an IPv6 address; the message would repeat it.
        return False
    return bool(named) and "@" not in parts.netloc and not parts.fragment


def _hostport(text: str) -> str:
    if not _HOST.match(text) or not 0 < int(text.rpartition(":")[2]) < 65_536:
        raise PydanticCustomError("hostpoort", "schrijf naam:poort")
    if _nooit(text.rpartition(":")[0].strip("[]")):
        raise PydanticCustomError("nooit_bereikt", "dit adres wordt nooit bereikt")
    return text.lower()


def _nooit(host: str) -> bool:
    """Tell whether nothing we want can be at an address: link-local, where clouds keep keys."""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return False
    never = found.is_link_local or found.is_unspecified or found.is_multicast
    return never or str(found) in _METADATA


def _hostsleutel(text: str) -> str:
    if not _PIN.match(text):
        raise PydanticCustomError("geen_hostsleutel", "hier hoort de sleutel van de server")
    return text


def _uri(text: str) -> str:
    if not is_uri(text):
        raise PydanticCustomError("geen_uri", "hier hoort een URI")
    return text


def _grootboek(text: str) -> str:
    if _PASSWORD.match(text):
        raise PydanticCustomError("letterlijk_geheim", "een geheim staat niet in config")
    if not text.startswith("sqlite:///") or text == "sqlite:///":
        raise PydanticCustomError("grootboek", "het grootboek is een sqlite-bestand")
    return text


def _deze_computer(text: str) -> str:
    try:
        own = ipaddress.ip_address(text).is_loopback
    except ValueError:
        own = False
    if not own:
        raise PydanticCustomError("niet_deze_computer", "alleen een adres van deze computer")
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("leeg", "hier hoort iets te staan")
    return text


def _mail(text: str) -> str:
    if isinstance(values.email(text), Misfit):
        raise PydanticCustomError("email", "dit is geen e-mailadres")
    return text


def _adres(text: str) -> str:
    if not _ADRES.match(text):
        raise PydanticCustomError("email", "dit is geen e-mailadres")
    return _mail(text)


def _minstens_een(given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        raise PydanticCustomError("leeg", "hier hoort iets te staan")
    return given


Secret = Annotated[str, AfterValidator(_secret)]
Mailadres = Annotated[str, AfterValidator(_adres)]
Mailadressen = Annotated[tuple[Mailadres, ...], Field(strict=False, max_length=20)]
Gemeentecode = Annotated[str, BeforeValidator(_four_digits)]
Tijdstip = Annotated[time, BeforeValidator(_time)]
Https = Annotated[str, AfterValidator(_https)]
Hostsleutel = Annotated[str, AfterValidator(_hostsleutel)]
Uri = Annotated[str, AfterValidator(_uri)]
HostPoort = Annotated[str, AfterValidator(_hostport)]
Oin = Annotated[str, Field(pattern="^[0-9]{20}$")]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Setnaam = Annotated[str, Field(pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$")]
Tekst = Annotated[str, Field(max_length=500), AfterValidator(_filled)]


class Blok(BaseModel):
    """Base of every block: closed, frozen, strict, and silent about what it refuses."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
        regex_engine="rust-regex",
    )


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
    verloopt: date | None = Field(default=None, description=_VERLOOPT)
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
    bewaren: Bewaren = Bewaren()
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


class Contact(Blok):
    """Whom the Regresloket may call."""

    naam: Tekst
    telefoon: Tekst | None = None
    email: Annotated[str, AfterValidator(_mail)] | None = None


class VerwerkingBlok(Blok):
    """Purpose and grounds (AVG art. 5, 6, 9, 10 and 30)."""

    doel: Tekst
    grondslag: Tekst
    grondslag_gezondheid: Tekst | None = Field(
        default=None, description="Grond voor gezondheidsgegevens (AVG art. 9 lid 2)"
    )
    grondslag_strafrecht: Tekst | None = Field(
        default=None, description="Grond voor strafrechtelijke gegevens (AVG art. 10)"
    )
    activiteit: Uri = Field(description="URI van de verwerkingsactiviteit in het register")


class Actief(Blok):
    """The named decision to send; beheer alone cannot make it."""

    sinds: date
    wie: Tekst
    rol: Literal["consulent", "fg"]
    waarom: Tekst


class Tekstbesluit(Blok):
    """The named decision to send what rests on a note alone."""

    wie: Tekst
    rol: Literal["consulent", "fg"]
    datum: date
    waarom: Tekst


class Rem(Blok):
    """The brake: how many new meldingen one run may release by itself."""

    nieuw: Annotated[int, Field(ge=0)] | None = None
    aandeel: Annotated[float, Field(gt=0, le=1, strict=False)] = 0.10
    waarom: Tekst | None = None


class BsnGrond(Blok):
    """Only with a legal ground and a contract does the BSN go along (UAVG art. 46)."""

    grondslag: Tekst
    overeenkomst: Tekst


class Toegang(Blok):
    """How this municipality identifies itself to the Regresloket."""

    client: Tekst
    geheim: Secret
    verloopt: date | None = Field(default=None, description=_VERLOOPT)


class Beleid(Blok):
    """Exceptions to the sending policy: uitkomst -> sturen or vasthouden."""

    kansrijk: Literal["sturen", "vasthouden"] = "sturen"
    onderzoek: Literal["sturen", "vasthouden"] = "sturen"
    mogelijk_verjaard: Literal["sturen", "vasthouden"] = "sturen"
    waarschijnlijk_niet: Literal["sturen", "vasthouden"] = "vasthouden"


class Systeem(Blok):
    """A StUF sender or receiver, as the supplier prescribes it."""

    organisatie: Annotated[str, Field(max_length=200)] | None = None
    applicatie: Annotated[str, Field(min_length=3, max_length=50)]
    administratie: Annotated[str, Field(max_length=50)] | None = None


class Venster(Blok):
    """The nightly look at the last days."""

    tijd: Tijdstip = time(4, 0)
    dagen: Annotated[int, Field(ge=1, le=3660)] = 90


class Rondgang(Blok):
    """The weekly walk over all months since `vanaf`."""

    dag: Literal[DAGEN] = "zondag"  # type: ignore[valid-type]  # a tuple of literals is one list
    tijd: Tijdstip = time(5, 0)


@dataclass(frozen=True, slots=True)
class Rondes:
    """A source that is asked for periods: nightly the last days, weekly every month."""

    vanaf: date
    venster: Venster
    rondgang: Rondgang


Seconden = Annotated[float, Field(gt=0, le=60, strict=False)]


class Omgang(Blok):
    """How a SOAP server is treated: how long it may take, how often and how fast it is asked."""

    verbinden: Seconden = 5.0
    stilte: Seconden = Field(default=30.0, description="Zoveel seconden mag de server zwijgen")
    totaal: Seconden = Field(default=60.0, description="Voor een vraag, met alle herhalingen")
    herhalingen: Annotated[int, Field(ge=0, le=5)] = Field(
        default=2, description="Zo vaak wordt een vraag herhaald na een storing die overgaat"
    )
    tegelijk: Annotated[int, Field(ge=1, le=16)] = Field(
        default=4, description="Zoveel vragen tegelijk aan deze server, van alle gemeenten samen"
    )
    per_minuut: Annotated[float, Field(ge=1, le=6000, strict=False)] | None = Field(
        default=None, description="Hoogstens zoveel vragen per minuut aan deze server"
    )


class BronBasis(Blok):
    """What every source has."""

    mapping: Tekst
    rol: Literal["voorzieningen", "kosten"] = Field(
        default="voorzieningen", description="Wat de bron geeft; kosten kan nog niet"
    )

    @property
    def rondes(self) -> Rondes | None:
        """Give how it is asked for periods; None = it is read as a whole, once a night."""
        return None


class Persoonsregister(Blok):
    """The municipality's own register of persons (StUF-BG 03.10), for what a zaak does not hold."""

    adres: Https | None = Field(default=None, description="Gewoon het adres van de bron zelf")
    ontvanger: Systeem | None = Field(default=None, description="Gewoon die van de bron zelf")


class Zaaklijst(Blok):
    """A CSV in a folder that names every zaak, for a system that cannot list them (ZDS 1.2)."""

    map: Tekst
    patroon: Tekst
    kolom: Tekst = Field(description="Kolom met het zaaknummer (identificatie)")
    datumkolom: Tekst = Field(description="Kolom met de dag waarop de zaak begon")
    datumvorm: Literal["JJJJ-MM-DD", "DD-MM-JJJJ", "JJJJMMDD"] = "JJJJ-MM-DD"
    kies: Literal["nieuwste", "enige"] = "nieuwste"
    klaar_bestand: Tekst | None = None
    scheidingsteken: Annotated[str, Field(min_length=1, max_length=1)] = ";"
    codering: Literal["utf-8", "cp1252"] = "utf-8"


class NachtBron(BronBasis):
    """What a source has that is read as a whole, once a night."""

    tijd: Tijdstip = time(4, 0)
    wacht_uren: Annotated[int, Field(ge=0, le=20)] = Field(
        default=4, description="Zoveel uur na `tijd` wordt nog gekeken of het bestand er is"
    )


class BasicBlok(Blok):
    """A name and password in the HTTP header."""

    gebruiker: Annotated[str, Field(max_length=200, pattern="^[^:]+$")]
    wachtwoord: Secret
    verloopt: date | None = Field(default=None, description=_VERLOOPT)


class TokenBlok(Blok):
    """A name and password in the message: WS-Security UsernameToken."""

    gebruiker: Tekst
    wachtwoord: Secret
    vorm: Literal["digest", "tekst"] = Field(
        default="digest", description="digest: als hash met nonce en tijd; tekst: zoals het is"
    )
    verloopt: date | None = Field(default=None, description=_VERLOOPT)


class HandtekeningBlok(Blok):
    """WS-Security with X.509: what we send is signed, and what comes back must be."""

    certificaat: Tekst
    sleutel: Tekst
    vertrouwd: Tekst = Field(
        description="Certificaten die antwoorden mogen ondertekenen; met `oin` ook hun CA"
    )
    oin: Oin | None = Field(
        default=None, description="OIN in het certificaat dat antwoorden ondertekent"
    )


class BeveiligingBlok(Blok):
    """What goes above TLS; each can go with the others."""

    basic: BasicBlok | None = None
    usernametoken: TokenBlok | None = None
    handtekening: HandtekeningBlok | None = None


class AdresseringBlok(Blok):
    """WS-Addressing 1.0: To, Action, MessageID and ReplyTo; RelatesTo of the answer is checked."""

    naar: Tekst | None = Field(default=None, description="wsa:To; anders het adres")
    actie: Tekst | None = Field(default=None, description="wsa:Action")


class SoapDeur(BronBasis):
    """What every source that speaks SOAP has."""

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
    soapaction: Annotated[str, Field(max_length=500, pattern='^[^"\\x00-\\x1f]*$')] | None = Field(
        default=None, description='SOAPAction; "" is leeg'
    )
    beveiliging: BeveiligingBlok = BeveiligingBlok()
    adressering: AdresseringBlok | None = None
    digikoppeling: Literal["2W-be", "2W-be-S"] | None = Field(
        default=None, description="Profiel van de Koppelvlakstandaard WUS"
    )
    omgang: Omgang = Omgang()


class StufBron(SoapDeur):
    """A StUF-ZKN system that answers zakLv01."""

    soort: Literal["stuf_zkn"]
    zender: Systeem
    ontvanger: Systeem
    zaaktypen: tuple[Tekst, ...] = Field(strict=False, min_length=1)
    vanaf: date
    venster: Venster = Venster()
    rondgang: Rondgang = Rondgang()
    per_pagina: Annotated[int, Field(ge=1, le=500)] = 50
    toleranties: tuple[Literal[TOLERANTIES], ...] = Field(  # type: ignore[valid-type]  # a tuple of literals is one list
        default=(),
        strict=False,
        description="Waar deze leverancier van de standaard mag afwijken; anders streng",
    )
    profiel: Tekst | None = Field(
        default=None, description="Profiel van de leverancier; wat bij de bron staat, gaat voor"
    )
    scope: Literal["velden", "alles", "allesZonderMetagegevens"] = Field(
        default="velden", description="Wat van elke zaak gevraagd wordt; gewoon alleen wat nodig is"
    )
    lijst: Zaaklijst | None = Field(
        default=None,
        description="Waar de zaaknummers staan; elke zaak wordt dan met geefZaakdetails gevraagd",
    )
    personen: Persoonsregister | None = Field(
        default=None,
        description="Vraag namen en adressen die in een zaak ontbreken met npsLv01, per kandidaat",
    )
    soap: Literal["1.1", "1.2"] = Field(
        default="1.1", description="Versie van SOAP; StUF schrijft 1.1 voor"
    )
    wsdl: Setnaam | None = Field(
        default=None,
        description="Officiële set waaraan elke vraag getoetst wordt voordat hij weggaat",
    )

    @property
    def rondes(self) -> Rondes:
        """Give how it is asked for periods."""
        return Rondes(self.vanaf, self.venster, self.rondgang)


Prefix = Annotated[str, Field(pattern="^[A-Za-z_][A-Za-z0-9_.-]{0,30}$")]


class SoapBron(SoapDeur, NachtBron):
    """A SOAP service of a supplier's own: a question from a template, an answer by XPath."""

    soort: Literal["soap_template"]
    sjabloon: Tekst = Field(description="Bestand met wat in de Body van de vraag komt")
    koppen: tuple[Tekst, ...] = Field(
        default=(), strict=False, description="Bestanden met wat in de Header van de vraag komt"
    )
    soap: Literal["1.1", "1.2"] = "1.1"
    namespaces: dict[Prefix, Tekst] = Field(
        default={}, description="Voorvoegsel en namespace voor de XPaths van deze bron"
    )
    antwoord: Annotated[
        str, Field(pattern="^([A-Za-z_][A-Za-z0-9_.-]*:)?[A-Za-z_][A-Za-z0-9_.-]*$")
    ] = Field(description="Het element in de Body van een goed antwoord")
    record: Tekst = Field(description="XPath van een record, vanaf `antwoord`")
    neem_mee: tuple[Tekst, ...] = Field(
        default=(),
        strict=False,
        description="XPaths, vanaf een record, van elementen elders die bij het record horen",
    )
    leeg: Tekst | None = Field(
        default=None, description="XPath van wat er staat als er geen records zijn"
    )
    fout: Tekst | None = Field(default=None, description="XPath van de code van een fout")
    voor_elk: Secret | None = Field(
        default=None, description="Lijst met een waarde per regel: elke waarde wordt apart gevraagd"
    )
    echo: Tekst | None = Field(
        default=None, description="XPath van wat gelijk moet zijn aan de gevraagde waarde"
    )
    volgende: Tekst | None = Field(
        default=None, description="XPath van wat zegt of er nog een pagina is, en welke"
    )
    per_pagina: Annotated[int, Field(ge=1, le=1000)] = 50
    vanaf: date | None = None
    venster: Venster = Venster()
    rondgang: Rondgang = Rondgang()

    @property
    def rondes(self) -> Rondes | None:
        """Give how it is asked for periods; without `vanaf` it is read as a whole."""
        if self.vanaf is None:
            return None
        return Rondes(self.vanaf, self.venster, self.rondgang)


class StufBerichten(Blok):
    """What is agreed about files with StUF messages."""

    zender: Systeem
    ontvanger: Systeem
    zaaktypen: tuple[Tekst, ...] = Field(
        default=(), strict=False, description="Zaaktypen met voorzieningen; leeg = alle"
    )
    weggelaten_is_leeg: bool = Field(
        default=False,
        description="Een wijziging brengt de hele zaak mee en laat alleen lege velden weg",
    )


class BestandBron(NachtBron):
    """What file sources share."""

    stuf: StufBerichten | None = Field(
        default=None, description="De bestanden zijn StUF-berichtensets met zakLk01"
    )
    patroon: Tekst
    kies: Literal["nieuwste", "enige"] = "nieuwste"
    klaar_bestand: Tekst | None = None


class SftpBron(BestandBron):
    """An export on an SFTP server."""

    soort: Literal["sftp"]
    host: Tekst
    poort: Annotated[int, Field(ge=1, le=65535)] = 22
    gebruiker: Tekst
    hostsleutel: Hostsleutel = Field(
        description="Openbare sleutel van de server, of SHA256:vingerafdruk"
    )
    sleutel: Secret | None = None
    wachtwoord: Secret | None = None
    verloopt: date | None = Field(default=None, description=_VERLOOPT)
    map: Tekst = "."
    oude_algoritmen: bool = False


class MapBron(BestandBron):
    """An export in a folder of this machine."""

    soort: Literal["map"]
    map: Tekst


Bron = Annotated[StufBron | SoapBron | SftpBron | MapBron, Field(discriminator="soort")]


class RetourSftp(Blok):
    """A folder on an SFTP server; its account is another than that of any source."""

    soort: Literal["sftp"]
    host: Tekst
    poort: Annotated[int, Field(ge=1, le=65535)] = 22
    gebruiker: Tekst
    hostsleutel: Hostsleutel = Field(
        description="Openbare sleutel van de server, of SHA256:vingerafdruk"
    )
    sleutel: Secret | None = None
    wachtwoord: Secret | None = None
    map: Tekst = "."
    oude_algoritmen: bool = False


class RetourMap(Blok):
    """A folder of this machine."""

    soort: Literal["map"]
    map: Tekst


class GemeenteBlok(Blok):
    """config/gemeenten/<code>-<naam>.yaml: one municipality."""

    gemeentecode: Gemeentecode
    identiteit: Gemeentecode | None = Field(
        default=None, description="De code bij aansluiting; verandert nooit, ook niet bij fusie"
    )
    naam: Tekst
    oin: Oin | None = None
    stand: Literal["proef", "actief"]
    actief: Actief | None = None
    contactpersoon: Contact
    mail: Mailadressen = Field(
        default=(), description="Wie van de gemeente hoort wat er mis is; vraagt mail: in de dienst"
    )
    verwerking: VerwerkingBlok
    sleutels: dict[Annotated[int, Field(ge=1)], Secret] = Field(min_length=1)
    blijvende_sleutel: Secret | None = Field(
        default=None, description="Wat van wortelsleutel 1 blijft als die weg moet"
    )
    inzagesleutel: Tekst | None = None
    werklijst: Tekst | None = Field(
        default=None,
        description="Map voor de lijst van wat wacht; alleen zonder inzagesleutel",
    )
    retour: Annotated[RetourSftp | RetourMap, Field(discriminator="soort")] | None = Field(
        default=None,
        description="Waar de gemeente vindt wat verstuurd is en hoe de zaken verlopen",
    )
    regresloket: Toegang | None = None
    bsn_meesturen: BsnGrond | None = None
    tekst_alleen: Literal["beoordelen", "versturen"] = Field(
        default="beoordelen",
        description="Wat er gebeurt als alleen een notitie op een ongeval wijst",
    )
    tekst_besluit: Tekstbesluit | None = None
    toedracht: Literal["geen", "fragment"] = Field(
        default="geen",
        description="Of een geredigeerd stukje van de notitie meegaat, rond de gevonden woorden",
    )
    rem: Rem = Rem()
    beleid: Beleid = Beleid()
    bronnen: dict[Annotated[str, Field(pattern="^[a-z][a-z0-9_-]{0,30}$")], Bron] = Field(
        min_length=1
    )
