"""Counts per column of one read: how much is empty, how dates look, what is in no value table.

Only counts and shapes of digits come out; they are kept with the run, to see what changed since.
Memory is one batch of rows and a few numbers a column.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from mappings.canonical import Soort
from mappings.plan import Plan
from mappings.problems import vorm
from regres import CsvLayout, Fields, Rijblok, Row
from regres.layouts import Kolomkennis, lijkt_naam

_BATCH: Final = 500
#: Dates are looked at in the first batches, and in one of ten after these.
_EERSTE: Final = 10
_ELKE: Final = 10
_VORMEN: Final = 12
_VREEMD: Final = 100
#: How often a word that no table knows must come before it may be shown.
_VAAK: Final = 5
_NEGENS = str.maketrans("012345678", "9" * 9)
_DATUMTEKENS: Final = frozenset("9-/.: TZ+")
_DATUM: Final = frozenset({Soort.DATUM, Soort.DAG})
_LIJST: Final = frozenset({Soort.KEUZE, Soort.VINK, Soort.PRODUCTCATEGORIE})
_TABELLEN: Final = frozenset({"vlag", "derde", "code"})


@dataclass(slots=True)
class Kolomstand:
    """The counts of one column.

    soort      "datum", "lijst" or "tekst"
    bekeken    filled cells of which was looked whether the mapping can read them
    vreemd     of these, cells that it cannot read
    vormen     dates: shape -> cells
    onbekend   words that the table lacks, in memory only
    """

    soort: str
    rijen: int = 0
    leeg: int = 0
    bekeken: int = 0
    vreemd: int = 0
    vormen: Counter[str] = field(default_factory=Counter)
    onbekend: Counter[str] = field(default_factory=Counter, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Give what may be kept: counts, and for dates how they look."""
        found: dict[str, Any] = {"soort": self.soort, "rijen": self.rijen, "leeg": self.leeg}
        if self.soort != "tekst":
            found |= {"bekeken": self.bekeken, "vreemd": self.vreemd}
        if self.soort == "datum":
            found["vormen"] = dict(self.vormen.most_common())
        return found


class Kolomteller:
    """Counts the columns that a mapping reads while their file goes by."""

    def __init__(self, plan: Plan) -> None:
        self._open = plan.openbaar()
        layout = plan.layout
        self._kennis = layout.kennis if isinstance(layout, CsvLayout) else None
        kinds = _soorten(plan) if isinstance(layout, CsvLayout) else _van_elk(plan)
        self.kolommen = {adres: Kolomstand(kind) for adres, kind in kinds.items()}
        self.kop: tuple[str, ...] = ()
        self._rijen: list[Row] = []
        self._batches = 0

    def zie_blok(self, blok: Rijblok) -> None:
        """Count the rows of a block."""
        self._tel()
        self._tel_blok(blok)

    def zie(self, fields: Fields) -> None:
        """Count one record."""
        if isinstance(fields, Row):
            self._rijen.append(fields)
            if len(self._rijen) == _BATCH:
                self._tel()
            return
        # An XML object is there until the next one comes: it is looked at now, and only for what
        # is read of every record anyway.
        for adres, stand in self.kolommen.items():
            stand.rijen += 1
            stand.leeg += not fields.text(adres).strip()

    def as_json(self) -> dict[str, Any]:
        """Give the header and the counts; {} when nothing was read. XML has no header."""
        self._tel()
        if not any(stand.rijen for stand in self.kolommen.values()):
            return {}
        counts = {adres: one.as_json() for adres, one in self.kolommen.items()}
        known = self.kolommen.keys()
        shown = [
            name if name in known or lijkt_naam(name) else f"nr. {place}"
            for place, name in enumerate(self.kop, 1)
        ]
        return {"kop": shown, "kolommen": counts}

    def nieuw(self, adres: str) -> str:
        """Name the words that the table of a column lacks: as they are where that may be shown.

        Where most cells are strange the cells have moved: they may be another column's, of persons.
        """
        stand = self.kolommen[adres]
        moved = stand.vreemd * 2 > stand.bekeken
        counts = stand.onbekend.most_common(_VAAK)
        shown = (
            f"'{text}' ({count})"
            if adres in self._open and count >= _VAAK and not moved
            else f"vorm {vorm(text)} ({count})"
            for text, count in counts
        )
        return ", ".join(dict.fromkeys(shown))

    def _tel(self) -> None:
        """Count the rows that came one by one; they are let go at once."""
        rows, self._rijen = self._rijen, []
        if rows and self._kennis is not None:
            cells = [row.cells for row in rows]
            self._tel_blok(Rijblok("", "", [0] * len(rows), cells, rows[0].index))

    def _tel_blok(self, blok: Rijblok) -> None:
        """Count a column at a time."""
        size = len(blok)
        if not size:
            return
        kennis = self._kennis
        self.kop = self.kop or (blok.adressen() if kennis else ())
        self._batches += 1
        dates = self._batches <= _EERSTE or self._batches % _ELKE == 0
        for adres, stand in self.kolommen.items():
            cells = blok.kolom(adres)
            stand.rijen += size
            if kennis and (stand.soort == "lijst" or (stand.soort == "datum" and dates)):
                counts = _gevuld(cells)
                stand.leeg += size - counts.total()
                _proef(stand, adres, counts, kennis)
            else:
                stand.leeg += _leeg(cells)


def _gevuld(cells: Sequence[str]) -> Counter[str]:
    """Count the words of a column; there are few, and in most columns one."""
    found: Counter[str] = Counter()
    alike = cells.count(cells[0]) == len(cells)
    counts = {cells[0]: len(cells)} if alike else Counter(cells)
    for cell, count in counts.items():
        if text := cell.strip():
            found[text] += count
    return found


def _leeg(cells: Sequence[str]) -> int:
    if not any(cells):
        return len(cells)
    empty = 0 if all(cells) else cells.count("")
    return empty + sum(map(str.isspace, cells))


def _proef(stand: Kolomstand, adres: str, counts: Mapping[str, int], kennis: Kolomkennis) -> None:
    stand.bekeken += sum(counts.values())
    for text, count in counts.items():
        fits = kennis.past(adres, text)
        stand.vreemd += 0 if fits else count
        if stand.soort == "datum":
            stand.vormen[_vorm(text, stand.vormen)] += count
        elif not fits and (text in stand.onbekend or len(stand.onbekend) < _VREEMD):
            stand.onbekend[text] += count


def _vorm(text: str, known: Mapping[str, int]) -> str:
    """Give a date's shape; anything with other signs than a date has is `anders`."""
    shape = text[:30].translate(_NEGENS)
    plain = _DATUMTEKENS.issuperset(shape)
    return shape if plain and (shape in known or len(known) < _VORMEN) else "anders"


def _van_elk(plan: Plan) -> dict[str, str]:
    """Name the addresses that are read of every record, to count how often they are empty.

    No dates and no lists: a cell that cannot be read is a problem of its record already.
    """
    delen = plan.delen
    status = delen.velden["voorziening.besluitstatus"]
    readers = (*delen.sleutel, *(one.lezer for one in delen.signalen.lezers), status)
    return {lezer.adres: "tekst" for lezer in readers if lezer.adres}


def _soorten(plan: Plan) -> dict[str, str]:
    """Tell of each column in use whether it holds dates, words of a list, or anything."""
    kinds: dict[str, set[str]] = {}
    for pad, lezer in plan.delen.lezers():
        if lezer.adres:
            kinds.setdefault(lezer.adres, set()).add(_soort(pad, lezer.veld.soort))
    return {adres: _eerste(found) for adres, found in kinds.items()}


def _soort(pad: str, soort: Soort) -> str:
    if soort in _DATUM:
        return "datum"
    return "lijst" if pad in _TABELLEN or soort in _LIJST else "tekst"


def _eerste(found: Iterable[str]) -> str:
    words = set(found)
    return next(kind for kind in ("datum", "lijst", "tekst") if kind in words)
