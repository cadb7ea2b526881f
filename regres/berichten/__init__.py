"""The catalogue: the sentences of every problem code, in Dutch and in English, at one place."""

from regres.berichten.catalogus import (
    Catalogus,
    Taal,
    Tekst,
    Zin,
    bericht,
    catalogus,
    een_van,
    elders,
    opnieuw,
    vertaal,
    zeg,
    zin,
)

__all__ = [
    "Catalogus",
    "Taal",
    "Tekst",
    "Zin",
    "bericht",
    "catalogus",
    "een_van",
    "elders",
    "opnieuw",
    "vertaal",
    "zeg",
    "zin",
]
