"""Places of patterns as numbers: which patterns a note cannot fill is told in one look at each."""

from collections.abc import Iterable

# A place that a pattern needs filled: one of these words, or any word of these classes.
Plek = tuple[frozenset[str], int]


class Vakken:
    """Tells which places the words of a note may fill; a place is one bit of a number.

    The bits lie above those of the classes, so that one number can hold both.
    """

    def __init__(self, plekken: Iterable[Plek], vrij: int) -> None:
        self._klassen: list[tuple[int, int]] = []
        self._van_klassen: dict[int, int] = {0: 0}
        # Which bits, not the number itself: that is as long as all places, and most have one.
        self._van_woord: dict[str, int | tuple[int, ...]] = {}
        for vak, (woorden, bits) in enumerate(plekken, vrij):
            vrij = vak + 1
            if bits:
                self._klassen.append((bits, 1 << vak))
            for woord in woorden:
                eerder = self._van_woord.get(woord)
                self._van_woord[woord] = vak if eerder is None else (*_rij(eerder), vak)
        #: The bit of words by which words in a row may be found (zoeker.py).
        self.rij = 1 << vrij
        self._alles = 2 * self.rij - 1

    def mist(self, som: int) -> int:
        """Give the places and classes that are not in a number.

        Not as ~som: to look into a number below zero, Python has to copy it each time.
        """
        return self._alles ^ som

    def kent(self, woord: str) -> bool:
        """Tell whether a word fills a place by itself, and not by its classes."""
        return woord in self._van_woord

    def woorden(self) -> Iterable[str]:
        """Give the words that fill a place by themselves."""
        return self._van_woord.keys()

    def van(self, woord: str, bits: int) -> int:
        """Give the places for a word of these classes."""
        som = self.van_klassen(bits)
        for vak in _rij(self._van_woord.get(woord, ())):
            som |= 1 << vak
        return som

    def van_klassen(self, bits: int) -> int:
        """Give the places for any word of these classes; kept, for words have few sets of them."""
        vakken = self._van_klassen.get(bits)
        if vakken is None:
            vakken = 0
            for klassen, vak in self._klassen:
                if bits & klassen:
                    vakken |= vak
            self._van_klassen[bits] = vakken
        return vakken


class Bouwvakken:
    """Numbers the places while the patterns are read, from the first bit that is free."""

    def __init__(self, vrij: int) -> None:
        self._vrij = vrij
        self._plekken: dict[Plek, int] = {}

    def nodig(self, plekken: Iterable[Plek]) -> int:
        """Give the places of one pattern as one number."""
        som = 0
        for plek in plekken:
            som |= 1 << self._plekken.setdefault(plek, self._vrij + len(self._plekken))
        return som

    def klaar(self) -> Vakken:
        """Give all places with the words that fill them."""
        return Vakken(self._plekken, self._vrij)


def _rij(een: int | tuple[int, ...]) -> tuple[int, ...]:
    return (een,) if isinstance(een, int) else een
