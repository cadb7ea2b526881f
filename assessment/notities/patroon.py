"""Patterns: words in a row, matched over tokens; never a regular expression over a note."""

from collections.abc import Mapping, Sequence

from regres.waarde import dataclass

# A gap ".." skips at most this many words, so that matching stays linear in the note's length.
GAT = 6
_EINDE = "$"


@dataclass(frozen=True, slots=True)
class Deel:
    """One place in a pattern: one of these words, or any word of these classes."""

    woorden: frozenset[str]
    bits: int
    gat: bool
    mag_weg: bool
    kern: bool
    slot: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Patroon:
    """A compiled pattern.

    kern     the place of the word that carries the meaning
    ver      for every place: how many words before it the pattern may start
    moet     for every place that must be filled: its words and its classes
    recht    every place is filled by the very next word: most patterns, and quick to match
    """

    delen: tuple[Deel, ...]
    kern: int
    moet: tuple[tuple[frozenset[str], int], ...]
    ver: tuple[int, ...]
    recht: bool

    def past(
        self, woorden: Sequence[str], bits: Sequence[int], i: int, eind: int
    ) -> tuple[int, int] | None:
        """Match from token i on, before token `eind`; gives (token of the kern, last token)."""
        if self.recht:
            return self._past_recht(woorden, bits, i, eind)
        return self._verder(0, woorden, bits, i, eind, -1, i - 1)

    def _past_recht(
        self, woorden: Sequence[str], bits: Sequence[int], i: int, eind: int
    ) -> tuple[int, int] | None:
        j = i
        for deel in self.delen:
            if j >= eind or not (woorden[j] in deel.woorden or bits[j] & deel.bits):
                return None
            j += 1
        return i + self.kern, j - 1

    def _verder(
        self,
        n: int,
        woorden: Sequence[str],
        bits: Sequence[int],
        i: int,
        eind: int,
        kern: int,
        laatste: int,
    ) -> tuple[int, int] | None:
        if n == len(self.delen):
            return kern, laatste
        deel = self.delen[n]
        if deel.slot:
            op_eind = i >= eind or not woorden[i][0].isalnum()
            return self._verder(n + 1, woorden, bits, i, eind, kern, laatste) if op_eind else None
        for j in range(i, min(eind, i + 1 + (GAT if deel.gat else 0))):
            if woorden[j] in deel.woorden or bits[j] & deel.bits:
                kern_nu = j if n == self.kern else kern
                gevonden = self._verder(n + 1, woorden, bits, j + 1, eind, kern_nu, j)
                if gevonden is not None:
                    return gevonden
            elif not woorden[j][0].isalnum():
                break
        if deel.mag_weg:
            return self._verder(n + 1, woorden, bits, i, eind, kern, laatste)
        return None


class Patronen:
    """Compiles patterns; places that are written alike are one, for there are three a pattern."""

    def __init__(self, bit: Mapping[str, int]) -> None:
        self._bit = bit
        self._delen: dict[tuple[str, bool], tuple[Deel, tuple[frozenset[str], int]]] = {}
        # A word stands in three patterns: one text for all of them.
        self._een: dict[str, str] = {}

    def lees(self, tekst: str) -> Patroon:
        """Compile one line of the data. Raises ValueError for a class that does not exist."""
        paren: list[tuple[Deel, tuple[frozenset[str], int]]] = []
        gat = False
        for stuk in tekst.split():
            if stuk == "..":
                gat = True
                continue
            paren.append(self._deel(stuk, gat))
            gat = False
        delen = tuple(deel for deel, _ in paren)
        if not delen or gat or delen[0].mag_weg or delen[0].gat:
            raise ValueError(f"dit patroon begint of eindigt niet met een woord: {tekst}")
        vast = [paar for paar in paren if not (paar[0].mag_weg or paar[0].slot)]
        moet = tuple(plek for _, plek in sorted(vast, key=lambda paar: _gewoon(paar[0])))
        ver = tuple(n + sum(GAT for deel in delen[: n + 1] if deel.gat) for n in range(len(delen)))
        recht = not any([deel.gat or deel.mag_weg or deel.slot for deel in delen])  # noqa: C419 - quicker
        return Patroon(delen, _kern(delen), moet, ver, recht)

    def _deel(self, stuk: str, gat: bool) -> tuple[Deel, tuple[frozenset[str], int]]:
        """Give a place, and what may fill it."""
        paar = self._delen.get((stuk, gat))
        if paar is None:
            deel = _deel(stuk, gat, self._bit, self._een)
            paar = self._delen[stuk, gat] = deel, (deel.woorden, deel.bits)
        return paar


def _gewoon(deel: Deel) -> tuple[bool, int]:
    """Put the rarest first: a place without classes, with long words, fails soonest."""
    return bool(deel.bits), -min((len(woord) for woord in deel.woorden), default=0)


def _deel(stuk: str, gat: bool, bit: Mapping[str, int], een: dict[str, str]) -> Deel:
    if stuk == _EINDE:
        return Deel(frozenset(), 0, gat, False, False, True)
    kern, mag_weg = stuk.startswith("!"), stuk.endswith("?")
    woorden: set[str] = set()
    bits = 0
    for woord in stuk.removeprefix("!").removesuffix("?").split("|"):
        if woord.startswith("<"):
            naam = woord.strip("<>")
            if naam not in bit:
                raise ValueError(f"de klasse {naam} bestaat niet")
            bits |= bit[naam]
        elif woord == "#":
            bits |= bit["getal"]
        else:
            woorden.add(een.setdefault(woord, woord))
            if woord.startswith("ge") and woord.endswith(("d", "t")) and len(woord) > 5:
                woorden.add(een.setdefault(woord + "e", woord + "e"))
    return Deel(frozenset(woorden), bits, gat, mag_weg, kern)


def _kern(delen: Sequence[Deel]) -> int:
    """Take the place marked with "!", else the one whose shortest word is longest."""
    for n, deel in enumerate(delen):
        if deel.kern:
            return n
    vast = [n for n, deel in enumerate(delen) if deel.woorden and not deel.mag_weg]
    if not vast:
        return 0
    return max(vast, key=lambda n: min(len(woord) for woord in delen[n].woorden))
