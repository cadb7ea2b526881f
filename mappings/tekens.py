"""The signs of a CSV export: one character each, no two the same, none that is part of a word."""

from collections.abc import Mapping

from mappings.document import Blok
from mappings.workbench import Werkbank

#: Words for signs that are hard to write down.
WOORDEN = {"tab": "\t", "geen": ""}
#: The signs in the order in which a mapping writes them, with what they are when it does not.
_TEKENS = {"scheidingsteken": ";", "aanhalingsteken": '"', "escapeteken": ""}


def tekens(own: Blok, werk: Werkbank) -> Mapping[str, str]:
    """Read the signs; complain of every one that cannot be, at its own place."""
    found = {key: teken(own, key, sign, werk) for key, sign in _TEKENS.items()}
    keys = [key for key in _TEKENS if found[key]]
    for at, key in enumerate(keys):
        same = [other for other in keys[:at] if found[other] == found[key]]
        if same:
            # The one that is written is at fault; the other may be what it is by itself.
            written, other = (key, same[0]) if key in own.delen else (same[0], key)
            words = {"sleutel": written, "ander": other}
            werk.meld("M-0022", own.delen[written].plek, "gelijk", **words)
    return found


def teken(own: Blok, key: str, default: str, werk: Werkbank) -> str:
    """Read one sign; its default when it cannot be, so that nothing else is complained of."""
    text = werk.tekst(own.delen[key], f"`{key}:`") if key in own.delen else None
    if text is None:
        return default
    sign = WOORDEN.get(text, text)
    if case := _kan_niet(sign, key):
        werk.meld("M-0022", own.delen[key].plek, case, sleutel=key)
        return default
    return sign


def _kan_niet(sign: str, key: str) -> str:
    """Give the case of M-0022; "" for a sign that can be."""
    if not sign:
        return "geen" if key == "scheidingsteken" else ""
    if len(sign) > 1:
        return "meer"
    # A letter or a space stands in every cell, and a line end ends the row.
    usable = sign == "\t" or (sign.isprintable() and not sign.isspace() and not sign.isalnum())
    return "" if usable else "onzichtbaar"
