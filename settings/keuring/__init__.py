"""Walks a municipality from its configuration to the Regresloket, and says where it ends."""

from settings.keuring.lopen import keur
from settings.keuring.stap import Advies, Deel, Stap, Uitkomst
from settings.keuring.verslag import GemeenteKeuring, Keuring
from settings.keuring.wereld import Wereld

__all__ = [
    "Advies",
    "Deel",
    "GemeenteKeuring",
    "Keuring",
    "Stap",
    "Uitkomst",
    "Wereld",
    "keur",
]
