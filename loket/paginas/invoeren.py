"""Zaak invoeren: a case that was reported by telephone or form, so that a melding can find it."""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, date
from typing import Any, Final

from sqlalchemy import insert

from loket import spoorboek, zaken
from loket.database import aangifte, zaak
from loket.merken import Merker, gevouwen
from loket.paginas.wereld import Wereld, vandaag
from loket.settings import Gemeente
from loket.spoorboek import Actie, Daad
from loket.zaken import OPEN
from web.look.blad import Door, Toon, Uitkomst, Verzoek

LANGS: Final[Mapping[str, str]] = {"telefoon": "telefoon", "formulier": "formulier"}
_VELDEN = ("gemeente", "langs", "achternaam", "geboren", "ongeval")


def toon(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Show the empty form."""
    return _blad(wereld, vraag, [])


def neem_op(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Open a case of what was told; with faults the form is shown again."""
    form = {name: vraag.formulier.get(name, "").strip() for name in _VELDEN}
    today = vandaag(vraag.now)
    of = next((g for g in wereld.mijn(vraag) if g.code == form["gemeente"]), None)
    faults = _fouten(form, of, today)
    if of is None or faults:
        return _blad(wereld, vraag, faults)
    told = {
        "client": {
            "geslachtsnaam": form["achternaam"],
            "geboortedatum": {"datum": form["geboren"], "precisie": "dag"},
        },
        "ongeval": {"datum": {"datum": form["ongeval"] or None, "precisie": "dag"}},
    }
    number = _open(wereld, vraag, of, form["langs"], told)
    return Door(f"/zaken/{of.code}/{number}", f"De zaak is ingevoerd als {number}.")


def _open(wereld: Wereld, vraag: Verzoek, of: Gemeente, langs: str, told: Mapping[str, Any]) -> str:
    now = vraag.now.astimezone(UTC)
    row = {
        "dossiersleutel": secrets.token_hex(32),
        "gemeente": of.code,
        "behandelaar": of.wie(vandaag(vraag.now)),
        "status": OPEN,
        "geopend_op": now.replace(tzinfo=None, microsecond=0),
    }
    mark = Merker.van(wereld.settings.datasleutel).persoon(told)
    with wereld.archief.schrijven() as tx:
        number = zaken.volgend_nummer(tx, now.year)
        made = tx.execute(insert(zaak).values(**row, zaaknummer=number)).inserted_primary_key
        key = int(made[0]) if made else 0
        sealed = wereld.data.sluit(json.dumps(told).encode(), "aangifte", key)
        tx.execute(
            insert(aangifte).values(zaak_id=key, langs=langs, persoonmerk=mark, inhoud=sealed)
        )
        line = Daad(
            wie=vraag.bezoeker.naam,
            actie=Actie.INGEVOERD,
            zaaknummer=number,
            gemeente=of.code,
            code=f"per {langs}",
        )
        spoorboek.schrijf(tx, wereld.data, line, vraag.now)
    return number


def _fouten(form: Mapping[str, str], of: Gemeente | None, today: date) -> list[str]:
    born, happened = _dag(form["geboren"]), _dag(form["ongeval"])
    rules = (
        (of is None, "Kies een gemeente."),
        (form["langs"] not in LANGS, "Kies hoe de zaak is gemeld."),
        (not gevouwen(form["achternaam"][:200]), "Vul de achternaam in."),
        (born is None or born > today, "Vul de geboortedatum in."),
        (
            bool(form["ongeval"]) and (happened is None or happened > today),
            "Geef de dag van het ongeval, of laat die leeg.",
        ),
    )
    return [told for wrong, told in rules if wrong]


def _dag(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _blad(wereld: Wereld, vraag: Verzoek, fouten: list[str]) -> Uitkomst:
    html = {
        "gemeenten": wereld.mijn(vraag),
        "soorten": LANGS,
        "ingevuld": {name: vraag.formulier.get(name, "") for name in _VELDEN},
    }
    return Toon("invoeren.html", "Zaak invoeren", {"fouten": fouten}, html, 422 if fouten else 200)
