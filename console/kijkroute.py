"""Which source is looked at: a municipality's own, or a file, by its mapping or by another."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline import Route, Slot
    from pipeline.preview import Droog
    from settings import GemeenteInstelling, Settings


def kijkroute(
    config: Path,
    gemeente: str | None,
    bron: str | None,
    file: Path | None,
    mapping: Path | None,
) -> tuple["Route", "Slot", "Droog"]:
    """Give the route, its slot, and a memory of what was sent before and what people decided."""
    if gemeente is not None or file is None or mapping is None:
        return _van_gemeente(config, gemeente, bron, file, mapping)
    import scheduler
    from pipeline.preview import Droog
    from pipeline.slots import nacht
    from settings.trial import losse_route

    return losse_route(mapping, file), nacht(scheduler.vandaag(scheduler.utc_now)), Droog()


def _van_gemeente(
    config: Path,
    gemeente: str | None,
    bron: str | None,
    file: Path | None,
    mapping: Path | None,
) -> tuple["Route", "Slot", "Droog"]:
    """Plug the municipality in, with the file or mapping that was given in place of its own."""
    import os
    from dataclasses import replace

    import mappings
    import scheduler
    from console.opening import settings_of, tijdstip_van
    from privacy import Kluis
    from settings import aansluiten
    from settings.doors import Stekker
    from settings.notities import met_regels
    from settings.plug import met_mapping
    from settings.proefbestand import bestand
    from settings.trial import geen_zegel

    settings = settings_of(config)
    een = een_van(settings.kies([gemeente] if gemeente else []))
    numbers = tijdstip_van(settings, een.identiteit)
    line = aansluiten(
        settings,
        een,
        scheduler.utc_now,
        tijdstip=numbers,
        alleen_lezen=True,
        dicht=file is not None,
    )
    line.close()
    name = _een_bron(bron, line.bronnen, file)
    source = line.bronnen[name]
    route = source.route
    if mapping and file:
        route = met_regels(route, mappings.load(mapping), route.regelset)
    elif mapping:
        kluis = Kluis(os.environ, settings.config)
        plug = Stekker(settings, een, kluis, scheduler.utc_now, numbers)
        route = met_mapping(plug, source, mappings.load(mapping))
    if file:
        door = bestand(een.blok.gemeentecode, route.plan, file, een.blok.bronnen[name])
        route = replace(route, connector=door)
    route = replace(route, sealer=geen_zegel)
    (slot,) = source.slots(scheduler.vandaag(scheduler.utc_now))
    return route, slot, _geheugen(settings, een.identiteit)


def _geheugen(settings: "Settings", gemeente: str) -> "Droog":
    """Give what is known, decided and objected to; opening a ledger could make one."""
    from console.opening import ledger_of
    from pipeline.preview import Droog

    if not settings.grootboekbestand.exists():
        return Droog()
    with ledger_of(settings) as ledger:
        known = (ledger.standen(gemeente), ledger.besluiten(gemeente))
        return Droog(*known, ledger.blokkades(gemeente))


def een_van(found: Iterable["GemeenteInstelling"]) -> "GemeenteInstelling":
    """Give the one municipality that was chosen; UsageProblem (C-0004) when it is not one."""
    chosen = list(found)
    if len(chosen) != 1:
        from regres import UsageProblem
        from regres.berichten import bericht

        names = ", ".join(een.blok.naam for een in chosen)
        raise UsageProblem(bericht("C-0004", namen=names))
    return chosen[0]


def _een_bron(asked: str | None, known: Any, file: Path | None) -> str:
    """Choose the source: with a file the one whose mapping reads such files."""
    from regres import CsvLayout, UsageProblem
    from regres.berichten import bericht
    from settings.proefbestand import is_xml

    names: list[str] = list(known)
    xml = file is not None and is_xml(file)
    fits = [
        name
        for name in names
        if file is None or isinstance(known[name].route.plan.layout, CsvLayout) is not xml
    ]
    chosen = [name for name in (fits if asked is None else names) if asked in (None, name)]
    if len(chosen) != 1:
        raise UsageProblem(bericht("C-0002", "een", namen=", ".join(names)))
    return chosen[0]
