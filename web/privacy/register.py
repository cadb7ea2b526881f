"""Privacy: what is kept and until when; and of one municipality its register and its keys."""

import os
from datetime import timedelta
from typing import Any

from privacy import Kluis
from regres.telling import klein
from settings.avg.bewijs import sleutels
from settings.avg.register import dpia, register, stroom
from settings.lijsten.bewaartekst import SOORTEN, duur, klok_zin
from settings.sleutelbeheer.wissel import Plek
from web.look.blad import Toon, Verzoek
from web.look.rollen import Rol
from web.look.tekening import dag
from web.wachten.doen import of_mis
from web.wereld import Wereld, vandaag

#: The calendar looks so many days ahead.
STRAKS = (0, 30, 365)
#: Counting goes past every run there is: with more of them it is done when somebody asks for it.
METEEN = 1000


def begin(wereld: Wereld, rollen: frozenset[Rol], vraag: Verzoek) -> Toon:
    """Show the terms with what is erased when, and the municipalities with a register."""
    mine = wereld.van(vraag, rollen)
    gegevens = {
        "gemeenten": [
            {
                "gemeente": een.identiteit,
                "naam": een.blok.naam,
                "stand": een.blok.stand,
                "inzagelog": vraag.bezoeker.mag(frozenset({Rol.FG}), een.identiteit),
            }
            for een in mine
        ],
        "dagen": list(STRAKS),
        "bewaren": _kalender(wereld, vraag) if _tel(wereld, vraag) else None,
        "klok": klok_zin(wereld.ledger.klokstand(vraag.now)),
        "auditregels": wereld.ledger.anchor().volgnummer,
    }
    return Toon("privacy/begin.html", "Privacy", gegevens, {"dag": dag})


def gemeente(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show the register (AVG art. 30), the choices that weigh, and the keys: as `report avg`."""
    een = wereld.gemeente(vraag)
    kluis = Kluis(os.environ, wereld.settings.config)
    plek = Plek(wereld.settings, een, kluis, wereld.ledger, vraag.now)
    with of_mis():
        gegevens: dict[str, Any] = {
            "gemeente": een.identiteit,
            "naam": een.blok.naam,
            "register": register(wereld.settings, een),
            "dpia": dpia(een),
            "stroom": stroom(wereld.settings, een),
            "sleutels": sleutels(plek, vandaag(vraag.now)),
            "inzagelog": vraag.bezoeker.mag(frozenset({Rol.FG}), een.identiteit),
        }
    return Toon("privacy/gemeente.html", f"Privacy, {een.blok.naam}", gegevens)


def _tel(wereld: Wereld, vraag: Verzoek) -> bool:
    """Tell whether the calendar is counted: at once when that is quick, else when asked for."""
    return vraag.vraag.get("kalender") == "tel" or wereld.ledger.laatste_run() <= METEEN


def _kalender(wereld: Wereld, vraag: Verzoek) -> list[dict[str, Any]]:
    """Give of each kind its term, how much there is, and how much is past it by then."""
    terms = wereld.settings.termijnen
    plans = [wereld.ledger.bewaarplan(terms, vraag.now + timedelta(days=d)) for d in STRAKS]
    # One count for all municipalities: a small one could point at somebody of another.
    told_as = klein if len(wereld.settings.gemeenten) > 1 else int
    return [
        {
            "soort": name,
            "wat": told,
            "termijn": ", ".join(duur(getattr(terms, one)) for one in counted),
            "aanwezig": told_as(plans[0].totaal[name]),
            "te_wissen": [told_as(plan.aantallen[name]) for plan in plans],
        }
        for name, (told, counted) in SOORTEN.items()
    ]
