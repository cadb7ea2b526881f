"""config/gemeenten/<code>-<naam>.yaml."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from settings.shapes.bronnen import Bron
from settings.shapes.woorden import (
    VERLOOPT,
    Blok,
    Hostsleutel,
    Mailadressen,
    Oin,
    Secret,
    Tekst,
    _four_digits,
    _mail,
    _uri,
)

Gemeentecode = Annotated[str, BeforeValidator(_four_digits)]


Uri = Annotated[str, AfterValidator(_uri)]


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
    verloopt: date | None = Field(default=None, description=VERLOOPT)


class Beleid(Blok):
    """Exceptions to the sending policy: uitkomst -> sturen or vasthouden."""

    kansrijk: Literal["sturen", "vasthouden"] = "sturen"
    onderzoek: Literal["sturen", "vasthouden"] = "sturen"
    mogelijk_verjaard: Literal["sturen", "vasthouden"] = "sturen"
    waarschijnlijk_niet: Literal["sturen", "vasthouden"] = "vasthouden"


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
    rem: Rem = Rem.model_construct()
    beleid: Beleid = Beleid.model_construct()
    bronnen: dict[Annotated[str, Field(pattern="^[a-z][a-z0-9_-]{0,30}$")], Bron] = Field(
        min_length=1
    )
