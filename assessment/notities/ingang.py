"""What a text that is found stands for."""

from typing import NamedTuple

from assessment.notities.patroon import Patroon
from assessment.notities.vorm import Groep

# A pattern that leans on a word of the prefilter: what it needs (vakken.py), the pattern, its
# group, and the place of that word in it.
Leunend = tuple[int, Patroon, Groep, int]


class Ingang(NamedTuple):
    """What is known of a text: how its ends must look, and what it stands for.

    groep None: a word that some pattern or combination needs; it makes a note a candidate, and
    only the patterns that lean on a word that is there are tried, each with the place of that word
    in the pattern.
    """

    lengte: int
    links_open: bool
    rechts_open: bool
    groep: Groep | None
    teken: str = ""
    patronen: tuple[Leunend, ...] = ()


# What was found: its rank among all that is found, the offset of its end in the folded text, and
# what it stands for. The rank is where it ends, with what has to follow it.
Vondst = tuple[int, int, Ingang]
