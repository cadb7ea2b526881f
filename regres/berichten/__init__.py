"""The catalogue: the sentences of every problem code, in Dutch and in English, at one place."""

from regres.berichten.catalogus import (
    OPEN,
    Catalogus,
    Taal,
    Tekst,
    Zin,
    algemeen,
    bericht,
    catalogus,
    een_van,
    elders,
    getoond,
    opnieuw,
    vertaal,
    zeg,
    zin,
)

__all__ = [
    "OPEN",
    "Catalogus",
    "Taal",
    "Tekst",
    "Zin",
    "algemeen",
    "bericht",
    "catalogus",
    "een_van",
    "elders",
    "getoond",
    "opnieuw",
    "vertaal",
    "zeg",
    "zin",
]
