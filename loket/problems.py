"""What the loket says when something is wrong: to a sender, and to whoever runs it."""

from collections.abc import Mapping
from typing import Any, Final

from starlette.exceptions import HTTPException

from regres import Problem
from regres.berichten import bericht

#: A problem's `type` is this with its name behind it.
TYPE: Final = "urn:regresloket:probleem:"

#: name -> (status, title); the closed list of the API, published in its OpenAPI.
SOORTEN: Final[Mapping[str, tuple[int, str]]] = {
    "verzoek-ongeldig": (400, "Het verzoek klopt niet"),
    "lichaam-ongeldig": (400, "De melding heeft niet de afgesproken vorm"),
    "idempotentie-sleutel": (400, "Idempotency-Key is niet referentie:versie"),
    "kop-ongelijk": (400, "De open velden zijn anders dan in de envelop"),
    "cursor-ongeldig": (400, "Deze cursor is niet van ons"),
    "niet-aangemeld": (401, "Aanmelden is nodig"),
    "andere-gemeente": (403, "Dit token hoort bij een andere gemeente"),
    "geen-pagina": (403, "De pagina's zijn hier niet open"),
    "niet-gevonden": (404, "Dit bestaat niet"),
    "methode": (405, "Dit kan hier niet"),
    "versie-bekend": (409, "Deze versie is al bekend, of ouder dan de laatste"),
    "te-groot": (413, "Het verzoek is te groot"),
    "mediatype": (415, "Dit soort inhoud nemen we niet aan"),
    "sleutel-onbekend": (422, "De envelop is gemaakt voor een sleutel die we niet kennen"),
    "envelop-ongeldig": (422, "De envelop is niet te openen"),
    "melding-ongeldig": (422, "De inhoud van de envelop klopt niet"),
    "te-vaak": (429, "Te veel mislukte pogingen"),
    "storing": (500, "Er ging hier iets mis"),
    "bezet": (503, "Even niet beschikbaar"),
}


class Weigering(HTTPException):
    """A refusal on its way to the sender as problem+json. Holds no value that was sent.

    soort   a name from SOORTEN
    extra   members besides those of RFC 9457: fouten, laatsteVersie, inhoudsmerk
    """

    def __init__(
        self,
        soort: str,
        detail: str = "",
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        status, title = SOORTEN[soort]
        super().__init__(status, detail or title, headers)
        self.soort = soort
        self.extra = dict(extra or {})

    def document(self) -> dict[str, Any]:
        """Give the problem+json."""
        return document(self.soort, str(self.detail), self.extra)


def document(
    soort: str, detail: str = "", extra: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Write a problem+json document (RFC 9457)."""
    status, title = SOORTEN[soort]
    base = {"type": TYPE + soort, "title": title, "status": status, "detail": detail or title}
    return base | dict(extra or {})


def fout(veld: str, wat: str) -> dict[str, str]:
    """Say of one field what is wrong with it, never what stood in it."""
    return {"veld": veld, "wat": wat}


def problem(code: str, waar: str = "", wat: str = "") -> Problem:
    """Make a problem for whoever runs the loket; *wat* is added to the sentence."""
    return bericht(code, waar=waar, detail=wat) if wat else bericht(code, waar=waar)
