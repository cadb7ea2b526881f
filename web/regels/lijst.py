"""Ongevalsregels: each rule with its hits in 30 nights, and how often people agreed with it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from assessment import Regelset, regelzinnen
from ledger import Ledger, Regelmaat
from regres.telling import klein
from web.look.blad import Toon, Verzoek
from web.wachten.rollen import BEHEER
from web.wereld import Wereld, vandaag

NACHTEN = 30
#: Kind of rule -> its heading.
SOORTEN = {
    "velden": "Regels over velden",
    "tekens": "Tekens in velden",
    "notities": "Regels over notities",
}


def toon(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show every rule, the most counted first within its kind."""
    gegevens, tekenen = inhoud(wereld, vraag)
    return Toon("regels/lijst.html", "Ongevalsregels", gegevens, tekenen)


def inhoud(wereld: Wereld, vraag: Verzoek) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give what the page shows, with the box for a sentence left empty."""
    mine = {een.identiteit: een.blok.naam for een in wereld.van(vraag, BEHEER)}
    wanted = vraag.vraag.get("gemeente", "")
    chosen = {code for code in mine if wanted in {"", code}}
    since = vandaag(vraag.now) - timedelta(days=NACHTEN)
    counts = _maten(wereld.ledger, tuple(chosen), since, wereld.ledger.anchor().volgnummer)
    gegevens = {
        "gemeente": wanted,
        "nachten": NACHTEN,
        "versie": Regelset.laad().merk,
        # A count over many municipalities leaves them, so a small one could point at somebody.
        "onderdrukt": len(chosen) > 1,
        "regels": list(_regels(counts, weg=len(chosen) > 1)),
        "uitkomst": None,
    }
    keuzes = [("", "alle"), *sorted(mine.items(), key=lambda one: one[1])]
    return gegevens, {"gemeenten": keuzes, "soorten": SOORTEN, "tekst": "", "gemarkeerd": ""}


@lru_cache(maxsize=32)
def _maten(
    ledger: Ledger, gemeenten: tuple[str, ...], since: date, stand: int
) -> Mapping[str, Regelmaat]:
    """Ask the counts once for each end of the audit trail, which every run and decision moves.

    At 342 municipalities they stand in ten thousand runs. What handlers say is told one run late.
    """
    return ledger.regelmaten(gemeenten, since)


def _regels(counts: Mapping[str, Regelmaat], *, weg: bool) -> Iterator[dict[str, Any]]:
    every = list(regelzinnen())
    order = list(SOORTEN)
    every.sort(key=lambda one: (order.index(one.soort), -_van(counts, one.id).geteld, one.id))
    for rule in every:
        found = _van(counts, rule.id)
        yield {
            "regel": rule.id,
            "soort": rule.soort,
            "indicatie": rule.indicatie,
            "zin": rule.zin,
            **{
                name: klein(getattr(found, name)) if weg else getattr(found, name)
                for name in ("geteld", "ja", "nee", "verder", "niet_verder")
            },
            "precisie": _precisie(found),
        }


def _van(counts: Mapping[str, Regelmaat], rule: str) -> Regelmaat:
    return counts.get(rule, Regelmaat())


def _precisie(found: Regelmaat) -> int | None:
    """Give how many of a hundred judged records were an accident; None under five judgements."""
    judged = found.ja + found.nee
    return round(100 * found.ja / judged) if judged >= 5 else None
