"""One record of a preview, found by its line, and explained."""

import re
from pathlib import Path

import scheduler
from console.opening import settings_of
from console.options import Format
from console.personen import Kijker, Lezer, kijkend
from console.tell import show_problems
from console.uitlegbron import bekend_json, leg_vast
from console.uitlegtekst import toon
from pipeline import Route, Slot
from pipeline.explanation import op_plaats, zoek
from pipeline.preview import Droog
from pipeline.verantwoording import Lezing
from regres import Problem, UsageProblem
from regres.berichten import bericht
from settings.trial import GEEN_GEMEENTE

_PLEK = re.compile(r"\A(?:([0-9]{1,9}):)?([0-9]{1,9})\Z", re.ASCII)


def toon_record(
    route: Route, slot: Slot, geheugen: Droog, kijker: Kijker, config: Path, format: Format
) -> int:
    """Explain the record on a line of the sample; for a consulent and the fg that is noted.

    Raises UsageProblem: no line (C-0035), or a role that needs a name without one (C-0033).
    """
    bericht, regel = _plek(kijker.regel)
    named = kijker.rol is not Lezer.BEHEER
    door = kijkend(kijker.wie, kijker.rol) if named else None
    now = scheduler.utc_now()
    today = scheduler.vandaag(lambda: now)
    with Lezing(route.logboek, scheduler.utc_now):
        found = zoek(route, slot, op_plaats(regel, bericht), geheugen, now, today)
    if found is None:
        show_problems([_niet_daar(kijker.regel)])
        return 1
    if route.gemeente.identiteit != GEEN_GEMEENTE:
        settings, referentie = settings_of(config), found["referentie"] or ""
        found["grootboek"] = bekend_json(settings, route.gemeente.identiteit, referentie)
        if door is not None:
            leg_vast(settings, referentie, "getoond", door, now)
    toon(found, kijker.rol.value, format)
    return 0


def _plek(text: str) -> tuple[str, int]:
    place = _PLEK.match(text.strip())
    if place is None:
        raise UsageProblem(bericht("C-0035"))
    return place[1] or "", int(place[2])


def _niet_daar(regel: str) -> Problem:
    return bericht("C-0034", regel=regel.strip())
