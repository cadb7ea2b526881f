"""Which unknown column of a header may be a missing one under another name.

By the name, and by whether the mapping can read its cells as that column's. A suggestion only: a
person decides, and until then nothing of the file is used.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from regres import CsvLayout

#: Rows by which the cells of unknown columns are tried.
PROEFRIJEN: Final = 200
#: How much two names must be alike, and the share of filled cells that must fit.
_NAAM: Final = 0.6
_WAARDEN: Final = 0.9
#: Fewer filled cells prove nothing.
_GEVULD: Final = 3


@dataclass(frozen=True, slots=True)
class Hernoemd:
    """A suggestion; `waarom` is "naam", "waarden" or "beide"."""

    naam: str
    waarom: str


@dataclass(frozen=True, slots=True)
class _Paar:
    adres: str
    plaats: int
    naam: float
    waarden: float | None


def hernoemd(
    lost: Sequence[tuple[str, str]],
    unknown: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[str]],
    layout: CsvLayout,
) -> dict[str, Hernoemd]:
    """Match missing columns with unknown ones, the most alike first; each is used once.

    lost     address and name of every column that is missing
    unknown  name and position of every column that the mapping does not know
    """
    names = {place: name for name, place in unknown}
    pairs = [
        _Paar(adres, place, _lijkt(name, other), _passend(adres, place, rows, layout))
        for adres, name in lost
        for other, place in unknown
    ]
    fits: dict[str, Hernoemd] = {}
    used: set[int] = set()
    for pair in sorted(pairs, key=_gewicht, reverse=True):
        why = _waarom(pair, pairs)
        if why and pair.adres not in fits and pair.plaats not in used:
            fits[pair.adres] = Hernoemd(names[pair.plaats], why)
            used.add(pair.plaats)
    return fits


def _gewicht(pair: _Paar) -> float:
    return pair.naam + (pair.waarden or 0.0)


def _waarom(pair: _Paar, pairs: Sequence[_Paar]) -> str:
    """Say what speaks for a pair; cells that do not fit speak against a name that is not the same.

    The same is a name but for its capitals and signs: then the mapping misreads the cells.
    """
    fits = pair.waarden is not None and pair.waarden >= _WAARDEN
    if pair.waarden is not None and not fits and pair.naam < 1:
        return ""
    if pair.naam >= _NAAM:
        return "beide" if fits else "naam"
    # By its cells alone only when no other column would do as well: dates look like dates.
    rivals = [one for one in pairs if one.adres == pair.adres and (one.waarden or 0) >= _WAARDEN]
    return "waarden" if fits and len(rivals) == 1 else ""


def _lijkt(one: str, other: str) -> float:
    return SequenceMatcher(None, _plat(one), _plat(other), autojunk=False).ratio()


def _plat(naam: str) -> str:
    return "".join(sign for sign in naam.casefold() if sign.isalnum())


def _passend(
    adres: str, place: int, rows: Sequence[Sequence[str]], layout: CsvLayout
) -> float | None:
    """Give the share of filled cells that the mapping can read; None when that says nothing."""
    known = layout.kennis
    if known is None or not known.zegt_iets(adres):
        return None
    filled = [row[place] for row in rows if place < len(row) and row[place].strip()]
    if len(filled) < _GEVULD:
        return None
    return sum(known.past(adres, cell) for cell in filled) / len(filled)


def verplaatst(names: Sequence[str], pinned: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the columns that stand elsewhere than agreed, fewest first: name, place before, now."""
    blocks = SequenceMatcher(None, pinned, names, autojunk=False).get_matching_blocks()
    stayed = {place for block in blocks for place in range(block.b, block.b + block.size)}
    for place, name in enumerate(names):
        if place not in stayed and name in pinned and pinned.index(name) != place:
            yield name, pinned.index(name) + 1, place + 1
