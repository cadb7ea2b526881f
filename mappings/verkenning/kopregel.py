"""What the names in a header are about; and whether a row is a header at all."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from mappings.verkenning.woorden import KORT, WOORDEN, Idee

_KAMEEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WOORD = re.compile(r"[a-z]+|[0-9]+")
_GETAL = re.compile(r"\A[0-9 .,:/€+-]+\Z")
_HAAKJES = re.compile(r"\([^)]*\)")
#: The shortest word that may be glued to others in a name.
_KORTST: Final = 2
#: The share of cells that must be about something we know before a row passes for a header: the
#: first row of a file without one may hold a person, and header names are shown.
_BEKEND: Final = 0.34


@dataclass(frozen=True, slots=True)
class Naam:
    """What a column name is about.

    heel  every word of it was known as it stands, without cutting or leaving out
    """

    ideeen: frozenset[Idee]
    heel: bool


@cache
def ontleed(naam: str) -> Naam:
    """Tell what a column name is about; nothing when no word in it is known."""
    plain = _plat(_HAAKJES.sub(" ", naam)) or _plat(naam)
    if plain in KORT:
        return Naam(frozenset(KORT[plain]) - {Idee.VUL}, heel=len(plain) > _KORTST + 1)
    ideas: set[Idee] = set()
    whole = True
    for token in plain.split():
        if token in WOORDEN:
            ideas.update(WOORDEN[token])
            continue
        parts = () if token.isdigit() else _stukken(token)
        whole = whole and bool(parts) and all(len(part) > 3 for part in parts)
        for part in parts:
            ideas.update(WOORDEN[part])
    return Naam(frozenset(ideas) - {Idee.VUL}, whole)


def is_kopregel(cellen: Sequence[str]) -> bool:
    """Tell whether a row can be a header: names, hardly a blank, no numbers or dates."""
    filled = [cell.strip() for cell in cellen if cell.strip()]
    if len(filled) * 5 < len(cellen) * 4 or any(_GETAL.match(cell) for cell in filled):
        return False
    return kop_score(filled) >= max(2, _BEKEND * len(filled))


def kop_score(namen: Sequence[str]) -> int:
    """Count the cells that are about something we know; a long one is a sentence, not a name."""
    return sum(len(naam) <= 60 and bool(ontleed(naam).ideeen) for naam in namen)


def _plat(naam: str) -> str:
    """Give the words of a name, small and without accents."""
    plain = unicodedata.normalize("NFKD", _KAMEEL.sub(" ", naam)).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(_WOORD.findall(plain))


@cache
def _stukken(token: str) -> tuple[str, ...]:
    """Cut a glued token into known words, the fewest; () when it cannot be cut to the end.

    An `s` between two words is passed over, as in `ongevalsdatum`.
    """
    best: tuple[str, ...] = ()
    for size in range(len(token), _KORTST - 1, -1):
        head, rest = token[:size], token[size:]
        if head not in WOORDEN:
            continue
        found = (head,) if not rest else _rest(head, rest)
        if found and (not best or len(found) < len(best)):
            best = found
    return best


def _rest(head: str, rest: str) -> tuple[str, ...]:
    for tail in (rest, rest.removeprefix("s")):
        if found := _stukken(tail):
            return (head, *found)
    return ()
