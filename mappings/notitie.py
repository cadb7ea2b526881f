"""`termen:` and `uit:` of a note: what a municipality adds to the rules of notes, or takes away.

Whether a group or rule exists is not known here: `settings` introduces these names to the rules.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field

from mappings.complaints import Plek
from mappings.document import Blok, Lijst, Node
from mappings.workbench import Werkbank
from regres.berichten import zin
from regres.waarde import dataclass

#: Words of letters, digits and the signs inside words; a * for any beginning or ending.
_TERM = re.compile(r"\A\*?[^\W_]([\w .'’&/+-]*[^\W_])?\.?\*?\Z")
_LANGSTE = 60
_KORTSTE = 3


@dataclass(frozen=True, slots=True)
class Naam:
    """A name of the rules, and where the mapping writes it."""

    naam: str
    plek: Plek


@dataclass(frozen=True, slots=True)
class Notitiekeuze:
    """What a mapping adds to the rules of notes.

    groepen  groups that get terms of their own; `termen` holds these terms by group
    uit      groups, combinations and rules that do not count here
    """

    groepen: tuple[Naam, ...] = ()
    uit: tuple[Naam, ...] = ()
    termen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def compile_keuze(blokken: Iterable[Blok], werk: Werkbank) -> Notitiekeuze:
    """Compile what all notes of a mapping say together: it holds for each of them."""
    groepen: list[Naam] = []
    uit: list[Naam] = []
    termen: dict[str, tuple[str, ...]] = {}
    for blok in blokken:
        if "termen" in blok.delen:
            for naam, woorden in _termen(blok.delen["termen"], werk):
                groepen.append(naam)
                termen[naam.naam] = termen.get(naam.naam, ()) + woorden
        if "uit" in blok.delen:
            uit += _uit(blok.delen["uit"], werk)
    return Notitiekeuze(tuple(groepen), tuple(uit), termen)


def _termen(node: Node, werk: Werkbank) -> Iterable[tuple[Naam, tuple[str, ...]]]:
    blok = werk.blok(node, "`termen:`")
    for groep, deel in blok.delen.items() if blok else ():
        woorden = werk.teksten(deel, zin("groep_van", blok="termen"))
        goed = tuple(woord for woord, plek in woorden if _is_term(woord, plek, werk))
        yield Naam(groep, blok.sleutels[groep] if blok else node.plek), goed


def _is_term(woord: str, plek: Plek, werk: Werkbank) -> bool:
    letters = sum(teken.isalnum() for teken in woord)
    if _TERM.match(woord) and letters >= _KORTSTE and len(woord) <= _LANGSTE:
        return True
    werk.meld("M-0024", plek)
    return False


def _uit(node: Node, werk: Werkbank) -> Iterable[Naam]:
    for deel in node.delen if isinstance(node, Lijst) else (node,):
        blok = werk.blok(deel, zin("regel_van", blok="uit"))
        if blok is None:
            continue
        werk.bekend(blok, ("regel", "waarom"), "`uit:`")
        werk.verplicht(blok, ("regel", "waarom"), "`uit:`")
        naam = werk.tekst(blok.delen["regel"], "`regel:`") if "regel" in blok.delen else None
        if "waarom" in blok.delen:
            werk.tekst(blok.delen["waarom"], "`waarom:`")
        if naam is not None:
            yield Naam(naam, blok.delen["regel"].plek)
