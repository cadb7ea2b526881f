"""Mail: who is told what is wrong, when, and in which words."""

from console.post.bezorgen import Afloop, Postbode, postbode_van
from console.post.lezers import Lezers, lezers

__all__ = ["Afloop", "Lezers", "Postbode", "lezers", "postbode_van"]
