"""What the words of a code list mean, as far as they are words of our own lists."""

from collections.abc import Iterable
from typing import Final

from mappings.verkenning.soorten import woorden
from mappings.verkenning.woorden import (
    DERDE_JA,
    DERDE_NEE,
    J_WOORDEN,
    LIJSTWOORDEN,
    N_WOORDEN,
    O_WOORDEN,
)

#: Field -> the word of the source, folded -> the canonical word.
_TABELLEN: Final = {
    "wet": {
        **dict.fromkeys(("wmo", "wmo 2015", "wmo2015"), "Wmo"),
        "wmo 2007": "Wmo2007",
        "wlz": "Wlz",
        **dict.fromkeys(("jeugdwet", "jw", "jeugd"), "Jeugdwet"),
        "zvw": "Zvw",
        "onbekend": "onbekend",
    },
    "leveringsvorm": {
        **dict.fromkeys(("zin", "natura", "zorg in natura", "in natura"), "zin"),
        **dict.fromkeys(("pgb", "persoonsgebonden budget"), "pgb"),
        **dict.fromkeys(("algemeen", "algemene voorziening"), "algemeen"),
        "onbekend": "onbekend",
    },
    "besluitstatus": {
        **dict.fromkeys(
            ("toegekend", "toegewezen", "actief", "lopend", "geaccepteerd"), "toegekend"
        ),
        **dict.fromkeys(("afgewezen", "geweigerd"), "afgewezen"),
        **dict.fromkeys(("aangevraagd", "in behandeling", "concept"), "aangevraagd"),
        **dict.fromkeys(("ingetrokken", "geannuleerd"), "ingetrokken"),
        **dict.fromkeys(("beeindigd", "beëindigd", "afgesloten", "gestopt"), "beeindigd"),
        "onbekend": "onbekend",
    },
}


def tabel_van(veld: str, teksten: Iterable[str]) -> dict[str, str]:
    """Give the value table of a field; {} when not every word of the column is known."""
    known = _TABELLEN[veld]
    found = {text: known.get(text.casefold(), "") for text in sorted(teksten)}
    return found if found and all(found.values()) else {}


#: Words for how often an amount is paid, folded -> the canonical word.
_RITMES: Final = {
    **dict.fromkeys(("eenmalig", "ineens", "aanschaf"), "eenmalig"),
    **dict.fromkeys(("week", "per week", "wekelijks"), "week"),
    **dict.fromkeys(("4 weken", "4weken", "per 4 weken", "vier weken", "per vier weken"), "4weken"),
    **dict.fromkeys(("maand", "per maand", "maandelijks"), "maand"),
    **dict.fromkeys(("jaar", "per jaar", "jaarlijks"), "jaar"),
}


def ritmes_van(teksten: Iterable[str]) -> dict[str, str]:
    """Give the value table of a column with periods; {} when a word of it is not one of ours."""
    found = {text: _RITMES.get(text.casefold(), "") for text in sorted(teksten)}
    return found if found and all(found.values()) else {}


def oorzaken_van(teksten: Iterable[str]) -> dict[str, str]:
    """Give J, N or O for each cause; {} when a word of the list is not one of ours."""
    texts = sorted(teksten)
    if not texts or not woorden(texts) <= LIJSTWOORDEN or not all(map(_kort, texts)):
        return {}
    return {text: _oordeel(text) for text in texts}


def derde_van(teksten: Iterable[str]) -> dict[str, str]:
    """Give whether another party is to blame; {} when no cause says anything about it."""
    causes = oorzaken_van(teksten)
    found = {text: _derde(text) for text in causes}
    return found if any(word != "onbekend" for word in found.values()) else {}


def _kort(text: str) -> bool:
    """Tell whether a text may be written down: our words and a short code, no longer number."""
    digits = "".join(sign for sign in text if sign.isdigit())
    return len(digits) <= 3 and bool(woorden([text]))


def _oordeel(text: str) -> str:
    words = woorden([text])
    if words & O_WOORDEN:
        return "O"
    if words & J_WOORDEN and "geen" not in words:
        return "J"
    return "N" if words & N_WOORDEN else "O"


def _derde(text: str) -> str:
    words = woorden([text])
    if words & DERDE_JA and "geen" not in words:
        return "ja"
    return "nee" if words & DERDE_NEE else "onbekend"
