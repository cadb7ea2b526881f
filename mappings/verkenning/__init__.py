"""What a source of which nothing is known yet looks like, and the mapping that would fit it.

Nothing here repeats a value of a source: only names of columns, counts, lengths and patterns come
out, and the words of our own lists.
"""

from mappings.verkenning.dialect import HOOFD, Dialect, verken
from mappings.verkenning.kolom import Kolomblik
from mappings.verkenning.oordeel import Oordeel
from mappings.verkenning.profiel import Profiel, Zicht
from mappings.verkenning.schrijven import schrijf
from mappings.verkenning.voorstel import Voorstel, stel_voor

__all__ = [
    "HOOFD",
    "Dialect",
    "Kolomblik",
    "Oordeel",
    "Profiel",
    "Voorstel",
    "Zicht",
    "schrijf",
    "stel_voor",
    "verken",
]
