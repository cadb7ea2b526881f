"""Typing errors and careless spellings: what a word that is not known may have been.

They are ten times as many as all words there are. Put into the automaton they cost nothing while
reading, but seconds and much memory when loading: so only those of which any word may start or end
with one are. For the rest a word that is not known is compared with the few it may have been.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from string import ascii_lowercase
from typing import Any, Generic, TypeVar

# Shorter words are one error away from too many real ones.
MIN_LETTERS = 7
MIN_SLORDIG = 4
_KLINKERS = "aeiou"
# Vowels and n come and go in careless spellings, d may be t, and letters double; the rest stays.
_GERAAMTE = str.maketrans("d", "t", _KLINKERS + "n")
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
    """Tells of which terms a whole word is `varianten`, and what those terms stand for."""

    def __init__(self) -> None:
        self._per_letter: dict[str, list[tuple[str, Wat]]] = defaultdict(list)

    def voeg_toe(self, term: str, wat: Wat) -> None:
        """Know a term too."""
        self._per_letter[term[0]].append((term, wat))

    def van(self, woord: str) -> list[Wat]:
        """Give what a word may have been, in the order in which it was told."""
        return [
            wat
            for term, wat in self._per_letter.get(woord[:1], ())
            if _lijkt(woord, term) and woord in varianten(term)
        ]


def _lijkt(woord: str, term: str) -> bool:
    """Tell at a glance whether there may be but one error: all before it and behind it is alike."""
    if not -1 <= len(woord) - len(term) <= 1:
        return False
    gelijk = next((i for i, (a, b) in enumerate(zip(woord, term, strict=False)) if a != b), 0)
    return not gelijk or woord.endswith(term[gelijk + 2 :])


class Spelling:
    """Tells which word a careless spelling stands for; the first by the alphabet, if more could."""

    def __init__(
        self, woorden: Iterable[str], bekend: Set[str], fouten: Typefouten[Any] | None = None
    ) -> None:
        """Know the words that are written carelessly.

        bekend  what is no careless spelling, because it is a word itself
        fouten  tells what is none either, because it is a typing error
        """
        self._bekend, self._fouten = bekend, fouten or Typefouten[Any]()
        self._per_geraamte: dict[str, list[str]] = defaultdict(list)
        for woord in sorted(woorden):
            if len(woord) >= MIN_SLORDIG and woord.isalpha():
                self._per_geraamte[_geraamte(woord)].append(woord)
        self._per_geraamte.default_factory = None

    def get(self, spelling: str, anders: str) -> str:
        """Give the word that is meant; `anders` when this is no careless spelling."""
        if not spelling.isalpha() or spelling in self._bekend:
            return anders
        lengte = len(spelling)
        for woord in self._per_geraamte.get(_geraamte(spelling), ()):
            past = lengte - _KORTER <= len(woord) <= lengte + _LANGER
            if past and spelling in slordig(woord):
                return anders if self._fouten.van(spelling) else woord
        return anders

    def is_bekend(self, woord: str) -> bool:
        """Tell whether a word is one that needs no guessing."""
        return woord in self._bekend


def _geraamte(woord: str) -> str:
    """Give what a word has in common with its careless spellings: its first letter, and a set."""
    return woord[:1] + "".join(sorted(set(woord.translate(_GERAAMTE))))
