"""A mapping on the workbench: a sample of its source by a scratch copy, and nothing is kept."""

from pipeline.werkbank.afscherming import Afscherming
from pipeline.werkbank.groepen import Ernst, Groep
from pipeline.werkbank.kijken import HOOGSTENS, Kijk, Wens, kijk
from pipeline.werkbank.record import Cel, Getoond, Regel, Staat

__all__ = [
    "HOOGSTENS",
    "Afscherming",
    "Cel",
    "Ernst",
    "Getoond",
    "Groep",
    "Kijk",
    "Regel",
    "Staat",
    "Wens",
    "kijk",
]
