"""What a record holds for all fields of a block of the mapping, taken in one go.

A row is read by position: to look forty columns up by their names costs more than to understand
what stands in them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from mappings.fields import Lezer
from regres import Fields, Row

#: What stands behind the last cell of a row when it is taken: the row itself, for a field that
#: needs more than one cell, and an empty text, for a column that this file lacks.
_HEEL, _LEEG = -2, -1

_Kies = Callable[[Sequence[object]], Sequence[Any]]


#: One field: its group and name, its reader, and what understands what is taken for it. A plain
#: tuple, for it is unpacked for every field of every record.
Gevraagd = tuple[str, str, Lezer, Callable[..., object]]


class Cellen:
    """The cells at some addresses, taken in one go; None = the whole record."""

    __slots__ = ("_adressen", "_gebonden")

    def __init__(self, adressen: Iterable[str | None]) -> None:
        self._adressen = tuple(adressen)
        # Index and positions in one value: a mapping may read two files at the same time.
        self._gebonden: tuple[object, _Kies] = (None, tuple)

    def neem(self, fields: Fields) -> Sequence[Any]:
        """Give per address its cell as it came, or the record itself; it may be one longer."""
        if not isinstance(fields, Row):
            return [fields if adres is None else fields.text(adres) for adres in self._adressen]
        index, kies = self._gebonden
        if index is not fields.index:
            kies = self._bind(fields.index)
        return kies((*fields.cells, fields, ""))

    def _bind(self, index: Mapping[str, int | None]) -> _Kies:
        places = [_HEEL if adres is None else index[adres] for adres in self._adressen]
        # One more, for of a single position itemgetter gives no sequence.
        kies = itemgetter(*(_LEEG if place is None else place for place in places), _LEEG)
        self._gebonden = (index, kies)
        return kies


class Volgorde:
    """The fields of one block in the order in which they are read.

    neem  gives per field its cell, or the whole record for one that needs more than that
    """

    __slots__ = ("neem", "velden")

    def __init__(self, lezers: Mapping[str, Lezer]) -> None:
        self.velden = tuple(_gevraagd(pad, lezer) for pad, lezer in lezers.items())
        cellen = Cellen(one.cel.adres if one.cel else None for one in lezers.values())
        self.neem = cellen.neem


def _gevraagd(pad: str, lezer: Lezer) -> Gevraagd:
    groep, _, naam = pad.rpartition(".")
    return groep, naam, lezer, lezer.cel.begrijp if lezer.cel else lezer.waarde
