"""Words in a row that have a class together: what may come behind a word."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from types import MappingProxyType

from assessment.notities.vakken import Vakken
from regres.waarde import dataclass

# The words behind the first one, with the class of the whole row.
Rest = tuple[tuple[str, ...], int]

_NIETS: Mapping[str, Sequence[Rest]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Vervolg:
    """What two words in a row may be the start of.

    twee    the classes of the two together; langer: of more words, by the third, with what follows
    som     all that may come of it, whatever follows, with the places that fills (vakken.py)
    """

    twee: int
    langer: Mapping[str, Sequence[Rest]]
    som: int


class Vervolgen:
    """All rows by their first word; what may follow one is worked out when that word is met."""

    def __init__(self, zinnen: Iterable[tuple[str, int]], vakken: Vakken) -> None:
        """Know rows, each with its class."""
        self._vakken = vakken
        self._per_eerste: dict[str, list[tuple[str, int]]] = {}
        self._gezien: dict[str, dict[str, Vervolg]] = {}
        for zin, bit in zinnen:
            self._per_eerste.setdefault(zin.split(None, 1)[0], []).append((zin, bit))

    def __contains__(self, woord: object) -> bool:
        """Tell whether a row may start with a word."""
        return woord in self._per_eerste

    def get(self, woord: str) -> dict[str, Vervolg] | None:
        """Give what may follow a word, by the next word."""
        if woord not in self._per_eerste:
            return None
        meer = self._gezien.get(woord)
        if meer is None:
            meer = self._gezien[woord] = self._werk_uit(self._per_eerste[woord])
        return meer

    def eersten(self) -> Iterable[str]:
        """Give the words that a row may start with."""
        return self._per_eerste.keys()

    def _werk_uit(self, zinnen: Iterable[tuple[str, int]]) -> dict[str, Vervolg]:
        per_tweede: dict[str, list[Rest]] = {}
        for zin, bit in zinnen:
            rest = tuple(zin.split()[1:])
            per_tweede.setdefault(rest[0], []).append((rest, bit))
        return {tweede: _vervolg(rijen, self._vakken) for tweede, rijen in per_tweede.items()}


def _vervolg(rijen: Sequence[Rest], vakken: Vakken) -> Vervolg:
    som = reduce(or_, (bit for _, bit in rijen))
    twee = reduce(or_, (bit for rest, bit in rijen if len(rest) == 1), 0)
    langer: dict[str, list[Rest]] = {}
    for rest, bit in rijen:
        if len(rest) > 1:
            langer.setdefault(rest[1], []).append((rest, bit))
    return Vervolg(twee, langer or _NIETS, som | vakken.van_klassen(som))
