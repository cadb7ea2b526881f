"""What every column of a source holds, without a value that could be somebody's.

A value is shown only when its column is mapped to a field without personal data, stands in no key,
and the value came five times or more. Every other column shows patterns and lengths. Where the
mapping cannot read a column of the file at all, every column does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from mappings.plan import Plan
from mappings.verkenning.kolom import TELT_TOT, Kolomblik
from mappings.verkenning.soorten import Kind
from regres import CsvLayout, Fields
from regres.layouts import Kolomkennis

#: How often a value must come before it may be shown.
VAAK: Final = 5
_TOONT: Final = 10
_PATRONEN: Final = 5


@dataclass(frozen=True, slots=True)
class Zicht:
    """What may be shown of which column, by a mapping; without one nothing may.

    velden  column -> the fields it is mapped to
    open    columns whose values may be shown when they come often enough
    kennis  tells which cells the mapping can read; None = it cannot be asked
    """

    velden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open: frozenset[str] = frozenset()
    kennis: Kolomkennis | None = field(default=None, repr=False)

    @classmethod
    def van(cls, plan: Plan) -> Self:
        """Look at the columns as a mapping does."""
        known = plan.layout.kennis if isinstance(plan.layout, CsvLayout) else None
        return cls(plan.bestemmingen(), plan.openbaar(), known)

    def past(self, kolom: Kolomblik) -> bool:
        """Tell whether the mapping can read at least half of the cells of a column."""
        if self.kennis is None or not self.kennis.zegt_iets(kolom.naam):
            return True
        fits = sum(
            count for text, count in kolom.waarden.items() if self.kennis.past(kolom.naam, text)
        )
        return fits * 2 >= kolom.waarden.total()


@dataclass(slots=True)
class Profiel:
    """The columns of one source, looked at row by row."""

    kolommen: tuple[Kolomblik, ...]
    zicht: Zicht = field(default_factory=Zicht)
    rijen: int = 0

    @classmethod
    def over(
        cls,
        namen: Sequence[str],
        koppen: Sequence[str] = (),
        zicht: Zicht | None = None,
        *,
        vormen: bool = True,
    ) -> Self:
        """Begin with columns by their addresses.

        koppen  their names when these differ
        vormen  count patterns too
        """
        pairs = zip(namen, koppen or namen, strict=True)
        looks = tuple(
            Kolomblik(name, place, head, vormen=vormen)
            for place, (name, head) in enumerate(pairs, 1)
        )
        return cls(looks, zicht or Zicht())

    def zie(self, fields: Fields) -> None:
        """Look at one record."""
        self.rijen += 1
        for kolom in self.kolommen:
            kolom.zie(fields.text(kolom.naam))

    def zie_alle(self, records: Iterable[Fields]) -> None:
        """Look at every record."""
        for fields in records:
            self.zie(fields)

    @property
    def past_niet(self) -> list[str]:
        """Name the columns of which the mapping cannot read most cells."""
        return [one.naam for one in self.kolommen if not self.zicht.past(one)]

    def toonbaar(self) -> dict[str, frozenset[str]]:
        """Give per open column the values that came often enough to be shown, as they were cut."""
        if self.past_niet:
            return {}
        return {
            one.naam: frozenset(text for text, count in one.waarden.items() if count >= VAAK)
            for one in self.kolommen
            if one.naam in self.zicht.open
        }

    def as_json(self) -> dict[str, Any]:
        """Give what was seen; no value of a column that is not open."""
        strange = self.past_niet
        return {
            "rijen": self.rijen,
            "past_niet": strange,
            "kolommen": [self._kolom(one, past=not strange) for one in self.kolommen],
        }

    def _kolom(self, kolom: Kolomblik, *, past: bool) -> dict[str, Any]:
        """Give one column.

        past  the mapping fits this file; when it does not for one column, cells have moved, and
              those below an open name may be another column's, of persons
        """
        seen = kolom.soort()
        open_ = past and kolom.naam in self.zicht.open
        return {
            "nummer": kolom.nummer,
            "naam": kolom.naam if kolom.naam in self.zicht.velden else kolom.getoond,
            "veld": list(self.zicht.velden.get(kolom.naam, ())),
            "gevuld": round(kolom.aandeel_gevuld, 4),
            "leeg": kolom.gezien - kolom.gevuld,
            "verschillend": kolom.verschillend,
            "verschillend_meer": kolom.verschillend >= TELT_TOT,
            "lengte": {"kortst": kolom.kortst, "langst": kolom.langst},
            "soort": seen.kind.value,
            "aandeel": round(seen.aandeel, 4),
            "vorm": seen.vorm if seen.kind in _MET_VORM else "",
            "patronen": [
                {"patroon": shape, "aantal": count}
                for shape, count in kolom.patronen.most_common(_PATRONEN)
            ],
            "afgeschermd": not open_,
            "waarden": _waarden(kolom) if open_ else [],
        }


#: Kinds of which is told how they are written.
_MET_VORM: Final = frozenset({Kind.DATUM, Kind.BEDRAG, Kind.JA_NEE})


def _waarden(kolom: Kolomblik) -> list[dict[str, Any]]:
    often = [(text, count) for text, count in kolom.waarden.most_common(_TOONT) if count >= VAAK]
    return [{"waarde": text, "aantal": count} for text, count in often]
