"""One note as the engine sees it: words with their classes, sentences, clauses and hits."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import accumulate, chain, pairwise
from operator import itemgetter, or_
from typing import Literal

from assessment.notities.ingang import Ingang, Vondst
from assessment.notities.lexicon import Woordenboek
from assessment.notities.stukken import Bijzonder, Raak, Rij, Stuk, plaats_raak, vind_rijen
from assessment.notities.vervolg import Vervolg
from assessment.notities.vorm import Groep, Samen
from assessment.notities.vouwen import Gevouwen

STERK, ZWAK = frozenset(";:()/[]•*|=>"), frozenset(",-\"'")
# A clause is looked at no further than this to each side.
_WIJD = 30


# (words before it, its number, what is in it) of a piece.
Apart = tuple[int, int, Bijzonder]


class Plaatsen:
    """Where the words of a note stand; worked out only when that is asked."""

    def __init__(self, stukken: Sequence[Stuk], breed: Iterable[int], tel: Sequence[int]) -> None:
        self._stukken, self._tel = stukken, tel
        self.starten = list(accumulate(breed, initial=0))
        self._begin: list[int] | None = None
        self._eind: list[int] | None = None

    @property
    def begin(self) -> list[int]:
        """The offset of every word in the folded text."""
        if self._begin is None:
            self._begin = self._leg(0)
        return self._begin

    @property
    def eind(self) -> list[int]:
        """The offset behind every word."""
        if self._eind is None:
            self._eind = self._leg(1)
        return self._eind

    def plek(self, i: int, welke: Literal[0, 1]) -> int:
        """Give where one word starts (0) or ends (1); quicker than all of them, when few are asked.

        Of pieces without a word none comes behind the one that holds it.
        """
        n = bisect_right(self._tel, i) - 1
        return self.starten[n] + self._stukken[n].plaats[welke][i - self._tel[n]]

    def vanaf(self, plek: int) -> int:
        """Give the first word that starts at an offset or behind it."""
        n = bisect_right(self.starten, plek) - 1
        if n >= len(self._stukken):
            return self._tel[-1]
        return self._tel[n] + bisect_left(self._stukken[n].plaats[0], plek - self.starten[n])

    def _leg(self, welke: Literal[0, 1]) -> list[int]:
        paren = zip(self.starten, self._stukken, strict=False)
        return [start + plek for start, stuk in paren for plek in stuk.plaats[welke]]


@dataclass(slots=True)
class Woorden:
    """The pieces of a note side by side: enough to see whether reading it makes sense.

    lijsten, klassen  the words of every piece and their classes
    som      the classes of all words, also of words in a row, with the places that they fill
    tel      how many words stand before every piece, and in all of them
    apart    (words before it, number of the piece, what is in it) of pieces with something special
    vondsten  words in a row that the automaton found
    rijen    where words in a row start that the lexicon knows, with how they go on
    """

    stukken: Sequence[Stuk]
    lijsten: Sequence[tuple[str, ...]]
    klassen: Sequence[tuple[int, ...]]
    breed: Sequence[int]
    som: int
    tel: list[int]
    apart: list[Apart]
    vondsten: list[Vondst]
    rijen: list[Rij]

    def ingangen(self) -> list[Ingang]:
        """Give what was found, in no order."""
        over = [ingang for _, _, ingang in self.vondsten]
        return over + [raak[0] for _, _, een in self.apart for raak in een[0]]


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
    bits: list[int]
    zinnen: list[int]
    plaatsen: Plaatsen
    raak: list[Raak]
    apart: Sequence[Apart]
    sommen: dict[int, int] = field(default_factory=dict)
    alles: int = 0
    treffers: list[Treffer] = field(default_factory=list)
    gemaskeerd: list[Treffer] = field(default_factory=list)
    _zin_van: list[tuple[int, int]] = field(default_factory=list)
    _vol: list[int] = field(default_factory=list)
    _schat: frozenset[str] | None = None
    _sterk: list[int] | None = None

    @property
    def woordenschat(self) -> frozenset[str]:
        """Every word of the note."""
        if self._schat is None:
            self._schat = frozenset(self.woorden)
        return self._schat

    def begin(self, i: int) -> int:
        """Give the offset of a token in the folded text."""
        return self.plaatsen.plek(i, 0)

    def eind(self, i: int) -> int:
        """Give the offset behind a token."""
        return self.plaatsen.plek(i, 1)

    def zin(self, i: int) -> tuple[int, int]:
        """Give the sentence of token i as (first token, token after the last)."""
        if not self._zin_van:
            for zin in pairwise(self.zinnen):
                self._zin_van += [zin] * (zin[1] - zin[0])
        return self._zin_van[i]

    def datumplekken(self) -> list[int]:
        """Give the offsets at which a date may begin."""
        starten = self.plaatsen.starten
        return [starten[n] + plek for _, n, een in self.apart for plek in een.datums]

    def tel_op(self) -> int:
        """Note per sentence which classes it has; gives those of the whole note."""
        alles = 0
        for lo, hi in pairwise(self.zinnen):
            som: int = reduce(or_, self.bits[lo:hi], 0)
            self.sommen[lo] = som
            alles |= som
        self.alles = alles
        return alles

    def let_op(self, som: int) -> None:
        """Note the tokens of these classes, for `waar` and `som_van`.

        Of what is noted only the stretch that is asked for is looked at: a hostile note has
        thousands, and asks as often.
        """
        self._vol = [i for i, een in enumerate(self.bits) if een & som]

    def waar(self, som: int, a: int, b: int) -> list[int]:
        """Give the tokens from a to b (not included) of some of the classes of `let_op`."""
        bits, vol = self.bits, self._vol
        return [i for i in vol[bisect_left(vol, a) : bisect_left(vol, b)] if bits[i] & som]

    def som_van(self, a: int, b: int) -> int:
        """Give which classes of `let_op` stand between a and b (b not included)."""
        bits, vol = self.bits, self._vol
        return reduce(or_, [bits[i] for i in vol[bisect_left(vol, a) : bisect_left(vol, b)]], 0)

    def sterk(self, a: int, b: int) -> Sequence[int]:
        """Give the signs from a to b (not included) that cut a sentence in clauses."""
        if self._sterk is None:
            geen = STERK.isdisjoint(self.woordenschat)
            self._sterk = [] if geen else [i for i, w in enumerate(self.woorden) if w in STERK]
        return self._sterk[bisect_left(self._sterk, a) : bisect_left(self._sterk, b)]

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


def verzamel(laag: str, stukken: Sequence[Stuk], boek: Woordenboek) -> Woorden | None:
    """Put the pieces of a note together; None when nothing is found in any of them."""
    bijzonder, lijsten, klassen, sommen, vervolgen, breed, _ = zip(*stukken, strict=True)
    som = reduce(or_, sommen)
    vondsten = boek.zoeker.rijen(laag) if som & boek.vakken.rij else []
    tel = list(accumulate(map(len, lijsten), initial=0))
    apart = [(tel[n], n, een) for n, een in enumerate(bijzonder) if een]
    if not vondsten and not any([een[0] for _, _, een in apart]):  # noqa: C419 - twice as fast
        return None
    if not all(lijsten):
        # A piece without a word stands between two words that are in a row.
        rijen = vind_rijen(list(chain.from_iterable(lijsten)), boek)
    else:
        rijen = _rijen(lijsten, vervolgen, tel, apart)
    if som & boek.bit["lichaamsdeel"] and _opent(lijsten, klassen, boek.bit["lichaamsdeel"]):
        som |= boek.bit["bloot"] | boek.vakken.van_klassen(boek.bit["bloot"])
    som = _samen_gezien(som, rijen, boek)
    return Woorden(stukken, lijsten, klassen, breed, som, tel, apart, vondsten, rijen)


def _opent(lijsten: Sequence[Sequence[str]], klassen: Sequence[Sequence[int]], lijf: int) -> bool:
    """Tell whether a sentence may open with a part of the body (bloot.py)."""
    for n, een in enumerate(klassen[1:]):
        if een and een[0] & lijf and (not lijsten[n] or not lijsten[n][-1][0].isalnum()):
            return True
    return False


def losse_woorden(laag: str, stukken: Iterable[Stuk]) -> Iterator[tuple[str, int]]:
    """Give the words as they stand in a folded text, each with its own classes."""
    start = 0
    for stuk in stukken:
        for begin, eind, bits in zip(*stuk.plaats, stuk.bits, strict=True):
            yield laag[start + begin : start + eind], bits
        start += stuk.breed


def _rijen(
    lijsten: Sequence[Sequence[str]],
    vervolgen: Sequence[dict[str, Vervolg] | None],
    tel: Sequence[int],
    apart: Iterable[Apart],
) -> list[Rij]:
    """Find where words in a row may start, from piece to piece and within pieces."""
    rijen = [
        (eind - 1, vervolg[volgend[0]])
        for vervolg, volgend, eind in zip(vervolgen, lijsten[1:], tel[1:], strict=False)
        if vervolg and volgend[0] in vervolg
    ]
    binnen = [(i + j, vervolg) for i, _, een in apart if een.rijen for j, vervolg in een.rijen]
    return sorted([*rijen, *binnen], key=itemgetter(0)) if binnen else rijen


def _verschuif(apart: Iterable[tuple[int, int, Bijzonder]], starten: Sequence[int]) -> list[Raak]:
    """Count what was found in pieces from the start of the note."""
    raak: list[Raak] = []
    for i, n, een in apart:
        if een[0]:
            plek = starten[n]
            for ingang, a, b, van, tot, rang in een[0]:
                raak.append((ingang, a + i, b + i, van + plek, tot + plek, rang + plek))
    return raak


def _zinnen(apart: Iterable[Apart], eind: int) -> list[int]:
    """Give where sentences start, and the end."""
    starten = [i + grens for i, _, een in apart if een.grenzen for grens in een.grenzen]
    if starten and starten[-1] == eind:
        starten.pop()
    return [0, *starten, eind] if eind else [0]


def _samen_gezien(som: int, rijen: Iterable[Rij], boek: Woordenboek) -> int:
    """Add the classes that words of a note may have in a row, and may give each other."""
    for _, vervolg in rijen:
        som |= vervolg.som
    bit = boek.bit
    extra = 0
    if som & bit["scheidbaar"]:
        extra |= bit["werk_doet"] | bit["werk_zelf"]
    if som & bit["lichaamsdeel"]:
        if som & (bit["schade"] | bit["bloot"]):
            extra |= bit["lijfschade"]
        if som & (bit["verwijst_tegen"] | bit["kop"]):
            extra |= bit["contact"]
    return som | extra | boek.vakken.van_klassen(extra)


def leg_uit(tekst: Gevouwen, woorden: Woorden, boek: Woordenboek) -> Lezing:
    """Make a reading of the pieces: words in a row get the class that they have together."""
    lijst = list(chain.from_iterable(woorden.lijsten))
    bits = list(chain.from_iterable(woorden.klassen))
    for i, vervolg in woorden.rijen:
        twee = vervolg.twee
        bits[i] |= twee
        bits[i + 1] |= twee
        derde = lijst[i + 2] if i + 2 < len(lijst) else ""
        for rest, bit in vervolg.langer.get(derde, ()):
            if tuple(lijst[i + 1 : i + 1 + len(rest)]) == rest:
                for j in range(i, i + 1 + len(rest)):
                    bits[j] |= bit
    plaatsen = Plaatsen(woorden.stukken, woorden.breed, woorden.tel)
    raak = _verschuif(woorden.apart, plaatsen.starten)
    if woorden.vondsten:
        over = plaats_raak(tekst.tekst, woorden.vondsten, plaatsen.begin, plaatsen.eind, boek)
        raak = sorted([*over, *raak], key=itemgetter(-1))
    zinnen = _zinnen(woorden.apart, woorden.tel[-1])
    return Lezing(tekst, lijst, bits, zinnen, plaatsen, raak, woorden.apart)
