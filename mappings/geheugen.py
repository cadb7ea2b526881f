"""Remembering what a cell meant: a file holds the same few dates, codes and words over and over.

Only for fields without personal data. What is remembered lives as long as the mapping does, and a
birth date or a name must not outlive its record.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from mappings.sources import Bron, schoon
from regres import Fields
from regres.waarde import dataclass

T = TypeVar("T")

#: Cells that are remembered for one field, and the longest one.
MEESTE = 2048
LANGSTE = 100


@dataclass(frozen=True, slots=True)
class Cel(Generic[T]):
    """Understands the one cell at `adres`, as it came."""

    adres: str
    begrijp: Callable[[str], T]


class Geheugen(dict[str, T]):
    """Cell -> what it means; asking for one that is not there finds it out.

    No lru_cache: that costs a call for every cell, and cannot tell a note from a code. When it is
    full it is emptied, for which of the cells comes back nobody knows.
    """

    __slots__ = ("_lees",)

    def __init__(self, lees: Callable[[str], T]) -> None:
        super().__init__()
        self._lees = lees

    def __missing__(self, raw: str) -> T:
        """Understand a cell, and remember it when it is short."""
        found = self._lees(raw)
        if len(raw) <= LANGSTE:
            if len(self) >= MEESTE:
                self.clear()
            self[raw] = found
        return found


def cel_van(bron: Bron, maak: Callable[[str], T], leeg: T, *, onthouden: bool) -> Cel[T] | None:
    """Give what understands the one cell that a source reads; None when it reads more.

    maak       what understands a text that is not empty; it must depend on nothing else
    leeg       what an empty text is
    onthouden  remember by the cell as it came: never for a personal field
    """
    cel = bron.cel
    if cel is None:
        return None

    def lees(raw: str) -> T:
        # What `schoon` does, without the call: for personal fields this is done for every record.
        text = raw.strip() if cel is schoon and raw.isascii() else cel(raw)
        return maak(text) if text else leeg

    return Cel(bron.adres, Geheugen(lees).__getitem__ if onthouden else lees)


def lezer_van(
    bron: Bron, maak: Callable[[str], T], leeg: T, cel: Cel[T] | None
) -> Callable[[Fields], T]:
    """Give what reads a source and understands its text, by way of `cel` when there is one."""
    tekst = bron.tekst

    def van_tekst(fields: Fields) -> T:
        text = tekst(fields)
        return maak(text) if text else leeg

    if cel is None:
        return van_tekst
    adres, begrijp = cel.adres, cel.begrijp
    return lambda fields: begrijp(fields.text(adres))
