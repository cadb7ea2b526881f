"""Typing errors: every way to write a long word with one error, worked out when loading.

Comparing each word of each note with each term would cost most of the time there is. Put into the
automaton instead, an error costs nothing while reading.
"""

from collections.abc import Iterator
from string import ascii_lowercase

# Shorter words are one error away from too many real ones.
MIN_LETTERS = 7


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
