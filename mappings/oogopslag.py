"""A record at a glance: the few cells by which one without accident is known from any other.

Two records with the same cells of flags, codes and status say the same, as long as no supporting
column is filled and no note says anything. So what became of one tells what becomes of the next,
and of most records nothing more has to be made.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any, Final, NamedTuple

from mappings.bewerkingen import Stap
from mappings.fields import Lezer
from mappings.geheugen import LANGSTE
from mappings.signals import SignaalPlan
from mappings.sources import schone_kolom, schoon
from mappings.volgorde import Cellen
from regres import Fields, Misfit, Rijblok, Signal, SignalKind

_STATUS: Final = "voorziening.besluitstatus"
#: An address, and what understands the cells there; None = they are taken as they came.
_Kolom = tuple[str, Callable[[Sequence[str]], Sequence[str]] | None]
_GESLOTEN: Final = (SignalKind.VLAG, SignalKind.DERDE, SignalKind.CODE)


class Aanblik(NamedTuple):
    """What is seen of one record.

    sleutel   as `Plan.peek` gives it
    beeld     the same for two records of which flags, codes and status say the same
    notities  the notes that are filled
    """

    sleutel: tuple[str, ...]
    beeld: tuple[Hashable, ...]
    notities: tuple[str, ...]

    @property
    def te_onthouden(self) -> bool:
        """Tell whether its cells are as short as what is remembered of closed tables."""
        return all(len(cell) <= LANGSTE for cell in self.beeld if isinstance(cell, str))


class Blik(NamedTuple):
    """What is seen of the rows of a block.

    sleutels  per row, as of an `Aanblik`
    beelden   likewise
    notities  per column its notes in the order of the rows; "" where it is empty
    oneven    the places of rows that must be read in full: without key, or with a supporting cell
    """

    sleutels: Sequence[tuple[str, ...]]
    beelden: Sequence[tuple[Hashable, ...]]
    notities: Sequence[Sequence[str]]
    oneven: Collection[int]


class Oogopslag:
    """Looks at the records of one mapping; no supporting column of them may be filled."""

    __slots__ = ("_cellen", "_grenzen", "_notities", "_per_kolom", "_samen", "_sleutel", "_steun")

    def __init__(
        self, sleutel: Sequence[Lezer], signalen: SignaalPlan, velden: Mapping[str, Lezer]
    ) -> None:
        status = velden[_STATUS]
        by_kind = {
            kind: [one for one in signalen.lezers if one.kind is kind] for kind in SignalKind
        }
        closed = [one for kind in _GESLOTEN for one in by_kind[kind]]
        one_cell = [one.lezer for one in closed if one.lezer.kaal] + [status] * bool(status.kaal)
        steun = [one.lezer for one in by_kind[SignalKind.STEUN] if _leeg_blijft_leeg(one.lezer)]
        notes = [one.lezer for one in by_kind[SignalKind.NOTITIE]]
        self._sleutel = tuple(lezer.kaal or lezer.tekst for lezer in sleutel)
        self._notities = tuple(lezer.kaal or lezer.tekst for lezer in notes)
        # What looks at more than one cell is asked as ever: it gives a word of a closed table.
        self._samen: tuple[Callable[[Fields], Any], ...] = (
            *(one.lees for one in closed if not one.lezer.kaal),
            *(() if status.kaal else (status.waarde,)),
        )
        self._steun = tuple(
            one.lees for one in by_kind[SignalKind.STEUN] if not _leeg_blijft_leeg(one.lezer)
        )
        columns = (sleutel, one_cell, steun, notes)
        self._grenzen = tuple(accumulate(map(len, columns)))
        every = [*chain.from_iterable(columns)]
        self._cellen = Cellen(lezer.adres if lezer.kaal else None for lezer in every)
        alone = all(lezer.kaal for lezer in every) and not self._samen and not self._steun
        self._per_kolom = _kolommen(columns) if alone else None

    def zie(self, fields: Fields) -> Aanblik | None:
        """Look at a record; None when it must be read in full.

        Raises SourceRefused when the source says it may not give one of the fields.
        """
        raw = self._cellen.neem(fields)
        key_end, closed_end, support_end, end = self._grenzen
        if any(raw[closed_end:support_end]) or self._gesteund(fields):
            return None
        sleutel = tuple([read(cell) for read, cell in zip(self._sleutel, raw, strict=False)])
        if not sleutel or not all(sleutel):
            return None
        beeld: tuple[Hashable, ...] = tuple(raw[key_end:closed_end])
        if self._samen:
            beeld += tuple(lees(fields) for lees in self._samen)
        notes = zip(self._notities, raw[support_end:end], strict=True)
        filled = [text for read, cell in notes if (text := read(cell))]
        return Aanblik(sleutel, beeld, tuple(filled))

    def zie_blok(self, blok: Rijblok) -> Blik | None:
        """Look at the rows of a block, a column at a time; None when that is not enough to know."""
        if self._per_kolom is None:
            return None
        sleutel, gesloten, steun, notes = (_gelezen(some, blok) for some in self._per_kolom)
        return Blik(
            _rijen(sleutel, blok),
            _rijen(gesloten, blok),
            notes,
            _oneven(sleutel, steun, len(blok)),
        )

    def _gesteund(self, fields: Fields) -> bool:
        """Tell whether a supporting column is filled that takes more than one cell to know."""
        return bool(self._steun) and any(_zegt_iets(lees(fields)) for lees in self._steun)


def _kolommen(lezers: Iterable[Sequence[Lezer]]) -> tuple[list[_Kolom], ...]:
    """Give what to take of keys, closed cells, supporting ones and notes."""
    cleaned = (True, False, False, True)
    return tuple(
        [(one.adres, _per_cel(one.kaal) if clean and one.kaal else None) for one in some]
        for some, clean in zip(lezers, cleaned, strict=True)
    )


def _gelezen(kolommen: Sequence[_Kolom], blok: Rijblok) -> list[Sequence[str]]:
    """Give what is read of some columns."""
    return [read(blok.kolom(adres)) if read else blok.kolom(adres) for adres, read in kolommen]


def _rijen(kolommen: Sequence[Sequence[str]], blok: Rijblok) -> list[tuple[str, ...]]:
    """Give columns as rows; without columns every row is empty."""
    return list(zip(*kolommen, strict=True)) or [()] * len(blok)


def _oneven(
    sleutel: Sequence[Sequence[str]], steun: Sequence[Sequence[str]], aantal: int
) -> Collection[int]:
    """Give the places of rows of which a part of the key is empty, or a supporting cell is not."""
    if not sleutel:
        return range(aantal)
    found = {
        place for cells in sleutel if not all(cells) for place in range(aantal) if not cells[place]
    }
    found.update(place for cells in steun if any(cells) for place in range(aantal) if cells[place])
    return found


def _per_cel(lees: Stap) -> Callable[[Sequence[str]], Sequence[str]]:
    return schone_kolom if lees is schoon else lambda cells: list(map(lees, cells))


def _leeg_blijft_leeg(lezer: Lezer) -> bool:
    """Tell whether an empty cell is all it takes to know that nothing was filled in."""
    return lezer.kaal is not None and not lezer.kaal("")


def _zegt_iets(found: Signal | Misfit) -> bool:
    return isinstance(found, Misfit) or bool(found.tekst)
