"""What the ledger proves: keys, terms, who saw what, and the chain it all hangs on."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from ledger import AuditRegel, AuditVraag, Ledger
from regres.telling import klein
from settings import GemeenteInstelling, Settings
from settings.lijsten.auditspoor import regel_json
from settings.lijsten.bewaartekst import plan_json
from settings.sleutelbeheer.overzicht import ontvangers, wortels
from settings.sleutelbeheer.wissel import Plek

#: Actions in which a person saw something of, or about, somebody.
GEZIEN = frozenset({"uitleg", "subject_inzage", "subject_rectificatie", "herkenning_geopend"})
ALLES = 1_000_000
#: How many views are listed one by one; of all of them the counts are told.
_REGELS = 200


def sleutels(plek: Plek, vandaag: date) -> dict[str, Any]:
    """Give the inventory of keys: numbers, days and proofs; never a key or where it lies."""
    return {
        "wortels": [
            {
                "versie": key.versie,
                "stand": key.stand,
                "proef": key.proef,
                "plek": key.verwijzing.removeprefix("secret://").partition("/")[0],
                "sinds": _dag(key.sinds),
                "kopie_op": _dag(key.kopie_op),
            }
            for key in wortels(plek)
        ],
        "ontvanger": [
            {
                "kid": key.kid,
                "stand": how,
                "van": key.geldig_van.isoformat(),
                "tot_en_met": key.laatste.isoformat(),
            }
            for key, how in ontvangers(plek.settings, vandaag)
        ],
        "inzagesleutel": bool(plek.een.blok.inzagesleutel),
    }


def bewaring(settings: Settings, ledger: Ledger, now: datetime) -> dict[str, Any]:
    """Give each term with how much there is and how much is past it, and what was erased when."""
    found, terms = ledger.bewaarplan(settings.termijnen, now), settings.termijnen
    plan = plan_json(found, terms, ledger.klokstand(now))
    erased = ledger.audit_regels(AuditVraag(actie="gewist", aantal=20))
    return {
        "klok": plan["klok"],
        "soorten": {
            name: {
                "termijnen": kind["termijnen"],
                "aanwezig": str(klein(kind["aanwezig"])),
                "nu_te_wissen": str(klein(kind["nu_te_wissen"])),
            }
            for name, kind in plan["soorten"].items()
        },
        "gewist": [{"tijd": one["tijd"], "hash": one["hash"]} for one in map(regel_json, erased)],
    }


def inzien(ledger: Ledger, een: GemeenteInstelling) -> dict[str, Any]:
    """Give who saw what; people by a number of this report, for their names stand in the trail."""
    rows = gezien(ledger, een.identiteit, AuditVraag(aantal=ALLES), uitleg=True)
    who = {name: f"medewerker-{at}" for at, name in enumerate(_namen(rows), 1)}
    counts = Counter(wat(row) for row in rows)
    return {
        "aantallen": {name: str(klein(counts[name])) for name in sorted(GEZIEN)},
        "regels": [
            {
                "regel": row.volgnummer,
                "tijd": regel_json(row)["tijd"],
                "actie": wat(row),
                "wie": who[row.actor],
                "rol": row.oorsprong.removeprefix("rol:") if row.actie == "uitleg" else "",
                "hash": row.hash,
            }
            for row in rows[:_REGELS]
        ],
    }


def gezien(ledger: Ledger, code: str, vraag: AuditVraag, *, uitleg: bool) -> list[AuditRegel]:
    """Give the entries in which a person saw something of somebody, newest first.

    vraag   narrows by actor, van and tot
    uitleg  with who looked at an explanation: that names a role as its origin, and no municipality
    """
    asked = [
        replace(vraag, actie=actie, gemeente=code)
        for actie in ("subject_inzage", "subject_rectificatie", "besluit")
    ]
    asked += [replace(vraag, actie="uitleg")] if uitleg else []
    found = [row for one in asked for row in ledger.audit_regels(one) if wat(row) in GEZIEN]
    return sorted(found, key=lambda row: -row.volgnummer)


def keten(ledger: Ledger) -> dict[str, Any]:
    """Give the end of the audit trail and whether it is whole."""
    found, anchor = ledger.audit_toets(*ledger.ankers()), ledger.anchor()
    return {
        "heel": not found.problemen,
        "grootboek": anchor.ledger_id,
        "regel": anchor.volgnummer,
        "hash": anchor.hash,
        "ankers": found.ankers,
        "hersteld": len(found.hersteld),
        "problemen": sorted({problem.code for problem in found.problemen}),
    }


def wat(row: AuditRegel) -> str:
    """Give what was done: of a decision its kind, which stands as the result."""
    return row.resultaat if row.actie == "besluit" else row.actie


def _namen(rows: Iterable[AuditRegel]) -> Iterator[str]:
    """Give each name once, in the order in which they first looked."""
    yield from dict.fromkeys(row.actor for row in sorted(rows, key=lambda one: one.volgnummer))


def _dag(day: date | None) -> str | None:
    return day.isoformat() if day else None
