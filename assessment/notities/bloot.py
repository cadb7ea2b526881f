"""Parts of the body that stand alone: "Heup en pols." is an injury, told in telegram style.

Whoever writes so leaves out the verb, the injury and often the client; what happened stands in the
sentence before it. In a note that names an illness it may as well be a complaint.
"""

from functools import reduce
from operator import or_

from assessment.notities.lexicon import Woordenboek
from assessment.notities.lezing import STERK, Lezing

_ZIN = frozenset(".!?\n")
# What may stand between parts of the body in such a row, or beside them.
_TUSSEN = frozenset(
    ["en", ",", "/", "+", "&", "-", "li", "re", "lk", "links", "rechts", "linker", "rechter"]
) | frozenset(
    ["beide", "bdz", "l", "r", "twee", "drie", "vier", "vijf", "zijn", "haar", "de", "het"]
)
# What such a row may stop at, and what it may start behind. Behind ":" stands what was asked.
_NA, _VOOR = _ZIN | STERK | {","}, _ZIN | frozenset(";(")
# What a sentence has that opens with a part of the body and only tells how it feels.
_PIJN = frozenset(
    ["pijn", "pijnlijk", "zeer", "doet", "doen", "deed", "moe", "dik", "gezwollen", "opgezet"]
) | frozenset(
    ["versleten", "slijt", "slijten", "is", "zijn", "was", "wordt", "worden", "gaat", "koud", ":"]
)
# How doctors write a fracture: "# bekken", "heup #".
_BREUK = "#"
# What makes a part of the body behind a comma a complaint.
_KLACHT = ("klacht", "klacht_lijf", "ziekte", "ontkenning", "lichaamsdeel")
# A row has at most so many words.
_RIJ = 12


def merk(lezing: Lezing, boek: Woordenboek) -> None:
    """Mark parts of the body that stand alone as damaged, and as bare where nothing explains it."""
    bit, bits = boek.bit, lezing.bits
    lijf = bit["lichaamsdeel"]
    plekken = [i for i, een in enumerate(bits) if een & lijf]
    ziek = plekken and reduce(or_, bits) & bit["ziekte"]
    b = 0
    for i in plekken:
        if i < b:
            continue
        a, b = _rij(lezing, lijf, i)
        los = _staat_los(lezing, boek, a, b)
        if los is not None:
            extra = bit["lijfschade"] | (0 if ziek and los != _BREUK else bit["bloot"])
            for j in range(a, b):
                bits[j] |= extra if bits[j] & lijf else 0


def _staat_los(lezing: Lezing, boek: Woordenboek, a: int, b: int) -> str | None:
    """Give the sign at which a row of parts of the body stands alone, if it does."""
    woorden, bits = lezing.woorden, lezing.bits
    if _BREUK in woorden[max(0, a - 1) : b + 1]:
        return _BREUK
    voor = woorden[a - 1] if a else ""
    lo, hi = lezing.zin(a)
    if voor in _VOOR or (a and bits[a - 1] & boek.bit["client"] and _punt(lezing, a - 1)):
        return voor if _PIJN.isdisjoint(woorden[a:hi]) else None
    slot = b >= len(bits) or woorden[b] in _NA or woorden[b - 1] == ","
    if voor == "," and slot:
        klacht = sum(boek.bit[naam] for naam in _KLACHT)
        return None if any(een & klacht for een in bits[lo:a]) else voor
    return None


def _punt(lezing: Lezing, i: int) -> bool:
    """Tell whether a full stop follows that belongs to an abbreviation: "zegt mw. Heup"."""
    eind = lezing.eind(i)
    return lezing.tekst.tekst[eind : eind + 1] == "."


def _rij(lezing: Lezing, lijf: int, i: int) -> tuple[int, int]:
    """Give the row of parts of the body around token i, without the comma before it."""
    woorden, bits = lezing.woorden, lezing.bits
    a, b = i, i + 1
    while a and i - a < _RIJ and woorden[a - 1] != "," and woorden[a - 1] in _TUSSEN:
        a -= 1
    while b < len(bits) and b - i < _RIJ and (bits[b] & lijf or woorden[b] in _TUSSEN):
        b += 1
    return a, b
