"""The mapping of one source: can it be read, does it fit, do its names exist, its tests hold?"""

from collections.abc import Callable, Iterator

from assessment import Regelset
from mappings import Plan
from regres import ConfigProblem, CsvLayout
from settings.doors import Stekker, layout_van
from settings.keuring.stap import Deel, Stap, fout, gelukt, niet_geprobeerd
from settings.notities import beoordelaar
from settings.plug import plan_van

_EXIT = ConfigProblem.exit_code


def stappen(stekker: Stekker, naam: str, plannen: dict[str, Plan]) -> Iterator[Stap]:
    """Walk the mapping of this source; a plan that can be used comes into `plannen`."""
    plek = f"{stekker.een.blok.naam}/{naam}"
    tried: tuple[tuple[str, Callable[[], str]], ...] = (
        ("mapping", lambda: _lees(stekker, naam, plannen)),
        ("soort", lambda: _past(stekker, naam, plannen)),
        ("notitieregels", lambda: _regels(plannen[naam])),
        ("toetsen", lambda: _toets(plannen[naam])),
    )
    failed = ""
    for stap, look in tried:
        if failed:
            yield niet_geprobeerd(Deel.MAPPING, plek, stap, f"wacht op: {failed}")
            continue
        try:
            yield gelukt(Deel.MAPPING, plek, stap, look())
        except ConfigProblem as wrong:
            plannen.pop(naam, None)
            failed = stap
            yield fout(Deel.MAPPING, plek, stap, _EXIT, *wrong.problems)


def _lees(stekker: Stekker, naam: str, plannen: dict[str, Plan]) -> str:
    plan = plannen[naam] = plan_van(stekker.settings, stekker.een.blok.bronnen[naam])
    return f"{plan.naam}: {_omvang(plan)}"


def _omvang(plan: Plan) -> str:
    if isinstance(plan.layout, CsvLayout):
        return f"{len(plan.layout.kolommen)} kolommen"
    return f"{len(plan.layout.adressen)} adressen"


def _past(stekker: Stekker, naam: str, plannen: dict[str, Plan]) -> str:
    layout_van(stekker, naam, plannen[naam])
    return f"past bij een bron van soort {stekker.een.blok.bronnen[naam].soort}"


def _regels(plan: Plan) -> str:
    beoordelaar(Regelset.laad(), plan)
    if plan.leest_notities:
        return "eigen termen en uitgezette regels bestaan"
    return "deze mapping leest geen notities"


def _toets(plan: Plan) -> str:
    plan.bewijs()
    count = len(plan.toets())
    return f"geslaagd: {count}" if count else "er staan geen toetsen in de mapping"
