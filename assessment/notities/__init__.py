"""The text engine: what a consulent's note says about an accident, by rules and words kept as data."""

from assessment.notities.lezer import Notitielezer
from assessment.notities.rijen import classify_rows

__all__ = ["Notitielezer", "classify_rows"]
