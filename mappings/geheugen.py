"""Remembering what a cell meant: a file holds the same few dates, codes and words over and over.

Only for fields without personal data. What is remembered lives as long as the mapping does, and a
birth date or a name must not outlive its record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from mappings.sources import Bron
from regres import Fields

T = TypeVar("T")

#: Cells that are remembered for one field, and the longest one.
_MEESTE = 2048
LANGSTE = 100


@dataclass(frozen=True, slots=True)
class Cel(Generic[T]):
    """Understands one cell, as it came: `kort` short ones, `lang` the rest.

    Both give the same; only what is short may be remembered.
    """

    adres: str
    kort: Callable[[str], T]
    lang: Callable[[str], T]


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
        text = cel(raw)
        return maak(text) if text else leeg

    return Cel(bron.adres, lru_cache(_MEESTE)(lees) if onthouden else lees, lees)


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
    adres, kort, lang = cel.adres, cel.kort, cel.lang

    def van_cel(fields: Fields) -> T:
        raw = fields.text(adres)
        return kort(raw) if len(raw) <= LANGSTE else lang(raw)

    return van_cel
