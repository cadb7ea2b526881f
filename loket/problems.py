"""What the loket says when something is wrong: to a sender, and to whoever runs it."""

from collections.abc import Mapping
from typing import Any, Final

from starlette.exceptions import HTTPException

from regres import Problem

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


_TABLE: dict[str, tuple[str, str]] = {
    "Z-0001": (
        "Het loket kan een hoofdsleutel van een gemeente lezen",
        "Haal de sleutel hier weg. Hij hoort alleen bij de gemeente thuis.",
    ),
    "Z-0002": (
        "Het loket heeft geen sleutel waarmee nu verzegeld mag worden",
        "Zet een private X25519-sleutel (JWK) zonder `ingetrokken_op` in de instellingen.",
    ),
    "Z-0003": ("De datasleutel is niet precies 32 bytes", "Maak 32 willekeurige bytes."),
    "Z-0004": (
        "Een waarde komt twee keer voor",
        "Geef elke sleutel, gemeente en client een eigen waarde.",
    ),
    "Z-0005": (
        "Een sleutel is geen bruikbare private X25519-JWK",
        "Gebruik een JWK met kty OKP, crv X25519, x en d.",
    ),
    "Z-0006": (
        "De naam `demo` mag alleen op loopback",
        "Zet `host` op 127.0.0.1, of laat `demo` weg.",
    ),
    "Z-0007": (
        "Zonder TLS mag het loket alleen op loopback",
        "Geef een certificaat en sleutel, of zet `host` op 127.0.0.1.",
    ),
    "Z-0010": (
        "De instellingen van het loket zijn niet te lezen",
        "Kijk naar de plaats hierboven.",
    ),
    "Z-0011": ("Een instelling ontbreekt", "Vul de instelling in."),
    "Z-0012": ("Een instelling heeft niet de goede vorm", "Kijk in de handleiding van het loket."),
    "Z-0013": ("Deze instelling bestaat niet", "Verbeter de naam of haal de regel weg."),
    "Z-0014": (
        "Een geheim staat letterlijk in de instellingen, of is niet te vinden",
        "Verwijs ernaar: secret://env/NAAM, secret://file/pad of secret://credential/NAAM.",
    ),
    "Z-0020": (
        "De database van het loket is niet te openen",
        "Kijk of de map bestaat, wie eigenaar is en of er ruimte is.",
    ),
    "Z-0030": (
        "Een bewaarde melding is niet te openen met deze datasleutel",
        "Kijk of de datasleutel bij deze database hoort.",
    ),
    "Z-0021": ("Het loket kan niet luisteren op dit adres", "Kijk of de poort vrij is."),
}


def problem(
    code: str, waar: str = "", wat: str = "", gevolg: str = "Het loket start niet."
) -> Problem:
    """Make a problem for whoever runs the loket."""
    sentence, doe = _TABLE[code]
    return Problem(
        code=code,
        wat=f"{sentence} ({wat})." if wat else f"{sentence}.",
        waar=waar,
        gevolg=gevolg,
        doe=doe,
    )
