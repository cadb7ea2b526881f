"""The official sets in config/wsdl: pinning one, and checking those that are configured."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from connectors.schemaset import Schemabron, bereken, schrijf_lijst
from connectors.schemaset.pinnen import lees_map, pin
from regres import ConfigProblem, Problem, UsageProblem
from regres.berichten import bericht
from settings.load import Settings


@dataclass(frozen=True, slots=True)
class Vastgelegd:
    """A set that was pinned: its list, how many files it has, and what the configuration takes."""

    lijst: str
    bestanden: int
    pin: str


def leg_vast(config: Path, naam: str) -> Vastgelegd:
    """Write the list of a set beside its folder.

    Raises:
        UsageProblem: the name is none of a folder in wsdl/.
        ConfigProblem: the folder is no set.

    """
    source = Schemabron(config / "wsdl" / naam, "")
    if Path(naam).name != naam or naam in {"", ".", ".."}:
        raise UsageProblem(bericht("C-0242", waar=naam))
    written = schrijf_lijst(bereken(lees_map(source.map, source.waar)))
    # Aside and then renamed: a list that was half written would refuse every read.
    beside = source.lijst.with_name(f".{source.lijst.name}.nieuw")
    beside.write_bytes(written)
    os.replace(beside, source.lijst)
    return Vastgelegd(f"{source.waar}.sha256", len(written.splitlines()), pin(written))


@dataclass(frozen=True, slots=True)
class Keurstand:
    """One set after checking; `zin` is what a person reads of it."""

    naam: str
    zin: str
    problemen: tuple[Problem, ...] = ()


def gekeurd(settings: Settings, namen: Iterable[str]) -> Iterator[Keurstand]:
    """Check the sets with these names, or all that the configuration names.

    Raises:
        UsageProblem: a set that the configuration does not name.

    """
    known = settings.dienst.wsdl
    asked = tuple(namen)
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise UsageProblem(*(bericht("C-0242", "onbekend", waar=name) for name in unknown))
    for name in asked or known:
        yield _keur(Schemabron(settings.pad(f"wsdl/{name}"), known[name]), name)


def _keur(source: Schemabron, naam: str) -> Keurstand:
    try:
        found = source.open()
    except ConfigProblem as wrong:
        return Keurstand(naam, "niet zoals vastgelegd", wrong.problems)
    problems: list[Problem] = []
    loaded, asked = 0, 0
    for wsdl in found.wsdls:
        try:
            asked += len(found.operaties(wsdl))
            loaded += 1
        except ConfigProblem as wrong:
            problems += wrong.problems
    zin = (
        f"{len(found.bestanden)} bestanden zoals vastgelegd; {loaded} van {len(found.wsdls)} "
        f"WSDL's geladen, {asked} operaties"
    )
    return Keurstand(naam, zin, tuple(dict.fromkeys(problems)))
