"""The personal data that the law guards apart: health (AVG art. 9) and criminal law (art. 10)."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, get_args, get_type_hints

from regres.melding import Feiten
from settings.shapes import VerwerkingBlok

_GEZONDHEID, _STRAFRECHT = "B", "S"
#: Told as health; the kind `geweld` of it is criminal law too (regres/melding.py says so).
_SOORT = "ongeval.soort"
GEZONDHEID = "gezondheid"


def bijzonder(blok: VerwerkingBlok, paden: Iterable[str]) -> list[dict[str, Any]]:
    """Give each kind of such data: what it is, the fields of the mappings that hold it, its ground.

    The ground is the municipality's own words, or that it gave none: this program knows none.
    """
    named = sorted(set(paden))
    health = [pad for pad in named if klasse(pad) == _GEZONDHEID]
    criminal = [pad for pad in named if klasse(pad) == _STRAFRECHT or pad == _SOORT]
    return [
        {
            "soort": GEZONDHEID,
            "artikel": "AVG art. 9",
            "wat": "Elke melding zegt dat iemand na een ongeval een Wmo-voorziening kreeg. Om dat "
            "te vinden worden aanwijzingen en notities gelezen, ook van wie geen ongeval had.",
            "velden": health,
            "grond": grond(blok.grondslag_gezondheid, "grondslag_gezondheid"),
        },
        {
            "soort": "strafrecht",
            "artikel": "AVG art. 10",
            "wat": "Bij geweld en in het verkeer kan een melding iets zeggen over een strafbaar "
            "feit. Wat een verdachte kan aanwijzen gaat bij geweld niet mee.",
            "velden": criminal,
            "grond": grond(blok.grondslag_strafrecht, "grondslag_strafrecht"),
        },
    ]


def grond(tekst: str | None, sleutel: str) -> str:
    """Give a ground as the configuration says it, or which key of it is empty."""
    return tekst or f"staat niet in de configuratie (verwerking: {sleutel})"


def ontbreekt(blok: VerwerkingBlok) -> list[str]:
    """Give the grounds that the municipality still has to write down."""
    asked = {
        "de grond voor gezondheidsgegevens (AVG art. 9 lid 2)": blok.grondslag_gezondheid,
        "de grond voor strafrechtelijke gegevens (AVG art. 10)": blok.grondslag_strafrecht,
    }
    return [what for what, text in asked.items() if not text]


def klasse(pad: str) -> str:
    """Give the class of a canonical field, as the melding itself says it.

    G for a field that only decides, and does not stand in a melding (`voorziening.toegekend`).
    """
    kind: Any = Feiten
    found = "G"
    for name in pad.split("."):
        parts = {part.name: part.metadata["klasse"] for part in fields(kind)}
        if name not in parts:
            return "G"
        found = parts[name]
        hint = get_type_hints(kind)[name]
        kind = next((one for one in get_args(hint) if isinstance(one, type)), hint)
    return found
