"""The text engine: what a consulent's note says about an accident, by rules and words as data."""

from assessment.notities.bestand import read_column
from assessment.notities.lezer import Notitielezer
from assessment.notities.rijen import classify_rows

__all__ = ["Notitielezer", "classify_rows", "read_column"]
