"""One note as the engine sees it: words with their classes, sentences, clauses and hits."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assessment.notities.lexicon import Ingang, Kaart, Samenstel, Woordenboek
from assessment.notities.patroon import Patroon
from assessment.notities.vorm import Groep, Samen
from assessment.notities.vouwen import Gevouwen

# Words, dotted abbreviations, numbers and dates; one pass, no choice that could go back far.
_TOKEN = re.compile(
    r"(?:[a-z]\.){2,8}[a-z]?(?![a-z0-9])|'?[0-9]+(?:[-/.,:][0-9]+)*x?"
    r"|[^\W\d_]+(?:[-'][^\W\d_]+)*#?|[^\w\s]|\n"
)
_ANTWOORD = frozenset(["?", ":", "=", "ja", "nee", "j", "n", "nvt"])
_DEELWOORD = re.compile(r"(?:aan|om|op|af|mee|neer|weg|uit|in|door|over|omver|dood|klem|terug)?ge")
# More cores than this in one note are not looked into: hostile notes must cost no more than long
# ones.
MAX_RAAK = 400
# The words of a combination stand at most so far from its first one.
VENSTER = 18
# Shorter words are no compounds of two words that mean something here.
_SAMENSTELLING = 7
_ZIN, _STERK, _ZWAK = frozenset(".!?\n"), frozenset(";:()/[]•*|=>"), frozenset(",-\"'")


@dataclass(slots=True)
class Treffer:
    """A term that was found: from token a to token b, with its core at token k."""

    groep: Groep | Samen
    a: int
    b: int
    k: int
    van: int
    tot: int


@dataclass(slots=True)
class Lezing:
    """A note cut into tokens; all positions are token numbers unless they say otherwise."""

    tekst: Gevouwen
    woorden: list[str]
    begin: list[int]
    eind: list[int]
    bits: list[int]
    zinnen: list[int] = field(default_factory=list)
    treffers: list[Treffer] = field(default_factory=list)
    gemaskeerd: list[Treffer] = field(default_factory=list)

    def zin(self, i: int) -> tuple[int, int]:
        """Give the sentence of token i as (first token, token after the last)."""
        n = bisect_right(self.zinnen, i) - 1
        return self.zinnen[n], self.zinnen[n + 1]

    def bijzin(self, i: int) -> tuple[int, int]:
        """Give the clause around token i, cut at punctuation, at most some thirty words wide."""
        lo, hi = self.zin(i)
        lo, hi = max(lo, i - 30), min(hi, i + 31)
        a = i
        while a > lo and self.woorden[a - 1] not in _STERK and self.woorden[a - 1] not in _ZWAK:
            a -= 1
        b = i + 1
        while b < hi and self.woorden[b] not in _STERK and self.woorden[b] not in _ZWAK:
            b += 1
        return a, b


def kansrijk(laag: str, boek: Woordenboek, raak: Sequence[tuple[int, Ingang]]) -> bool:
    """Tell whether reading can find anything: a term, or all words of a pattern or combination.

    Most notes that pass the prefilter hold one word of a pattern and none of the others. To see
    that, neither places nor sentences are needed.
    """
    for _, ingang in raak:
        if ingang.groep is not None:
            return True
    woorden = set(_TOKEN.findall(laag))
    som = _som(woorden, boek)
    if som & boek.correctie or (som & boek.vraag and not woorden.isdisjoint(_ANTWOORD)):
        return True
    if any(_allemaal(som, samen.bits) for samen in boek.samen):
        return True
    return any(
        patroon.mogelijk(woorden, som) for _, ingang in raak for patroon, _ in ingang.patronen
    )


def _som(woorden: set[str], boek: Woordenboek) -> int:
    """Give all classes that the words of a note can have, alone or in a row."""
    som, ken = 0, boek.woorden
    for woord in woorden:
        kaart = ken.get(woord)
        if kaart is not None:
            som |= kaart.bits
            for volgend, rest in kaart.vervolg.items() if kaart.vervolg else ():
                if volgend in woorden:
                    for _, bit in rest:
                        som |= bit
        elif len(woord) > 2:
            som |= _onbekend(woord, boek)
    return som


def _onbekend(woord: str, boek: Woordenboek) -> int:
    """Give the classes of a word that the lexicon does not know as it stands."""
    if "-" in woord:
        kaart = boek.woorden.get(woord.rsplit("-", 1)[1])
        if kaart is not None:
            return kaart.bits
    if woord[-1].isdigit():
        return boek.bit["getal"]
    return _vorm(woord, boek) if len(woord) >= _SAMENSTELLING else 0


def lees_tekst(tekst: Gevouwen, boek: Woordenboek, raak: Sequence[tuple[int, Ingang]]) -> Lezing:
    """Cut a folded note and find everything in it; raak = (end offset, entry) of the automaton."""
    lezing = _tokens(tekst, boek.afkortingen)
    lezing.zinnen = _zinnen(lezing)
    kaarten = _klassen(lezing, boek)
    _termen(lezing, boek, raak)
    _patronen(lezing, boek, raak)
    _samen(lezing, boek.samen)
    _maskeer(lezing, boek, kaarten)
    return lezing


def _tokens(tekst: Gevouwen, afkortingen: frozenset[str]) -> Lezing:
    stukken = list(_TOKEN.finditer(tekst.tekst))
    if "." in tekst.tekst:
        stukken = _zonder_afkortingspunt(stukken, afkortingen)
    # Three plain comprehensions: half the time of one loop, and this is the dearest step of all.
    woorden = [stuk.group() for stuk in stukken]
    begin = [stuk.start() for stuk in stukken]
    eind = [stuk.end() for stuk in stukken]
    if "." in tekst.tekst:
        woorden = [w.replace(".", "") if len(w) > 1 and w[0].isalpha() else w for w in woorden]
    return Lezing(tekst, woorden, begin, eind, [])


def _zonder_afkortingspunt(
    stukken: list[re.Match[str]], afkortingen: frozenset[str]
) -> list[re.Match[str]]:
    """Leave out the full stop that belongs to an abbreviation: it ends no sentence."""
    over: list[re.Match[str]] = []
    for stuk in stukken:
        vast = over and stuk.group() == "." and over[-1].end() == stuk.start()
        if not (vast and over[-1].group() in afkortingen):
            over.append(stuk)
    return over


def _zinnen(lezing: Lezing) -> list[int]:
    """Find where sentences start; a full stop after an abbreviation ends nothing."""
    woorden, begin, eind = lezing.woorden, lezing.begin, lezing.eind
    grenzen = [0]
    laatste = len(woorden) - 1
    for i, woord in enumerate(woorden):
        if woord in _ZIN and i < laatste:
            if woord == "." and begin[i + 1] == eind[i]:
                continue
            grenzen.append(i + 1)
    if grenzen[-1] != len(woorden):
        grenzen.append(len(woorden))
    return grenzen


def _klassen(lezing: Lezing, boek: Woordenboek) -> list[tuple[int, Kaart]]:
    """Give every word its classes; return the words with which a pattern may start."""
    woorden, ken = lezing.woorden, boek.woorden
    bits = lezing.bits
    kaarten: list[tuple[int, Kaart]] = []
    for i, woord in enumerate(woorden):
        kaart = ken.get(woord)
        if kaart is None:
            bits.append(_onbekend(woord, boek) if len(woord) > 2 or woord.isdigit() else 0)
        else:
            bits.append(kaart.bits)
            if kaart.vervolg or kaart.maskers:
                kaarten.append((i, kaart))
    for i, kaart in kaarten:
        if i + 1 < len(woorden):
            for rest, bit in kaart.vervolg.get(woorden[i + 1], ()):
                if len(rest) == 1 or tuple(woorden[i + 1 : i + 1 + len(rest)]) == rest:
                    for j in range(i, i + 1 + len(rest)):
                        bits[j] |= bit
    return kaarten


def _vorm(woord: str, boek: Woordenboek) -> int:
    """Give what the form of an unknown word tells: a participle, or a compound by its last part."""
    if woord.endswith(("d", "t", "en")) and _DEELWOORD.match(woord):
        return boek.bit["deelwoord"]
    for van in range(3, min(len(woord) - 3, 16)):
        kaart = boek.woorden.get(woord[van:])
        if kaart is not None and kaart.bits & boek.hoofden:
            return kaart.bits & boek.hoofden
    return 0


def _termen(lezing: Lezing, boek: Woordenboek, raak: Sequence[tuple[int, Ingang]]) -> None:
    for tot, ingang in raak:
        if ingang.groep is None:
            continue
        van = tot - ingang.lengte
        a = max(0, bisect_right(lezing.begin, van) - 1)
        b = max(a, bisect_right(lezing.begin, tot - 1) - 1)
        bit = boek.bit[ingang.groep.id]
        if lezing.bits[a] & bit and lezing.treffers and lezing.treffers[-1].a == a:
            continue
        for j in range(a, b + 1):
            lezing.bits[j] |= bit
        lezing.treffers.append(
            Treffer(ingang.groep, a, b, a, lezing.begin[a], max(tot, lezing.eind[b]))
        )


def _patronen(lezing: Lezing, boek: Woordenboek, raak: Sequence[tuple[int, Ingang]]) -> None:
    """Try the patterns whose core was found, from the words before it on which they may start."""
    for tot, ingang in raak[:MAX_RAAK]:
        if ingang.patronen:
            k = bisect_right(lezing.begin, tot - 1) - 1
            lo, hi = lezing.zin(k)
            for patroon, groep in ingang.patronen:
                if _probeer(lezing, patroon, groep, k, lo, min(hi, k + 20)):
                    lezing.bits[k] |= boek.bit[groep.id]


def _probeer(lezing: Lezing, patroon: Patroon, groep: Groep, k: int, lo: int, hi: int) -> bool:
    eerste = patroon.delen[0]
    begin = k if patroon.kern == 0 else max(lo, k - patroon.reikt)
    for i in range(begin, k + 1):
        if lezing.woorden[i] in eerste.woorden or lezing.bits[i] & eerste.bits:
            past = patroon.past(lezing.woorden, lezing.bits, i, hi)
            if past is not None and past[0] == k:
                van, tot = lezing.begin[k], lezing.eind[k]
                lezing.treffers.append(Treffer(groep, i, past[1], k, van, tot))
                return True
    return False


def _samen(lezing: Lezing, regels: Sequence[Samenstel]) -> None:
    """Look for words that mean something together; one pass per sentence, in both clause sizes."""
    kan = [regel for regel in regels if _allemaal(_alle(lezing.bits), regel.bits)]
    for lo, hi in _paren(lezing.zinnen) if kan else ():
        zin = _alle(lezing.bits[lo:hi])
        for regel in kan:
            if _allemaal(zin, regel.bits):
                _samen_in(lezing, regel, lo, hi)


def _samen_in(lezing: Lezing, samen: Samenstel, lo: int, hi: int) -> None:
    for a, b in [(lo, hi)] if samen.regel.zin else _stukken(lezing, lo, hi):
        if not _allemaal(_alle(lezing.bits[a:b]), samen.bits):
            continue
        k = next(i for i in range(a, b) if lezing.bits[i] & samen.bits[0])
        plekken = range(max(a, k - VENSTER), min(b, k + VENSTER))
        if _apart(lezing.bits, samen.bits, plekken):
            lezing.treffers.append(Treffer(samen.regel, k, k, k, lezing.begin[k], lezing.eind[k]))


def _apart(bits: Sequence[int], delen: Sequence[int], plekken: Sequence[int]) -> bool:
    """Tell whether there is a different word for every part: one word may be of two classes."""
    gebruikt: set[int] = set()
    for deel in delen:
        plek = next((i for i in plekken if bits[i] & deel and i not in gebruikt), None)
        if plek is None:
            return False
        gebruikt.add(plek)
    return True


def _alle(bits: Sequence[int]) -> int:
    som = 0
    for een in bits:
        som |= een
    return som


def _allemaal(som: int, delen: Sequence[int]) -> bool:
    # As above: a plain loop, for this is asked of every combination in every note.
    for deel in delen:  # noqa: SIM110 - see above
        if not som & deel:
            return False
    return True


def _paren(grenzen: Sequence[int]) -> Iterator[tuple[int, int]]:
    return pairwise(grenzen)


def _stukken(lezing: Lezing, lo: int, hi: int) -> Iterator[tuple[int, int]]:
    a = lo
    for i in range(lo, hi):
        if lezing.woorden[i] in _STERK:
            yield a, i
            a = i + 1
    yield a, hi


def _maskeer(lezing: Lezing, boek: Woordenboek, kaarten: Sequence[tuple[int, Kaart]]) -> None:
    """Take out the hits whose core lies in an expression that means something else."""
    if not lezing.treffers:
        return
    bedekt: set[int] = set()
    woorden = set(lezing.woorden)
    dichtbij = {
        i
        for t in lezing.treffers
        for i in range(t.k - 14, t.k + 1 + (VENSTER if t.groep.id in boek.samen_bits else 0))
    }
    for i, kaart in kaarten:
        for patroon in kaart.maskers if i in dichtbij else ():
            if patroon.vereist and woorden.isdisjoint(patroon.vereist):
                continue
            past = patroon.past(lezing.woorden, lezing.bits, i, min(lezing.zin(i)[1], i + 24))
            if past is not None:
                bedekt.update(range(i, past[1] + 1))
    lezing.treffers = [t for t in lezing.treffers if _blijft_samen(lezing, boek, t, bedekt)]
    lezing.gemaskeerd = [treffer for treffer in lezing.treffers if treffer.k in bedekt]
    lezing.treffers = [treffer for treffer in lezing.treffers if treffer.k not in bedekt]
    for i in bedekt:
        lezing.bits[i] |= boek.bit["masker"]


def _blijft_samen(lezing: Lezing, boek: Woordenboek, t: Treffer, bedekt: set[int]) -> bool:
    """Tell whether a combination still holds without the words that mean something else."""
    samen = boek.samen_bits.get(t.groep.id)
    if samen is None or not bedekt:
        return True
    lo, hi = lezing.zin(t.k)
    plekken = [i for i in range(max(lo, t.k - VENSTER), min(hi, t.k + VENSTER)) if i not in bedekt]
    return t.k in bedekt or _apart(lezing.bits, samen, plekken)
