"""Finding terms in a text: one automaton for single words, a small one for words in a row.

A note is looked up piece by piece (stukken.py), and what is in a piece is found only once. Words in
a row reach over pieces: they are looked for in the whole text, and only where a note has a word
that such a row needs.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

import ahocorasick

from assessment.notities.patroon import Patroon
from assessment.notities.spelling import Spelling, Typefouten
from assessment.notities.vorm import Groep
from assessment.notities.vouwen import blok

# A pattern that leans on a word of the automaton: what it needs (vakken.py), the pattern, its
# group, and the place of that word in it.
Leunend = tuple[int, Patroon, Groep, int]


class Ingang(NamedTuple):
    """What the automaton knows of a text: how its ends must look, and what it stands for.

    groep None: a word that some pattern or combination needs; it makes a note a candidate, and
    only the patterns that lean on a word that is there are tried, each with the place of that word
    in the pattern.
    """

    lengte: int
    links_open: bool
    rechts_open: bool
    groep: Groep | None
    teken: str = ""
    patronen: tuple[Leunend, ...] = ()


# What was found: its rank among all that is found, the offset of its end in the folded text, and
# what it stands for. The rank is where it ends, with what has to follow it.
Vondst = tuple[int, int, Ingang]


# The words of a row that a text must hold as a whole, without the one that points at the row; each
# between spaces, as `blok` gives a text.
Rest = tuple[str, ...]


class Zoeker:
    """Finds terms; `gewoon` are words that stand in many notes, with how common they are."""

    def __init__(
        self,
        sleutels: Mapping[str, tuple[Ingang, ...]],
        gewoon: Mapping[str, int],
        spelling: Spelling,
        fouten: Typefouten[Groep],
    ) -> None:
        self._spelling, self._fouten = spelling, fouten
        rijen = {sleutel: een for sleutel, een in sleutels.items() if _is_rij(sleutel)}
        self._woorden = _automaat(paar for paar in sleutels.items() if paar[0] not in rijen)
        self._rijen = _automaat(rijen.items())
        self._merken = _per_merk(rijen, gewoon)
        # A row of which no word must be there as a whole can stand in any note.
        self._altijd = self._merken.pop("", ())
        self._cijfers = any(s.strip().isdigit() for s in (*sleutels, *self._merken))

    def in_stuk(self, stuk: str) -> list[Vondst]:
        """Give the single words that are found in a piece of a folded text."""
        slordig = self._slordig(blok(stuk))
        gevonden = _vind(self._woorden, stuk)
        # A whole word is longer than all else that ends where it ends.
        return sorted([*slordig, *gevonden], key=itemgetter(0)) if slordig else gevonden

    def wijst_op_rij(self, stuk: str) -> bool:
        """Tell whether a piece has a word that words in a row may be found by."""
        return bool(self._altijd) or not self._merken.keys().isdisjoint(blok(stuk).split())

    def rijen_bij(self, stuk: str) -> tuple[Rest, ...]:
        """Give, of each row that a piece points at, the other words that must be in the text."""
        genoemd = (self._merken.get(woord, ()) for woord in blok(stuk).split())
        return (*self._altijd, *chain.from_iterable(genoemd))

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

    def _slordig(self, ruim: str) -> list[Vondst]:
        """Give the whole words that are written wrong, as if they were written well.

        ruim  as `blok` gives a text
        """
        raak: list[Vondst] = []
        eind = 0
        for woord in ruim.split():
            eind = ruim.index(woord, eind) + len(woord)
            if not self._spelling.is_bekend(woord):
                raak += [(eind, eind - 1, een) for een in self._bedoeld(woord)]
        return raak

    def _bedoeld(self, woord: str) -> Iterable[Ingang]:
        """Give what a word that is not known stands for: a term, or a word of the automaton."""
        groepen = {groep.id: groep for groep in self._fouten.van(woord)}
        if groepen:
            return [Ingang(len(woord), False, False, groep) for groep in groepen.values()]
        bedoeld = self._spelling.get(woord, "")
        ingangen: tuple[Ingang, ...] = self._woorden.get(f" {bedoeld} ", ()) if bedoeld else ()
        heel = (een for een in ingangen if not (een.links_open or een.rechts_open))
        return [een._replace(lengte=len(woord)) for een in heel]


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


def _automaat(sleutels: Iterable[tuple[str, tuple[Ingang, ...]]]) -> Any:
    automaat = ahocorasick.Automaton()
    for sleutel, ingangen in sleutels:
        automaat.add_word(sleutel, ingangen)
    if not automaat:
        # An automaton of nothing cannot be searched; a line end is in no text that is searched.
        automaat.add_word("\n", ())
    automaat.make_automaton()
    return automaat


def _is_rij(sleutel: str) -> bool:
    """Tell whether a text may reach over the end of a piece: words in a row, a word and a sign."""
    return " " in sleutel.strip() or "  " in sleutel


def _per_merk(rijen: Iterable[str], gewoon: Mapping[str, int]) -> dict[str, tuple[Rest, ...]]:
    """Sort rows by the word that points at them; of each the other whole words."""
    per: dict[str, list[Rest]] = {}
    for rij in rijen:
        merk = _merk(rij, gewoon)
        rest = tuple(f" {woord} " for woord in dict.fromkeys(_heel(rij)) if woord != merk)
        per.setdefault(merk, []).append(rest)
    return {merk: tuple(dict.fromkeys(resten)) for merk, resten in per.items()}


def _heel(rij: str) -> list[str]:
    """Give the words of a row that must be there as a whole: not those that are open to a side."""
    woorden = rij.split()
    return woorden[not rij.startswith(" ") : len(woorden) - (not rij.endswith(" "))]


def _merk(rij: str, gewoon: Mapping[str, int]) -> str:
    """Choose the word of a row that is rarest; "" when none has to be there as a whole word."""
    # Of two that are as common the last one: a verb and its other half, a noun and its article.
    return min(
        reversed(_heel(rij)), key=lambda woord: (gewoon.get(woord, 0), -len(woord)), default=""
    )
