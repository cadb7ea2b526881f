"""Notices what no error tells: a source that is empty, half, late, without flags, or not read."""

from pipeline.stilte.oordeel import Stilte, oordeel
from pipeline.stilte.verwacht import Verwacht

__all__ = ["Stilte", "Verwacht", "oordeel"]
