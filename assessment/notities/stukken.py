"""The pieces of a note between its spaces; each kind of piece is looked into only once.

Words come back from note to note. What a piece holds by itself (its words, their classes, where it
ends a sentence, what the automaton finds in it) is kept, so that a note costs one look-up a piece.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import add
from typing import Any, NamedTuple

from assessment.notities.datums import beginplekken, is_datum
from assessment.notities.ingang import Ingang, Vondst
from assessment.notities.kort import KLASSEN
from assessment.notities.lexicon import Woordenboek
from assessment.notities.vervolg import Vervolg
from assessment.notities.vouwen import NUL

# So many pieces are kept; when there are more, all is forgotten. Two or three thousand words make
# up nearly all of what is written in notes.
MAX_STUKKEN = 30_000
# A longer piece is no word that comes back, and neither is a number of more digits.
LANG_STUK, MAX_CIJFERS = 40, 4
# Words, signs, numbers and dates, dotted abbreviations; one pass, no choice that could go back far.
_VORM = (
    r"({0}{{2,}}+(?:[-']{0}++)*+#?|[^\w\s.']|'?[0-9]+(?:[-/.,:][0-9]+)*x?"
    r"|(?:[a-z]\.){{2,8}}[a-z]?(?![a-z0-9])|\.{{4,}}|{0}(?:[-']{0}+)*#?|[^\w\s]|\n)"
)
_TOKEN, _TOKEN_ASCII = re.compile(_VORM.format(r"[^\W\d_]")), re.compile(_VORM.format("[a-z]"))
_DEELWOORD = re.compile(r"(?:aan|om|op|af|mee|neer|weg|uit|in|door|over|omver|dood|klem|terug)?ge")
# Shorter words are no compounds of two words that mean something here.
_SAMENSTELLING = 7
_ZIN = frozenset(".!?\n")
# What a row of words may end with.
_SLOT = _ZIN | frozenset(",;)")
# Endings that may be shown behind a term; also what a typing error left of "ongevallen".
_UITGANGEN = frozenset(
    (
        "e",
        "en",
        "n",
        "d",
        "t",
        "s",
        "g",
        "gen",
        "ng",
        "ngen",
        "l",
        "len",
        "llen",
        "je",
        "tje",
        "jes",
    )
)
# What was found: the entry, its first and last token, the offsets of what may be shown of it, and
# its rank among all that was found.
Raak = tuple[Ingang, int, int, int, int, int]
# A place where words in a row may start.
Rij = tuple[int, Vervolg]


class Bijzonder(NamedTuple):
    """What most pieces do not have; tokens and offsets are counted from the start of the piece.

    raak     what the automaton finds in it
    grenzen  the tokens with which a new sentence starts, also the one after its last
    rijen    where words in a row may start that go on within the piece
    datums   the offsets at which a date may begin
    """

    raak: tuple[Raak, ...]
    grenzen: tuple[int, ...]
    rijen: tuple[Rij, ...]
    datums: tuple[int, ...]


class Stuk(NamedTuple):
    """A piece of a note.

    woorden  as the lexicon writes them, without the stops of abbreviations
    bits     the classes of every word
    som      the classes of all of them, with the places of patterns that they fill (vakken.py)
    vervolg  what may come in the next piece, if the last word may be the first of a row
    breed    how far on the next piece starts; plaats: the offsets of the words, and of their ends
    """

    bijzonder: Bijzonder | None
    woorden: tuple[str, ...]
    bits: tuple[int, ...]
    som: int
    vervolg: dict[str, Vervolg] | None
    breed: int
    plaats: tuple[tuple[int, ...], tuple[int, ...]]


class Vorm(NamedTuple):
    """A piece with zeros for its digits, and what another one with other digits takes of it.

    delen      per word: whether it is a number, the word, where it starts and where it ends
    zegt_iets  whether some number written so is a word of the lexicon, or a year
    houdbaar   whether it has so few digits that it may be kept
    """

    stuk: Stuk
    delen: tuple[tuple[bool, str, int, int], ...]
    zegt_iets: bool
    houdbaar: bool


def splits(laag: str) -> list[str]:
    """Cut a folded text at its spaces; a line end belongs to the piece before it."""
    return (laag.replace("\n", "\n ") if "\n" in laag else laag).split(" ")


class Stukken:
    """Knows the pieces that it has seen, within bounds; may be shared by threads.

    Nothing of a note stays together here, and no number of more than a few digits at all.
    """

    def __init__(self, boek: Woordenboek, hoogstens: int = MAX_STUKKEN) -> None:
        self._boek = boek
        self._gezien = _Gezien(boek, hoogstens)

    def zijn_leeg(self, delen: Iterable[str]) -> bool:
        """Tell whether nothing is found in any of these pieces, seen before or not.

        delen  with zeros for digits
        """
        gezien, zoeker = self._gezien.leeg, self._boek.zoeker
        return all(deel in gezien or zoeker.is_leeg(deel) for deel in delen)

    def zegt_meer(self, delen: Iterable[str]) -> bool:
        """Tell whether a short text has a word beside those that `kort.oordeel` goes by."""
        return not self._gezien.anders.isdisjoint(delen)

    def lees(self, delen: Iterable[str]) -> list[Stuk]:
        """Look pieces up."""
        return list(map(self._gezien.__getitem__, delen))


class _Gezien(dict[str, Stuk]):
    """The pieces by their text.

    leeg  those in which nothing is found, whatever the digits, with zeros for digits
    vormen  numbers with their signs, with zeros for digits: another one differs in its digits only
    anders  those without digits in which a word is of no class that a short note goes by
    """

    def __init__(self, boek: Woordenboek, hoogstens: int) -> None:
        super().__init__()
        self._boek, self._hoogstens = boek, hoogstens
        self.leeg: set[str] = set()
        self.vormen: dict[str, Vorm] = {}
        self.anders: set[str] = set()
        self._kort = sum(boek.bit[naam] for naam in KLASSEN)

    def __repr__(self) -> str:
        return f"<{len(self)} stukken>"

    def __missing__(self, tekst: str) -> Stuk:
        masker = tekst.translate(NUL)
        vorm = self.vormen.get(masker)
        stuk = None if vorm is None else _ingevuld(vorm, tekst, self._boek)
        if stuk is None:
            stuk = _maak(tekst, self._boek)
        elif vorm is not None and not vorm.houdbaar:
            return stuk
        if len(tekst) > LANG_STUK:
            return stuk
        if len(self) + len(self.leeg) + len(self.vormen) > self._hoogstens:
            self._vergeet()
        if sum(map(str.isdigit, tekst)) <= MAX_CIJFERS:
            self[tekst] = stuk
        if vorm is not None:
            return stuk
        if not any(map(str.isdigit, tekst)):
            if stuk.bijzonder is None or not stuk.bijzonder.raak:
                self.leeg.add(tekst)
            if self._is_anders(tekst, stuk):
                self.anders.add(tekst)
        else:
            if masker in self.leeg or self._boek.zoeker.is_leeg(masker):
                self.leeg.add(masker)
                nul = _maak(masker, self._boek)
                if _alleen_cijfers(nul, self._boek):
                    self.vormen[masker] = _vorm(nul, self._boek)
        return stuk

    def _vergeet(self) -> None:
        self.clear()
        self.leeg.clear()
        self.vormen.clear()
        self.anders.clear()

    def _is_anders(self, tekst: str, stuk: Stuk) -> bool:
        words = zip(stuk.plaats[0], stuk.bits, strict=True)
        return any(tekst[begin].isalnum() and not bits & self._kort for begin, bits in words)


def _maak(tekst: str, boek: Woordenboek) -> Stuk:
    # Most pieces are one plain word.
    woord = tekst.isascii() and tekst.isalpha()
    ruw = [tekst] if woord else (_TOKEN_ASCII if tekst.isascii() else _TOKEN).findall(tekst)
    lijst = ruw.copy()
    bits = _klassen(lijst, boek)
    begin, eind = ([0], [len(tekst)]) if woord else _plaatsen(tekst, ruw)
    for i in _afkortingspunten(lijst, begin, eind, boek.afkortingen):
        for rij in (lijst, bits, begin, eind):
            del rij[i]
    bijzonder = Bijzonder(
        tuple(plaats_raak(tekst, boek.zoeker.in_stuk(tekst), begin, eind, boek)),
        tuple(_grenzen(lijst, begin, eind)),
        tuple(vind_rijen(lijst, boek)),
        beginplekken(tekst),
    )
    return Stuk(
        bijzonder if any(bijzonder) else None,
        tuple(lijst),
        tuple(bits),
        _som(tekst, lijst, bits, boek),
        boek.vervolg.get(lijst[-1]) if lijst else None,
        len(tekst) + (not tekst.endswith("\n")),
        (tuple(begin), tuple(eind)),
    )


def _alleen_cijfers(stuk: Stuk, boek: Woordenboek) -> bool:
    """Tell whether other digits may stand in a piece: no letters, and no number that is a word."""
    return not any(
        woord[0].isalpha() or (woord[-1].isdigit() and boek.kent_getal(woord))
        for woord in stuk.woorden
    )


def _vorm(nul: Stuk, boek: Woordenboek) -> Vorm:
    """Make a form of a piece with zeros for its digits."""
    getallen = [woord for woord in nul.woorden if woord[-1] == "0"]
    plekken = zip(nul.woorden, *nul.plaats, strict=True)
    cijfers = sum(woord.count("0") for woord in getallen)
    return Vorm(
        nul,
        tuple((woord[-1] == "0", woord, begin, eind) for woord, begin, eind in plekken),
        any(woord.strip("'") == "0000" or woord in boek.getalvormen for woord in getallen),
        cijfers <= MAX_CIJFERS,
    )


def _ingevuld(vorm: Vorm, tekst: str, boek: Woordenboek) -> Stuk | None:
    """Make a piece of one that has zeros for its digits; None when a number of it means more."""
    nul, delen, zegt_iets, _ = vorm
    woorden = tuple([tekst[van:tot] if getal else woord for getal, woord, van, tot in delen])
    if zegt_iets:
        for woord, wat in zip(woorden, nul.woorden, strict=True):
            if woord != wat and (boek.kent_getal(woord) or is_datum(woord) != is_datum(wat)):
                return None
    return Stuk(nul.bijzonder, woorden, *nul[2:])


def _som(tekst: str, lijst: Sequence[str], bits: Sequence[int], boek: Woordenboek) -> int:
    som = boek.vakken.rij if boek.zoeker.wijst_op_rij(tekst) else 0
    for woord, een in zip(lijst, bits, strict=True):
        som |= een | boek.vakken.van(woord, een)
    slot = len(lijst) > 1 and lijst[-1] in _SLOT and bits[-2] & boek.bit["lichaamsdeel"]
    if slot or "#" in lijst:
        # It may be a part of the body that stands alone (bloot.py).
        som |= boek.bit["bloot"] | boek.vakken.van_klassen(boek.bit["bloot"])
    return som


def vind_rijen(lijst: Sequence[str], boek: Woordenboek) -> list[Rij]:
    """Find two words in a row with which something of the lexicon starts."""
    return [
        (i, meer[volgend])
        for i, (woord, volgend) in enumerate(pairwise(lijst))
        if (meer := boek.vervolg.get(woord)) and volgend in meer
    ]


def plaats_raak(
    tekst: str,
    vondsten: Iterable[Vondst],
    begin: Sequence[int],
    eind: Sequence[int],
    boek: Woordenboek,
) -> list[Raak]:
    """Give what was found in a text with its words, and with what may be shown of it."""
    gevonden: list[Raak] = []
    for rang, tot, ingang in vondsten:
        van = tot - ingang.lengte
        a = max(0, bisect_right(begin, van) - 1)
        b = max(a, bisect_right(begin, tot - 1) - 1)
        if ingang.groep is not None:
            van, tot = _zonder_naam(tekst, boek, van, tot, begin[a], eind[b])
        gevonden.append((ingang, a, b, van, tot, rang))
    return gevonden


def _zonder_naam(
    tekst: str, boek: Woordenboek, van: int, tot: int, begin: int, eind: int
) -> tuple[int, int]:
    """Give a term with the rest of its word, where the lexicon knows that rest too.

    "Fietsongeval" may be shown whole; of "jansen-ongeval" and "jansenongeval" only "ongeval".
    """
    na = tekst[tot:eind]
    heel = na in _UITGANGEN or _gekend(na, boek) or _gekend(tekst[van:eind], boek)
    return begin if _gekend(tekst[begin:van], boek) else van, max(tot, eind) if heel else tot


def _gekend(deel: str, boek: Woordenboek) -> bool:
    """Tell whether part of a compound is a word of the lexicon, its linking s left aside."""
    if not deel or boek.bits_van(deel) is not None:
        return True
    return boek.bits_van(deel.removesuffix("s")) is not None


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
    return [
        een | boek.bit["datumwoord"] if is_datum(woord) else een
        for woord, een in zip(lijst, bits, strict=True)
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
        laatste = boek.bits_van(woord.rsplit("-", 1)[1])
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
        bits = (boek.bits_van(woord[van:]) or 0) & boek.hoofd
        if bits:
            return bits
    return 0


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
    afkortingen: frozenset[str],
) -> list[int]:
    """Find the full stops that belong to an abbreviation, last one first: they end no sentence."""
    punten = [i for i in range(len(lijst) - 1, 0, -1) if lijst[i] == "."]
    return [i for i in punten if lijst[i - 1] in afkortingen and eind[i - 1] == begin[i]]


def _grenzen(woorden: Sequence[str], begin: Sequence[int], eind: Sequence[int]) -> Iterator[int]:
    """Find where sentences start; a full stop inside a word ends nothing."""
    for i, woord in enumerate(woorden, 1):
        binnen = woord == "." and i < len(woorden) and begin[i] == eind[i - 1]
        if woord in _ZIN and not binnen:
            yield i
