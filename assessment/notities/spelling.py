"""Typing errors: every way to write a long word with one error, worked out when loading.

Comparing each word of each note with each term would cost most of the time there is. Put into the
automaton instead, an error costs nothing while reading.
"""

from collections.abc import Iterator
from string import ascii_lowercase

# Shorter words are one error away from too many real ones.
MIN_LETTERS = 7
MIN_SLORDIG = 4
_KLINKERS = "aeiou"


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
