"""What a mapping knows of its columns: what their cells may look like, and where they are named.

A door asks this when a header is not as it was, to propose which column was renamed to what, and
how the mapping would say so. It is asked for one cell at a time and keeps none.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Final

from mappings.canonical import Soort
from mappings.complaints import Plek
from mappings.document import Blok, Lijst, Node, Tekst
from mappings.reading import Delen
from regres import Fields, Misfit
from regres.layouts import kolomnaam, yaml_tekst
from regres.waarde import dataclass

#: Fields that take any text say nothing of which column it is.
_ZEGT_NIETS: Final = frozenset({Soort.TEKST, Soort.TOEDRACHT})
_TABELLEN: Final = frozenset({"vlag", "derde", "code"})
#: Keys whose text names a column, and those under which a `kolom` is a word of the source.
_NAMEN: Final = ("kolom", "aantal")
_WOORDEN: Final = ("waarden", "vervangen", "ja_nee", "termen", "toetsen")

_Waarde = Callable[[Fields], object]


class _Cel:
    """A record of which only one cell is known; no dataclass, for one is made of each date."""

    __slots__ = ("adres", "tekst")

    def __init__(self, adres: str, tekst: str) -> None:
        self.adres, self.tekst = adres, tekst

    def text(self, adres: str) -> str:
        return self.tekst if adres == self.adres else ""

    def onvolledig(self, adres: str) -> str:
        del adres
        return ""

    def geheel(self, adressen: Sequence[str]) -> bytes | None:
        del adressen
        return None


@dataclass(frozen=True, slots=True)
class Kolomkennis:
    """The columns of one mapping.

    lezers   column -> what reads it, of fields that do not take just any text
    plekken  column name -> every place in the mapping that names it
    bron     file -> its lines, to write a changed one
    eigen    the mapping itself; a place elsewhere stands in its basis
    """

    lezers: Mapping[str, tuple[_Waarde, ...]]
    plekken: Mapping[str, tuple[Plek, ...]]
    bron: Mapping[str, tuple[str, ...]] = field(repr=False)
    eigen: str

    def zegt_iets(self, adres: str) -> bool:
        """Tell whether not every text would do for this column."""
        return adres in self.lezers

    def past(self, adres: str, tekst: str) -> bool:
        """Tell whether the mapping can read a text as this column's."""
        cel = _Cel(adres, tekst)
        return not any(isinstance(lees(cel), Misfit) for lees in self.lezers.get(adres, ()))

    def regels(self, kolom: str, naam: str) -> tuple[str, ...]:
        """Give each line that must change when a column is called `naam` now: file:line: text.

        Of a column that only the basis names, the line that is to be added.
        """
        places = self.plekken.get(kolom, ())
        own = [self._regel(plek, kolom, naam) for plek in places if plek.bestand == self.eigen]
        found = tuple(dict.fromkeys(line for line in own if line))
        if found or not places:
            return found
        file = "/".join(self.eigen.split("/")[-2:])
        return (f"{file}: kolomnamen: {{{yaml_tekst(kolom)}: {yaml_tekst(naam)}}}",)

    def _regel(self, plek: Plek, kolom: str, naam: str) -> str:
        lines = self.bron.get(plek.bestand, ())
        line = lines[plek.regel - 1] if plek.regel <= len(lines) else ""
        before, rest = line[: plek.kolom - 1], line[plek.kolom - 1 :]
        written = next((way for way in _schrijfwijzen(kolom) if rest.startswith(way)), "")
        # A whole header in one text is too long to repeat.
        changed = before + yaml_tekst(naam) + rest[len(written) :]
        line = changed if written else f"kopregel: …{naam}…"
        return f"{plek.kort.rpartition(':')[0]}: {line.strip()}"


def kolomkennis(blok: Blok, delen: Delen, bron: Mapping[str, tuple[str, ...]]) -> Kolomkennis:
    """Gather what a compiled mapping knows of its columns."""
    readers: dict[str, list[_Waarde]] = {}
    for pad, lezer in delen.lezers():
        if lezer.adres and (pad in _TABELLEN or lezer.veld.soort not in _ZEGT_NIETS):
            readers.setdefault(lezer.adres, []).append(lezer.waarde)
    places: dict[str, list[Plek]] = {}
    for name, plek in _plekken(blok):
        places.setdefault(name, []).append(plek)
    return Kolomkennis(
        {adres: tuple(found) for adres, found in readers.items()},
        {name: tuple(found) for name, found in places.items()},
        bron,
        blok.plek.bestand,
    )


def _plekken(node: Node, key: str = "") -> Iterator[tuple[str, Plek]]:
    """Yield every column name with its place; of a header in one text all of its names."""
    match node:
        case Blok() if key not in _WOORDEN:
            for name, part in node.delen.items():
                yield from _plekken(part, name)
        case Lijst():
            for part in node.delen:
                yield from _plekken(part, key)
        case Tekst() if key in (*_NAMEN, "kopregel") and node.waarde:
            yield kolomnaam(node.waarde), node.plek
            if key == "kopregel":
                for name in re.split(r"[;,\t|]", node.waarde):
                    yield kolomnaam(name.strip().strip("\"'")), node.plek


def _schrijfwijzen(kolom: str) -> tuple[str, ...]:
    doubled = kolom.replace("'", "''")
    return (f"'{doubled}'", f'"{kolom}"', kolom)
