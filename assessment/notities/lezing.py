"""One note as the engine sees it: words with their classes, sentences, clauses and hits."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from operator import or_

from assessment.notities.lexicon import Woordenboek
from assessment.notities.vorm import Groep, Samen
from assessment.notities.vouwen import Gevouwen

# Words, dotted abbreviations, numbers and dates; one pass, no choice that could go back far.
_VORM = (
    r"{0}{{2,}}(?:[-']{0}+)*#?|(?:[a-z]\.){{2,8}}[a-z]?(?![a-z0-9])"
    r"|\.{{4,}}|'?[0-9]+(?:[-/.,:][0-9]+)*x?|{0}(?:[-']{0}+)*#?|[^\w\s]|\n"
)
_TOKEN, _TOKEN_ASCII = re.compile(_VORM.format(r"[^\W\d_]")), re.compile(_VORM.format("[a-z]"))
_DEELWOORD = re.compile(r"(?:aan|om|op|af|mee|neer|weg|uit|in|door|over|omver|dood|klem|terug)?ge")
_PUNT = re.compile(r"[a-z.]\.[a-z.]")
# Shorter words are no compounds of two words that mean something here.
_SAMENSTELLING = 7
_ZIN = frozenset(".!?\n")
STERK, ZWAK = frozenset(";:()/[]•*|=>"), frozenset(",-\"'")
# A clause is looked at no further than this to each side.
_WIJD = 30


@dataclass(frozen=True, slots=True)
class Woorden:
    """The words of a note without their places: enough to see whether reading it makes sense.

    bits  the classes of every different word; som: of all of them, also of words in a row
    """

    ruw: list[str]
    lijst: list[str]
    bits: Mapping[str, int]
    som: int


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
            som = 0
            for bits in self.bits[lo:hi]:
                som |= bits
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
    """Cut a folded text into words and look every different one up once."""
    ruw = (_TOKEN_ASCII if laag.isascii() else _TOKEN).findall(laag)
    lijst = [_kaal(w) if w[1:2] == "." else w for w in ruw] if _PUNT.search(laag) else ruw
    juist = boek.spelling
    if not juist.keys().isdisjoint(lijst):
        lijst = [juist.get(w, w) for w in lijst]
    uniek = set(lijst)
    bits = dict(zip(uniek, map(boek.woordbits.get, uniek), strict=True))
    for woord in [woord for woord, een in bits.items() if een is None]:
        bits[woord] = _onbekend(woord, boek)
    som = reduce(or_, bits.values(), 0)
    vervolg = boek.vervolg
    for i in [i for i, woord in enumerate(lijst) if woord in vervolg]:
        for _, een in vervolg[lijst[i]].get(lijst[i + 1] if i + 1 < len(lijst) else "", ()):
            som |= een
    bit = boek.bit
    if som & bit["scheidbaar"]:
        som |= bit["werk_doet"] | bit["werk_zelf"]
    if som & bit["lichaamsdeel"]:
        if som & bit["schade"]:
            som |= bit["lijfschade"]
        if som & (bit["verwijst_tegen"] | bit["kop"]):
            som |= bit["contact"]
    return Woorden(ruw, lijst, bits, som)


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
        kaart = boek.woorden.get(woord.rsplit("-", 1)[1])
        if kaart is not None:
            return kaart.bits
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
    lijst = woorden.lijst
    if "." in tekst.tekst:
        over = _zonder_afkortingspunt(lijst, begin, eind, boek.afkortingen)
        if len(over) < len(lijst):
            lijst = [lijst[i] for i in over]
            begin, eind = [begin[i] for i in over], [eind[i] for i in over]
    lezing = Lezing(tekst, lijst, begin, eind, [woorden.bits[woord] for woord in lijst])
    lezing.zinnen = _zinnen(lezing)
    return lezing


def _plaatsen(laag: str, ruw: Sequence[str]) -> tuple[list[int], list[int]]:
    """Find the words again, in order: faster than asking the expression for places at once."""
    begin: list[int] = []
    eind: list[int] = []
    plek = 0
    for woord in ruw:
        plek = laag.find(woord, plek)
        begin.append(plek)
        plek += len(woord)
        eind.append(plek)
    return begin, eind


def _zonder_afkortingspunt(
    lijst: Sequence[str], begin: Sequence[int], eind: Sequence[int], afkortingen: frozenset[str]
) -> list[int]:
    """Leave out the full stop that belongs to an abbreviation: it ends no sentence."""
    return [
        i
        for i, woord in enumerate(lijst)
        if not (woord == "." and i and lijst[i - 1] in afkortingen and eind[i - 1] == begin[i])
    ]


def _zinnen(lezing: Lezing) -> list[int]:
    """Find where sentences start; a full stop inside a word ends nothing."""
    woorden, begin, eind = lezing.woorden, lezing.begin, lezing.eind
    grenzen = [0]
    laatste = len(woorden) - 1
    for i, woord in enumerate(woorden):
        if woord in _ZIN and i < laatste and (woord != "." or begin[i + 1] != eind[i]):
            grenzen.append(i + 1)
    if grenzen[-1] != len(woorden):
        grenzen.append(len(woorden))
    return grenzen
