"""What a page is: a path, who may have it, and a function from a question to what is shown.

The same values become HTML and JSON, so that a page and its data cannot differ. Every page of a
house stands in one table (`Blad`); what is not in it does not exist, and a test holds each row
against every role and municipality.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from web.look.rollen import Bezoeker, Rol


@dataclass(frozen=True, slots=True)
class Verzoek:
    """One question of somebody who may ask it.

    pad        what stands in the path's places, {"gemeente": "9901"}
    vraag      what stands behind the question mark; the last of equal names
    formulier  what was sent with a POST
    adres      path and question, for links back
    """

    bezoeker: Bezoeker
    now: datetime
    pad: Mapping[str, str] = field(default_factory=dict)
    vraag: Mapping[str, str] = field(default_factory=dict)
    formulier: Mapping[str, str] = field(default_factory=dict, repr=False)
    adres: str = "/"

    def mijn(self, gemeenten: Mapping[str, str], rollen: frozenset[Rol]) -> dict[str, str]:
        """Keep of code -> name what this visitor may see in one of these roles."""
        return {code: naam for code, naam in gemeenten.items() if self.bezoeker.mag(rollen, code)}


@dataclass(frozen=True, slots=True)
class Toon:
    """Show a page.

    gegevens  what the template shows and the JSON gives; values of JSON, dates and dataclasses
    alleen_html  what only the template needs: drawings, labels of controls
    """

    sjabloon: str
    titel: str
    gegevens: Mapping[str, Any]
    alleen_html: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Door:
    """Go on to another page after something was done; bericht is shown there once."""

    naar: str
    bericht: str = ""


@dataclass(frozen=True, slots=True)
class Bestand:
    """Hand a file over."""

    naam: str
    soort: str
    inhoud: bytes = field(repr=False)


class Weg(Exception):
    """What was asked for is not there, or not for this visitor: the two look alike."""


class Mis(Exception):
    """What was filled in cannot be; the text says in Dutch what to do."""


Uitkomst = Toon | Door | Bestand


@dataclass(frozen=True, slots=True)
class Blad:
    """One row of the table of pages.

    pad     "/gemeenten/{gemeente}"; a place named gemeente is checked against the visitor's roles
    menu    its word in the menu; "" keeps it out
    vers    asks for a second factor of less than five minutes ago first
    """

    pad: str
    rollen: frozenset[Rol]
    doe: Callable[[Verzoek], Uitkomst]
    methode: Literal["GET", "POST"] = "GET"
    menu: str = ""
    vers: bool = False
