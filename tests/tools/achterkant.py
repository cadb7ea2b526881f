"""A case backend of one page, for faults: it obeys the wire contract and never forgets a thing.

It imports nothing of the product and nothing of the loket, so that a mistake of either cannot hide
in both. Its history is append-only: one line for every offer that reached it, also when the answer
was lost on the way back.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

NIEUW, HERHAALD, BOTSING, GEWEIGERD = "nieuw", "herhaald", "botsing", "geweigerd"


@dataclass(frozen=True, slots=True)
class Aanbod:
    """One offer, as the backend saw it.

    gemeente  who offered it, by its access; never what the melding says of itself
    lichaam   SHA-256 of the body
    bedrag    what stands inside, as far as tests look: "" for a withdrawal or what was not taken
    """

    nummer: int
    gemeente: str
    sleutel: str
    referentie: str
    versie: int
    soort: str
    merk: str
    dossier: str
    zaak: str
    lichaam: str
    uitslag: str
    bedrag: str = ""


@dataclass(frozen=True, slots=True)
class Antwoord:
    """A status with its JSON."""

    status: int
    inhoud: dict[str, Any]

    @property
    def media(self) -> str:
        """Give the media type: a no is problem+json."""
        return "application/json" if self.status < 300 else "application/problem+json"


Openen = Callable[[str], dict[str, Any]]


class Achterkant:
    """Takes meldingen in and keeps its history, in a file when one is named.

    openen  opens an envelope; raises KeyError when its key is not known here
    """

    def __init__(
        self, openen: Openen, klok: Callable[[], datetime], bestand: Path | None = None
    ) -> None:
        self._openen = openen
        self._klok = klok
        self._bestand = bestand
        self.geschiedenis: list[Aanbod] = []
        self._ontvangen: dict[str, str] = {}
        #: What was taken, by referentie, and the case of each dossier: to find again quickly.
        self.bekend: dict[str, list[Aanbod]] = {}
        self._zaken: dict[str, str] = {}
        if bestand is not None and bestand.exists():
            self._lees(bestand)

    def bied_aan(self, gemeente: str, sleutel: str, lichaam: bytes) -> Antwoord:
        """Take one offer in, as POST /v1/regresmeldingen."""
        body = json.loads(lichaam)
        if sleutel != f"{body['referentie']}:{body['versie']}":
            return self._antwoord(gemeente, sleutel, lichaam, body, GEWEIGERD, 400)
        if body["gemeenteCode"] != gemeente:
            return self._antwoord(gemeente, sleutel, lichaam, body, GEWEIGERD, 403)
        known = self.van(body["referentie"])
        for row in known:
            if (row.versie, row.merk) == (body["versie"], body["inhoudsmerk"]):
                return self._antwoord(gemeente, sleutel, lichaam, body, HERHAALD, 200, row.zaak)
        if known and body["versie"] <= known[-1].versie:
            return self._antwoord(gemeente, sleutel, lichaam, body, BOTSING, 409, known[-1].zaak)
        try:
            inhoud = self._openen(body["inhoud"])
        except KeyError:
            return self._antwoord(gemeente, sleutel, lichaam, body, GEWEIGERD, 422)
        zaak = known[-1].zaak if known else self._zaak(body["dossiersleutel"])
        return self._antwoord(
            gemeente, sleutel, lichaam, body, NIEUW, 201, zaak, bedrag_van(inhoud)
        )

    def van(self, referentie: str) -> list[Aanbod]:
        """Give what was taken of a provision, oldest version first."""
        return self.bekend.get(referentie, [])

    def bewijs(self, referentie: str) -> dict[str, Any]:
        """Give the receipt of the latest version, as GET does; raises KeyError."""
        rows = self.van(referentie)
        if not rows:
            raise KeyError(referentie)
        return self._bewijs(rows[-1])

    def _antwoord(
        self,
        gemeente: str,
        sleutel: str,
        lichaam: bytes,
        body: dict[str, Any],
        uitslag: str,
        status: int,
        zaak: str = "",
        bedrag: str = "",
    ) -> Antwoord:
        row = Aanbod(
            nummer=len(self.geschiedenis) + 1,
            gemeente=gemeente,
            sleutel=sleutel,
            referentie=body["referentie"],
            versie=body["versie"],
            soort=body["soortMelding"],
            merk=body["inhoudsmerk"],
            dossier=body["dossiersleutel"],
            zaak=zaak,
            lichaam=hashlib.sha256(lichaam).hexdigest(),
            uitslag=uitslag,
            bedrag=bedrag,
        )
        self._bewaar(row)
        if status in (200, 201):
            return Antwoord(status, self._bewijs(row))
        return Antwoord(status, self._nee(row, status))

    def _bewaar(self, row: Aanbod) -> None:
        self._onthoud(row)
        if self._bestand is not None:
            with self._bestand.open("a", encoding="utf-8") as out:
                out.write(json.dumps(asdict(row)) + "\n")

    def _onthoud(self, row: Aanbod) -> None:
        self.geschiedenis.append(row)
        self._ontvangen.setdefault(f"{row.referentie}:{row.versie}", self._nu())
        if row.uitslag == NIEUW:
            self.bekend.setdefault(row.referentie, []).append(row)
            self._zaken.setdefault(row.dossier, row.zaak)

    def _bewijs(self, row: Aanbod) -> dict[str, Any]:
        moment = self._ontvangen[f"{row.referentie}:{row.versie}"]
        about = {"referentie": row.referentie, "versie": row.versie, "zaaknummer": row.zaak}
        return about | {"ontvangenOp": moment}

    def _nee(self, row: Aanbod, status: int) -> dict[str, Any]:
        kind = {400: "idempotentie-sleutel", 403: "andere-gemeente", 422: "sleutel-onbekend"}
        if status != 409:
            return {"type": f"urn:regresloket:probleem:{kind[status]}"}
        latest = self.van(row.referentie)[-1]
        about = {"laatsteVersie": latest.versie, "inhoudsmerk": latest.merk}
        return {"type": "urn:regresloket:probleem:versie-bekend"} | about

    def _zaak(self, dossier: str) -> str:
        return self._zaken.get(dossier) or f"Z-{len(set(self._zaken.values())) + 1:06}"

    def _nu(self) -> str:
        return self._klok().strftime("%Y-%m-%dT%H:%M:%SZ")

    def _lees(self, bestand: Path) -> None:
        for row in lees_geschiedenis(bestand.read_text(encoding="utf-8").splitlines()):
            self._onthoud(row)


def lees_geschiedenis(lines: Iterable[str]) -> list[Aanbod]:
    """Read a history back."""
    return [Aanbod(**json.loads(line)) for line in lines if line.strip()]


def bedrag_van(inhoud: dict[str, Any]) -> str:
    """Give the first amount of a melding; "" for a withdrawal."""
    costs = inhoud.get("voorziening", {}).get("kosten", [])
    return str(costs[0]["bedrag"]) if costs else ""
