"""Walks one municipality: configuration, keys, clock, per source mapping and door, then out."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from mappings import Plan
from privacy import Kluis
from regres import KeyProblem, Problem, RegresbrugError
from settings.agreement import GemeenteInstelling
from settings.doors import Stekker
from settings.keuring import configuratie, klok, mapping, sleutels
from settings.keuring.advies import advies
from settings.keuring.stap import (
    Advies,
    Deel,
    Stap,
    Uitkomst,
    fout,
    gelukt,
    niet_geprobeerd,
)
from settings.keuring.verbinding import (
    bron_stappen,
    mail_stappen,
    retour_stappen,
    sink_stappen,
    werklijst_stap,
)
from settings.keuring.wereld import Wereld
from settings.keys import ontvangers_van
from settings.load import Settings
from settings.plug import aansluiten

#: The parts without which no run begins; a source that does not answer is tried by the run itself.
_NODIG = frozenset({Deel.CONFIG, Deel.SLEUTELS, Deel.MAPPING})


def keur(
    settings: Settings,
    een: GemeenteInstelling,
    wereld: Wereld,
    delen: Collection[Deel] = tuple(Deel),
    bronnen: Collection[str] = (),
) -> Iterator[Stap]:
    """Give every step of the parts asked for, as it is walked; nothing is sent or kept.

    bronnen  only these sources; () = all of them

    A step that fails keeps only those from being tried that depend on it: a key that lacks says
    nothing of a certificate. No step raises RegresbrugError.
    """
    kluis = Kluis(wereld.omgeving, settings.config)
    asked = wereld.tijdstip(een.identiteit)
    stekker = Stekker(settings, een, kluis, wereld.klok, asked)
    asked_for = [naam for naam in een.blok.bronnen if not bronnen or naam in bronnen]
    for stap in _alle(stekker, wereld, delen, asked_for):
        yield _leesbaar(stap, settings.config, een.bestand)


def _alle(
    stekker: Stekker, wereld: Wereld, delen: Collection[Deel], bronnen: Collection[str]
) -> Iterator[Stap]:
    failed = ""
    for stap in _delen(stekker, wereld, delen, bronnen):
        needed = stap.deel in _NODIG or stap.naam == "instellingen"
        if stap.uitkomst is Uitkomst.FOUT and needed:
            failed = failed or stap.naam
        yield stap
    if set(delen) == set(Deel):
        yield _aangesloten(stekker, wereld, failed)


def _aangesloten(stekker: Stekker, wereld: Wereld, failed: str) -> Stap:
    """Plug everything in as a run does: what no step above thought of shows here."""
    naam, plek = "een run kan beginnen", stekker.een.blok.naam
    if failed:
        return niet_geprobeerd(Deel.CONFIG, plek, naam, f"wacht op: {failed}")
    try:
        aansluiten(stekker.settings, stekker.een, wereld.klok, wereld.omgeving).close()
    except RegresbrugError as wrong:
        return fout(Deel.CONFIG, plek, naam, wrong.exit_code, *wrong.problems)
    return gelukt(Deel.CONFIG, plek, naam, "alles is aan elkaar te sluiten")


def _delen(
    stekker: Stekker, wereld: Wereld, delen: Collection[Deel], bronnen: Collection[str]
) -> Iterator[Stap]:
    settings, een = stekker.settings, stekker.een
    dicht = False
    for stap in configuratie.stappen(settings, een, wereld) if Deel.CONFIG in delen else ():
        dicht = dicht or (stap.naam == "logboek" and stap.uitkomst is not Uitkomst.GELUKT)
        yield stap
    if Deel.SLEUTELS in delen:
        yield from sleutels.stappen(stekker, wereld)
    if Deel.KLOK in delen:
        yield from klok.stappen(wereld, een.blok.naam)
    for naam in bronnen:
        yield from _bron(stekker, naam, wereld, delen, dicht)
    if Deel.SINK in delen:
        yield from sink_stappen(stekker, _kids(settings), wereld)
        yield from werklijst_stap(stekker)
        yield from retour_stappen(stekker, wereld)
    if Deel.MAIL in delen:
        yield from mail_stappen(stekker, wereld, gevraagd=set(delen) != set(Deel))


def _bron(
    stekker: Stekker, naam: str, wereld: Wereld, delen: Collection[Deel], dicht: bool
) -> Iterator[Stap]:
    """Walk a mapping and its source; without its mapping a source cannot be asked anything."""
    if not {Deel.MAPPING, Deel.BRON} & set(delen):
        return
    plannen: dict[str, Plan] = {}
    steps = list(mapping.stappen(stekker, naam, plannen))
    if Deel.MAPPING in delen or naam not in plannen:
        yield from steps
    if Deel.BRON in delen:
        yield from bron_stappen(stekker, naam, plannen.get(naam), wereld, dicht)


def _kids(settings: Settings) -> tuple[str, ...]:
    """Give the key ids that meldingen are sealed for; none when the keys themselves are wrong."""
    try:
        keys = ontvangers_van(settings)
    except KeyProblem:
        return ()
    return tuple(one.kid for one in keys.sleutels)


def _leesbaar(stap: Stap, config: Path, bestand: str) -> Stap:
    """Let places count from config/, and say whom to call when the step itself did not.

    A problem without a place of its own stands in the municipality's file.
    """
    found = (_vanaf(problem, config) for problem in stap.problemen)
    problems = tuple(replace(problem, waar=problem.waar or bestand) for problem in found)
    call = stap.advies
    if stap.uitkomst in (Uitkomst.FOUT, Uitkomst.LET_OP) and call == Advies() and problems:
        call = advies(stap.deel.value, stap.naam, "")
    return replace(stap, problemen=problems, advies=call)


def _vanaf(problem: Problem, config: Path) -> Problem:
    start = f"{config}/"
    return replace(
        problem,
        waar=problem.waar.replace(start, "") or problem.waar,
        mapping=problem.mapping.replace(start, ""),
    )
