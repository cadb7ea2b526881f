"""Sources that are files, and all kinds of sources together."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from settings.shapes.ritme import NachtBron
from settings.shapes.soap import SoapBron, StufBron, Systeem
from settings.shapes.woorden import VERLOOPT, Blok, Hostsleutel, Secret, Tekst


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
    verloopt: date | None = Field(default=None, description=VERLOOPT)
    map: Tekst = "."
    oude_algoritmen: bool = False


class MapBron(BestandBron):
    """An export in a folder of this machine."""

    soort: Literal["map"]
    map: Tekst


Bron = Annotated[StufBron | SoapBron | SftpBron | MapBron, Field(discriminator="soort")]
