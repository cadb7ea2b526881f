"""Finding terms in a text: single words (woordvinder.py), and one automaton for words in a row.

A note is looked up piece by piece (stukken.py), and what is in a piece is found only once. Words in
a row reach over pieces: they are looked for in the whole text, and only where a note has a word
that such a row needs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from operator import itemgetter
from typing import Any, TypeVar

import ahocorasick

from assessment.notities.ingang import Ingang, Vondst
from assessment.notities.vouwen import blok
from assessment.notities.woordvinder import Woordvinder, sluit

Wat = TypeVar("Wat")

# The words of a row, without the one that points at the row, as `blok` gives a text: each between
# spaces, and without a space at the side to which the row is open ("co vergiftiging*").
Rest = tuple[str, ...]


class Zoeker:
    """Finds terms; `gewoon` are words that stand in many notes, with how common they are.

    rijen  as `blok` gives a text, without a space at the side to which it is open
    """

    def __init__(
        self,
        woorden: Woordvinder,
        rijen: Mapping[str, tuple[Ingang, ...]],
        gewoon: Mapping[str, int],
        *,
        cijfers: bool,
    ) -> None:
        """Know all terms; `cijfers` tells whether a single word is a number."""
        self._woorden = woorden
        self._rijen = _automaat(rijen)
        self._gewoon = gewoon
        self._merken = _Woorddelen(_per_merk(rijen, self.hoe_gewoon))
        self._resten = _Woorddelen(
            {rest: True for resten in self._merken.values() for een in resten for rest in een}
        )
        nummers = chain(rijen, self._merken)
        self._cijfers = cijfers or any(tekst.strip().isdigit() for tekst in nummers)

    def in_stuk(self, stuk: str) -> list[Vondst]:
        """Give the single words that are found in a piece of a folded text."""
        return self._woorden.in_tekst(blok(stuk))

    def wijst_op_rij(self, stuk: str) -> bool:
        """Tell whether a piece has a word that words in a row may be found by."""
        return any(True for _ in self._merken.van(blok(stuk)))

    def rijen_bij(self, stuk: str) -> tuple[Rest, ...]:
        """Give, of each row that a piece points at, the other words that must be in the text."""
        genoemd = (self._merken[deel] for deel in self._merken.van(blok(stuk)))
        return tuple(chain.from_iterable(genoemd))

    def resten_in(self, stuk: str) -> list[str]:
        """Give the other words of rows that a piece has."""
        return list(self._resten.van(blok(stuk)))

    def hoe_gewoon(self, deel: str) -> tuple[int, int]:
        """Tell how common a word of a row is; the rarest comes first."""
        return self._gewoon.get(deel.strip(), 0) if deel[0] == deel[-1] else 0, -len(deel)

    def is_leeg(self, stuk: str) -> bool:
        """Tell whether no single word can be found in a piece, also with other digits in it."""
        if any(map(str.isdigit, stuk)) and (self._cijfers or any(map(str.isalpha, stuk))):
            return False
        return not self.in_stuk(stuk)

    def rijen(self, laag: str) -> list[Vondst]:
        """Give the words in a row that are found in a folded text."""
        return _vind(self._rijen, laag)

    def alles(self, laag: str) -> list[Vondst]:
        """Give all that is found in a folded text, by its rank, the longest first."""
        # Words in a row are longer than any word that ends where they end.
        return sorted([*self.rijen(laag), *self.in_stuk(laag)], key=itemgetter(0))


def _vind(automaat: Any, laag: str) -> list[Vondst]:
    raak: list[Vondst] = []
    for eind, ingangen in automaat.iter(blok(laag)):
        for ingang in ingangen:
            # One space before the text, and one that stands for what ends a whole word.
            tot = eind if ingang.rechts_open else eind - 1
            if ingang.teken:
                if laag[tot : tot + 1] != ingang.teken:
                    continue
                tot += 1
            raak.append((eind, tot, ingang))
    return raak


def _automaat(sleutels: Mapping[str, tuple[Ingang, ...]]) -> Any:
    automaat = ahocorasick.Automaton()
    for sleutel, ingangen in sleutels.items():
        automaat.add_word(sleutel, ingangen)
    return sluit(automaat)


def is_rij(sleutel: str) -> bool:
    """Tell whether a text may reach over the end of a piece: words in a row, a word and a sign."""
    return " " in sleutel.strip() or "  " in sleutel


class _Woorddelen(dict[str, Wat]):
    """Something for words of rows, as `Rest` writes them; finds those that a text has."""

    def __init__(self, delen: Mapping[str, Wat]) -> None:
        super().__init__(delen)
        self._koppen = sorted({len(deel) for deel in delen if deel[-1] != " "})
        self._staarten = sorted({len(deel) for deel in delen if deel[0] != " "})

    def van(self, ruim: str) -> Iterator[str]:
        """Give those that stand in a text as `blok` gives it."""
        for woord in ruim.split():
            heel = f" {woord} "
            koppen = (heel[:tot] for tot in self._koppen if tot < len(heel))
            staarten = (heel[-tot:] for tot in self._staarten if tot < len(heel))
            yield from (deel for deel in (heel, *koppen, *staarten) if deel in self)


def _per_merk(
    rijen: Iterable[str], hoe_gewoon: Callable[[str], tuple[int, int]]
) -> dict[str, tuple[Rest, ...]]:
    """Sort rows by the word that points at them, their rarest; of each the other words."""
    per: dict[str, dict[Rest, None]] = {}
    for rij in rijen:
        delen = list(dict.fromkeys(_delen(rij)))
        # Of two that are as common the last one: a verb and its other half, a noun and its article.
        merk = min(reversed(delen), key=hoe_gewoon)
        # Numbers count as there: of pieces that differ in their digits only one is looked into.
        rest = tuple(deel for deel in delen if deel != merk and not deel.strip().isdigit())
        per.setdefault(merk, {})[rest] = None
    return {merk: tuple(resten) for merk, resten in per.items()}


def _delen(rij: str) -> list[str]:
    """Give the words of a row, with a space at each side to which they are not open."""
    delen = [f" {woord} " for woord in rij.split()]
    if not rij.startswith(" "):
        delen[0] = delen[0][1:]
    if not rij.endswith(" "):
        delen[-1] = delen[-1][:-1]
    return delen
