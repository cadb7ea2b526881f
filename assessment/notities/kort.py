"""A note of a few words without any event: an illness and a year, or that it is to be asked."""

from collections.abc import Iterable

from assessment.notities.lexicon import Woordenboek
from regres import Indicatie

#: Characters; a longer note says more than this.
KORT = 40
_BIJ = ("lidwoord", "voorzetsel", "oorzaakwoord", "client", "getal", "koppel")
# Rule, verdict, the class of the words that say so, and how many of them it takes.
_KORT = (
    ("ziekte", Indicatie.N, "ziekte", 1),
    ("onzeker", Indicatie.O, "antwoord_onbekend", 2),
)
#: One word of no such class, and there is no verdict.
KLASSEN = frozenset((*_BIJ, *(klasse for _, _, klasse, _ in _KORT)))


def oordeel(
    woorden: Iterable[tuple[str, int]], boek: Woordenboek
) -> tuple[str, Indicatie, str] | None:
    """Give the rule, the verdict and the word behind it, of a note that is nothing else.

    "CVA 2021" names an illness as all there is: N. "Onbekend; navragen bij cliënt" leaves it
    open in two words: O. One word of either kind beside anything else says nothing.
    The words are as they stand in the note, each with its classes.
    """
    delen = [(woord, bit) for woord, bit in woorden if woord[0].isalnum()]
    bij = sum(boek.bit[naam] for naam in _BIJ)
    for regel, stem, klasse, hoeveel in _KORT:
        som = boek.bit[klasse]
        raak = [woord for woord, bit in delen if bit & som]
        heel = all(bit & (som | bij) for _, bit in delen)
        if regel in boek.regels and heel and len(raak) >= hoeveel:
            return regel, stem, raak[0]
    return None
