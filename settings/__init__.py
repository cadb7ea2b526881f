"""From config files to typed objects, and the only place that plugs adapters together."""

from settings.agreement import GemeenteInstelling
from settings.keys import bewaak, ontvangers_van
from settings.load import Settings, load
from settings.plug import Aansluiting, Bron, aansluiten, bestemming_van, uitgang_van

__all__ = [
    "Aansluiting",
    "Bron",
    "GemeenteInstelling",
    "Settings",
    "aansluiten",
    "bestemming_van",
    "bewaak",
    "load",
    "ontvangers_van",
    "uitgang_van",
]
