"""Sources that are asked over SOAP: StUF, and services of suppliers' own."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from settings.shapes.ritme import BronBasis, NachtBron, Rondes, Rondgang, Seconden, Venster
from settings.shapes.woorden import VERLOOPT, Blok, Https, Oin, Secret, Setnaam, Tekst

#: The names of connectors.stuf_zkn.Tolerantie; loading those would load lxml and urllib3.
TOLERANTIES = (
    "geen_crossref",
    "eigen_crossref",
    "leeg_antwoordobject",
    "soap12_fault_in_soap11",
    "fo02_zonder_fault",
    "stufcode_in_faultcode",
    "ander_inhoudstype",
)


class Systeem(Blok):
    """A StUF sender or receiver, as the supplier prescribes it."""

    organisatie: Annotated[str, Field(max_length=200)] | None = None
    applicatie: Annotated[str, Field(min_length=3, max_length=50)]
    administratie: Annotated[str, Field(max_length=50)] | None = None


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


class BasicBlok(Blok):
    """A name and password in the HTTP header."""

    gebruiker: Annotated[str, Field(max_length=200, pattern="^[^:]+$")]
    wachtwoord: Secret
    verloopt: date | None = Field(default=None, description=VERLOOPT)


class TokenBlok(Blok):
    """A name and password in the message: WS-Security UsernameToken."""

    gebruiker: Tekst
    wachtwoord: Secret
    vorm: Literal["digest", "tekst"] = Field(
        default="digest", description="digest: als hash met nonce en tijd; tekst: zoals het is"
    )
    verloopt: date | None = Field(default=None, description=VERLOOPT)


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
    beveiliging: BeveiligingBlok = BeveiligingBlok.model_construct()
    adressering: AdresseringBlok | None = None
    digikoppeling: Literal["2W-be", "2W-be-S"] | None = Field(
        default=None, description="Profiel van de Koppelvlakstandaard WUS"
    )
    omgang: Omgang = Omgang.model_construct()


class StufBron(SoapDeur):
    """A StUF-ZKN system that answers zakLv01."""

    soort: Literal["stuf_zkn"]
    zender: Systeem
    ontvanger: Systeem
    zaaktypen: tuple[Tekst, ...] = Field(strict=False, min_length=1)
    vanaf: date
    venster: Venster = Venster.model_construct()
    rondgang: Rondgang = Rondgang.model_construct()
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
    venster: Venster = Venster.model_construct()
    rondgang: Rondgang = Rondgang.model_construct()

    @property
    def rondes(self) -> Rondes | None:
        """Give how it is asked for periods; without `vanaf` it is read as a whole."""
        if self.vanaf is None:
            return None
        return Rondes(self.vanaf, self.venster, self.rondgang)
