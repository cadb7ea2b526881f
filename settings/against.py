"""The other side of `preview --against`: the same source by another mapping or by other rules."""

from dataclasses import replace
from pathlib import Path

import mappings
from assessment import Regelset, regelbestand
from pipeline import Route
from regres import UsageProblem
from regres.berichten import bericht
from settings.notities import met_regels
from settings.proefbestand import bestand


def tegenover(route: Route, pad: Path, file: Path | None) -> Route:
    """Give the same route by what stands at a path.

    A folder with rule files or one rule file gives other rules, with ours for what is missing; any
    other file is a mapping. With the same layout the door stays the same one.

    file  what `route` reads, when that is a file on this machine: it can be read again

    Raises ConfigProblem for what is wrong in the mapping or the rules, UsageProblem (C-0010) when
    the source itself would have to be read otherwise.
    """
    if pad.is_dir() or regelbestand(pad):
        return met_regels(route, route.plan, Regelset.laad(pad))
    other = met_regels(route, mappings.load(pad), route.regelset)
    if other.plan.layout == route.plan.layout:
        return other
    if file is None:
        raise UsageProblem(bericht("C-0010", naam=other.plan.naam))
    return replace(other, connector=bestand(route.gemeente.gemeentecode, other.plan, file))
