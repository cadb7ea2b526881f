"""Introduces a mapping to the rules: what judges its records, and whether its names exist."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from assessment import NoteFinding, Regelset
from mappings import Plan
from mappings.complaints import suggest
from pipeline import Route
from regres import ConfigProblem, Flag, Problem, Signal, Signals
from regres.berichten import Zin, bericht

if TYPE_CHECKING:
    from assessment.notities import Notitielezer


class Beoordelaar(NamedTuple):
    """What judges the records of a mapping: two fields of a Route."""

    assess: Callable[[Signals], Flag]
    luide: Callable[[Sequence[str]], Collection[int]]


def beoordelaar(regels: Regelset, plan: Plan) -> Beoordelaar:
    """Give what judges the signals of this mapping's records.

    Its reader of notes is built when the first filled note is met, not here. Raises ConfigProblem
    (A-0004) with every name of the mapping that these rules do not know.
    """
    if problems := tuple(vreemde_namen(regels, plan)):
        raise ConfigProblem(*problems)
    if not plan.leest_notities:
        return Beoordelaar(regels.combinatie.assess, lambda notities: ())
    lezer = Uitgesteld(regels, plan)
    return Beoordelaar(partial(regels.combinatie.assess, lezer=lezer), lezer.luide)


def lezer_van(regels: Regelset, plan: Plan) -> "Notitielezer":
    """Build a reader with a mapping's own terms and switches; raises ConfigProblem (A-0004)."""
    if problems := tuple(vreemde_namen(regels, plan)):
        raise ConfigProblem(*problems)
    return regels.lezer(plan.notitie.termen, [een.naam for een in plan.notitie.uit])


def met_regels(route: Route, plan: Plan, regels: Regelset) -> Route:
    """Give the same route with another mapping or other rules; raises ConfigProblem (A-0004)."""
    judge = beoordelaar(regels, plan)
    judged = replace(route, assess=judge.assess, luide=judge.luide)
    return replace(judged, plan=plan, regels=regels.verhaal, regelset=regels)


def vreemde_namen(regels: Regelset, plan: Plan) -> Iterator[Problem]:
    """Tell which groups and rules that a mapping names do not exist, each at its own place."""
    keuze = plan.notitie
    if not keuze.groepen and not keuze.uit:
        # The words of notes are read for this, a fifth of a second: not for a mapping without them.
        return
    namen = regels.namen()
    for soort, genoemd, bekend in (
        ("groep", keuze.groepen, namen.groepen),
        ("regel", keuze.uit, namen.regels),
    ):
        for een in genoemd:
            if een.naam not in bekend:
                yield _onbekend(soort, een.naam, str(een.plek), suggest(een.naam, bekend))


class Uitgesteld:
    """A reader of notes that is built at the first note."""

    def __init__(self, regels: Regelset, plan: Plan) -> None:
        self._regels, self._plan = regels, plan

    @cached_property
    def _lezer(self) -> "Notitielezer":
        return lezer_van(self._regels, self._plan)

    def read(self, notes: tuple[Signal, ...], peildag: date | None) -> NoteFinding:
        """Read the notes of one record."""
        return self._lezer.read(notes, peildag)

    def luide(self, notities: Sequence[str]) -> Collection[int]:
        """Give the places of the notes that may say something."""
        return self._lezer.luide(notities)


def _onbekend(soort: str, naam: str, plek: str, voorstel: Zin) -> Problem:
    case = f"mapping_{soort}"
    return bericht("A-0004", case, waar=plek, mapping=plek, naam=naam, voorstel=voorstel)
