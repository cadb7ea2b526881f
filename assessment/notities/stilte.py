"""Silence at a glance: a note of which every piece is known, and known to say nothing.

A note is lowered and cut as bytes: a tenth of the time of folding it. So "Cliënt" and "cliënt" are
one piece here and "CLIËNT" another one; what a piece is once folded is asked once, when it is new.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from threading import Lock
from unicodedata import combining

from assessment.notities.kort import KORT
from assessment.notities.stukken import LANG_STUK, MAX_STUKKEN, Stukken, splits
from assessment.notities.vouwen import vouw, vouw_gemaskeerd
from assessment.notities.zoeker import Rest, Zoeker

#: No consulent writes this much. What lies behind it is only looked at, not read (lezer.py).
MAX_TEKENS = 40_000
_WIT = frozenset(b"\t\r\n")
# Lower case, a zero for every digit, a space for every space and line end.
_VLAK = bytes(
    0x20 if code in _WIT else 0x30 if 0x30 <= code <= 0x39 else bytes([code]).lower()[0]
    for code in range(0x100)
)
# Stands between notes that are cut together; no door lets it through inside one.
_TUSSEN, _TUSSEN_RUW = "\0", b"\0"


class Stilte:
    """Tells at a glance of most notes that they say nothing; may be shared by threads.

    It knows pieces as `Stukken` does: of no note, none longer than a word, no digit at all.
    """

    def __init__(self, stukken: Stukken, zoeker: Zoeker, hoogstens: int = MAX_STUKKEN) -> None:
        self._stukken, self._zoeker, self._hoogstens = stukken, zoeker, hoogstens
        self._kent = _Kent()
        self._slot = Lock()

    def __repr__(self) -> str:
        return f"<{len(self._kent.stil)} stukken>"

    def zwijgt(self, tekst: str) -> bool:
        """Tell whether a note says nothing; False is no more than not known."""
        return self._zwijgt(tekst, _stukken(tekst))

    def luide(self, teksten: Sequence[str]) -> list[int]:
        """Give the places of the notes that may say something; an empty one says nothing."""
        ruwe = _vlak(_TUSSEN.join(teksten)).split(_TUSSEN_RUW)
        if len(ruwe) != len(teksten):
            ruwe = list(map(_vlak, teksten))
        rustig = self._kent.rustig.issuperset
        meer = [
            plaats
            for plaats, (tekst, ruw) in enumerate(zip(teksten, ruwe, strict=True))
            if tekst and not (KORT < len(tekst) <= MAX_TEKENS and rustig(ruw.split(b" ")))
        ]
        return [een for een in meer if not self._zwijgt(teksten[een], ruwe[een].split(b" "))]

    def _zwijgt(self, tekst: str, delen: Collection[bytes]) -> bool:
        kent = self._kent
        if not kent.rustig.issuperset(delen):
            if not kent.luid.isdisjoint(delen):
                return False
            if not kent.stil.issuperset(delen):
                kent = self._leer_alle(delen)
                if not kent.stil.issuperset(delen):
                    return False
            if kent.kan_rij(delen) and self._zoeker.rijen(vouw(tekst).tekst):
                return False
        if len(tekst) > KORT:
            return len(tekst) <= MAX_TEKENS
        return not kent.meer.isdisjoint(delen)

    def _leer_alle(self, delen: Iterable[bytes]) -> "_Kent":
        """Get to know the pieces of a note, up to one that says something."""
        with self._slot:
            if len(self._kent.stil) + len(self._kent.luid) > self._hoogstens:
                # Not emptied: another thread may be looking.
                self._kent = _Kent()
            for deel in delen:
                if deel not in self._kent.stil and not self._leer(deel):
                    break
            return self._kent

    def _leer(self, ruw: bytes) -> bool:
        """Get to know one piece; tells whether it says nothing, as far as that is seen."""
        tekst = ruw.decode("utf-8", "surrogatepass")
        if len(tekst) > LANG_STUK or not _vouwt_los(tekst):
            return False
        laag, masker = vouw_gemaskeerd(tekst)
        delen = splits(masker)
        self._stukken.lees(splits(laag))
        if not self._stukken.zijn_leeg(delen):
            self._kent.luid.add(ruw)
            return False
        if self._stukken.zegt_meer(delen):
            self._kent.meer.add(ruw)
        self._kent.zet(ruw, self._zoeker.rijen_bij(laag), self._zoeker.resten_in(laag))
        return True


class _Kent:
    """What is known: all of it, or nothing any more.

    stil    the pieces that say nothing, whatever their digits
    luid    those that may say something
    half    those of `stil` that point at words in a row of which the others were all met
    rustig  the others
    meer    those of `stil` with which a short note says more than an illness (kort.py)
    """

    def __init__(self) -> None:
        self.stil: set[bytes] = set()
        self.luid: set[bytes] = set()
        self.half: set[bytes] = set()
        self.rustig: set[bytes] = set()
        self.meer: set[bytes] = set()
        # A number of one bit for each other word of a row that was met, and those of each piece.
        self._bit: dict[str, int] = {}
        self._bits: dict[bytes, int] = {}
        # Of each piece of `half` what must be there beside it; of the others what was not met yet.
        self._rest: defaultdict[bytes, list[int]] = defaultdict(list)
        self._wacht: defaultdict[str, list[tuple[bytes, Rest]]] = defaultdict(list)

    def kan_rij(self, delen: Collection[bytes]) -> bool:
        """Tell whether a note has all words of a row."""
        mist = -1
        for een in filter(None, map(self._bits.get, delen)):
            mist &= ~een
        for deel in self.half.intersection(delen):
            for rest in self._rest[deel]:
                if not rest & mist:
                    return True
        return False

    def zet(self, stuk: bytes, rijen: Iterable[Rest], woorden: Iterable[str]) -> None:
        """Know a piece that says nothing.

        rijen    what must be there beside it, of each row that it points at
        woorden  the other words of rows that it has
        """
        som = 0
        for woord in woorden:
            if woord not in self._bit:
                self._bit[woord] = 1 << len(self._bit)
                for paar in self._wacht.pop(woord, ()):
                    self._wijst(*paar)
            som |= self._bit[woord]
        if som:
            self._bits[stuk] = som
        for rest in rijen:
            self._wijst(stuk, rest)
        # Last, for from here on other threads see it.
        self.stil.add(stuk)
        if stuk not in self.half:
            self.rustig.add(stuk)

    def _wijst(self, stuk: bytes, rest: Rest) -> None:
        nodig = 0
        for woord in rest:
            if woord not in self._bit:
                self._wacht[woord].append((stuk, rest))
                return
            nodig |= self._bit[woord]
        self._rest[stuk].append(nodig)
        self.half.add(stuk)
        self.rustig.discard(stuk)


def _vlak(tekst: str) -> bytes:
    return tekst.encode("utf-8", "surrogatepass").translate(_VLAK)


def _stukken(tekst: str) -> list[bytes]:
    return _vlak(tekst).split(b" ")


def _vouwt_los(tekst: str) -> bool:
    """Tell whether each sign folds by itself, whatever stands beside it or elsewhere in the note.

    Not so: what goes with the sign before it, what gets longer, and the sigma that ends a word.
    """
    return tekst.isascii() or not any(
        combining(teken) or len(teken.lower()) > 1 or teken == "\u03a3" for teken in tekst
    )
