"""Typing errors and careless spellings: what a word, or its start or end, may have been.

They are ten times as many as all words there are, so none is made beforehand: a word that is met is
compared with the few it may have been, found by its first letter and its consonants.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from string import ascii_lowercase
from typing import Any, Generic, TypeVar

# Shorter words are one error away from too many real ones.
MIN_LETTERS = 7
MIN_SLORDIG = 4
_KLINKERS = "aeiou"
# Vowels and n come and go in careless spellings, d may be t, and letters double; the rest stays.
_BIT = {letter: 1 << n for n, letter in enumerate("bcfghjklmpqrstvwxyz")}
_BIT.update({"d": _BIT["t"], **dict.fromkeys(_KLINKERS + "n", 0)})
# The first letter as a number above those, and one bit for any letter that no lexicon knows.
_EERSTE = {letter: (n + 1) << 20 for n, letter in enumerate(ascii_lowercase)}
_VREEMD = 1 << 19
# How much longer or shorter than such a spelling the word itself may be.
_LANGER, _KORTER = 2, 1

Wat = TypeVar("Wat")


def varianten(woord: str) -> Iterator[str]:
    """Give all texts at Damerau distance one of a word, except errors in its first letter.

    People seldom err in the first letter, and a word without it is often part of another one.
    """
    if len(woord) < MIN_LETTERS or not woord.isalpha():
        return
    for i in range(1, len(woord)):
        kop, staart = woord[:i], woord[i:]
        yield kop + staart[1:]
        if len(staart) > 1:
            yield kop + staart[1] + staart[0] + staart[2:]
        for letter in ascii_lowercase:
            yield kop + letter + staart[1:]
            yield kop + letter + staart


def slordig(woord: str) -> Iterator[str]:
    """Give how people write a word in haste or by ear: vowels left out, letters doubled or not.

    Fewer than `varianten`, and seldom another word: so they may be made of many more words.
    """
    if len(woord) < MIN_SLORDIG or not woord.isalpha():
        return
    if woord.endswith("en"):
        yield woord[:-1]
    if woord[-1] in "dt":
        ander = "t" if woord[-1] == "d" else "d"
        yield from (woord[:-1] + ander, woord[:-1] + "dt")
    if woord.endswith(("el", "er", "en", "ed")):
        yield woord[:-2] + woord[-1]
    if len(woord) > MIN_SLORDIG + 1:
        yield from _klinkers(woord)
    if len(woord) >= MIN_LETTERS:
        for i in range(1, len(woord) - 1):
            yield woord[:i] + woord[i + 1] + woord[i] + woord[i + 2 :]


def _klinkers(woord: str) -> Iterator[str]:
    weg = [i for i in range(1, len(woord) - 1) if woord[i] in _KLINKERS]
    for n, i in enumerate(weg):
        een = woord[:i] + woord[i + 1 :]
        yield een
        if woord[i] not in (woord[i - 1], woord[i + 1]):
            dubbel = woord[:i] + woord[i] + woord[i:]
            yield from (dubbel, dubbel[:-1]) if woord.endswith("en") else (dubbel,)
        if len(woord) >= MIN_LETTERS + 1:
            yield from (een[: j - 1] + een[j:] for j in weg[n + 1 :] if woord[j] == woord[i])
    for i in range(1, len(woord)):
        if woord[i] == woord[i - 1] and woord[i] not in _KLINKERS:
            yield woord[:i] + woord[i + 1 :]
            if woord.endswith("en"):
                yield woord[:i] + woord[i + 1 : -1]


class Typefouten(Generic[Wat]):
    """Tells of which terms a text is one of the `varianten`, and what those terms stand for."""

    def __init__(self) -> None:
        self._per_letter: dict[str, list[tuple[str, Wat]]] = defaultdict(list)

    def voeg_toe(self, term: str, wat: Wat) -> None:
        """Know a term too."""
        self._per_letter[term[0]].append((term, wat))

    def van(self, woord: str) -> list[Wat]:
        """Give what a text may have been, in the order in which it was told."""
        return [
            wat
            for term, wat in self._per_letter.get(woord[:1], ())
            if _lijkt(woord, term) and woord in varianten(term)
        ]

    def starten(self, woord: str) -> Iterator[str]:
        """Give the starts of a word that may have been one of the terms."""
        for term, _ in self._per_letter.get(woord[:1], ()):
            for lengte in range(len(term) - 1, min(len(term) + 1, len(woord)) + 1):
                if _lijkt(woord[:lengte], term):
                    yield woord[:lengte]

    def einden(self, woord: str) -> Iterator[str]:
        """Give the ends of a word that may have been one of the terms."""
        for letter, termen in self._per_letter.items():
            for term, _ in termen:
                for lengte in range(len(term) - 1, min(len(term) + 1, len(woord)) + 1):
                    if woord[-lengte] == letter and _lijkt(woord[-lengte:], term):
                        yield woord[-lengte:]

    def alle(self) -> Iterator[tuple[str, Wat]]:
        """Give all `varianten` of all terms: many."""
        for termen in self._per_letter.values():
            yield from ((variant, wat) for term, wat in termen for variant in varianten(term))


def _lijkt(woord: str, term: str) -> bool:
    """Tell at a glance whether there may be but one error: all before it and behind it is alike."""
    if not -1 <= len(woord) - len(term) <= 1:
        return False
    gelijk = next((i for i, (a, b) in enumerate(zip(woord, term, strict=False)) if a != b), 0)
    return not gelijk or woord.endswith(term[gelijk + 2 :])


class Spelling:
    """Tells which word a careless spelling stands for; the first by the alphabet, if more could."""

    def __init__(
        self,
        woorden: Iterable[str],
        bekend: Container[str],
        fouten: Typefouten[Any] | None = None,
    ) -> None:
        """Know the words that are written carelessly.

        bekend  what is no careless spelling, because it is a word itself
        fouten  tells what is none either, because it is a typing error
        """
        self._bekend, self._fouten = bekend, fouten or Typefouten[Any]()
        # One word is kept as it is: nearly all that share their consonants are one.
        self._per_geraamte: dict[int, str | tuple[str, ...]] = {}
        for woord in woorden:
            if len(woord) >= MIN_SLORDIG and woord.isalpha():
                merk = _geraamte(woord)
                eerder = self._per_geraamte.get(merk, ())
                self._per_geraamte[merk] = (*_rij(eerder), woord) if eerder else woord
        self._open: frozenset[int] = frozenset()
        self._langst = 0

    def open_met(self, woorden: Iterable[str]) -> None:
        """Know of which of the words a careless spelling may also be the start of a longer word."""
        open_ = [woord for woord in woorden if woord.isalpha()]
        self._open = frozenset(map(_geraamte, open_))
        self._langst = max(map(len, open_), default=0) + _KORTER

    def get(self, spelling: str, anders: str) -> str:
        """Give the word that is meant; `anders` when this is no careless spelling."""
        if not spelling.isalpha():
            return anders
        gelijkend = self._per_geraamte.get(_geraamte(spelling))
        if gelijkend is None or spelling in self._bekend:
            return anders
        lengte = len(spelling)
        for woord in sorted(_rij(gelijkend)):
            past = lengte - _KORTER <= len(woord) <= lengte + _LANGER
            if past and spelling in slordig(woord):
                return anders if self._fouten.van(spelling) else woord
        return anders

    def starten(self, woord: str) -> Iterator[tuple[str, str]]:
        """Give the starts of a word that are careless spellings, each with the word it stands for.

        Only those with the consonants of a word that `open_met` was told of, so perhaps of another.
        """
        merk = _EERSTE.get(woord[:1], 0)
        for lengte, letter in enumerate(woord[: self._langst], 1):
            merk |= _BIT.get(letter, _VREEMD)
            if merk in self._open:
                bedoeld = self.get(woord[:lengte], "")
                if bedoeld:
                    yield woord[:lengte], bedoeld

    def is_bekend(self, woord: str) -> bool:
        """Tell whether a word is one that needs no guessing."""
        return woord in self._bekend


def _rij(een: str | tuple[str, ...]) -> tuple[str, ...]:
    return (een,) if isinstance(een, str) else een


def _geraamte(woord: str) -> int:
    """Give what a word has in common with its careless spellings: its first letter, and a set."""
    merk = _EERSTE.get(woord[:1], 0)
    for letter in woord:
        merk |= _BIT.get(letter, _VREEMD)
    return merk
