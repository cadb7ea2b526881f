"""One note as the engine sees it: words with their classes, sentences, clauses and hits."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from operator import add, or_
from typing import Any

from assessment.notities.lexicon import Rij, Woordenboek
from assessment.notities.vorm import Groep, Samen
from assessment.notities.vouwen import Gevouwen

# Words, signs, numbers and dates, dotted abbreviations; one pass, no choice that could go back
# far. A space belongs to the match of what follows: to start anew at every space takes half as
# much time again. One space only: a choice of how many would be tried from each of them.
_VORM = (
    r" ?+({0}{{2,}}+(?:[-']{0}++)*+#?|[^\w\s.']|'?[0-9]+(?:[-/.,:][0-9]+)*x?"
    r"|(?:[a-z]\.){{2,8}}[a-z]?(?![a-z0-9])|\.{{4,}}|{0}(?:[-']{0}+)*#?|[^\w\s]|\n)"
)
_TOKEN, _TOKEN_ASCII = re.compile(_VORM.format(r"[^\W\d_]")), re.compile(_VORM.format("[a-z]"))
_DEELWOORD = re.compile(r"(?:aan|om|op|af|mee|neer|weg|uit|in|door|over|omver|dood|klem|terug)?ge")
# Shorter words are no compounds of two words that mean something here.
_SAMENSTELLING = 7
_ZIN = frozenset(".!?\n")
STERK, ZWAK = frozenset(";:()/[]•*|=>"), frozenset(",-\"'")
# A clause is looked at no further than this to each side.
_WIJD = 30


@dataclass(slots=True)
class Woorden:
    """The words of a note without their places: enough to see whether reading it makes sense.

    ruw    the words as they stand; lijst: as the lexicon writes them
    bits   the classes of every word; som: of all of them, also of words in a row
    rijen  where words in a row start that the lexicon knows, with how they go on
    """

    ruw: list[str]
    lijst: list[str]
    bits: list[int]
    som: int
    rijen: list[Rij]
    verschillend: set[str]


@dataclass(slots=True)
class Treffer:
    """A term that was found: from token a to token b, with its core at token k.

    steun  the other words of a combination, which stands only as long as they do
    """

    groep: Groep | Samen
    a: int
    b: int
    k: int
    van: int
    tot: int
    steun: tuple[int, ...] = ()


@dataclass(slots=True)
class Lezing:
    """A note cut into tokens; all positions are token numbers unless they say otherwise."""

    tekst: Gevouwen
    woorden: list[str]
    begin: list[int]
    eind: list[int]
    bits: list[int]
    zinnen: list[int] = field(default_factory=list)
    sommen: dict[int, int] = field(default_factory=dict)
    treffers: list[Treffer] = field(default_factory=list)
    gemaskeerd: list[Treffer] = field(default_factory=list)

    def zin(self, i: int) -> tuple[int, int]:
        """Give the sentence of token i as (first token, token after the last)."""
        n = bisect_right(self.zinnen, i) - 1
        return self.zinnen[n], self.zinnen[n + 1]

    def tel_op(self) -> int:
        """Note per sentence which classes it has; gives those of the whole note."""
        alles = 0
        for lo, hi in pairwise(self.zinnen):
            som: int = reduce(or_, self.bits[lo:hi], 0)
            self.sommen[lo] = som
            alles |= som
        return alles

    def bijzin(self, i: int) -> tuple[int, int]:
        """Give the clause around token i, cut at punctuation, at most some thirty words wide."""
        lo, hi = self.zin(i)
        lo, hi = max(lo, i - _WIJD), min(hi, i + _WIJD + 1)
        a = i
        while a > lo and self.woorden[a - 1] not in STERK and self.woorden[a - 1] not in ZWAK:
            a -= 1
        b = i + 1
        while b < hi and self.woorden[b] not in STERK and self.woorden[b] not in ZWAK:
            b += 1
        return a, b


def knip(laag: str, boek: Woordenboek) -> Woorden:
    """Cut a folded text into words and look every one up."""
    ruw = (_TOKEN_ASCII if laag.isascii() else _TOKEN).findall(laag)
    lijst = ruw.copy()
    bits = _klassen(lijst, boek)
    som: int = reduce(or_, bits, 0)
    rijen = vind_rijen(lijst, boek)
    for _, vervolgen in rijen:
        for _, een in vervolgen:
            som |= een
    return Woorden(ruw, lijst, bits, _samen_gezien(som, boek.bit), rijen, set(lijst))


def _samen_gezien(som: int, bit: Mapping[str, int]) -> int:
    """Add the classes that words of a note may give each other."""
    if som & bit["scheidbaar"]:
        som |= bit["werk_doet"] | bit["werk_zelf"]
    if som & bit["lichaamsdeel"]:
        if som & bit["schade"]:
            som |= bit["lijfschade"]
        if som & (bit["verwijst_tegen"] | bit["kop"]):
            som |= bit["contact"]
    return som


def _klassen(lijst: list[str], boek: Woordenboek) -> list[int]:
    """Look every word up; what the lexicon does not know as it stands may be put right."""
    bits: list[Any] = list(map(boek.vlug.get, lijst))
    for i in [i for i, een in enumerate(bits) if een is None]:
        woord = lijst[i]
        kaal = _kaal(woord) if woord[1:2] == "." else woord
        kaal = boek.spelling.get(kaal, kaal)
        if kaal is not woord:
            lijst[i] = woord = kaal
            bits[i] = boek.vlug.get(woord)
        if bits[i] is None:
            bits[i] = _onbekend(woord, boek)
    return bits


def vind_rijen(lijst: Sequence[str], boek: Woordenboek) -> list[Rij]:
    """Find two words in a row with which something of the lexicon starts."""
    vervolg = boek.vervolg
    laatste = len(lijst) - 1
    eersten = [i for i, woord in enumerate(lijst) if woord in vervolg and i < laatste]
    return [
        (i, meer[volgend])
        for i in eersten
        if (volgend := lijst[i + 1]) in (meer := vervolg[lijst[i]])
    ]


def _kaal(woord: str) -> str:
    """Give "i.v.m." without its stops; a row of stops on a form asks for an answer."""
    if woord[0] == ".":
        return ":"
    return woord.replace(".", "") if woord[0].isalpha() else woord


def _onbekend(woord: str, boek: Woordenboek) -> int:
    """Give the classes of a word that the lexicon does not know as it stands."""
    if woord[-1].isdigit():
        return boek.bit["getal"]
    if len(woord) < _SAMENSTELLING:
        return 0
    if "-" in woord:
        laatste = boek.woordbits.get(woord.rsplit("-", 1)[1])
        if laatste is not None:
            return laatste
    if woord.endswith(("d", "t", "en")) and _DEELWOORD.match(woord):
        return boek.bit["deelwoord"]
    return _hoofd(woord, boek)


def _hoofd(woord: str, boek: Woordenboek) -> int:
    """Give what a compound is: in Dutch its last part says so."""
    if woord[-3:] not in boek.staarten:
        return 0
    for van in range(3, min(len(woord) - 3, 16)):
        bits = boek.hoofdwoorden.get(woord[van:])
        if bits is not None:
            return bits
    return 0


def leg_uit(tekst: Gevouwen, woorden: Woorden, boek: Woordenboek) -> Lezing:
    """Give every word its place and its classes, and find the sentences."""
    begin, eind = _plaatsen(tekst.tekst, woorden.ruw)
    lijst, bits, rijen = woorden.lijst, woorden.bits, woorden.rijen
    tekens = [i for i, woord in enumerate(lijst) if woord in _ZIN]
    weg = _afkortingspunten(lijst, begin, eind, tekens, boek.afkortingen)
    if weg:
        for rij in (lijst, bits, begin, eind):
            for i in weg:
                del rij[i]
        tekens = [i for i, woord in enumerate(lijst) if woord in _ZIN]
        rijen = vind_rijen(lijst, boek)
    lezing = Lezing(tekst, lijst, begin, eind, bits, _zinnen(lijst, begin, eind, tekens))
    _leg_rijen(lezing, rijen)
    return lezing


def _leg_rijen(lezing: Lezing, rijen: Sequence[Rij]) -> None:
    """Give words in a row the class that they have together ("niet gebleken")."""
    woorden, bits = lezing.woorden, lezing.bits
    for i, vervolgen in rijen:
        for rest, bit in vervolgen:
            if len(rest) == 1 or tuple(woorden[i + 1 : i + 1 + len(rest)]) == rest:
                for j in range(i, i + 1 + len(rest)):
                    bits[j] |= bit


def _plaatsen(laag: str, ruw: Sequence[str]) -> tuple[list[int], list[int]]:
    """Find the words again, in order: faster than asking the expression for places at once."""
    begin: list[int] = []
    plek = 0
    vind, zet = laag.find, begin.append
    for woord in ruw:
        plek = vind(woord, plek)
        zet(plek)
        plek += len(woord)
    return begin, list(map(add, begin, map(len, ruw)))


def _afkortingspunten(
    lijst: Sequence[str],
    begin: Sequence[int],
    eind: Sequence[int],
    tekens: Sequence[int],
    afkortingen: frozenset[str],
) -> list[int]:
    """Find the full stops that belong to an abbreviation, last one first: they end no sentence."""
    punten = (i for i in reversed(tekens) if lijst[i] == "." and i)
    return [i for i in punten if lijst[i - 1] in afkortingen and eind[i - 1] == begin[i]]


def _zinnen(
    woorden: Sequence[str], begin: Sequence[int], eind: Sequence[int], tekens: Sequence[int]
) -> list[int]:
    """Find where sentences start; a full stop inside a word ends nothing."""
    laatste = len(woorden) - 1
    grenzen = [
        i + 1 for i in tekens if i < laatste and (woorden[i] != "." or begin[i + 1] != eind[i])
    ]
    return [0, *grenzen, len(woorden)] if woorden else [0]
