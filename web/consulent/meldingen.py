"""Mijn meldingen: how far the Regresloket is with what was sent; and taking one back."""

from typing import Any

from ledger import Melding, Meldingvraag, OutboxStatus, StandStaat
from regres import UsageProblem
from regres.terug import AFGESLOTEN
from scheduler import volgende_lezing
from settings import GemeenteInstelling
from settings.lijsten.besluit import Verstuurd, vind_melding
from settings.lijsten.besluit import toch_geen_ongeval as leg_vast
from web.look.blad import Door, Toon, Verzoek, Weg
from web.look.tekening import dag
from web.wachten.doen import of_mis, wie
from web.wachten.rollen import CONSULENT
from web.wereld import Wereld
from web.woorden import moment

GETOOND = 100
#: The steps of the Regresloket, as they are fed back -> what a person reads, and their order.
STAPPEN = {
    "ontvangen": "Ontvangen",
    "quickscan": "Quickscan",
    "vraag": "Vraag",
    "aansprakelijk_gesteld": "Aansprakelijk gesteld",
    "vordering_ingediend": "Vordering ingediend",
    "deelbetaling": "Deel betaald",
    "betaling": "Betaald",
    AFGESLOTEN: "Afgesloten",
    "ingetrokken": "Ingetrokken",
}
_ADVIES = {"verder": "Verder", "niet_verder": "Niet verder"}
_VRAAG = {
    "naam_wederpartij": "Wie is de wederpartij?",
    "verzekeraar": "Wie is de verzekeraar van de wederpartij?",
    "ongevalsdatum": "Op welke dag was het ongeval?",
    "toedracht": "Hoe is het ongeval gebeurd?",
}


def lijst(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show the meldingen of the consulent's municipalities, last sent first."""
    mine = {een.identiteit: een for een in wereld.van(vraag, CONSULENT)}
    wanted = vraag.vraag.get("gemeente", "")
    asked = Meldingvraag(
        [code for code in mine if wanted in {"", code}],
        vraag.vraag.get("zoek", "").strip(),
        vraag.vraag.get("stap", "") if vraag.vraag.get("stap") in STAPPEN else "",
        GETOOND,
    )
    count, found = wereld.ledger.meldingen(asked)
    gegevens = {
        "aantal": count,
        "filter": {"gemeente": wanted, "zoek": asked.zoek, "stap": asked.stap},
        "meldingen": [_melding(mine[one.gemeente], one) for one in found],
    }
    names = sorted((een.blok.naam, code) for code, een in mine.items())
    tekenen = {
        "dag": dag,
        "moment": lambda when: moment(when, vraag.now),
        "gemeenten": [("", "alle"), *((code, naam) for naam, code in names)],
        "stappen": [("", "alle"), *STAPPEN.items()],
    }
    return Toon("consulent/meldingen.html", "Mijn meldingen", gegevens, tekenen)


def een(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show one melding with every step, and the way to say that there was no accident."""
    known = _gevonden(wereld, vraag)
    asked = Meldingvraag([known.een.identiteit], known.bekend.referentie)
    _, (found,) = wereld.ledger.meldingen(asked)
    staat = found.staat is StandStaat.STAAND
    gegevens = _melding(known.een, found) | {
        "bron": known.bekend.bronset,
        "ontvangen": found.ontvangen,
        "mag_intrekken": staat,
        "lezingen": volgende_lezing(wereld.settings, known.een, known.bekend.bronset, vraag.now),
    }
    tekenen = {"dag": dag, "moment": lambda when: moment(when, vraag.now)}
    return Toon("consulent/melding.html", "Melding", gegevens, tekenen)


def toch_geen_ongeval(wereld: Wereld, vraag: Verzoek) -> Door:
    """Take a melding back at the next read, with the consulent's name and reason."""
    door, found = wie(wereld, vraag, CONSULENT), _gevonden(wereld, vraag)
    with of_mis():
        leg_vast(wereld.settings, wereld.ledger, found, door, vraag.now)
    return Door("/meldingen", "Vastgelegd. De volgende lezing trekt de melding in.")


def _gevonden(wereld: Wereld, vraag: Verzoek) -> Verstuurd:
    try:
        return vind_melding(wereld.ledger, [wereld.gemeente(vraag)], vraag.pad["referentie"])
    except UsageProblem:
        raise Weg from None


def _melding(een: GemeenteInstelling, one: Melding) -> dict[str, Any]:
    steps = [
        {
            "stap": step.naam,
            "naam": STAPPEN.get(step.naam, step.naam),
            "datum": step.datum,
            "advies": step.advies,
            "redencode": step.redencode,
            "zin": _zin(step.advies, step.redencode, step.naam),
        }
        for step in one.stappen
    ]
    return {
        "gemeente": een.identiteit,
        "gemeente_naam": een.blok.naam,
        "referentie": one.referentie,
        "zaaknummer": one.zaaknummer,
        "versie": one.versie,
        "verstuurd": one.verstuurd,
        "staat": one.staat,
        "status": one.status,
        "nu": _nu(one),
        "stappen": steps,
        "open_vraag": steps[-1]["zin"] if steps and steps[-1]["stap"] == "vraag" else "",
    }


def _nu(one: Melding) -> str:
    """Give where it stands now, in one word or two."""
    if one.staat is StandStaat.INGETROKKEN:
        return "Ingetrokken"
    if one.stappen:
        last = one.stappen[-1]
        return _ADVIES.get(last.advies, STAPPEN.get(last.naam, last.naam))
    return "Ontvangen" if one.status in {OutboxStatus.ONTVANGEN, None} else "Onderweg"


def _zin(advies: str, redencode: str, stap: str) -> str:
    if stap == "vraag":
        return _VRAAG.get(redencode, redencode)
    return " · ".join(filter(None, [_ADVIES.get(advies, advies), redencode.replace("_", " ")]))
