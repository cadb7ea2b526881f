"""The quickscan: four questions and a verdict, which a person gives; rules only propose.

What goes back to the municipality is the verdict and a code. What the handler writes beside it
stays in the loket, sealed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy import Connection, insert

from loket.database import oordeel
from loket.datasleutel import Datasleutel
from loket.lezing import Inhoud, dag, lijst, waarde, woord
from loket.stappen import NIET_VERDER, QUICKSCAN, VERDER, Stap, leg_vast
from loket.verjaring import Verjaring

#: The four questions, in the order of the brochure.
VRAGEN: Final[Mapping[str, str]] = {
    "derde": "Een ander is aansprakelijk",
    "verband": "De voorziening komt door het ongeval",
    "open": "Niet afgekocht, niet Wlz",
    "op_tijd": "Op tijd: niet verjaard",
}
ANTWOORDEN: Final[Mapping[str, str]] = {"ja": "Ja", "nee": "Nee", "onbekend": "?"}
#: Why not, as the municipality reads it.
REDENEN: Final[Mapping[str, str]] = {
    "geen_aansprakelijke": "Niemand anders is aansprakelijk",
    "eigen_schuld": "Eigen schuld",
    "werkgever_of_collega": "Alleen de werkgever of een collega is aansprakelijk",
    "geen_verband": "De voorziening komt niet door het ongeval",
    "afgekocht": "Het ongeval valt onder de afkoop",
    "andere_wet": "De voorziening valt niet onder de Wmo 2015",
    "verjaard": "De vordering is verjaard",
    "afgewikkeld": "De schade is al afgewikkeld",
    "bewijs": "Er is te weinig bewijs",
    "onbekende_veroorzaker": "De veroorzaker is niet te vinden",
    "geen_ongeval": "Er was geen ongeval",
    "dubbel": "De zaak was al gemeld",
}
_LANGST: Final = 4000


@dataclass(frozen=True, slots=True)
class Oordeel:
    """What a handler filled in. antwoorden: question -> ja, nee or onbekend."""

    antwoorden: Mapping[str, str]
    advies: str
    redencode: str = ""
    toelichting: str = field(default="", repr=False)

    def fouten(self) -> list[str]:
        """Give everything that lacks, each as a sentence that says what to do."""
        open_ = [VRAGEN[name] for name in VRAGEN if self.antwoorden.get(name) not in ANTWOORDEN]
        found = [f"Kies een antwoord bij: {wat}." for wat in open_]
        if self.advies not in (VERDER, NIET_VERDER):
            found.append("Kies VERDER of NIET VERDER.")
        if self.advies == NIET_VERDER and self.redencode not in REDENEN:
            found.append("Kies een reden bij NIET VERDER.")
        if len(self.toelichting) > _LANGST:
            found.append(f"Maak de toelichting korter dan {_LANGST} tekens.")
        return found


def geef(
    tx: Connection,
    data: Datasleutel,
    zaak: Mapping[str, object],
    gegeven: Oordeel,
    wie: str,
    vandaag: date,
    now: datetime,
) -> int:
    """Keep a verdict without faults, and tell the municipality; gives of how many meldingen."""
    reason = gegeven.redencode if gegeven.advies == NIET_VERDER else ""
    answers = " ".join(f"{name}={gegeven.antwoorden[name]}" for name in VRAGEN)
    text = gegeven.toelichting.strip()
    case = int(str(zaak["id"]))
    row = {
        "zaak_id": case,
        "tijdstip": now.astimezone(UTC).replace(tzinfo=None, microsecond=0),
        "wie": wie[:100],
        "antwoorden": answers,
        "advies": gegeven.advies,
        "redencode": reason,
        "toelichting": data.sluit(text.encode(), "oordeel", case) if text else None,
    }
    tx.execute(insert(oordeel).values(row))
    return leg_vast(tx, str(zaak["zaaknummer"]), Stap(QUICKSCAN, gegeven.advies, reason), vandaag)


@dataclass(frozen=True, slots=True)
class Voorstel:
    """What the rules propose to a question: ja, nee, or "" for no proposal, and why."""

    antwoord: str
    waarom: str


def voorstellen(
    inhouden: Iterable[Inhoud], term: Verjaring | None, vandaag: date
) -> dict[str, Voorstel]:
    """Give the rules' proposal for each question; it stands beside the control, never in it."""
    all_ = list(inhouden)
    codes = {str(code) for one in all_ for code in _codes(one)}
    return {
        "derde": _derde({woord(one, "aansprakelijkheid.derde") for one in all_}, codes),
        "verband": _verband(all_),
        "open": _open(codes),
        "op_tijd": _op_tijd(term, codes, vandaag),
    }


def _codes(inhoud: Inhoud) -> list[object]:
    found = waarde(inhoud, "verhaalbaarheid.redencodes")
    return found if isinstance(found, list) else []


def _derde(said: set[str], codes: set[str]) -> Voorstel:
    if "V09" in codes:
        return Voorstel("nee", "alleen werkgever of collega genoemd")
    if "ja" in said:
        return Voorstel("ja", "de gemeente noemt een ander")
    if said == {"nee"}:
        return Voorstel("nee", "de gemeente noemt niemand anders")
    return Voorstel("", "de gemeente weet dit niet")


def _verband(inhouden: list[Inhoud]) -> Voorstel:
    before = [_ervoor(one) for one in inhouden]
    if before and all(before):
        return Voorstel("nee", "elke voorziening begon voor het ongeval")
    if any(before):
        return Voorstel("", "een deel begon voor het ongeval")
    return Voorstel("", "dit weten de regels niet")


def _ervoor(inhoud: Inhoud) -> bool:
    """Tell whether a provision surely began before the accident."""
    happened, began = dag(inhoud, "ongeval.datum"), begonnen(inhoud)
    return happened is not None and began is not None and began < happened


def begonnen(inhoud: Inhoud) -> date | None:
    """Give the first day of a provision, or else of its grant."""
    return dag(inhoud, "voorziening.ingangsdatum") or dag(inhoud, "voorziening.datumToekenning")


def _open(codes: set[str]) -> Voorstel:
    if codes & {"V06", "V08"}:
        return Voorstel("nee", "het ongeval valt voor 2019")
    if "V02" in codes:
        return Voorstel("", "de wet of de vorm is niet bekend")
    if codes & {"V04", "V05", "V07"}:
        return Voorstel("ja", "Wmo, en niet afgekocht")
    return Voorstel("", "de datum van het ongeval is niet bekend")


def _op_tijd(term: Verjaring | None, codes: set[str], vandaag: date) -> Voorstel:
    if term is None:
        return Voorstel("", "er is geen enkele dag bekend")
    if not term.zeker:
        return Voorstel("", "het begin is niet bevestigd")
    if "V11" in codes or term.dagen(vandaag) < 0:
        return Voorstel("nee", "een termijn is voorbij")
    return Voorstel("ja", "vijf jaar zijn nog niet voorbij")


def onbekend(inhouden: Iterable[Inhoud]) -> dict[str, str]:
    """Give what nobody told yet and the municipality can be asked for: code -> sentence."""
    all_ = list(inhouden)
    asked = {
        "naam_wederpartij": ("tegenpartij.naam", "de naam van de wederpartij"),
        "verzekeraar": ("tegenpartij.verzekeraar", "de verzekeraar van de wederpartij"),
        "toedracht": ("ongeval.toedracht", "de toedracht van het ongeval"),
    }
    found = {
        code: what
        for code, (path, what) in asked.items()
        if not any(waarde(one, path) for one in all_)
    }
    if not any(dag(one, "ongeval.datum") for one in all_):
        found["ongevalsdatum"] = "de datum van het ongeval"
    return found


def tekens(inhouden: Iterable[Inhoud]) -> list[tuple[str, str, str]]:
    """Give rule, field and term of every sign, each once, in the order of the meldingen."""
    found = (
        (str(item.get("regel", "")), str(item.get("veld", "")), str(item.get("term", "")))
        for one in inhouden
        for item in lijst(one, "ongeval.redenen")
    )
    return list(dict.fromkeys(found))


def codes_van(inhouden: Iterable[Inhoud]) -> list[str]:
    """Give the reason codes of the advice, each once."""
    return sorted({str(code) for one in inhouden for code in _codes(one)})
