"""What is wrong with a mapping file, collected so that everything is told at once."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import field
from pathlib import Path
from typing import Any

from regres import ConfigProblem, Problem
from regres.berichten import Zin, bericht, zin
from regres.spelling import near
from regres.waarde import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Plek:
    """A place in a mapping file; line and column count from 1."""

    bestand: str
    regel: int
    kolom: int

    def __str__(self) -> str:
        """Give file:line:column."""
        return f"{self.bestand}:{self.regel}:{self.kolom}"

    @property
    def kort(self) -> str:
        """Give the same with no more than the file's own folder, as problems of records show it."""
        file = "/".join(self.bestand.split("/")[-2:])
        return f"{file}:{self.regel}:{self.kolom}"


@dataclass(slots=True)
class Klachten:
    """The problems found so far.

    bron  file -> its lines, of every file that was read: a problem of a run may propose one
    mappen  file as places name it -> the folder it lies in, where its value tables are looked for
    """

    gevonden: list[tuple[Plek, Problem]] = field(default_factory=list)
    bron: dict[str, tuple[str, ...]] = field(default_factory=dict)
    mappen: dict[str, Path] = field(default_factory=dict)

    def meld(self, code: str, plek: Plek, geval: str = "", /, **woorden: object) -> None:
        """Note the problem of a code, or of one case of it."""
        place = str(plek)
        words: dict[str, Any] = woorden
        found = bericht(code, geval, waar=place, mapping=place, **words)
        self.gevonden.append((plek, found))

    def naast(self, plek: Plek, naam: str) -> Path:
        """Give the file of this name beside the mapping file that a place stands in."""
        return self.mappen.get(plek.bestand, Path(plek.bestand).parent) / naam

    def stop(self) -> None:
        """Raise ConfigProblem with all that was found, in the order of the file; or do nothing."""
        if self.gevonden:
            # A fault in `standaard:` is met by every field that uses it, and is told once.
            ordered = dict.fromkeys(problem for _, problem in sorted(self.gevonden, key=_order))
            raise ConfigProblem(*ordered)


def suggest(word: str, known: Iterable[str]) -> Zin:
    """Say "Bedoelt u `x`?" of the nearest known word, else which words are known."""
    # A list has the commonest first, a set no order at all.
    words = sorted(known) if isinstance(known, Set) else [*known]
    if meant := near(word, words):
        return bedoelt(meant)
    return kies(words)


def kies(words: Sequence[str]) -> Zin:
    """Say which words there are to choose from."""
    return zin("kies", woorden=", ".join(sorted(words))) if words else zin("handboek")


def bedoelt(word: str) -> Zin:
    """Say "Bedoelt u `x`?"."""
    return zin("bedoelt", woord=word)


def _order(item: tuple[Plek, Problem]) -> tuple[Plek, str]:
    return item[0], item[1].code
