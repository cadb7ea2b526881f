"""Terms and what was erased, as values and as Dutch sentences."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from ledger import Bewaarplan, Bewaring, Klokstand, Termijnen

#: Kind -> what it is, and the terms that are counted for it.
SOORTEN: dict[str, tuple[str, tuple[str, ...]]] = {
    "voorzieningen": ("sleutels en ontvangstbewijzen", ("afgesloten", "hoogstens", "bezwaar")),
    "stubs": ("gesloten stubs", ("stubs",)),
    "beslissingen": ("beslissingen die gelden", ("beslissingen",)),
    "blokkades": ("opgeheven bezwaren", ("stubs",)),
    "aanleveringen": ("aangeleverde records die wachten", ("aanleveringen",)),
    "besluiten": ("logboek van besluiten", ("besluiten",)),
    "runs": ("runs", ("runs",)),
}
_KLOK = {
    Klokstand.GOED: "De klok klopt met de vorige keer.",
    Klokstand.EERSTE: "De eerste keer zet `retention apply` alleen de klok vast.",
    Klokstand.VOORUIT: "De klok is ver vooruit gesprongen: `retention apply` wist niets.",
    Klokstand.TERUG: "De klok loopt achter: `retention apply` wist niets.",
}


def klok_zin(clock: Klokstand) -> str:
    """Say whether the clock is believed."""
    return _KLOK[clock]


def plan_rijen(found: Bewaarplan, terms: Termijnen) -> Iterator[tuple[object, ...]]:
    """Give one row per kind."""
    for name, (told, counted) in SOORTEN.items():
        term = ", ".join(duur(getattr(terms, one)) for one in counted)
        yield told, term, found.totaal[name], found.aantallen[name]


def plan_json(found: Bewaarplan, terms: Termijnen, clock: Klokstand) -> dict[str, Any]:
    """Give the plan for machines; terms in days."""
    return {
        "schema": "regresbrug/bewaarplan/1",
        "klok": clock.name.lower(),
        "soorten": {
            name: {
                "termijnen": {one: getattr(terms, one).days for one in counted},
                "aanwezig": found.totaal[name],
                "nu_te_wissen": found.aantallen[name],
            }
            for name, (_, counted) in SOORTEN.items()
        },
    }


def bewaring_zinnen(done: Bewaring) -> Iterator[str]:
    """Say what was erased."""
    if done.eerste:
        yield "Dit was de eerste keer: de klok is vastgezet, er is niets gewist."
    elif not done.gewist:
        yield "Er was niets over de termijn."
    for name, count in done.gewist.items():
        yield f"Gewist: {count} x {SOORTEN[name][0]}."
    if not done.verdicht:
        yield "Een ander proces las mee: de laatste sporen verdwijnen bij de volgende keer."


def bewaring_json(done: Bewaring) -> dict[str, Any]:
    """Give the same for machines."""
    return {
        "schema": "regresbrug/bewaring/1",
        "eerste": done.eerste,
        "gewist": done.gewist,
        "verdicht": done.verdicht,
    }


def duur(term: timedelta) -> str:
    """Write a term: "90 dagen" or "5 jaar"."""
    return f"{term.days} dagen" if term.days <= 400 else f"{round(term.days / 365.25)} jaar"
