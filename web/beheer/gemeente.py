"""Gemeente: how it stands, its runs, its sources, its turns, what runs out, and whom to call."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from ledger import RunRow, Sleutelrij
from regres import Bucket
from settings import GemeenteInstelling
from settings.toestand import Toestand, toestand
from web.beheer.aftellen import aftellen
from web.beheer.bronnen import bronnen
from web.beheer.kaarten import ernst, verder
from web.beheer.nacht import merkje
from web.beheer.overzicht import BEHEER
from web.beheer.planning import planning
from web.look.blad import Toon, Verzoek
from web.look.tekening import dag, icoon
from web.wereld import Wereld, vandaag
from web.woorden import MERK, moment, weekdag

ROLLEN = BEHEER
_RUNS = 20


def gemeente(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show everything about one municipality that is no record of a client."""
    een, today, ledger = wereld.gemeente(vraag), vandaag(vraag.now), wereld.ledger
    code = een.identiteit
    stand = toestand(ledger, een, today)
    keys, rows = ledger.sleutels(code), ledger.runs(code, _RUNS)
    gegevens = {
        "gemeente": code,
        "naam": een.blok.naam,
        "status": _status(stand),
        "actief": _actief(een),
        "runs": [_run(row) for row in rows],
        "bronnen": list(bronnen(een, ledger.leesstanden(code), today)),
        "planning": list(planning(wereld.settings, code, vraag.now)),
        "aflopend": aftellen(wereld.settings, een, keys, stand.runs, today),
        "wortelsleutels": [_wortel(key) for key in keys if key.versie],
        "contact": een.blok.contactpersoon.model_dump(),
        "mail": list(een.blok.mail),
        "verwerking": een.blok.verwerking.model_dump(),
    }
    severity = {one.code: ernst(one) for one in stand.problemen}
    tekenen = _tekenen(vraag.now) | {"ernst": severity}
    return Toon("beheer/gemeente.html", een.blok.naam, gegevens, tekenen)


def _tekenen(now: datetime) -> dict[str, Any]:
    return {
        "moment": lambda when: moment(when, now),
        "dagwoord": dag,
        "weekdag": weekdag,
        "merk": lambda kind: icoon(MERK[kind]),
        "over": _over,
        "lees": date.fromisoformat,
        "verder": verder,
        "tijd": datetime.fromisoformat,
    }


def _status(stand: Toestand) -> dict[str, Any]:
    """Give what `status` tells, but for how silent it is: that looks at twelve weeks of runs."""
    told = stand.as_json()
    del told["stilte"]
    return told


def _actief(een: GemeenteInstelling) -> dict[str, Any] | None:
    made = een.blok.actief
    return made.model_dump() if made and een.blok.stand == "actief" else None


def _run(row: RunRow) -> dict[str, Any]:
    told = row.telling
    held = told.buckets[Bucket.QUARANTAINE] if told else None
    kind, word = merkje(row.resultaat, held)
    return {
        "run": row.id,
        "bron": row.bronset,
        "slot": row.slot,
        "dag": row.dag,
        "begonnen": row.begonnen,
        "resultaat": row.resultaat,
        "merk": kind,
        "woord": word,
        "gelezen": told.gelezen if told else None,
        "aangewezen": told.j if told else None,
        "klaargezet": told.buckets[Bucket.KLAARGEZET] if told else None,
        "quarantaine": held,
    }


def _wortel(key: Sleutelrij) -> dict[str, Any]:
    shown = asdict(key)
    return {name: shown[name] for name in ("versie", "sinds", "gestopt", "kopie_op")}


def _over(dagen: int) -> str:
    """Say how much time is left: "nog 43 dagen", "verlopen, 3 dagen geleden"."""
    if dagen < 0:
        return f"verlopen, {-dagen} {'dag' if dagen == -1 else 'dagen'} geleden"
    match dagen:
        case 0:
            return "vandaag voor het laatst"
        case 1:
            return "nog 1 dag"
    return f"nog {dagen} dagen"
